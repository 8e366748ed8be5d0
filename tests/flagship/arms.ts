/** The flagship as it is shipped or with an arm over it, compiled, and paired trials of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  compileJs,
  compileWasm,
  lower,
  readScenario,
  readStudy,
  seedKey,
  type Ir,
  type TrialBlock,
} from '@stave/engine';
import { importsBeside, packs } from '../support/packs.ts';

const path = join(packs, 'trilateral-2023/scenario.yaml');
const text = readFileSync(path, 'utf8');

/** `arm` is what stands under its name in a study, in YAML's flow style; without one the scenario as it is. */
export async function flagshipIr(arm?: string): Promise<Ir> {
  const study = `stave-study: 1\nid: s\ntitle: s\nscenario: s\ntrials: 1\nseed: 7\narms:\n  x: ${arm ?? '{}'}\n`;
  const [first] = readStudy({ name: 'study', text: study }).study?.arms ?? [];
  const overlay = first && arm !== undefined && { arm: first, source: { name: 'study', text: study } };
  const { model, diagnostics } = await readScenario(
    { name: path, text },
    { imports: importsBeside(path), ...(overlay && { overlay }) },
  );
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const ir = model && errors.length === 0 ? lower(model).ir : undefined;
  if (!ir) throw new Error(`${arm}: ${JSON.stringify(errors)}`);
  return ir;
}

export interface Trials {
  readonly ir: Ir;
  readonly block: TrialBlock;
  readonly count: number;
  /** Value of a reported measure in a frame of a trial. */
  at(measure: string, trial: number, frame: number): number;
  /** Answer of a question in a trial: an outcome's id. */
  answer(question: string, trial: number): string | undefined;
}

/** Trials from number 0 on, of one seed: the same luck in every arm. */
export async function trialsOf(count: number, arm?: string): Promise<Trials> {
  const ir = await flagshipIr(arm);
  return trialsOn(ir, count);
}

export function trialsOn(ir: Ir, count: number): Trials {
  const executor = compileWasm(ir) ?? compileJs(ir);
  const block = executor.run({ seed: seedKey('7'), stream: 0, first: 0, count, share: 1 });
  const frames = ir.clock.recorded.length;
  const measures = ir.measures.slice(0, ir.reported).map(({ name }) => name);
  return {
    ...{ ir, block, count },
    at(measure, trial, frame) {
      const m = measures.indexOf(measure);
      const value = block.measures[(trial * ir.reported + m) * frames + frame];
      if (m < 0 || value === undefined) throw new Error(`no ${measure} in frame ${frame} of trial ${trial}`);
      return value;
    },
    answer(question, trial) {
      const q = ir.questions.findIndex(({ id }) => id === question);
      return ir.questions[q]?.outcomes[block.answers[trial * ir.questions.length + q] ?? -1]?.id;
    },
  };
}

/** Mean of the differences b − a over trials, and its standard error. */
export function paired(
  a: Trials,
  b: Trials,
  of: (trials: Trials, trial: number) => number,
): { mean: number; se: number } {
  const all = Array.from({ length: a.count }, (_, trial) => of(b, trial) - of(a, trial));
  const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
  const square = all.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, se: Math.sqrt(square / (all.length - 1) / all.length) };
}
