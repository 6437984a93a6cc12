import type { Context } from '../context.ts';
import { bold, type Inline, mention, moment, plain } from '../slack/richText.ts';
import type { LeadWithDetails } from './lead.ts';
import type { LeadEvent } from './leadEvent.ts';
import { findEvents } from './leadHistoryStore.ts';
import { eventLine, money } from './leadWords.ts';
import { obstacles } from './obstacles.ts';
import { stages } from './stages.ts';
import { statuses } from './statuses.ts';
import type { SharedField, UpdateMerge } from './updateMerge.ts';

/** What others did to a lead while its form was open, in words. */
export type Meanwhile = {
  readonly notice: readonly Inline[];
  /** Beside the fields that they changed. */
  readonly beside: Readonly<Partial<Record<SharedField, readonly Inline[]>>>;
  /** Fields that show what they set. */
  readonly taken: readonly SharedField[];
};

export async function readMeanwhile(
  ctx: Context,
  lead: LeadWithDetails,
  { taken, conflicts }: UpdateMerge,
): Promise<Meanwhile> {
  const events = await findEvents(ctx.db, ctx.workspaceId, lead.id, 20);
  const said = (field: SharedField) => whoSet(field, lead, events);
  const yours = plain(' What you chose stands here: save again to set it.');
  return {
    notice: [
      bold('It changed while this was open: '),
      ...(events[0] ? eventLine(events[0]) : []),
      plain('. What you typed is kept. Save again to set it.'),
    ],
    beside: Object.fromEntries([
      ...taken.map((field) => [field, said(field)]),
      ...conflicts.map((field) => [field, [...said(field), yours]]),
    ]),
    taken,
  };
}

/** `@ben set Quoted (today 14:05).` */
function whoSet(field: SharedField, lead: LeadWithDetails, events: readonly LeadEvent[]): Inline[] {
  const event = events.find((one) => mayHaveSet(field, one, lead));
  const who = event?.actorId ? [mention(event.actorId), plain(' set ')] : [plain('It was set to ')];
  const when = event ? [plain(' ('), moment(event.at), plain(')')] : [];
  return [...who, ...valueWords(field, lead), ...when, plain('.')];
}

function mayHaveSet(field: SharedField, event: LeadEvent, lead: LeadWithDetails): boolean {
  const { kind, statusFrom, statusTo, dueTo } = event;
  if (field === 'status') return statusTo === lead.status && statusFrom !== statusTo;
  if (field === 'nextStepAt') return dueTo?.getTime() === lead.followUpDueAt?.getTime();
  if (field === 'stage' && kind === 'updated') return event.stage?.to === lead.stage;
  return kind === 'updated' || kind === 'undone' || kind === 'repeated';
}

function valueWords(field: SharedField, lead: LeadWithDetails): Inline[] {
  const none = bold('nothing');
  switch (field) {
    case 'status':
      return [bold(statuses[lead.status].label)];
    case 'obstacle':
      return [lead.obstacle ? bold(obstacles[lead.obstacle].label) : none];
    case 'revisitOn':
      return [lead.revisitOn ? bold(lead.revisitOn) : none];
    case 'value':
      return [lead.value === null ? none : bold(money(lead.value, lead.currency))];
    case 'stage':
      return [lead.stage ? bold(stages[lead.stage]) : none];
    case 'nextStepAt':
      return [lead.followUpDueAt ? moment(lead.followUpDueAt) : none];
  }
}
