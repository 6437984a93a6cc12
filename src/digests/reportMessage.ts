import type { KnownBlock } from '@slack/types';
import { shareInWords } from '../leads/complianceWords.ts';
import type { Compliance } from '../leads/compliance.ts';
import { type Status, statuses } from '../leads/statuses.ts';
import { writtenDay } from '../people/zone.ts';
import { type Settings, sourceName } from '../settings/settings.ts';
import { context, divider, header } from '../slack/blocks.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing } from '../slack/message.ts';
import {
  bold,
  channelLink,
  type Inline,
  joined,
  line,
  markupOf,
  mention,
  oneLine,
  plain,
  richText,
} from '../slack/richText.ts';
import { type Period, periodTyped } from './period.ts';
import { breakdowns, type Figures, type Part, type Report, type Spread } from './report.ts';
import { touchesInWords } from './reportSteps.ts';
import { lengthInWords } from '../people/lengthInWords.ts';

const shownChannels = 8;

/** A report as a message. `settings` name the sources. */
export function drawReport(
  report: Report,
  settings: Settings,
  { pictured }: { pictured: boolean },
): Drawing {
  const blocks = [
    ...reportBlocks(report, settings),
    ...(pictured ? [context('The picture of it is on its way to you by direct message.')] : []),
  ];
  return { text: fallbackText(blocks), blocks };
}

function reportBlocks(report: Report, settings: Settings): KnownBlock[] {
  const { period, whole } = report;
  const nothing =
    whole.arrived === 0 &&
    report.parts.length === 0 &&
    !whole.times.update &&
    !whole.compliance?.due;
  return [
    header(`Report: ${periodInWords(period)}`),
    context(markupOf(about(report, settings))),
    ...(nothing
      ? [richText([line(plain('No leads came in, and nothing was due.'))])]
      : [
          richText(wholeLines(whole).map((words) => line(...words))),
          ...lostLines(report),
          ...touchLines(report),
          ...partBlocks(report, settings),
        ]),
  ];
}

export const periodInWords = ({ from, until }: Period): string =>
  from === until ? writtenDay(from) : `${writtenDay(from)} to ${writtenDay(until)}`;

/** Whose leads these are. */
function about({ reach }: Report, settings: Settings): Inline[] {
  const listed = (all: readonly Inline[]) => [
    ...joined(
      all.slice(0, shownChannels).map((one) => [one]),
      ', ',
    ),
    ...(all.length > shownChannels ? [plain(` and ${all.length - shownChannels} more`)] : []),
  ];
  switch (reach.of) {
    case 'channels':
      return [plain('Leads of '), ...listed(reach.channels.map(channelLink))];
    case 'sources':
      return [
        plain('Leads from '),
        ...listed(reach.sources.map((key) => plain(name(settings, key)))),
      ];
    case 'person':
      return [plain('Your own leads')];
  }
}

const name = (settings: Settings, key: string): string => oneLine(sourceName(settings, key), 60);

function wholeLines(whole: Figures): Inline[][] {
  const { arrived, touched, won, open, byStatus, times, compliance } = whole;
  const counts = Object.entries(byStatus) as [Status, number][]; // its own keys
  const leads: Inline[][] =
    arrived === 0
      ? [[bold('No leads came in.')]]
      : [
          [bold('Leads that came in: '), plain(counted(arrived))],
          [
            bold('As they stand now: '),
            plain(counts.map(([status, n]) => `${statuses[status].label} ${n}`).join(' · ')),
          ],
          [
            bold('Of these: '),
            plain(
              `worked ${shareInWords(touched, arrived)} · won ${shareInWords(won, arrived)} · still open ${open}`,
            ),
          ],
        ];
  const took: Inline[][] = [
    spreadLine('Card to claim', times.claim),
    spreadLine('Claim to first touch', times.touch),
    spreadLine('Update to update', times.update),
    spreadLine('Arrival to card, by the clock, holds included', times.system),
  ].filter((words) => words.length > 0);
  return [
    ...leads,
    ...(compliance ? [complianceLine(compliance)] : []),
    ...(took.length > 0
      ? [[], [bold('Half within / nine in ten within'), plain(', in working time, of n:')], ...took]
      : []),
  ];
}

/** `Working time lost: held back 3 h (4 leads) · bad 5 h (3 leads)` */
function lostLines({ lost }: Report): KnownBlock[] {
  if (lost.length === 0) return [];
  const parts = lost.map(
    ({ kind, seconds, leads }) =>
      `${lostTo[kind]} ${lengthInWords(seconds)} (${leads === 1 ? '1 lead' : `${leads} leads`})`,
  );
  return [richText([line(bold('Working time lost: '), plain(parts.join(' · ')))])];
}

const lostTo = { held: 'held back', incomplete: 'incomplete', bad: 'bad leads' } as const;

const spreadLine = (what: string, spread: Spread | null): Inline[] =>
  spread ? [plain(`• ${what}: ${spreadInWords(spread)}`)] : [];

const spreadInWords = ({ n, median, p90 }: Spread): string =>
  `${lengthInWords(median)} / ${lengthInWords(p90)} (n\u00a0${counted(n)})`;

function complianceLine({ due, onTime, missed, excused, postponed }: Compliance): Inline[] {
  const decided = due + excused + postponed;
  if (decided === 0) return [bold('On time: '), plain('no updates were due')];
  const parts = [
    due === 0 ? 'no updates were due' : shareInWords(onTime, due),
    ...(missed > 0 ? [`missed ${missed}`] : []),
    ...(excused > 0 ? [`excused ${excused}`] : []),
    ...(postponed > 0 ? [`postponed ${shareInWords(postponed, due + postponed)}`] : []),
  ];
  return [bold('On time: '), plain(parts.join(' · '))];
}

function touchLines({ touches, whole }: Report): KnownBlock[] {
  const steps = touchesInWords(touches);
  if (!whole.times.touch || steps.length < 2) return [];
  return [
    richText([line(bold('First touches, by how long they took: '), plain(steps.join(' · ')))]),
  ];
}

function partBlocks({ by, parts, moreParts, period }: Report, settings: Settings): KnownBlock[] {
  if (by === null || parts.length === 0) return [];
  const more = `And ${moreParts} more. The rows of all: /lead export ${periodTyped(period)}`;
  return [
    divider(),
    {
      type: 'rich_text',
      elements: [
        line(bold(breakdowns[by])),
        {
          type: 'rich_text_list',
          style: 'bullet',
          elements: parts.map((part) => partLine(part, called(part.key, by, settings))),
        },
      ],
    },
    ...(moreParts > 0 ? [context(more)] : []),
  ];
}

function called(key: string | null, by: keyof typeof breakdowns, settings: Settings): Inline {
  if (key === null) return bold(by === 'rep' ? 'Nobody’s now' : 'With none');
  if (by === 'rep') return mention(key);
  if (by === 'channel') return channelLink(key);
  // Written from right to left, it keeps its place in the line.
  return bold(`\u2068${by === 'source' ? name(settings, key) : oneLine(key, 60)}\u2069`);
}

function partLine(part: Part, who: Inline) {
  const { arrived, touched, won, times, compliance } = part;
  const shares = [
    arrived === 0 ? 'no leads' : `${counted(arrived)} ${arrived === 1 ? 'lead' : 'leads'}`,
    ...(arrived > 0
      ? [`worked ${shareInWords(touched, arrived)}`, `won ${shareInWords(won, arrived)}`]
      : []),
    ...(compliance && compliance.due > 0
      ? [`on time ${shareInWords(compliance.onTime, compliance.due)}`]
      : []),
  ];
  const took = [
    ...(times.claim ? [`claim ${spreadInWords(times.claim)}`] : []),
    ...(times.touch ? [`first touch ${spreadInWords(times.touch)}`] : []),
    ...(times.update ? [`update ${spreadInWords(times.update)}`] : []),
  ];
  const words = [shares, took].filter(({ length }) => length > 0).map((some) => some.join(' · '));
  return line(who, plain(`  ${words.join('\n')}`));
}

const counted = (n: number): string => n.toLocaleString('en');
