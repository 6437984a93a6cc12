import type { IncomingHttpHeaders } from 'node:http';
import { parse as parseForm } from 'node:querystring';
import { isObject, type JsonObject } from '../blockKit/rules.ts';
import { SlackError } from './slackError.ts';

/** Arguments that may come as JSON text within a form, and the error when they do not parse. */
const nested: Record<string, string> = {
  blocks: 'invalid_blocks_format',
  attachments: 'invalid_attachments',
  metadata: 'invalid_metadata_format',
  view: 'invalid_arguments',
  files: 'invalid_arguments',
};

/** The arguments of one call, whichever way they were sent. */
export class Args {
  readonly values: JsonObject;

  constructor(values: JsonObject) {
    this.values = values;
  }

  /** Undefined where missing or empty. */
  string(name: string): string | undefined {
    const value = this.values[name];
    if (value === undefined || value === null || value === '') return undefined;
    return typeof value === 'object' ? undefined : String(value);
  }

  required(name: string, error = 'invalid_arguments'): string {
    const value = this.string(name);
    if (value === undefined)
      throw new SlackError(error, [`missing required field: ${name} [json-pointer:/${name}]`]);
    return value;
  }

  flag(name: string): boolean {
    return ['true', '1', true, 1].includes(this.values[name] as string);
  }

  number(
    name: string,
    { min, max, otherwise }: { min: number; max: number; otherwise: number },
  ): number {
    const value = this.string(name);
    if (value === undefined) return otherwise;
    const number = Number(value);
    if (!Number.isInteger(number) || number < min) throw new SlackError('invalid_limit');
    return Math.min(number, max);
  }
}

/** Reads arguments from the query, a JSON body or a form body. */
export function readArgs(query: string, headers: IncomingHttpHeaders, body: Buffer): Args {
  const type = headers['content-type'] ?? '';
  const text = body.toString();
  const values: JsonObject = query ? { ...parseForm(query) } : {};
  if (type.startsWith('application/json')) {
    const json = parseJson(text || '{}', 'invalid_json');
    if (!isObject(json)) throw new SlackError('json_not_object');
    return new Args(Object.assign(values, json));
  }
  if (text && !type.startsWith('application/x-www-form-urlencoded'))
    throw new SlackError('invalid_form_data');
  Object.assign(values, parseForm(text));
  for (const [name, error] of Object.entries(nested))
    if (typeof values[name] === 'string' && values[name] !== '')
      values[name] = parseJson(values[name], error);
  return new Args(values);
}

function parseJson(text: string, error: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SlackError(error);
  }
}
