import { notAllowed } from '../leads/refusalWords.ts';
import type { NotReviewed } from './findReviewed.ts';

/** Why there is no review, in a sentence for whoever asked. */
export function notReviewedWords(answer: NotReviewed): string {
  if (answer.outcome === 'own') return 'A review is a talk with somebody else. Choose a rep.';
  if (answer.outcome === 'not-allowed')
    return answer.why === 'manager'
      ? 'Only a manager of a channel where they work, or an admin, can do that.'
      : notAllowed(answer.why);
  const name = answer.rep?.name ?? '';
  switch (answer.why) {
    case 'unknown':
      return 'Slack does not list them as a member of this workspace. Choose a rep.';
    case 'deactivated':
      return `${name} has left. Choose somebody else.`;
    case 'guest':
      return `${name} is a guest, and guests have no leads. Choose a rep.`;
    case 'bot':
      return `${name} is an app. Choose a person.`;
    case 'no-rep':
      return `${name} has had no leads in the last five weeks. Choose a rep.`;
  }
}
