/** The cases as they lie in this folder, and the executors that answer them. */
import { readFileSync } from 'node:fs';
import { compileJs, type Executor, type Ir } from '@stave/engine';
import { referenceExecutor } from '@stave/engine/reference';
import { expect } from 'vitest';
import { certain } from '../../support/certain.ts';
import { wasmOf } from '../../support/scenario.ts';
import { answerOf, type Answer, type Prepared } from './run.ts';
import type { Case } from './tree.ts';

const read = (name: string): readonly Case[] =>
  (JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as { cases: readonly Case[] }).cases;

/** Published: what every implementation is to answer. */
export const CASES = read('cases.json');
/** Published, but implementations differ: decision 0009 says how they are answered here. */
export const FORKS = read('forks.json');
/** Written for this project. */
export const OWN = read('own.json');

export const EXECUTORS: readonly (readonly [
  Executor['name'] | 'exact',
  (ir: Ir) => Pick<Executor, 'run'>,
])[] = [
  ['reference', referenceExecutor],
  ['js', compileJs],
  ['wasm', wasmOf],
  ['exact', certain],
];

export const expected = ({ steps }: Case): readonly (readonly string[])[] =>
  steps.map(({ expect }) => expect);

/** The answer of all executors, which must be one. */
export function commonAnswer(prepared: Prepared): Answer {
  const [first, ...others] = EXECUTORS.map(([, compile]) => answerOf(prepared, compile));
  if (!first) throw new Error('there is no executor');
  for (const other of others) expect(other).toEqual(first);
  return first;
}
