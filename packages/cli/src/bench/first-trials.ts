/**
 * What a process of its own does to measure the way from a scenario's text to its first trials, once in a life:
 * everything is as cold as it is for someone who has just loaded the modules. Arguments: file, kernel, trials; prints
 * milliseconds as JSON.
 */
import { readFileSync } from 'node:fs';
import { expectToRunShortly } from '../brief.ts';
import { importsBeside } from '../files.ts';
import { compileKernel, lower, readScenario, seedKey } from '@stave/engine';

/** Milliseconds, one stage after the other. */
export interface Stages {
  readonly read: number;
  readonly lower: number;
  readonly compile: number;
  readonly run: number;
}

const CHUNK = 512;

export async function firstTrials(): Promise<void> {
  const [, , path = '', kernel = '', count = ''] = process.argv;
  const text = readFileSync(path, 'utf8');
  const trials = Number(count);
  const seed = seedKey('7');
  // As `stave run` does for so few.
  expectToRunShortly();

  const start = performance.now();
  const { model } = await readScenario({ name: path, text }, { imports: importsBeside(path) });
  if (!model) throw new Error('InvariantError: a scenario with errors');
  const read = performance.now();
  const { ir } = lower(model);
  if (!ir) throw new Error('InvariantError: a scenario that cannot be lowered');
  const lowered = performance.now();
  const executor = compileKernel(ir, kernel === 'wasm' ? 'wasm' : 'js');
  const compiled = performance.now();
  for (let first = 0; first < trials; first += CHUNK)
    executor.run({ seed, stream: 0, first, count: Math.min(CHUNK, trials - first), share: 1 });
  const end = performance.now();

  const stages: Stages = {
    read: read - start,
    lower: lowered - read,
    compile: compiled - lowered,
    run: end - compiled,
  };
  process.stdout.write(JSON.stringify(stages));
}
