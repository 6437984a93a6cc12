import type { Review } from '../digests/review.ts';
import type { TeamRep } from '../leads/teamStore.ts';
import type { OwnTime } from '../people/homeClock.ts';
import type { Away } from '../people/person.ts';
import type { Compliance } from '../leads/compliance.ts';
import type { LeadWithDetails } from '../leads/lead.ts';
import type { Operation } from './operation.ts';

/** Which of their leads somebody looks at in Home. The order is the one in which they can be chosen. */
export const homeLists = {
  open: 'All open',
  due: 'Due now',
  claimed: 'Claimed, no touch yet',
  waiting: 'Waiting for the next step',
  nurture: 'Nurture',
  closed: 'Closed, last 30 days',
} as const;
export type HomeList = keyof typeof homeLists;
export const isHomeList = (text: string): text is HomeList => Object.hasOwn(homeLists, text);

/** How somebody has Home before them. `page` begins at 0. */
export type HomeLook = { readonly list: HomeList; readonly page: number };

/** How much somebody has open, and what of that is due. */
export type Workload = {
  readonly open: number;
  readonly due: number;
  readonly nextDueAt: Date | null;
};

/** Some of them, and how many there are. */
export type Listed = { readonly leads: readonly LeadWithDetails[]; readonly count: number };

/** A rep of a manager's channels, and whether they are away now, or paused. */
export type TeamMember = TeamRep & { readonly away: Away | null };

export type Team = {
  readonly reps: readonly TeamMember[];
  /** What has been escalated to this manager. */
  readonly escalated: Listed;
  readonly unclaimed: Listed;
  readonly held: Listed;
  readonly overdue: Listed;
  /** The channels where they may claim, too. */
  readonly claimsIn: readonly string[];
};

/** What became of the leads that a source brought in the last 30 days. */
export type SourceFigures = {
  readonly key: string;
  readonly name: string;
  readonly arrived: number;
  readonly unclaimed: number;
  /** With a touch, at least. */
  readonly worked: number;
  readonly qualified: number;
  readonly won: number;
  readonly disqualified: number;
};

/** What Home shows one person. */
export type Home = {
  readonly ownTime: OwnTime;
  /** They look at it for the first time. */
  readonly isNew: boolean;
  readonly workload: Workload;
  readonly look: HomeLook;
  /** Their own, of the list and page that they look at; what is due first, first. */
  readonly own: Listed;
  /** Their updates and touches since Monday. */
  readonly week: { readonly compliance: Compliance; readonly touches: number };
  /** What they agreed last with their manager, or with each of their reps; the latest first. */
  readonly agreed: readonly Review[];
  /** For managers. */
  readonly team: Team | null;
  /** For marketers. */
  readonly sources: readonly SourceFigures[];
  /** There are sources whose figures they may see. */
  readonly seesSources: boolean;
  /** Of their sources: what is held back, or was sent back, and waits for them. */
  readonly waiting: Listed;
  /** See turnsPausedAfter. */
  readonly pausedAfter: number | null;
  /** Pay periods are kept. */
  readonly keepsPay: boolean;
  /** For admins: how the app itself is doing. */
  readonly operation: Operation | null;
  /** Nothing works yet: no channel has been set up. */
  readonly empty: boolean;
  readonly now: Date;
};

/** How many of their own leads a page holds: of the hundred blocks that Home takes, each takes three. */
export const ownPage = ({ team }: { readonly team: unknown }): number => (team ? 10 : 20);
/** What a manager sees of each list. */
export const shownTeam = 5;
/** What a marketer sees of what waits for them. */
export const shownWaiting = 4;
