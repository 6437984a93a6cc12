import type { Button } from '@slack/types';
import { button } from '../slack/blocks.ts';
import { isOverdue, type LeadWithDetails } from './lead.ts';
import {
  claimButton,
  contactButton,
  fixButton,
  moreTimeButton,
  passButton,
  quickButtons,
  reassignButton,
  remarkButtons,
  sendBackButton,
  undoButton,
  updateButton,
  waiveButton,
} from './leadButtons.ts';
import type { LeadDetailsView } from './leadDetailsView.ts';
import { mergeButton, unmergeButton, unmergeOtherButton } from './mergeForm.ts';
import { isClosed } from './statuses.ts';

const shownMerged = 5;

/** What the reader of a lead's details may do with it. */
export function detailsButtons(of: LeadDetailsView): Button[] {
  const { lead, mayUndo, mayRemark, mayEndContact } = of;
  return [
    ...(mayUndo ? [undoButton(lead)] : []),
    ...(isLacking(lead) && of.mayComplete ? [fixButton(lead)] : []),
    ...usualButtons(of),
    ...(of.maySendBack && canBeSentBack(lead) ? [sendBackButton(lead)] : []),
    ...(of.mayMerge ? mergeButtons(lead) : []),
    ...of.merged.slice(-shownMerged).map(unmergeOtherButton),
    ...(mayRemark ? remarkButtons(lead) : []),
    ...(mayEndContact && lead.status !== 'merged' ? [contactButton(lead)] : []),
  ];
}

const mergeButtons = (lead: LeadWithDetails): Button[] =>
  lead.status === 'merged'
    ? [unmergeButton(lead)]
    : lead.status === 'held'
      ? []
      : [mergeButton(lead)];

const isLacking = ({ missing, status }: LeadWithDetails) => missing.length > 0 && !isClosed(status);

const canBeSentBack = ({ sentBackAt, status }: LeadWithDetails) =>
  sentBackAt === null && status !== 'held' && !isClosed(status);

function usualButtons(of: LeadDetailsView): Button[] {
  const { lead, mayClaim, mayNote } = of;
  const note = mayNote ? [shortFormButton(lead, 'Add a note', 'lead:note')] : [];
  const reassign = of.mayReassign ? [reassignButton(lead)] : [];
  const why = button({
    text: 'Why?',
    actionId: 'lead:why',
    value: String(lead.id),
    spoken: 'Why is it due then, and what comes next?',
  });
  if (lead.status === 'new') {
    return [...(mayClaim ? [claimButton(lead)] : []), ...reassign, ...note, why];
  }
  const open = lead.ownerId !== null && !isClosed(lead.status);
  return [
    ...ownersButtons(of, open),
    ...note,
    ...(open ? reassign : []),
    ...(open && of.mayGiveTime ? [moreTimeButton(lead), waiveButton(lead)] : []),
    why,
  ];
}

function ownersButtons(
  { lead, mayUpdate, mayPass, now }: LeadDetailsView,
  open: boolean,
): Button[] {
  if (!mayUpdate || lead.doNotContactAt) return [];
  if (lead.status === 'merged' || lead.status === 'held') return [];
  if (!open) return [updateButton(lead)];
  const postponable = lead.followUpDueAt && !isOverdue(lead, now);
  return [
    ...quickButtons(lead),
    updateButton(lead),
    ...(postponable ? [shortFormButton(lead, 'Postpone', 'lead:postpone')] : []),
    ...(mayPass ? [passButton(lead)] : []),
    shortFormButton(lead, 'Release', 'lead:release'),
  ];
}

const shortFormButton = ({ id }: LeadWithDetails, text: string, actionId: string): Button =>
  button({ text, actionId, value: String(id) });
