import type { KnownBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import type { Settings } from '../settings/settings.ts';
import { context, plainText } from '../slack/blocks.ts';
import { dayAndTime, input, personSelect, select, typedText } from '../slack/inputs.ts';
import { choiceBlocks, type LeadChoices } from './severalChoice.ts';
import {
  asUpdate,
  type SeveralAct,
  severalAct,
  severalActs,
  type SeveralDraft,
  severalDraft,
} from './severalDraft.ts';
import { statuses } from '../leads/statuses.ts';
import { toDate } from '../leads/updateDraft.ts';
import { noteInput, updateInputs } from '../leads/updateInputs.ts';

export const severalForm = 'lead:several-form';
export const severalAll = 'lead:several-all';

export const severalMemory = z.object({
  fromHome: z.boolean(),
  /** How many open leads there are, beyond those that are offered here. */
  open: z.int(),
  draft: severalDraft,
});
export type SeveralMemory = z.infer<typeof severalMemory>;

const others = {
  postpone: 'Unchanged: postpone',
  release: 'Give back to the pool',
  pass: 'Offer to a colleague',
} as const;
const isOther = (act: SeveralAct): act is keyof typeof others => Object.hasOwn(others, act);
const labelOf = (act: SeveralAct): string =>
  isOther(act) ? others[act] : `${statuses[act].icon} ${statuses[act].label}`;

/** What Slack keeps for a form is short, and this is kept whatever is chosen. */
const longestNote = 500;

/** One page; the fields are those that the choice asks for. */
export function drawSeveralForm(
  leads: LeadChoices,
  memory: SeveralMemory,
  settings: Settings,
): ModalView {
  const { draft, open } = memory;
  const offered = leads.choices.length;
  return {
    type: 'modal',
    callback_id: severalForm,
    private_metadata: JSON.stringify(memory),
    title: plainText('Several at once', 24),
    submit: plainText('Save', 24),
    close: plainText('Cancel', 24),
    blocks: [
      ...(open > offered
        ? [context(`${offered} of your ${open} open leads, in their order.`)]
        : []),
      ...choiceBlocks(leads, severalAll),
      input({
        id: 'act',
        label: 'What to do with each',
        dispatch: true,
        element: select({
          actionId: severalAct,
          choices: severalActs.map((value) => ({ value, label: labelOf(value) })),
          initial: draft.act,
          placeholder: 'Choose what to do',
        }),
      }),
      ...inputsOf(draft, settings),
    ],
  };
}

function inputsOf(draft: SeveralDraft, settings: Settings): KnownBlock[] {
  switch (draft.act) {
    case null:
      return [];
    case 'postpone':
      return [untilInput(draft)];
    case 'release':
      return [
        input({
          id: 'note',
          label: 'Why you give them back',
          hint: 'Anyone on their channel may claim them then. What you did on them stays on record.',
          element: typedText({ ...typedNote, initial: draft.note }),
        }),
      ];
    case 'pass':
      return [
        input({
          id: 'to',
          label: 'To',
          hint: 'They have an hour of their working time to accept each. Until then it stays yours.',
          element: personSelect({
            actionId: 'chosen',
            initial: draft.to,
            placeholder: 'Choose a colleague',
          }),
        }),
        input({
          id: 'note',
          label: 'Note for them',
          optional: true,
          element: typedText({ ...typedNote, initial: draft.note }),
        }),
      ];
    default: {
      const update = asUpdate(draft);
      if (!update) return [];
      return [...updateInputs(update, settings, { several: true }), noteInput(draft, longestNote)];
    }
  }
}

const typedNote = { actionId: 'typed', multiline: true, max: longestNote } as const;

const untilInput = ({ until }: SeveralDraft): KnownBlock =>
  input({
    id: 'until',
    label: 'Until',
    hint: 'Each keeps its status. One that cannot be postponed stays as it is, and you are told why.',
    element: dayAndTime('chosen', until === null ? null : toDate(until)),
  });
