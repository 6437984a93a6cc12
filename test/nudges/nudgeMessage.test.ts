import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { updateLead } from '../../src/leads/updateLead.ts';
import { followUp } from '../../src/nudges/followUp.ts';
import { nudgeMessage } from '../../src/nudges/nudgeMessage.ts';
import type { Message } from '../../src/slack/message.ts';
import { click, startKernel } from '../support/kernel.ts';

const kernel = await startKernel();
const { ctx, db, addLead, at } = kernel;
afterAll(kernel.drop);

/** The newest nudge of Ana's, as delivery would have it drawn before it is posted. */
async function waiting(): Promise<Message> {
  const row = await db
    .selectFrom('messages')
    .selectAll()
    .where('kind', '=', 'nudge')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
  return {
    id: row.id,
    kind: row.kind,
    key: row.key,
    leadId: null,
    personId: row.person_id,
    subject: row.subject as Message['subject'],
    destination: row.destination,
    createdAt: row.created_at,
    posted: null,
    shown: null,
  };
}
/** As delivery does where a drawing is null. */
const drop = () =>
  db.updateTable('messages').set({ state: 'dropped' }).where('kind', '=', 'nudge').execute();
const draw = async (message: Message) => nudgeMessage.draw(ctx, message, ctx.clock.now());

describe('a nudge that waits is judged once more before it is sent', () => {
  let id = 0;
  let day = 22;
  beforeEach(async () => {
    await drop();
    day += 1;
    at(`2026-11-${day}T10:00:00Z`);
    id = await addLead({
      ownerId: 'UANA',
      status: 'connected',
      followUpDueAt: new Date(`2026-11-${day}T09:30:00Z`),
    });
    expect(await followUp(ctx)).toMatchObject({ breaches: 1, nudged: 1 });
  });

  test('still due, still theirs, still their working time: it goes', async () => {
    expect(await draw(await waiting())).toMatchObject({ text: expect.stringContaining(`L-${id}`) });
    await updateLead(ctx, update(id));
  });

  test('what is new in it was dealt with: it does not go', async () => {
    await updateLead(ctx, update(id));
    expect(await draw(await waiting())).toBeNull();
  });

  test('their working day is over: it does not go, and the next day’s tells it', async () => {
    at(`2026-11-${day}T18:00:00Z`);
    expect(await draw(await waiting())).toBeNull();
    at(`2026-11-${day + 1}T10:00:00Z`);
    expect(await draw(await waiting())).toBeNull();
    await drop();
    expect(await followUp(ctx)).toMatchObject({ nudged: 1 });
    expect(await draw(await waiting())).toMatchObject({ text: expect.stringContaining(`L-${id}`) });
  });
});

const update = (leadId: number) => ({
  leadId,
  by: click('UANA'),
  status: 'qualified' as const,
  touch: null,
  nextStepAt: null,
});
