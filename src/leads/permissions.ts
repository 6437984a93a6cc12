import { type Person, standsInFor } from '../people/person.ts';
import { barred, type Role, rolesIn } from '../people/roles.ts';
import type { Settings } from '../settings/settings.ts';
import type { Lead } from './lead.ts';

/**
 * What somebody is to a lead: a role in its channel, or to its owner, or the owner of its source.
 * `member`: any full member.
 */
export type Standing = Role | 'owner' | 'stand-in' | 'source-owner' | 'member';

const anyone = ['member'] as const;
const workers = ['owner', 'stand-in', 'manager'] as const;
const deciders = ['manager', 'admin'] as const;

/**
 * Who may do what: whoever is one of these to the lead. Whoever is barred is none of them. What an
 * action asks for besides, such as a lead that is open, is its verb's to say.
 */
export const permissions = {
  see: anyone,
  'see contacts': ['owner', 'stand-in', 'manager', 'admin'],
  claim: ['rep'],
  update: workers,
  grade: workers,
  postpone: workers,
  release: workers,
  note: [...workers, 'rep'],
  pass: ['owner'],
  /** That is offered to them. */
  'accept a pass': ['rep'],
  reassign: deciders,
  /** Two leads that are one, and taking them apart. */
  merge: deciders,
  'give more time': deciders,
  'waive a lead': deciders,
  'end an exception': deciders,
  /** Who works in the channel. */
  'pause a rep': deciders,
  'ask for an update': deciders,
  'record do not contact': [...workers, 'rep', 'admin'],
  'lift do not contact': ['admin'],
  /** Of somebody else's lead its owner, their stand-in and managers; of one that nobody has, reps. */
  'send back': [...workers, 'rep'],
  'complete a held lead': ['source-owner', ...deciders],
  /** Their own change. */
  undo: anyone,
  why: anyone,
  "see a rep's leads": deciders,
  /** Of others; one's own is everybody's to see. */
  'see a pay period': deciders,
  /** Of the channels whose they are; marketers have their sources', everybody has their own. */
  "see a team's report": deciders,
  /** With a rep of theirs, never with themselves. */
  'review a rep': deciders,
  'set a goal': deciders,
  'enter a lead': anyone,
  /** The first: any full member. */
  'set up a channel': ['admin'],
} as const satisfies Readonly<Record<string, readonly Standing[]>>;
export type Action = keyof typeof permissions;

export const may = (action: Action, as: ReadonlySet<Standing>): boolean =>
  permissions[action].some((standing) => as.has(standing));

/** What somebody is to a lead now; nothing where they are barred. */
export function standingOn(
  { ownerId, channelId, sourceKey }: Pick<Lead, 'ownerId' | 'channelId' | 'sourceKey'>,
  person: Person | null,
  { owner, settings, now }: { owner: Person | null; settings: Settings; now: Date },
): ReadonlySet<Standing> {
  if (!person || barred(person)) return new Set();
  return new Set<Standing>([
    'member',
    ...rolesIn(settings, person, channelId),
    ...(person.id === ownerId ? ['owner' as const] : []),
    ...(standsInFor(owner, person.id, now) ? ['stand-in' as const] : []),
    ...(settings.sources[sourceKey]?.owner === person.id ? ['source-owner' as const] : []),
  ]);
}

/** Whether somebody may know how the customer is reached. A channel may open that to those who may claim. */
export const seesContacts = (
  { ownerId, channelId }: Pick<Lead, 'ownerId' | 'channelId'>,
  as: ReadonlySet<Standing>,
  { channels }: Settings,
): boolean =>
  may('see contacts', as) ||
  (ownerId === null && channels[channelId]?.contacts === 'roster' && may('claim', as));
