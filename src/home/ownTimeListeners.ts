import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { z } from 'zod';
import type { Context, PersonActor } from '../context.ts';
import { awayForm, drawAwayForm, readAwayForm } from '../people/awayForm.ts';
import { calendarOf } from '../people/calendar.ts';
import { comeBack } from '../people/comeBack.ts';
import {
  comeBackAction,
  goAwayAction,
  notificationsAction,
  ownHoursAction,
} from '../people/homeClock.ts';
import { meetPerson } from '../people/meetPerson.ts';
import {
  drawNotificationsForm,
  notificationsForm,
  readNotificationsForm,
} from '../people/notificationsForm.ts';
import { drawOwnHoursForm, ownHoursForm, readOwnHoursForm } from '../people/ownHoursForm.ts';
import type { Person } from '../people/person.ts';
import { barred } from '../people/roles.ts';
import { setNudgesADay } from '../people/setNudgesADay.ts';
import { setOwnHours, type SetOwnHoursOutcome } from '../people/setOwnHours.ts';
import { writtenDay } from '../people/zone.ts';
import type { Settings } from '../settings/settings.ts';
import { type Inline, plain } from '../slack/richText.ts';
import { goAwayFor, goneAway } from './ownTimeAnswers.ts';
import { notAllowed } from '../leads/refusalWords.ts';
import { drawNotice } from '../leads/shortForms.ts';
import { showHome } from './showHome.ts';

const clicked = z.object({ user: z.object({ id: z.string() }), trigger_id: z.string() });
const submitted = clicked.extend({
  view: z.object({ state: z.object({ values: z.unknown() }) }),
});

const byOf = ({ user, trigger_id: interaction }: z.infer<typeof clicked>): PersonActor => ({
  kind: 'person',
  id: user.id,
  interaction,
});

/** When somebody is away, and when they work: from Home, or asked for by command. */
export function registerOwnTimeListeners(bolt: App, ctx: Context): void {
  bolt.action(goAwayAction, async ({ ack, body }) => {
    const { user, trigger_id: trigger } = clicked.parse(body);
    await openAwayForm(ctx, user.id, trigger);
    await ack();
  });
  bolt.action(comeBackAction, async ({ ack, body }) => {
    const by = byOf(clicked.parse(body));
    await comeBack(ctx, { by });
    await ack();
    await showHome(ctx, by.id);
  });
  bolt.action(ownHoursAction, async ({ ack, body }) => {
    const { user, trigger_id: trigger } = clicked.parse(body);
    const { workingTime, limits } = (await ctx.settings.current()).document;
    await open(ctx, user.id, trigger, (person) =>
      drawOwnHoursForm(person, workingTime, limits.weeklyHours),
    );
    await ack();
  });
  bolt.action(notificationsAction, async ({ ack, body }) => {
    const { user, trigger_id: trigger } = clicked.parse(body);
    await open(ctx, user.id, trigger, drawNotificationsForm);
    await ack();
  });
  bolt.view(notificationsForm, async ({ ack, body }) => {
    const { user, view } = submitted.parse(body);
    const most = readNotificationsForm(view.state.values);
    const answer = await setNudgesADay(ctx, { personId: user.id, most });
    if (answer.outcome === 'set') return ack();
    await ack(closing('Notifications', [plain(notAllowed(answer.why))]));
  });
  bolt.view(awayForm, async ({ ack, body }) => {
    const { view, ...click } = submitted.parse(body);
    const by = byOf(click);
    const { standIn, ...days } = readAwayForm(view.state.values);
    const answer = await goAwayFor(ctx, by, standIn, days);
    if (answer.outcome === 'invalid')
      return ack({ response_action: 'errors', errors: { ...answer.errors } });
    await ack(closing('Away', goneAway(answer, ctx.clock.now())));
    await showHome(ctx, by.id);
  });
  bolt.view(ownHoursForm, async ({ ack, body }) => {
    const { view, ...click } = submitted.parse(body);
    const by = byOf(click);
    const answer = await setOwnHours(ctx, { by, ...readOwnHoursForm(view.state.values) });
    if (answer.outcome === 'invalid')
      return ack({ response_action: 'errors', errors: { ...answer.errors } });
    await ack(closing('Working hours', hoursSet(answer)));
    await showHome(ctx, by.id);
  });
}

/** The form for being away; a sentence for whoever may do nothing here. */
export const openAwayForm = (ctx: Context, personId: string, trigger: string): Promise<void> =>
  open(ctx, personId, trigger, (person, settings) =>
    drawAwayForm(calendarOf(person, settings), ctx.clock.now()),
  );

async function open(
  ctx: Context,
  personId: string,
  trigger: string,
  draw: (person: Person, settings: Settings) => ModalView,
): Promise<void> {
  const person = await meetPerson(ctx, personId);
  const why = barred(person);
  const { document } = await ctx.settings.current();
  const view =
    !person || why
      ? drawNotice('Lead Nudge', [plain(notAllowed(why ?? 'unknown'))])
      : draw(person, document);
  await ctx.slack.views.open({ trigger_id: trigger, view });
}

/** The form's last word, in its place. */
const closing = (title: string, sentence: readonly Inline[]) =>
  ({ response_action: 'update', view: drawNotice(title, sentence) }) as const;

const hoursSet = (answer: Exclude<SetOwnHoursOutcome, { outcome: 'invalid' }>): Inline[] => {
  if (answer.outcome === 'not-allowed') return [plain(notAllowed(answer.why))];
  return answer.outcome === 'set' && answer.holdsFrom
    ? [plain(`Saved. These hours hold from ${writtenDay(answer.holdsFrom)} on.`)]
    : [plain('Saved.')];
};
