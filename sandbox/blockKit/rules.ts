/** What is wrong, and where: `at` is a JSON pointer below the checked value ('' is the value itself). */
export interface Fault {
  at: string;
  reason: string;
}

/** Undefined when the value is fine, which costs no allocation. */
export type Rule = (value: unknown) => Fault[] | undefined;

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fault = (reason: string): Fault[] => [{ at: '', reason }];

export const below = (key: string | number, faults: Fault[]): Fault[] =>
  faults.map(({ at, reason }) => ({ at: `/${key}${at}`, reason }));

interface Length {
  min?: number;
  max?: number;
}

export function string({ min = 0, max = Infinity }: Length = {}, pattern?: RegExp): Rule {
  return (value) => {
    if (typeof value !== 'string') return fault('must provide a string');
    if (value.length < min) return fault(`must be more than ${min - 1} characters`);
    if (value.length > max) return fault(`must be less than ${max + 1} characters`);
    if (pattern && !pattern.test(value)) return fault('must provide a valid format');
    return undefined;
  };
}

export const boolean: Rule = (value) =>
  typeof value === 'boolean' ? undefined : fault('must provide a boolean');

export function number({ min = -Infinity, max = Infinity }: Length = {}): Rule {
  return (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return fault('must provide a number');
    if (value < min) return fault(`must be more than ${min - 1}`);
    return value > max ? fault(`must be less than ${max + 1}`) : undefined;
  };
}

export function oneOf(...allowed: unknown[]): Rule {
  return (value) =>
    allowed.includes(value) ? undefined : fault(`must be one of: ${allowed.join(', ')}`);
}

export function list(item: Rule, { min = 0, max = Infinity }: Length = {}): Rule {
  return (value) => {
    if (!Array.isArray(value)) return fault('must provide an array');
    if (value.length < min) return fault(`no less than ${min} items allowed`);
    if (value.length > max) return fault(`no more than ${max} items allowed`);
    let faults: Fault[] | undefined;
    for (let i = 0; i < value.length; i++) {
      const found = item(value[i]);
      if (found) faults = (faults ?? []).concat(below(i, found));
    }
    return faults;
  };
}

export interface Shape {
  required?: Record<string, Rule>;
  optional?: Record<string, Rule>;
  /** Looked at only when every property is fine by itself. */
  whole?: (value: JsonObject) => Fault[] | undefined;
}

/** Allow-listed properties only; `type` is left to whoever chose this shape. */
export function object({ required = {}, optional = {}, whole }: Shape): Rule {
  const properties = new Map(Object.entries({ ...required, ...optional }));
  const needed = Object.keys(required);
  return (value) => {
    if (!isObject(value)) return fault('must provide an object');
    let faults: Fault[] | undefined;
    for (const key of needed) {
      if (value[key] === undefined)
        faults = (faults ?? []).concat(fault(`missing required field: ${key}`));
    }
    for (const key in value) {
      if (value[key] === undefined || (key === 'type' && !properties.has('type'))) continue;
      const rule = properties.get(key);
      const found = rule ? rule(value[key]) : undefined;
      if (!rule) faults = (faults ?? []).concat(fault(`invalid additional property: ${key}`));
      else if (found) faults = (faults ?? []).concat(below(key, found));
    }
    return faults ?? whole?.(value);
  };
}

/** Chooses the shape by the value's `type`. */
export function byType(shapes: Record<string, Rule>): Rule {
  const known = new Map(Object.entries(shapes));
  return (value) => {
    if (!isObject(value)) return fault('must provide an object');
    if (value.type === undefined) return fault('missing required field: type');
    const rule = typeof value.type === 'string' ? known.get(value.type) : undefined;
    return rule
      ? rule(value)
      : [{ at: '/type', reason: `unsupported type: ${String(value.type)}` }];
  };
}
