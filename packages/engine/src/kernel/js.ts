/** The kernel in JavaScript: the executor that runs everywhere. */
import { copulaUniform, cos, exp, log, normalQuantile, pow, POWERS_OF_TWO, sin } from '../chance/index.ts';
import type { Executor, TrialBlock, TrialFailure, TrialRange } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import { requireFrameOf, type SavedFrame } from '../ir/saved-frame.ts';
import { addAnswers, addNumbers, addTrials, COUNT_BYTES_MAX } from '../tally/index.ts';
import { Counting } from './counting.ts';
import { leavingOutDead } from './dead.ts';
import { createDraws, type Draws } from './draws.ts';
import { generate, type Generated } from './generate.ts';
import type { Entries } from './entries.ts';
import { DelayLines } from './lines.ts';
import { createMachine, type Machine } from './machine.ts';
import { allocate, MOMENT, STEP, type Memory } from './memory.ts';
import { createQueues, FAULT, type Queues } from './queues.ts';
import { measuresOf } from './room.ts';
import { lookUpIn } from './tables.ts';

/** The text that `compileJs` runs, for people and tests. */
export function printJs(ir: Ir): string {
  return generate(ir).source;
}

/**
 * Compiles an Ir to JavaScript. What comes back keeps the memory of one trial and runs one range at a time.
 * @param bytesMax how much its counts may take
 */
export function compileJs(ir: Ir, bytesMax = COUNT_BYTES_MAX): Executor {
  return leavingOutDead(ir, (needed) => compileAll(needed, bytesMax));
}

function compileAll(ir: Ir, bytesMax: number): Executor {
  const generated = generate(ir);
  const memory = allocate(ir, generated);
  const draws = createDraws(ir, memory, generated);
  const lines = new DelayLines(ir, memory);
  const queues = createQueues(ir, memory, generated.places);
  const program = load(generated, memory, draws, lines, queues);
  const machine = createMachine(ir, memory, draws, lines, generated, queues, program);
  const parts: Parts = { ir, memory, draws, queues, machine };
  const counting = new Counting(ir, memory, bytesMax);
  return {
    name: 'js',
    run: (range, from, room) => run(parts, range, requireFrameOf(ir, from), room),
    answer: (range) => answer(parts, range, counting.measures, 0),
    count: (range) => count(parts, counting, range),
    takeTally: (room) => counting.take(room),
    parameters: (range) => parameters(parts, range),
    save: (range, k, from) => save(memory, draws, machine, range, k, requireFrameOf(ir, from)),
  };
}

interface Parts {
  readonly ir: Ir;
  readonly memory: Memory;
  readonly draws: Draws;
  readonly queues: Queues;
  readonly machine: Machine;
}

/** Turns the text into functions. They see what is given to them here and nothing else but the language. */
function load(
  generated: Generated,
  memory: Memory,
  draws: Draws,
  lines: DelayLines,
  queues: Queues,
): Entries {
  const scope: Readonly<Record<string, unknown>> = {
    ...memory,
    D: generated.distributions,
    fail: queues.fail,
    raise: queues.raise,
    send: queues.send,
    sendLater: queues.sendLater,
    cancel: queues.cancel,
    delayed: lines.read,
    startLine: lines.start,
    takeIn: lines.take,
    table: lookUpIn(generated.tables),
    word: draws.word,
    tie: draws.tie,
    unit: draws.unit,
    copulaUniform,
    normalQuantile,
    powers: POWERS_OF_TWO,
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

function parameters({ memory, draws, machine }: Parts, range: TrialRange): Float64Array {
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

/** Where a run leaves what trials gave. */
interface Sink {
  /** [measure][recorded frame] from `at` on are what the trial writes. */
  readonly measures: Float64Array;
  at(row: number): number;
  ended(row: number): void;
  failed(row: number, failure: TrialFailure): void;
}

/** Runs trials one after the other. */
function each(
  { memory, draws, queues, machine }: Parts,
  range: TrialRange,
  sink: Sink,
  from?: SavedFrame,
): void {
  const { first, count, share } = range;
  const { measures } = sink;
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
        machine.resume(from, measures, sink.at(i));
      } else {
        if (drawnFor !== parameterTrial) {
          drawnFor = -1;
          machine.drawParameters();
          drawnFor = parameterTrial;
        }
        machine.run(measures, sink.at(i));
      }
      sink.ended(i);
    } catch (error) {
      if (error !== FAULT) throw error;
      sink.failed(i, { trial, step: memory.R[STEP]!, ...queues.fault });
    }
  }
}

const numberSlotsOf = ({ questions }: Ir): readonly number[] =>
  questions.flatMap(({ number }, q) => (number === undefined ? [] : [q]));

function run(parts: Parts, range: TrialRange, from?: SavedFrame, room?: TrialBlock): TrialBlock {
  const { ir } = parts;
  const cells = ir.reported * ir.clock.recorded.length;
  const measures = measuresOf(range.count * cells, room);
  return answer(parts, range, measures, cells, from);
}

/** Measures of trial i are written from i * stride on. */
function answer(
  parts: Parts,
  range: TrialRange,
  measures: Float64Array,
  stride: number,
  from?: SavedFrame,
): TrialBlock {
  const { ir, memory } = parts;
  const { first, count } = range;
  const questions = ir.questions.length;
  const cells = ir.reported * ir.clock.recorded.length;
  const numberSlots = numberSlotsOf(ir);
  const answers = new Int32Array(count * questions);
  const numbers = new Float64Array(count * numberSlots.length);
  const failures: TrialFailure[] = [];
  const sink: Sink = {
    measures,
    at: (i) => i * stride,
    ended(i) {
      answers.set(memory.Q, i * questions);
      numberSlots.forEach((q, n) => (numbers[i * numberSlots.length + n] = memory.C[q]!));
    },
    failed(i, failure) {
      failures.push(failure);
      measures.fill(NaN, i * stride, i * stride + cells);
      answers.fill(-1, i * questions, (i + 1) * questions);
      numbers.fill(NaN, i * numberSlots.length, (i + 1) * numberSlots.length);
    },
  };
  each(parts, range, sink, from);
  return { first, count, answers, numbers, measures, failures };
}

function count(parts: Parts, counting: Counting, range: TrialRange): void {
  const { memory, machine } = parts;
  const { tally, measures } = counting;
  const numberSlots = numberSlotsOf(parts.ir);
  const numbers = new Float64Array(numberSlots.length);
  const failures: TrialFailure[] = [];
  machine.watch(counting);
  try {
    each(parts, range, {
      measures,
      at: () => counting.offset,
      ended() {
        addAnswers(tally, memory.Q, 0);
        for (let n = 0; n < numbers.length; n++) numbers[n] = memory.C[numberSlots[n]!]!;
        addNumbers(tally, numbers, 0);
        counting.addTrial();
      },
      failed(_, failure) {
        failures.push(failure);
        counting.forget();
      },
    });
  } finally {
    machine.watch(null);
  }
  counting.addRows();
  addTrials(tally, range.count, failures);
}
