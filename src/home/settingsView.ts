import type { ModalView } from '@slack/types';
import { formatWindow, parseWindow } from '../people/window.ts';
import type { Settings } from '../settings/settings.ts';
import { context, header, plainText } from '../slack/blocks.ts';
import { bold, line, plain, richText } from '../slack/richText.ts';
import { type Status, statuses } from '../leads/statuses.ts';

/** The settings in force, as far as they say what happens when. They are changed with a file. */
export function drawSettings(settings: Settings, version: number): ModalView {
  const { windows, ladder, lease, limits, digest } = settings;
  const open = ['claimed', 'attempted', 'connected', 'qualified', 'quoted'] as const;
  return {
    type: 'modal',
    title: plainText('Settings', 24),
    close: plainText('Close', 24),
    blocks: [
      header('Follow-up windows'),
      richText([
        pair('Unclaimed', inWords(windows.unclaimed)),
        ...open.map((status: Status & keyof typeof windows) =>
          pair(statuses[status].label, inWords(windows[status])),
        ),
      ]),
      header('After that'),
      richText([
        pair('Manager told, first touch', `${inWords(ladder.firstTouch.escalate)} overdue`),
        pair('Manager told, later', `${inWords(ladder.later.escalate)} overdue`),
        pair('Fallback told, unclaimed', `${inWords(ladder.unclaimed)} past the window`),
        pair('Claim ends', `${inWords(lease)} after the due time, without a touch`),
      ]),
      header('Limits'),
      richText([
        pair('Nudges a day', String(limits.notifyingNudgesPerDay)),
        pair('Open leads of one rep', limits.openLeads ? String(limits.openLeads) : 'any number'),
        pair('Claims a day', limits.claimsPerDay ? String(limits.claimsPerDay) : 'any number'),
        pair('Digest', `at ${digest.at}, on each manager’s clock`),
      ]),
      context(
        `Version ${version}. Working time is meant throughout. An admin changes settings with a file: npm run settings -- export, then apply.`,
      ),
    ],
  };
}

const inWords = (window: string): string => formatWindow(parseWindow(window));
const pair = (name: string, value: string) => line(bold(`${name}: `), plain(value));
