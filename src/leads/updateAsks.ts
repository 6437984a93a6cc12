import { isClosed, type UpdateStatus } from './statuses.ts';

/** Which fields a status asks for, beside touch and note, which every status takes. */
export function asksFor(status: UpdateStatus) {
  const reached = status === 'connected' || status === 'qualified' || status === 'quoted';
  return {
    obstacle: status === 'lost' || status === 'disqualified',
    evidence: status === 'disqualified',
    revisitOn: status === 'nurture',
    value: status === 'quoted' || status === 'won',
    stage: reached,
    grade: isClosed(status),
    nextStepAt: status !== 'nurture' && !isClosed(status),
  } as const;
}
