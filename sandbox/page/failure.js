// @ts-check
// What a person reads when the app did not do its part.

/** @import { ActAnswer } from '../contract.ts' */
import { page } from './page.js';

/**
 * @param {Extract<ActAnswer, { ok: false }>['problem']} problem
 * @returns {string}
 */
export function failureSentence(problem) {
  const name = page.state.app.name;
  if (problem === 'no_app') return `${name} is not connected right now. Try again in a moment.`;
  if (problem === 'timeout') return `${name} did not respond in time. Try again.`;
  if (problem === 'invalid')
    return 'This is no longer there. The view has been brought up to date.';
  return `${name} ran into a problem. Try again.`;
}
