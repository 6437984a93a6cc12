// @ts-check
// What has been typed and chosen on a surface. It outlives redrawing, as in Slack:
// an element keeps its value while its block_id and action_id stay the same.

/** @import { KnownBlock } from '@slack/types' */
/** @import { ActAnswer, StateValue, StateValues, Surface } from '../contract.ts' */
/** @import { Element } from './element.js' */
import { askToConfirm } from './confirm.js';
import { initialValue, statefulElements } from './element.js';
import { page } from './page.js';
import { sendAct } from './server.js';
import { failureSentence } from './failure.js';
import { refresh } from './travel.js';

/** @type {Map<string, Map<string, StateValue>>} */
const kept = new Map();

export class Form {
  /**
   * @param {Surface} surface
   * @param {KnownBlock[]} blocks
   * @param {{ errors?: Record<string, string>, onFailure?: (sentence: string | null) => void }} [options]
   */
  constructor(surface, blocks, options = {}) {
    this.surface = surface;
    this.blocks = blocks;
    this.errors = options.errors ?? {};
    this.onFailure = options.onFailure ?? (() => {});
    const key = `${page.state.me} ${JSON.stringify(surface)}`;
    const values = kept.get(key) ?? new Map();
    kept.set(key, values);
    /** @type {Map<string, StateValue>} */
    this.values = values;
  }

  /**
   * @param {string} blockId
   * @param {Element} element
   * @returns {StateValue}
   */
  value(blockId, element) {
    return this.values.get(`${blockId} ${element.action_id}`) ?? initialValue(element);
  }

  /**
   * @param {string} blockId
   * @param {Element} element
   * @param {Partial<StateValue>} value
   */
  set(blockId, element, value) {
    this.values.set(`${blockId} ${element.action_id}`, { type: element.type, ...value });
  }

  /**
   * Every stateful element of the surface, as the payloads carry it.
   * @returns {StateValues}
   */
  state() {
    /** @type {StateValues} */
    const state = {};
    for (const { blockId, element } of statefulElements(this.blocks)) {
      (state[blockId] ??= {})[element.action_id] = this.value(blockId, element);
    }
    return state;
  }

  /**
   * Asks for confirmation where the element wants it, then tells the app.
   * @param {string} blockId
   * @param {Element} element
   * @param {StateValue} [input]
   * @returns {Promise<ActAnswer | null>} null if the person changed their mind
   */
  async click(blockId, element, input) {
    if (element.confirm && !(await askToConfirm(element.confirm))) return null;
    this.onFailure(null);
    const answer = await sendAct({
      as: page.state.me,
      kind: 'click',
      surface: this.surface,
      blockId,
      actionId: element.action_id,
      ...(input && { input }),
      state: this.state(),
    });
    if (!answer.ok) this.onFailure(failureSentence(answer.problem));
    await refresh();
    return answer;
  }
}

/**
 * Forgets what was typed on a surface that is gone.
 * @param {Surface} surface
 */
export function forgetForm(surface) {
  kept.delete(`${page.state.me} ${JSON.stringify(surface)}`);
}
