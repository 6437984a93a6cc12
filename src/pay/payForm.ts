import type { KnownBlock, ModalView } from '@slack/types';
import {
  actions,
  button,
  context,
  divider,
  header,
  markup,
  person,
  plainText,
  section,
  slackDate,
} from '../slack/blocks.ts';
import { line, mention, plain, richText } from '../slack/richText.ts';
import { asides, blockedLead, summary } from './payBlocks.ts';
import type { FrozenStanding, PayStanding } from './payStanding.ts';
import type { FrozenPeriod } from './payStore.ts';
import { countsInWords, type PayCounts, periodInWords } from './payWords.ts';
import type { PayExportOf } from './payExport.ts';
import type { PayPeriod, PeriodDates } from './period.ts';

/** Of the hundred blocks that a modal takes, a lead takes three. */
export const shownBlocked = 25;
const shownReps = 60;

const title = plainText('Pay period', 24);
const close = plainText('Close', 24);

/** Somebody's leads in the period whose cut-off comes next. `ofOther`: a manager reads it. */
export function drawPayList(of: {
  standing: PayStanding;
  frozen: FrozenStanding | null;
  ofOther: boolean;
  /** They decide about others, whose pay periods are behind a button. */
  decides: boolean;
}): ModalView {
  const { standing, frozen, ofOther, decides } = of;
  const { personId, blocked, counts } = standing;
  const left = counts.blocked - blocked.length;
  return {
    type: 'modal',
    private_metadata: JSON.stringify({ fromHome: false, list: `pay:${personId}` }),
    ...{ title, close },
    blocks: [
      ...(ofOther ? [richText([line(mention(personId), plain(', in your channels'))])] : []),
      ...summary(standing),
      ...blocked.flatMap((one) => [divider(), ...blockedLead(one)]),
      ...(left > 0 ? [context(`And ${left} more. Put some of these right, and they appear.`)] : []),
      ...asides(standing),
      ...(frozen
        ? [
            divider(),
            context(`${periodInWords(frozen)}: ${countsInWords(frozen.counts)}. Frozen.`),
            ...sendButtons(frozen, 'own'),
          ]
        : []),
      ...actions(
        decides && !ofOther ? [button({ text: 'Team', actionId: 'pay:team', value: 'team' })] : [],
      ),
    ],
  };
}

/** A rep of somebody who decides about them. */
export type PayRep = { readonly personId: string; readonly counts: PayCounts };

/** Everybody's counts, who has most that blocks first; and what was frozen last, to be sent. */
export function drawPayTeam(of: {
  period: PayPeriod | null;
  reps: readonly PayRep[];
  frozen: FrozenPeriod | null;
}): ModalView {
  const { period, frozen } = of;
  const reps = of.reps.toSorted(
    (a, b) => b.counts.blocked - a.counts.blocked || (a.personId < b.personId ? -1 : 1),
  );
  return {
    type: 'modal',
    ...{ title, close },
    blocks: [
      ...(period
        ? [
            header(periodInWords(period)),
            context(markup`In your channels. It closes ${slackDate(period.cutOffAt)}.`),
          ]
        : [context('No pay period is ahead.')]),
      ...(period && reps.length === 0 ? [context('Nobody has had a lead in it.')] : []),
      ...reps.slice(0, shownReps).map(repLine),
      ...(reps.length > shownReps ? [context(`And ${reps.length - shownReps} more reps.`)] : []),
      ...(frozen ? [divider(), ...frozenBlocks(frozen)] : []),
    ],
  };
}

const repLine = ({ personId, counts }: PayRep): KnownBlock =>
  section(
    markup`${person(personId)}: ${countsInWords(counts)}`,
    button({
      text: 'See',
      actionId: 'pay:rep',
      value: personId,
      spoken: 'See what blocks this rep’s pay period',
    }),
  );

const frozenBlocks = (period: FrozenPeriod): KnownBlock[] => [
  richText([line(plain(`${periodInWords(period)} is frozen. Have it sent to you:`))]),
  ...sendButtons(period, 'team'),
];

/** What was frozen, as a file: see sendPayExport. */
function sendButtons({ from, until }: PeriodDates, whose: PayExportOf): KnownBlock[] {
  const value = `${from}..${until}`;
  return actions([
    button({ text: 'Send CSV', actionId: `pay:export-${whose}-csv`, value }),
    button({ text: 'Send JSON', actionId: `pay:export-${whose}-json`, value }),
  ]);
}
