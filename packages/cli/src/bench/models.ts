/** The models that are measured: the flagship as shipped, and the prototype's shape in two sizes. */
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lower, readScenario, type Ir } from '@stave/engine';
import { PROTOTYPE, prototypeText, STRESS, type PrototypeSize } from '@stave/engine/bench';
import { InputError } from '../failure.ts';
import { importsBeside } from '../files.ts';

export const MODELS = ['flagship', 'prototype', 'stress'] as const;
export type ModelName = (typeof MODELS)[number];

export interface Model {
  readonly name: ModelName;
  readonly text: string;
  /** Its file, beside which its fragments are; a model that is made has none. */
  readonly path?: string;
  readonly ir: Ir;
}

/** Large enough to have every kind of expression, small enough to be no burden. */
const QUICK: Readonly<Record<'prototype' | 'stress', PrototypeSize>> = {
  prototype: { drivers: 4, indicators: 5, parameters: 3, steps: 6 },
  stress: { drivers: 8, indicators: 10, parameters: 3, steps: 6 },
};

export async function openModel(name: ModelName, flagship: URL, isQuick: boolean): Promise<Model> {
  const text =
    name === 'flagship' ? await readFlagship(flagship) : prototypeText(name, sizeOf(name, isQuick));
  const path = name === 'flagship' ? fileURLToPath(flagship) : undefined;
  const { model } = await readScenario(
    { name, text },
    path === undefined ? {} : { imports: importsBeside(path) },
  );
  const ir = model && lower(model).ir;
  if (!ir) throw new InputError(`the scenario of ${name} has errors`, 'stave check says which');
  return { name, text, ir, ...(path !== undefined && { path }) };
}

/** A file of the model, which is written where there is none. */
export function fileOf({ path, text, name }: Model, folder: string, part: string): string {
  if (path !== undefined) return path;
  const written = join(folder, `${part}-${name}.yaml`);
  writeFileSync(written, text);
  return written;
}

function sizeOf(name: 'prototype' | 'stress', isQuick: boolean): PrototypeSize {
  if (isQuick) return QUICK[name];
  return name === 'prototype' ? PROTOTYPE : STRESS;
}

async function readFlagship(file: URL): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    throw new InputError(
      `${fileURLToPath(file)} cannot be read`,
      'run stave from a checkout, or choose another --model',
    );
  }
}

/** What is drawn or moved in a step, which is what a model of twice the size has twice of. */
export const sizeOfStep = ({ drivers, indicators }: Ir): number => drivers.length + indicators.length;
