import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { actions, button } from '../slack/blocks.ts';
import { type Choice, input, selectSeveral } from '../slack/inputs.ts';
import { oneLine } from '../slack/richText.ts';
import { isOverdue, leadNumber, leadTitle, type LeadWithDetails } from '../leads/lead.ts';
import type { ChosenLead } from '../leads/several.ts';
import { statuses } from '../leads/statuses.ts';

/** Slack offers no more in one field. */
export const mostAtOnce = 100;

/** The field in which several leads are chosen. */
export type LeadChoices = {
  readonly choices: readonly Choice[];
  /** The values of those that are chosen. */
  readonly chosen: readonly string[];
  /** Slack keeps what a block shows as long as its id stays, so a new choice of ours needs a new one. */
  readonly round: number;
};

/** `Jane Doe · L-1042 · Attempted, overdue`; its value holds the version that is shown. */
export const choiceOf = (lead: LeadWithDetails, now: Date): Choice => ({
  value: `${lead.id}:${lead.version}`,
  label: [
    oneLine(leadTitle(lead), 35),
    leadNumber(lead.id),
    `${statuses[lead.status].label}${isOverdue(lead, now) ? ', overdue' : ''}`,
  ]
    .filter((part, i, parts) => part !== '' && part !== parts[i + 1])
    .join(' · '),
});

/** `actionId`: of the button that chooses all of them or none. */
export function choiceBlocks(of: LeadChoices, actionId: string): KnownBlock[] {
  const { choices, chosen, round } = of;
  const all = chosen.length === choices.length;
  const text = all ? 'Choose none' : `Choose all ${choices.length}`;
  return [
    input({
      id: `leads:${round}`,
      label: 'Leads',
      element: selectSeveral({
        actionId: 'chosen',
        choices,
        initial: chosen,
        placeholder: 'Choose leads',
      }),
    }),
    ...actions([button({ text, actionId, value: all ? 'none' : 'all' })]),
  ];
}

export const withAll = (of: LeadChoices, which: 'all' | 'none'): LeadChoices => ({
  ...of,
  chosen: which === 'all' ? of.choices.map(({ value }) => value) : [],
  round: of.round + 1,
});

const choiceBlock = z.object({
  block_id: z.string().regex(/^leads:\d+$/),
  element: z.object({
    options: z.array(z.object({ text: z.object({ text: z.string() }), value: z.string() })),
  }),
});
const held = z.object({
  chosen: z.object({ selected_options: z.array(z.object({ value: z.string() })) }),
});

/** Reads the field of an open form. Throws a ZodError where it has none. */
export function readChoices({ blocks, state }: z.infer<typeof openChoice>): LeadChoices {
  const block = choiceBlock.parse(blocks.find((one) => choiceBlock.safeParse(one).success));
  const { chosen } = held.parse(state.values[block.block_id]);
  return {
    choices: block.element.options.map(({ text, value }) => ({ value, label: text.text })),
    chosen: chosen.selected_options.map(({ value }) => value),
    round: Number(block.block_id.slice('leads:'.length)),
  };
}

/** A view that has the field. */
export const openChoice = z.object({
  blocks: z.array(z.unknown()),
  state: z.object({ values: z.record(z.string(), z.unknown()) }),
});

const lead = z
  .string()
  .regex(/^\d{1,9}:\d{1,9}$/)
  .transform((value) => value.split(':').map(Number))
  .pipe(z.tuple([z.number(), z.number()]));

export const chosenLeads = ({ chosen }: LeadChoices): ChosenLead[] =>
  chosen.map((value) => {
    const [leadId, version] = lead.parse(value);
    return { leadId, version };
  });
