/** The shipped scenario packs, with the fragments that they import. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Ir, ReadImport } from '@stave/engine';
import { irOf } from './scenario.ts';

export const packs = join(import.meta.dirname, '../../packages/scenarios');

/** Paths of all scenarios, from the folder of the packs. */
export const shipped = readdirSync(packs, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('scenario.yaml'),
);

export const importsBeside =
  (path: string): ReadImport =>
  (named) => {
    const name = join(dirname(path), named);
    return Promise.resolve({ source: { name, text: readFileSync(name, 'utf8') } });
  };

const irs = new Map<string, Promise<Ir>>();

/** A pack as executors have it; read once, since an Ir is never changed. */
export function packIr(file: string): Promise<Ir> {
  const path = join(packs, file);
  const known = irs.get(file) ?? irOf(readFileSync(path, 'utf8'), file, importsBeside(path));
  irs.set(file, known);
  return known;
}
