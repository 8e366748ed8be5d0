/** The kernel in JavaScript: the executor that runs everywhere. */
import { copulaUniform, cos, exp, log, normalQuantile, pow, sin } from '../chance/index.ts';
import type { Executor, TrialBlock, TrialFailure, TrialRange } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { requireFrameOf, type SavedFrame } from '../ir/saved-frame.ts';
import { Draws } from './draws.ts';
import { generate, type Generated } from './generate.ts';
import { FAULT, Machine, type Entries } from './machine.ts';
import { allocate, MOMENT, STEP, type Memory } from './memory.ts';
import { lookUpIn } from './tables.ts';

/** The text that `compileJs` runs, for people and tests. */
export function printJs(ir: Ir): string {
  return generate(ir).source;
}

/** Compiles an Ir to JavaScript. What comes back keeps the memory of one trial and runs one range at a time. */
export function compileJs(ir: Ir): Executor {
  const generated = generate(ir);
  const memory = allocate(ir, generated);
  const draws = new Draws(ir, memory, generated);
  const machine = new Machine(ir, memory, draws, generated);
  machine.load(load(generated, memory, machine, draws));
  return {
    name: 'js',
    run: (range, from) => run(ir, memory, draws, machine, range, requireFrameOf(ir, from)),
    parameters: (range) => parameters(memory, draws, machine, range),
    save: (range, k, from) => save(memory, draws, machine, range, k, requireFrameOf(ir, from)),
  };
}

/** Turns the text into functions. They see what is given to them here and nothing else but the language. */
function load(generated: Generated, memory: Memory, machine: Machine, draws: Draws): Entries {
  const scope: Readonly<Record<string, unknown>> = {
    ...memory,
    D: generated.distributions,
    fail: machine.fail,
    raise: machine.raise,
    send: machine.send,
    sendLater: machine.sendLater,
    cancel: machine.cancel,
    delayed: machine.lines.read,
    startLine: machine.lines.start,
    takeIn: machine.lines.take,
    table: lookUpIn(generated.tables),
    word: (site: number) => draws.word(site),
    tie: (site: number, rest: number) => draws.tie(site, rest),
    unit: (site: number) => draws.unit(site),
    copulaUniform,
    normalQuantile,
    exp,
    log,
    pow,
    sin,
    cos,
    abs: Math.abs,
    sqrt: Math.sqrt,
    floor: Math.floor,
  };
  // oxlint-disable-next-line typescript/no-implied-eval -- the text holds slots and numbers only, see generate.ts
  const make = new Function(...Object.keys(scope), generated.source) as (...values: unknown[]) => Entries;
  return make(...Object.values(scope));
}

function save(
  memory: Memory,
  draws: Draws,
  machine: Machine,
  range: TrialRange,
  k: number,
  from?: SavedFrame,
): SavedFrame | undefined {
  begin(memory, draws, range);
  const { first, share } = range;
  draws.beginTrial(first, Math.floor(first / share));
  try {
    if (from) machine.setParameters(from.parameters);
    else machine.drawParameters();
    return machine.frame(k, from);
  } catch (error) {
    if (error !== FAULT) throw error;
    return undefined;
  }
}

function begin(memory: Memory, draws: Draws, range: TrialRange): void {
  draws.begin(range);
  memory.R[MOMENT] = 0;
  memory.G.fill(-1);
}

function parameters(memory: Memory, draws: Draws, machine: Machine, range: TrialRange): Float64Array {
  const { first, count, share } = range;
  const { length } = memory.P;
  const values = new Float64Array(count * length).fill(Number.NaN);
  begin(memory, draws, range);
  for (let i = 0; i < count; i++) {
    draws.beginTrial(first + i, Math.floor((first + i) / share));
    try {
      machine.drawParameters();
      values.set(memory.P, i * length);
    } catch (error) {
      if (error !== FAULT) throw error;
    }
  }
  return values;
}

function run(
  ir: Ir,
  memory: Memory,
  draws: Draws,
  machine: Machine,
  range: TrialRange,
  from?: SavedFrame,
): TrialBlock {
  const { first, count, share } = range;
  const questions = ir.questions.length;
  const cells = ir.reported * ir.clock.recorded.length;
  const answers = new Int32Array(count * questions);
  const numberSlots = ir.questions.flatMap(({ number }, q) => (number === undefined ? [] : [q]));
  const numbers = new Float64Array(count * numberSlots.length);
  const measures = new Float64Array(count * cells);
  const failures: TrialFailure[] = [];
  /** The trial whose parameters are in memory, or -1. */
  let drawnFor = -1;
  begin(memory, draws, range);
  if (from) machine.setParameters(from.parameters);
  for (let i = 0; i < count; i++) {
    const trial = first + i;
    const parameterTrial = Math.floor(trial / share);
    draws.beginTrial(trial, parameterTrial);
    try {
      if (from) {
        machine.resume(from, measures, i * cells);
      } else {
        if (drawnFor !== parameterTrial) {
          drawnFor = -1;
          machine.drawParameters();
          drawnFor = parameterTrial;
        }
        machine.run(measures, i * cells);
      }
      answers.set(memory.Q, i * questions);
      numberSlots.forEach((q, n) => (numbers[i * numberSlots.length + n] = memory.C[q]!));
    } catch (error) {
      if (error !== FAULT) throw error;
      failures.push({ trial, step: memory.R[STEP]!, code: machine.faultCode, place: machine.faultPlace });
      measures.fill(NaN, i * cells, (i + 1) * cells);
      answers.fill(-1, i * questions, (i + 1) * questions);
      numbers.fill(NaN, i * numberSlots.length, (i + 1) * numberSlots.length);
    }
  }
  return { first, count, answers, numbers, measures, failures };
}
