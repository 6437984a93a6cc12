import type { ModalView } from '@slack/types';
import { z } from 'zod';
import { context, plainText } from '../slack/blocks.ts';
import { input, personSelect, typedText } from '../slack/inputs.ts';
import { choiceBlocks, type LeadChoices } from './severalChoice.ts';

export const reassignSeveralForm = 'lead:reassign-several-form';
export const reassignSeveralAll = 'lead:reassign-several-all';

export const reassignSeveralMemory = z.object({
  /** Whose leads they are. */
  from: z.string(),
  name: z.string(),
  /** How many they have that this manager can reassign. */
  open: z.int(),
});
type Memory = z.infer<typeof reassignSeveralMemory>;

/** For managers: which of a rep's leads, and who gets them. */
export function drawReassignSeveral(leads: LeadChoices, memory: Memory): ModalView {
  const { open, name } = memory;
  const offered = leads.choices.length;
  return {
    type: 'modal',
    callback_id: reassignSeveralForm,
    private_metadata: JSON.stringify(memory),
    title: plainText('Reassign several', 24),
    submit: plainText('Reassign', 24),
    close: plainText('Cancel', 24),
    blocks: [
      context(
        open > offered
          ? `${offered} of the ${open} open leads of ${name}, the most urgent first`
          : `The ${open} open leads of ${name}, the most urgent first`,
      ),
      ...choiceBlocks(leads, reassignSeveralAll),
      input({
        id: 'to',
        label: 'To',
        optional: true,
        hint: 'Left empty: spread by load. Each goes to the rep of its channel who has the fewest open leads and is not away.',
        element: personSelect({ actionId: 'chosen', placeholder: 'Spread by load' }),
      }),
      input({
        id: 'reason',
        label: 'Why',
        optional: true,
        hint: 'Kept with each lead. The new owners are told; the windows begin anew for them.',
        element: typedText({ actionId: 'typed', max: 500 }),
      }),
    ],
  };
}

const fields = z.object({
  to: z.object({ chosen: z.object({ selected_user: z.string().nullish() }) }),
  reason: z.object({ typed: z.object({ value: z.string().nullish() }) }),
});

/** `to` null: spread by load. Throws a ZodError where it is not this form's. */
export function readReassignment(values: unknown): { to: string | null; reason: string } {
  const { to, reason } = fields.parse(values);
  return { to: to.chosen.selected_user ?? null, reason: reason.typed.value?.trim() ?? '' };
}
