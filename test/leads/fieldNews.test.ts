import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  everythingSaid,
  fieldNews,
  type FieldValue,
  type Told,
} from '../../src/leads/fieldNews.ts';
import { type Mergeable, planMerge, isRefused } from '../../src/leads/merge.ts';
import { aLead } from '../support/leads.ts';

const text = fc.option(fc.constantFrom('a', 'b', 'c', 'n/a', 'test'), { nil: null });
const contact = fc.constantFrom(
  { valid: 'x@example.org', given: 'X@example.org' },
  { valid: 'y@example.org', given: 'y@example.org' },
  { valid: null, given: 'nope' },
  { valid: null, given: null },
);
const told: fc.Arbitrary<Told> = fc
  .record({
    ...{ name: text, company: text, website: text, message: text, externalId: text },
    ...{ segment: text, country: text, language: text },
    email: contact,
    phone: contact,
    value: fc.option(fc.constantFrom(1, 2), { nil: null }),
    appointmentAt: fc.option(fc.constantFrom(new Date(0), new Date(1)), { nil: null }),
    custom: fc.dictionary(fc.constantFrom('p', 'q', '__proto__'), fc.jsonValue({ maxDepth: 1 })),
  })
  .map(({ email, phone, value, ...rest }) => ({
    ...rest,
    ...{ email: email.valid, emailAsGiven: email.given },
    ...{ phone: phone.valid, phoneAsGiven: phone.given },
    ...{ value, currency: value === null ? null : 'EUR', stage: null, preferredContact: null },
  }));

type Known = { readonly told: Told; readonly others: readonly FieldValue[] };

function tell({ told: known, others }: Known, next: Told): Known {
  const news = fieldNews(known, next, others);
  return {
    told: { ...known, ...news.details, ...news.lead },
    others: [...others, ...news.others],
  };
}
const known = (all: readonly Told[]): Known =>
  all.slice(1).reduce(tell, { told: all[0] as Told, others: [] }); // one at least

const setOf = ({ told: of, others }: Known): string[] =>
  [
    ...new Set(everythingSaid(of, others).map(({ field, value }) => `${field}=${value}`)),
  ].toSorted();

test('whoever tells first, the same is known in the end, and nothing that was said is lost', () => {
  const several = fc
    .array(told, { minLength: 1, maxLength: 5 })
    .chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
      ),
    );
  fc.assert(
    fc.property(several, ([all, otherwise]) => {
      expect(setOf(known(all))).toEqual(setOf(known(otherwise)));
      const said = new Set(all.flatMap((one) => setOf({ told: one, others: [] })));
      expect(setOf(known(all))).toEqual([...said].toSorted());
    }),
  );
});

test('what has been told tells nothing new', () => {
  fc.assert(
    fc.property(fc.array(told, { minLength: 1, maxLength: 4 }), (all) => {
      const before = known(all);
      for (const one of all) expect(tell(before, one)).toEqual(before);
    }),
  );
});

const instant = fc.integer({ min: 0, max: 5 }).map((n) => new Date(n));
const standing = fc.constantFrom(
  { status: 'new', ownerId: null, closedAt: null } as const,
  { status: 'attempted', ownerId: 'UANA', closedAt: null } as const,
  { status: 'connected', ownerId: 'UBEN', closedAt: null } as const,
  { status: 'lost', ownerId: 'UANA', closedAt: new Date(9) } as const,
);
const lead = fc
  .record({
    ...{ receivedAt: instant, standing },
    lastTouchAt: fc.option(instant, { nil: null }),
  })
  .map((of) => ({ ...aLead(), ...of, ...of.standing, claimedAt: null }));

test('which of two leads stays does not depend on which is named first', () => {
  fc.assert(
    fc.property(lead, lead, fc.boolean(), (a, b, hasMerged) => {
      const one: Mergeable = { lead: { ...a, id: 1 }, merged: hasMerged ? [9] : [] };
      const other: Mergeable = { lead: { ...b, id: 2 }, merged: [] };
      const [there, back] = [planMerge(one, other), planMerge(other, one)];
      if (isRefused(there) || isRefused(back)) throw new Error('refused');
      expect(back.parent).toBe(there.parent);
      // Where both stand the same, the one that stays goes on as it is.
      expect(back.standing).toBe(there.standing);
    }),
  );
});

test('several leads that are merged into one go on the same in any order', () => {
  const order = fc.array(lead, { minLength: 2, maxLength: 5 }).chain((all) => {
    const numbered = all.map((one, n) => ({ ...one, id: n + 1 }));
    const all_ = { minLength: numbered.length, maxLength: numbered.length };
    return fc.tuple(fc.constant(numbered), fc.shuffledSubarray(numbered, all_));
  });
  const inTurn = (all: readonly Mergeable['lead'][]) =>
    all.slice(1).reduce<Mergeable>(
      (one, next) => {
        const plan = planMerge(one, { lead: next, merged: [] });
        if (isRefused(plan)) throw new Error('refused');
        const { parent, child, standing: goesOn } = plan;
        const { status, ownerId, closedAt, lastTouchAt } = goesOn === 'child' ? child : parent;
        const receivedAt = new Date(
          Math.min(parent.receivedAt.getTime(), child.receivedAt.getTime()),
        );
        return {
          lead: { ...parent, status, ownerId, closedAt, lastTouchAt, receivedAt },
          merged: [9],
        };
      },
      { lead: all[0] as Mergeable['lead'], merged: [] }, // two at least
    ).lead;
  fc.assert(
    fc.property(order, ([all, otherwise]) => {
      const [one, other] = [inTurn(all), inTurn(otherwise)];
      expect(one.receivedAt).toEqual(other.receivedAt);
      expect(one.closedAt === null).toBe(other.closedAt === null);
      expect(one.ownerId === null).toBe(other.ownerId === null);
    }),
  );
});
