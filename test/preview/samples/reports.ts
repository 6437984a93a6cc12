import { drawProblem, sentence } from '../../../src/commands/commandAnswers.ts';
import { readCommand } from '../../../src/commands/leadCommand.ts';
import { exportWords } from '../../../src/digests/exportMessage.ts';
import type { Part, Reach, Report, Spread } from '../../../src/digests/report.ts';
import { drawReportForm } from '../../../src/digests/reportForm.ts';
import { drawReport } from '../../../src/digests/reportMessage.ts';
import { nothingDue } from '../../../src/leads/compliance.ts';
import { plain } from '../../../src/slack/richText.ts';
import type { Drawing } from '../../../src/slack/message.ts';
import type { Sample } from '../samples.ts';
import { settings } from './leads.ts';

const whisper = (name: string, drawing: Drawing): Sample => ({ name, on: 'whisper', drawing });

const period = { from: '2026-11-16', until: '2026-11-22' };
const spread = (n: number, median: number, p90: number): Spread => ({ n, median, p90 });

const whole: Report['whole'] = {
  arrived: 412,
  touched: 371,
  won: 38,
  open: 214,
  byStatus: {
    new: 21,
    claimed: 20,
    attempted: 84,
    connected: 61,
    quoted: 28,
    won: 38,
    lost: 97,
    disqualified: 63,
  },
  times: {
    claim: spread(391, 260, 2_340),
    touch: spread(371, 1_450, 13_200),
    update: spread(1_204, 25_000, 61_000),
    system: spread(412, 2, 41),
  },
  compliance: { ...nothingDue, due: 880, onTime: 803, missed: 77, excused: 6, postponed: 41 },
};
const part = (key: string | null, n: number): Part => ({
  ...whole,
  ...{ key, arrived: 60 - n * 4, touched: 55 - n * 4, won: Math.max(0, 9 - n) },
  compliance: { ...nothingDue, due: 80, onTime: 77 - n, missed: 3 + n },
});

const team: Reach = { of: 'channels', channels: ['C1'] };
const byRep: Report = {
  ...{ period, by: 'rep', reach: team, whole, moreParts: 188 },
  touches: [61, 72, 80, 54, 41, 30, 22, 11],

  lost: [
    { kind: 'held', seconds: 10_800, leads: 4 },
    { kind: 'bad', seconds: 19_080, leads: 3 },
  ],
  parts: Array.from({ length: 12 }, (_, n) =>
    part(n % 3 === 0 ? 'UANA' : n % 3 === 1 ? 'UBEN' : 'UMIA', n),
  ),
};
const longNames = [
  'Landing page for machine tools, autumn campaign, second flight, remarketing only',
  'Форма на сайте для партнёров и дистрибьюторов, осень 2026, вторая волна',
  '秋季展会登记表（上海、北京、深圳）第二批潜在客户名单',
  'نموذج الموقع للعملاء الجدد في الخريف',
  'शरद ऋतु अभियान के लिए वेबसाइट फ़ॉर्म',
  '*bold* <@UEVE> <https://evil.example|click>',
];
const bySource: Report = {
  ...byRep,
  ...{ by: 'source', moreParts: 0 },
  parts: [...longNames, null].map((key, n) => ({ ...part(key, n), compliance: null })),
};
const own: Report = {
  ...{ period, by: null, parts: [], moreParts: 0 },
  reach: { of: 'person', personId: 'UANA' },
  touches: [2, 0, 1, 0, 0, 0, 0, 0],

  lost: [],
  whole: {
    ...{ arrived: 3, touched: 3, won: 1, open: 2, byStatus: { connected: 2, won: 1 } },
    times: {
      claim: spread(3, 42, 900),
      touch: spread(3, 200, 1_500),
      update: null,
      system: spread(3, 1, 2),
    },
    compliance: { ...nothingDue, due: 3, onTime: 3 },
  },
};
const nothing: Report = {
  ...own,
  touches: [0, 0, 0, 0, 0, 0, 0, 0],

  lost: [],
  whole: {
    ...{ arrived: 0, touched: 0, won: 0, open: 0, byStatus: {} },
    times: { claim: null, touch: null, update: null, system: null },
    compliance: nothingDue,
  },
};

const draw = (report: Report, pictured = true) => drawReport(report, settings, { pictured });
const problem = (typed: string): Drawing => {
  const read = readCommand(typed, () => null);
  return 'problem' in read ? drawProblem(read) : sentence(plain('This can be read.'));
};

export const reports: readonly Sample[] = [
  whisper('Report of a week by rep, 200 of them', draw(byRep)),
  whisper('Report by source, names of any kind', draw(bySource)),
  whisper('Report: one’s own', draw(own)),
  whisper('Report: nothing', draw(nothing, false)),
  whisper('Report: words that it does not know', problem('report next decade rep')),
  whisper(
    'Export',
    sentence(plain(exportWords({ outcome: 'on-its-way', period, leads: 123_456, files: 3 }))),
  ),
  {
    name: 'Report, from Home',
    on: 'modal',
    drawing: drawReportForm(team, { period: 'week', by: null }),
  },
  {
    name: 'Report, from Home, shown',
    on: 'modal',
    drawing: drawReportForm(team, { period, by: 'rep' }, draw(byRep).blocks),
  },
];
