import type { Context } from '../context.ts';
import type { Message } from './message.ts';
import { readSending } from './sendingStore.ts';

/** What one process knows of whether messages are sent. */
export type SendingWatch = {
  /** Asks the database until sending goes on, and then no more: a pause begins with the start of the app. */
  paused(): Promise<boolean>;
  /** What paused() answered last. */
  isPaused(): boolean;
  /** From when on a message that has not been tried here is looked for in Slack. Null: it cannot be there. */
  lookFrom(message: Message): Date | null;
};

export async function watchSending({ db, workspaceId, log }: Context): Promise<SendingWatch> {
  let sending = await readSending(db, workspaceId);
  if (sending.pausedAt) log.warn('sending is paused; npm run resume makes it go on');
  const isPaused = () => sending.pausedAt !== null;
  return {
    async paused() {
      if (!isPaused()) return false;
      sending = await readSending(db, workspaceId);
      if (!isPaused()) log.info('sending goes on');
      return isPaused();
    },
    isPaused,
    lookFrom({ createdAt }) {
      const { restoredFrom, lookFirstUntil } = sending;
      return lookFirstUntil && createdAt < lookFirstUntil ? restoredFrom : null;
    },
  };
}
