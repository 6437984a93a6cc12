import { checkBlocks } from './checkBlocks.ts';
import { limits } from './limits.ts';
import { below, type Fault, isObject, type JsonObject } from './rules.ts';

/** An error as the Web API words it: code, and reasons with JSON pointers. */
export interface Refusal {
  error: string;
  reasons?: string[];
}

export const inWords = (faults: Fault[]): string[] =>
  faults.map(({ at, reason }) => `${reason} [json-pointer:${at}]`);

/** The blocks of a message: their shapes, and the limits on the whole. */
export function checkMessageBlocks(blocks: unknown): Refusal | undefined {
  if (!Array.isArray(blocks)) return { error: 'invalid_blocks_format' };
  const faults = checkBlocks(blocks, 'message');
  if (faults) return { error: 'invalid_blocks', reasons: inWords(below('blocks', faults)) };
  return countCharacters(blocks) > limits.message.characters
    ? { error: 'msg_blocks_too_long' }
    : undefined;
}

function countCharacters(value: unknown): number {
  if (Array.isArray(value))
    return value.reduce<number>((sum, one) => sum + countCharacters(one), 0);
  if (!isObject(value)) return 0;
  let sum = 0;
  for (const key in value) {
    const one = value[key];
    if (typeof one === 'object') sum += countCharacters(one);
    else if (key === 'text' && typeof one === 'string') sum += one.length;
  }
  return sum;
}

/** Metadata: an event type and a flat payload of ids and codes. https://docs.slack.dev/messaging/message-metadata */
export function checkMetadata(metadata: unknown): Refusal | undefined {
  if (
    !isObject(metadata) ||
    typeof metadata.event_type !== 'string' ||
    !isObject(metadata.event_payload)
  )
    return { error: 'invalid_metadata_format' };
  const { event_type, event_payload, ...rest } = metadata;
  if (Object.keys(rest).length > 0 || !/^\w{1,255}$/.test(event_type))
    return { error: 'invalid_metadata_format' };
  if (!Object.values(event_payload).every(isFlat)) return { error: 'invalid_metadata_schema' };
  return JSON.stringify(metadata).length > limits.metadata.bytes
    ? { error: 'metadata_too_large' }
    : undefined;
}

const isScalar = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
const isFlat = (value: unknown) =>
  isScalar(value) ||
  (Array.isArray(value) ? value : Object.values(asObject(value))).every(isScalar);
const asObject = (value: unknown): JsonObject => (isObject(value) ? value : { bad: undefined });
