/** Which keys a shape knows at a path: for "did you mean", and for repairing a misspelt key. */
import type { Path } from './located.ts';

/** The parts of a zod schema's definition that are read here. */
export interface Schema {
  readonly def: {
    readonly type: string;
    readonly shape?: Readonly<Record<string, Schema>>;
    readonly valueType?: Schema;
    readonly element?: Schema;
    readonly items?: readonly Schema[];
    readonly options?: readonly Schema[];
    readonly innerType?: Schema;
    readonly getter?: () => Schema;
  };
}

/** Unions, optionals and what is recursive opened: every schema that may stand for a value. */
function open(schema: Schema): readonly Schema[] {
  const { options, innerType, getter } = schema.def;
  if (getter) return open(getter());
  if (options) return options.flatMap(open);
  return innerType ? open(innerType) : [schema];
}

function step(schema: Schema, key: string | number): readonly Schema[] {
  const { shape, valueType, element, items } = schema.def;
  if (typeof key === 'number') {
    const item = element ?? items?.[key];
    return item ? open(item) : [];
  }
  const value = shape ? (Object.hasOwn(shape, key) ? shape[key] : undefined) : valueType;
  return value ? open(value) : [];
}

function schemasAt(shape: Schema, path: Path): readonly Schema[] {
  let at = open(shape);
  for (const key of path) at = at.flatMap((schema) => step(schema, key));
  return at;
}

/** All keys any form of the map at a path may have. */
export function keysAt(shape: Schema, path: Path): readonly string[] {
  return [...new Set(schemasAt(shape, path).flatMap((schema) => Object.keys(schema.def.shape ?? {})))];
}

/** What may stand at a path, in words. */
export function expectedAt(shape: Schema, path: Path): string {
  const words = new Set(schemasAt(shape, path).map((schema) => WORDS[schema.def.type] ?? schema.def.type));
  const all = [...words].filter((word) => word !== 'nothing');
  if (words.has('text') && words.has('a number') && words.has(TRUTH)) return 'an expression';
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} or ${all.at(-1)}` : (all[0] ?? 'another value');
}

const TRUTH = '`true` or `false`';

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: TRUTH,
  literal: 'a fixed word',
  enum: 'one of some words',
  object: 'a map',
  record: 'a map',
  array: 'a list',
  tuple: 'a list `[low, high]`',
  null: 'nothing',
};

/** Whether the entries of the map at a path are elements that people name. */
export const isTable = (shape: Schema, path: Path): boolean =>
  schemasAt(shape, path).some((schema) => schema.def.type === 'record');
