import { weekdays, type WorkingTimeSettings } from '../settings/settings.ts';
import { fallbackText } from '../slack/fallbackText.ts';
import type { Drawing } from '../slack/message.ts';
import { bold, copyable, type Inline, line, plain, richText } from '../slack/richText.ts';
import type { CommandProblem } from './commandWords.ts';
import { obstacleKeys } from '../leads/obstacles.ts';
import type { SetUpOutcome } from '../leads/setUpChannel.ts';
import { updateStatuses } from '../leads/statuses.ts';

const drawing = (blocks: Drawing['blocks']): Drawing => ({ text: fallbackText(blocks), blocks });

export const sentence = (...words: Inline[]): Drawing => drawing([richText([line(...words)])]);

/** What could not be read, and the nearest line that can: ready to be copied. */
export const drawProblem = ({ problem, nearest }: CommandProblem): Drawing =>
  drawing([richText([line(plain(problem)), line(plain('This would work:')), copyable(nearest)])]);

const examples: readonly (readonly [string, string])[] = [
  ['/lead', 'what is yours and what is due'],
  ['/lead new', 'enter a lead'],
  ['/lead mine', 'all your open leads'],
  ['/lead team', 'for managers: who has what, what is late'],
  [
    '/lead report last week source',
    'figures: today, week, month, dates; by rep, source, channel, segment',
  ],
  ['/lead export month', 'the leads as a file'],
  ['/lead scorecard', 'your week: your figures, what would change them'],
  ['/lead review @rep', 'for managers: a page for your talk with a rep'],
  ['/lead goals', 'for managers: what you want of your channels each week'],
  ['/lead find acme', 'look for a name, company, address or number'],
  ['/lead L-1042', 'see a lead'],
  ['/lead claim L-1042', 'make it yours'],
  ['/lead why L-1042', 'why it is due then, and what comes next'],
  [
    '/lead L-1042 connected call "wants a quote" tomorrow 10am',
    'update it: status, touch, note, next step',
  ],
  [
    '/lead L-1042 disqualified invalid "number does not exist"',
    'end it with an obstacle and evidence',
  ],
  ['/lead L-1042 nurture 3 dec', 'come back to it on a day'],
  ['/lead postpone L-1042 thursday 10am', 'move what is due'],
  ['/lead note L-1042 "call after lunch"', 'write something down'],
  ['/lead release L-1042 "not my region"', 'give it back to the pool'],
  ['/lead pass L-1042 @colleague', 'offer it to a colleague'],
  ['/lead undo', 'take back what you did in the last ten minutes'],
  ['/lead away until monday standing in: @colleague', 'say when you are away'],
  ['/lead back', 'end that, or take it back'],
  ['/lead pay', 'what blocks your pay period'],
  ['/lead setup', 'make this channel take leads'],
];

export const drawHelp = (): Drawing =>
  drawing([
    richText(
      examples.flatMap(([example, what]) => [
        line(plain(example, { code: true }), plain(`  ${what}`)),
      ]),
    ),
    richText([
      line(bold('Statuses: '), plain(updateStatuses.join(', '))),
      line(bold('Obstacles: '), plain(obstacleKeys.join(', '))),
      line(bold('Touches: '), plain('call, email, meeting, other; no answer, reached')),
      line(plain('Everything here can also be done with buttons: open the Home tab of this app.')),
    ]),
  ]);

export function drawSetUp(done: SetUpOutcome): Drawing {
  switch (done.outcome) {
    case 'set-up':
      return sentence(
        bold('This channel takes leads now. '),
        plain(
          'You manage it; any full member may claim. ' +
            `Working hours are ${hours(done.workingTime)} on your clock. Try it with /lead new.`,
        ),
      );
    case 'set-up-already':
      return sentence(plain('This channel takes leads already. Enter one with /lead new.'));
    case 'not-a-channel':
      return sentence(
        plain('Leads need a channel. Type /lead setup in the channel where they should appear.'),
      );
    case 'not-invited':
      return sentence(
        plain('I am not in this channel. Invite me with /invite, then type /lead setup again.'),
      );
    case 'not-allowed':
      return sentence(plain('Only an admin can add a channel. Ask one to type /lead setup in it.'));
  }
}

const dayNames = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
} as const;

/** `Monday to Friday, 09:00 to 17:30` */
function hours({ days, from, to }: WorkingTimeSettings): string {
  const names = days.map((day) => dayNames[day]);
  const inARow = names.length > 2 && weekdays.join().includes(days.join());
  return `${inARow ? `${names[0]} to ${names.at(-1)}` : names.join(', ')}, ${from} to ${to}`;
}
