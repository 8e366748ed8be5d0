/** The models that are measured: the flagship as shipped, and the prototype's shape in two sizes. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { lower, readScenario, type Ir } from '@stave/engine';
import { PROTOTYPE, prototypeText, STRESS, type PrototypeSize } from '@stave/engine/bench';
import { InputError } from '../failure.ts';

export const MODELS = ['flagship', 'prototype', 'stress'] as const;
export type ModelName = (typeof MODELS)[number];

export interface Model {
  readonly name: ModelName;
  readonly text: string;
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
  const { model } = await readScenario({ name, text });
  const ir = model && lower(model).ir;
  if (!ir) throw new InputError(`the scenario of ${name} has errors`, 'stave check says which');
  return { name, text, ir };
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
