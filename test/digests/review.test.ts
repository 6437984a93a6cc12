import { afterAll, beforeAll, expect, test } from 'vitest';
import { notReviewedWords } from '../../src/digests/notReviewed.ts';
import { readReview } from '../../src/digests/readReview.ts';
import { recordReview } from '../../src/digests/recordReview.ts';
import { drawReview } from '../../src/digests/reviewMessage.ts';
import { findLastReview } from '../../src/digests/reviewStore.ts';
import { click, startKernel } from '../support/kernel.ts';
import { faultsOf } from '../support/drawings.ts';

let kernel: Awaited<ReturnType<typeof startKernel>>;
beforeAll(async () => {
  kernel = await startKernel();
  // An admin, who manages no channel.
  await kernel.db.updateTable('people').set({ is_admin: true }).where('id', '=', 'UEVE').execute();
});
afterAll(() => kernel.drop());

const whyNot = async (by: string, repId: string): Promise<string> => {
  const answer = await readReview(kernel.ctx, { by, repId });
  return answer.outcome === 'review' ? 'review' : notReviewedWords(answer);
};
const record = (agreed: string, { by = 'UMIA', repId = 'UANA' } = {}) =>
  recordReview(kernel.ctx, { by: click(by), repId, agreed, leadIds: [] });
const kept = () => kernel.db.selectFrom('reviews').selectAll().execute();

test('a manager reviews the reps of their channels, an admin any, nobody themselves', async () => {
  expect(await whyNot('UMIA', 'UANA')).toBe('review');
  expect(await whyNot('UEVE', 'UANA')).toBe('review');
  expect(await whyNot('UMIA', 'UMIA')).toContain('somebody else');
  expect(await whyNot('UANA', 'UBEN')).toContain('Only a manager');
  expect(await whyNot('UANA', 'UANA')).toContain('Only a manager');
});

test('who has left, is a guest, an app or has no leads is none to review', async () => {
  expect(await whyNot('UMIA', 'UGONE')).toBe('gone has left. Choose somebody else.');
  expect(await whyNot('UMIA', 'UGUEST')).toContain('is a guest');
  expect(await whyNot('UMIA', 'UBOT')).toContain('is an app');
  expect(await whyNot('UMIA', 'UEVE')).toContain('no leads in the last five weeks');
  expect(await whyNot('UGONE', 'UANA')).toContain('deactivated');
});

test('a text that is empty or too long is refused, and nothing is kept', async () => {
  expect(await record(' \n\t ')).toEqual({
    outcome: 'invalid',
    agreed: 'Write down what you agreed.',
  });
  expect(await record('x'.repeat(20_000))).toEqual({
    outcome: 'invalid',
    agreed: 'This is 20000 characters long; the most is 3000. Shorten it.',
  });
  expect(await kept()).toEqual([]);
});

test('the same click records one', async () => {
  const by = click('UMIA');
  const review = { by, repId: 'UANA', agreed: 'Call before ten', leadIds: [1001] };
  expect((await recordReview(kernel.ctx, review)).outcome).toBe('recorded');
  expect((await recordReview(kernel.ctx, review)).outcome).toBe('repeated');
  expect(await kept()).toHaveLength(1);
});

test('what was written mentions nobody and formats nothing, at its longest, too', async () => {
  const hostile = `<!channel> <@UBEN> *x* \u202e\u0000 ${'ü&<'.repeat(900)}`;
  expect((await record(hostile)).outcome).toBe('recorded');
  const { db, ctx } = kernel;
  const review = await findLastReview(db, ctx.workspaceId, { repId: 'UANA', managerId: 'UMIA' });
  if (!review) throw new Error('no review');
  expect(review.agreed).not.toContain('\u0000');
  const drawing = drawReview(review);
  expect(faultsOf(drawing)).toEqual([]);
  expect(drawing.text).not.toContain('<!channel>');
});

test('what one manager agreed with a rep is not what another sees', async () => {
  const page = await readReview(kernel.ctx, { by: 'UEVE', repId: 'UANA' });
  expect(page.outcome === 'review' && page.card.agreed).toBeNull();
  await record('About the fair', { by: 'UEVE' });
  const again = await readReview(kernel.ctx, { by: 'UMIA', repId: 'UANA' });
  expect(again.outcome === 'review' && again.card.agreed?.agreed).toContain('<!channel>');
});
