import { leadNumber } from '../leads/lead.ts';
import { type Inline, mention, moment, oneLine, plain } from '../slack/richText.ts';
import type { Signal } from './reports/signals.ts';

/** What was seen, with its counts and leads. Never what it may mean. */
export function signalLine(signal: Signal): Inline[] {
  const { personId, leads, leadIds } = signal;
  const more = leads > leadIds.length ? ', …' : '';
  const which = plain(` (${leadIds.map(leadNumber).join(', ')}${more})`);
  const who = mention(personId);
  switch (signal.kind) {
    case 'burst': {
      const { updates, of, minutes, at, before } = signal;
      const [span, end] =
        before === 'digest'
          ? ['since the last digest', 'the digest of ']
          : ['of the last day', 'the pay cut-off of '];
      const made = ` made ${updates} of ${of} updates ${span} in the ${minutes} minutes before ${end}`;
      return [who, plain(made), moment(at), which];
    }
    case 'same-note':
      return [
        who,
        plain(` wrote the same on ${leads} leads: “${oneLine(signal.note, 60)}”`),
        which,
      ];
    case 'untouched':
      return [who, plain(` moved ${leads} leads to another status with no touch recorded`), which];
    case 'parked': {
      const ended = `: ${leads} claims ended with no touch in the last ${signal.days} days`;
      return [who, plain(ended), which];
    }
  }
}
