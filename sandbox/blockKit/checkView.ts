import type { Surface } from './blocks.ts';
import { checkBlocks } from './checkBlocks.ts';
import { inWords, type Refusal } from './checkMessage.ts';
import { limits } from './limits.ts';
import { below, boolean, type Fault, isObject, object, oneOf, type Rule, string } from './rules.ts';
import { id, plainText } from './texts.ts';

/** A view that an app sends: https://docs.slack.dev/reference/views */

const common = {
  callback_id: id,
  private_metadata: string({ max: limits.view.privateMetadata }),
  external_id: string({ max: limits.id }),
};
const blocksOn =
  (surface: Surface): Rule =>
  (blocks) =>
    checkBlocks(blocks, surface);

const modal = object({
  required: {
    type: oneOf('modal'),
    title: plainText(limits.view.title),
    blocks: blocksOn('modal'),
  },
  optional: {
    ...common,
    submit: plainText(limits.view.submit),
    close: plainText(limits.view.close),
    clear_on_close: boolean,
    notify_on_close: boolean,
    submit_disabled: boolean,
  },
  whole: (view) =>
    view.submit === undefined &&
    Array.isArray(view.blocks) &&
    view.blocks.some((block) => isObject(block) && block.type === 'input')
      ? [{ at: '', reason: 'missing required field: submit (the view has input blocks)' }]
      : undefined,
});

const home = object({
  required: { type: oneOf('home'), blocks: blocksOn('home') },
  optional: common,
});

/** Undefined when Slack would open (or publish) this view. `bytes` is the size of its JSON. */
export function checkView(
  view: unknown,
  kind: 'modal' | 'home',
  bytes: number,
): Refusal | undefined {
  if (bytes > limits.view.bytes) return { error: 'view_too_large' };
  const faults: Fault[] | undefined = (kind === 'home' ? home : modal)(view);
  return faults && { error: 'invalid_arguments', reasons: inWords(below('view', faults)) };
}
