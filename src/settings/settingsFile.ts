import { isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, stringify, visit } from 'yaml';
import type { ZodError } from 'zod';
import { unknownRegions } from './holidays.ts';
import { faultWords, type Settings, settingsSchema } from './settings.ts';

/** Finds ids for what people write instead: an email address, a #channel. Null: there is none. */
export type References = {
  personByEmail(email: string): Promise<string | null>;
  channelByName(name: string): Promise<string | null>;
};

export type SettingsFile =
  | { outcome: 'read'; document: Settings }
  | { outcome: 'refused'; faults: string[] };

/**
 * Reads a settings document from YAML. People may be written as email addresses and channels as
 * #name; every fault is told with its line.
 */
export async function readSettingsFile(
  text: string,
  references: References,
): Promise<SettingsFile> {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  if (yaml.errors.length > 0) {
    return {
      outcome: 'refused',
      faults: yaml.errors.map((error) => error.message.split('\n')[0] ?? ''),
    };
  }
  // What is left out has its default; a file that holds nothing at all is an accident.
  if (yaml.contents === null) return { outcome: 'refused', faults: ['It is empty.'] };
  const faults: string[] = [];
  const line = (offset: number | undefined) =>
    `Line ${offset === undefined ? 1 : lines.linePos(offset).line}`;

  const written: { value: unknown; range?: [number, number, number] | null | undefined }[] = [];
  visit(yaml, {
    Scalar: (_key, node) => void written.push(node),
    // What people read stands for nothing else.
    Pair: (_key, { key }) => (isScalar(key) && key.value === 'name' ? visit.SKIP : undefined),
  });
  for (const node of written) {
    if (typeof node.value !== 'string') continue;
    const said = node.value;
    const kind = said.startsWith('#') ? 'channel' : /^\S+@\S+$/.test(said) ? 'person' : null;
    if (!kind) continue;
    const id = await (kind === 'channel'
      ? references.channelByName(said.slice(1))
      : references.personByEmail(said));
    if (id) node.value = id;
    else
      faults.push(`${line(node.range?.[0])}: there is no ${kind} ${said} in this Slack workspace.`);
  }
  if (faults.length > 0) return { outcome: 'refused', faults };

  const read = settingsSchema.safeParse(yaml.toJS() ?? {});
  if (!read.success) return { outcome: 'refused', faults: faultsOf(read.error) };
  const unknown = await unknownRegions(read.data);
  if (unknown) return { outcome: 'refused', faults: faultsOf(unknown) };
  return { outcome: 'read', document: read.data };

  function faultsOf(error: ZodError): string[] {
    return error.issues.map((issue) => {
      const path = issue.path.map(String);
      return `${line(offsetOf(path))}: ${path.join('.') || 'the document'}: ${faultWords(issue)}.`;
    });
  }

  /** Where the deepest part of a path stands that the file has. */
  function offsetOf(path: string[]): number | undefined {
    for (let depth = path.length; depth > 0; depth--) {
      const parent: unknown =
        depth === 1 ? yaml.contents : yaml.getIn(path.slice(0, depth - 1), true);
      const item = isSeq(parent) ? parent.items[Number(path[depth - 1])] : undefined;
      if (isNode(item) && item.range) return item.range[0];
      if (!isMap(parent)) continue;
      const pair = parent.items.find(
        ({ key }) => isScalar(key) && String(key.value) === path[depth - 1],
      );
      if (isScalar(pair?.key) && pair.key.range) return pair.key.range[0];
    }
    return undefined;
  }
}

/** The document as a file that readSettingsFile reads back to the same document. */
export const writeSettingsFile = (document: Settings): string => stringify(document);
