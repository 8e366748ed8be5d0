/** Runs from 2017 as the back-test needs them: fans at the ends of half-years, answers to milestones, what was drawn. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  compileWasm,
  compileJs,
  lower,
  NOT_APPLICABLE,
  readScenario,
  readStudy,
  seedKey,
  type Ir,
  type Model,
  type Source,
  type StudyArm,
} from '@stave/engine';
import { importsBeside } from '../support/packs.ts';
import { activityCount, HALVES, numberOf, pack } from './history.ts';
import type { CsvRow } from '../support/csv.ts';

/** What is coded by half-year, and the measure of the mechanism that it is held against. */
export const CODED = [
  { column: 'us_jp', measure: 'sideUsJapan', title: 'US-Japan' },
  { column: 'us_kr', measure: 'sideUsKorea', title: 'US-ROK' },
  { column: 'jp_kr', measure: 'sideJapanKorea', title: 'Japan-ROK' },
  { column: 'cohesion', measure: 'cohesion', title: 'cohesion' },
  { column: 'tac', measure: 'tac', title: 'activity count' },
] as const;

export const codedValue = (row: CsvRow, column: string): number =>
  column === 'tac' ? activityCount(row) : numberOf(row, column);

export interface Arm {
  readonly name: string;
  readonly model: Model;
  readonly ir: Ir;
}

const scenarioPath = join(pack, 'scenario.yaml');
const scenario = (): Source => ({ name: scenarioPath, text: readFileSync(scenarioPath, 'utf8') });

async function armOf(name: string, overlay?: { arm: StudyArm; source: Source }): Promise<Arm> {
  const options = { imports: importsBeside(scenarioPath), ...(overlay && { overlay }) };
  const { model, diagnostics } = await readScenario(scenario(), options);
  const ir = model && lower(model).ir;
  if (!model || !ir)
    throw new Error(JSON.stringify(diagnostics.filter(({ severity }) => severity === 'error')));
  return { name, model, ir };
}

/** The scenario without the study. */
export const backtestScenario = (): Promise<Arm> => armOf('base');

/** The arms of the study of the back-test; the first is the scenario as it is. */
export async function backtestArms(): Promise<Arm[]> {
  const path = join(pack, 'studies/backtest.yaml');
  const source = { name: path, text: readFileSync(path, 'utf8') };
  const { study } = readStudy(source);
  if (!study) throw new Error(`${path} cannot be read`);
  const arms: Arm[] = [];
  for (const arm of study.arms) arms.push(await armOf(arm.name, { arm, source }));
  return arms;
}

export interface LateParameter {
  readonly name: string;
  /** Rows of evidence from after 2016 that it cites; `own` where it says so itself. */
  readonly rests: readonly string[];
  readonly drawn: boolean;
}

/** Parameters that rest on knowledge from after the start, in the order of the model. */
export function lateParameters(model: Model): LateParameter[] {
  const late = new Set(model.evidence.filter(({ hindsight }) => hindsight !== undefined).map(({ id }) => id));
  return model.parameters
    .map(({ name, value, provenance: { evidence, hindsight } }) => ({
      name,
      rests: [...evidence.filter((id) => late.has(id)), ...(hindsight === undefined ? [] : ['own'])],
      drawn: 'prior' in value,
    }))
    .filter(({ rests }) => rests.length > 0);
}

export interface BacktestRun {
  readonly trials: number;
  readonly failed: number;
  /** Values of a measure over the trials that did not fail, in their order, at the end of a half-year. */
  at(measure: string, half: string): Float64Array;
  /** Share of trials that answer a question with `yes`, of those to which it applies; `where` tells which to take. */
  probability(question: string, where?: (trial: number) => boolean): number;
  /** What these trials drew for a parameter, in the same order; `where` counts in it, too. */
  drawn(parameter: string): Float64Array;
}

/** Trials 0 to `trials` - 1 of a seed; the clock is monthly from January 2017. */
export function runBacktest(ir: Ir, trials: number, seed = '7'): BacktestRun {
  const executor = compileWasm(ir) ?? compileJs(ir);
  const range = { seed: seedKey(seed), stream: 0, first: 0, count: trials, share: 1 };
  const block = executor.run(range);
  const parameters = executor.parameters(range);
  const lost = new Set(block.failures.map(({ trial }) => trial));
  const kept = Array.from({ length: trials }, (_, trial) => trial).filter((trial) => !lost.has(trial));
  const frames = ir.clock.recorded.length;
  return {
    trials: kept.length,
    failed: lost.size,
    at(measure, half) {
      const m = ir.measures.slice(0, ir.reported).findIndex(({ name }) => name === measure);
      const column = ir.clock.recorded.indexOf(6 * (HALVES.indexOf(half) + 1));
      if (m < 0 || column < 0) throw new Error(`no ${measure} at ${half}`);
      return Float64Array.from(
        kept,
        (trial) => block.measures[(trial * ir.reported + m) * frames + column] ?? Number.NaN,
      );
    },
    probability(question, where = () => true) {
      const q = ir.questions.findIndex(({ id }) => id === question);
      const yes = ir.questions[q]?.outcomes.findIndex(({ id }) => id === 'yes') ?? -1;
      if (yes < 0) throw new Error(`no question ${question} with yes`);
      const answers = kept
        .filter((_, at) => where(at))
        .map((trial) => block.answers[trial * ir.questions.length + q])
        .filter((answer) => answer !== NOT_APPLICABLE);
      return answers.filter((answer) => answer === yes).length / answers.length;
    },
    drawn(parameter) {
      const p = ir.parameters.findIndex(({ name }) => name === parameter);
      if (p < 0) throw new Error(`no parameter ${parameter}`);
      return Float64Array.from(kept, (trial) => parameters[trial * ir.parameters.length + p] ?? Number.NaN);
    },
  };
}
