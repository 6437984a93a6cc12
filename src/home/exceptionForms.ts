import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { leadNumber } from '../leads/lead.ts';
import type { Override } from '../leads/overrideStore.ts';
import { actions, button, context, divider, plainText } from '../slack/blocks.ts';
import { day, input, typedText } from '../slack/inputs.ts';
import {
  bold,
  type Inline,
  line,
  mention,
  moment,
  oneLine,
  plain,
  richText,
} from '../slack/richText.ts';

export const pauseForm = 'exception:pause-form';
export const pauseMemory = z.object({ rep: z.string() });

export type Pause = { readonly until: string; readonly reason: string };

/** `until`: the day that is proposed, a local date of the rep's. */
export const drawPauseForm = (repId: string, until: string): ModalView => ({
  type: 'modal',
  callback_id: pauseForm,
  private_metadata: JSON.stringify({ rep: repId } satisfies z.infer<typeof pauseMemory>),
  title: plainText('Pause a rep', 24),
  submit: plainText('Pause', 24),
  close: plainText('Cancel', 24),
  blocks: [
    richText([
      line(
        plain('From now on the windows and claims of '),
        mention(repId),
        plain(
          ' stand still, they are sent nothing about their leads and get no new ones by turn. What is urgent goes to the managers.',
        ),
      ),
    ]),
    input({
      id: 'until',
      label: 'First working day again',
      hint: 'At most 31 days ahead.',
      element: day('chosen', until),
    }),
    input({
      id: 'reason',
      label: 'Why',
      hint: 'The digest prints it with the exception, until it ends.',
      element: typedText({ actionId: 'typed', max: 500 }),
    }),
  ],
});

/** Throws a ZodError where it is not this form's. */
export const readPauseForm = (values: unknown): Pause =>
  z
    .object({
      until: z.object({ chosen: z.object({ selected_date: z.iso.date() }) }),
      reason: z.object({ typed: z.object({ value: z.string().nullish() }) }),
    })
    .transform(({ until, reason }) => ({
      until: until.chosen.selected_date,
      reason: reason.typed.value ?? '',
    }))
    .parse(values);

export const shownExceptions = 30;

/** Every exception in force that its reader may end, with its reason. */
export const drawExceptions = (all: readonly Override[], readerId: string): ModalView => ({
  type: 'modal',
  title: plainText('Exceptions in force', 24),
  close: plainText('Close', 24),
  blocks:
    all.length === 0
      ? [
          context(
            'No exception is in force. More time and waiving are in a lead’s details, pausing in the list of a rep’s leads.',
          ),
        ]
      : [
          ...all.slice(0, shownExceptions).flatMap((one) => exception(one, readerId)),
          ...(all.length > shownExceptions ? [context('More are in the digest.')] : []),
        ],
});

const exception = (override: Override, readerId: string): KnownBlock[] => [
  richText([
    line(...what(override)),
    line(
      plain('Until '),
      moment(override.endsAt),
      plain(', by '),
      mention(override.givenBy),
      plain(`: ${oneLine(override.reason, 200)}`),
    ),
  ]),
  ...actions(
    override.personId === readerId
      ? []
      : [button({ text: 'End now', actionId: 'exception:end', value: String(override.id) })],
  ),
  divider(),
];

function what({ kind, leadId, personId }: Override): Inline[] {
  const rep = personId ? [mention(personId)] : [];
  if (kind === 'paused-rep') return [bold('Paused: '), ...rep];
  const lead = leadId === null ? '' : leadNumber(leadId);
  const label = kind === 'more-time' ? 'More time: ' : 'Waived: ';
  return [bold(`${label}${lead}`), ...(personId ? [plain(' of '), ...rep] : [])];
}
