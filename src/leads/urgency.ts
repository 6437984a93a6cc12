import { stageKeys, type Stage } from './stages.ts';

/** What decides how urgent an overdue lead is. */
export type Urgency = {
  readonly hot: boolean;
  readonly status: string;
  readonly value: number | null;
  readonly stage: Stage | null;
  readonly dueAt: Date;
};

/**
 * Most urgent first: hot leads, then first touches, then what is worth more, then who is further in
 * their purchase, then what is longest over.
 */
export function byUrgency(a: Urgency, b: Urgency): number {
  const hot = Number(b.hot) - Number(a.hot);
  const firstTouch = Number(b.status === 'claimed') - Number(a.status === 'claimed');
  const value = (b.value ?? 0) - (a.value ?? 0);
  const stage = rank(b.stage) - rank(a.stage);
  return hot || firstTouch || value || stage || a.dueAt.getTime() - b.dueAt.getTime();
}

const rank = (stage: Stage | null): number => (stage ? stageKeys.indexOf(stage) : -1);
