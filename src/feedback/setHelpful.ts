import type { Context, PersonActor } from '../context.ts';
import { cleanText } from '../db/cleanText.ts';
import { type Stage, stageKeys } from '../leads/stages.ts';
import { meetPerson } from '../people/meetPerson.ts';
import { type Barred, barred, rolesIn } from '../people/roles.ts';
import type { Settings } from '../settings/settings.ts';

/** What a customer needs at each stage of their purchase; what is left out is not known. */
export type Helpful = Partial<Record<Stage, string>>;

export type SetHelpfulOutcome =
  | { readonly outcome: 'set' | 'unchanged' }
  | { readonly outcome: 'invalid'; readonly errors: Helpful }
  | { readonly outcome: 'not-allowed'; readonly why: Barred | 'marketer' };

const longest = 500;

/** Whoever makes leads says so: owners of sources, their managers, and admins. */
export async function setHelpful(
  ctx: Context,
  { by, helpful }: { by: PersonActor; helpful: Helpful },
): Promise<SetHelpfulOutcome> {
  const person = await meetPerson(ctx, by.id);
  const { document } = await ctx.settings.current();
  if (!person || barred(person)) {
    return { outcome: 'not-allowed', why: barred(person) ?? 'unknown' };
  }
  if (!makesLeads(document, by.id) && !rolesIn(document, person, '').has('admin')) {
    return { outcome: 'not-allowed', why: 'marketer' };
  }
  const texts = stageKeys.map((stage) => [stage, cleanText(helpful[stage] ?? '')] as const);
  const tooLong = texts.filter(([, text]) => text.length > longest);
  if (tooLong.length > 0) {
    return {
      outcome: 'invalid',
      errors: Object.fromEntries(
        tooLong.map(([stage, { length }]) => [
          stage,
          `This has ${length} characters; ${longest} are possible.`,
        ]),
      ),
    };
  }
  const said: Helpful = Object.fromEntries(texts.filter(([, text]) => text));
  if (stageKeys.every((stage) => said[stage] === document.helpful[stage])) {
    return { outcome: 'unchanged' };
  }
  await ctx.settings.change((settings) => ({ ...settings, helpful: said }), {
    authorId: by.id,
    note: 'What helps at each stage',
    now: ctx.clock.now(),
  });
  return { outcome: 'set' };
}

const makesLeads = ({ sources }: Settings, id: string): boolean =>
  Object.values(sources).some(({ owner, manager }) => owner === id || manager === id);
