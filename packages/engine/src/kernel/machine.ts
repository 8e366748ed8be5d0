/**
 * One trial, frame by frame: the phases of a step in their order, the same for all scenarios. What values are comes
 * from the generated program, and what transitions do is macrosteps.ts. docs/reference/semantics.md is the text this
 * follows.
 *
 * Everything is a constant of one function, because V8 builds such constants into its code, while it looks up the
 * fields of an object at every use. Nothing is allocated while a trial runs, but for queues and timers that grow
 * beyond all before.
 */
import type { Ir } from '../ir/ir.ts';
import { isDue } from '../ir/ir-seats.ts';
import { itemOf } from '../ir/item.ts';
import type { SavedFrame } from '../ir/saved-frame.ts';
import type { Ask } from './configuration.ts';
import type { Counting } from './counting.ts';
import type { Draws } from './draws.ts';
import type { Entries } from './entries.ts';
import type { Generated } from './generate.ts';
import type { DelayLines } from './lines.ts';
import { createMacrosteps } from './macrosteps.ts';
import { CLOCK_STEP, MOMENT, PARAMETER_DRAWS, STEP, type Memory } from './memory.ts';
import type { Queues } from './queues.ts';
import { restoreFrame, saveFrame, type Parts } from './saved-frames.ts';
import { madeBy } from './seats.ts';

/** Sees the states of the frames. */
type Seer = Pick<Counting, 'see'>;

/** All that runs a trial throws FAULT (queues.ts) where the trial fails. */
export interface Machine {
  /** Who sees the frames of the trials from now on, if anyone. */
  readonly watch: (seer: Seer | null) => void;
  readonly drawParameters: () => void;
  /** Parameters that are known, instead of drawing them. */
  readonly setParameters: (values: readonly number[]) => void;
  /** Runs a trial whose parameters are known, and writes its measures from `offset` on. */
  readonly run: (measures: Float64Array, offset: number) => void;
  /** Runs a trial on from a frame, whose parameters are set; cells of frames up to it are NaN. */
  readonly resume: (from: SavedFrame, measures: Float64Array, offset: number) => void;
  /** Frame k of a trial whose parameters are set, from its start or from a frame; nothing where it ends before. */
  readonly frame: (k: number, from: SavedFrame | undefined) => SavedFrame | undefined;
}

export function createMachine(
  ir: Ir,
  memory: Memory,
  draws: Draws,
  lines: DelayLines,
  generated: Generated,
  queues: Queues,
  program: Entries,
): Machine {
  const { A, C, I, J, K, L, M, N, P, Q, R, S, T, V, W, X, Y } = memory;
  const { external, timers, stride } = queues;
  const { chance, indicators, measures: measure, questions, takeIn, until } = program;
  const { steps, recorded } = ir.clock;
  const frames = recorded.length;
  const macrosteps = createMacrosteps(ir, memory, generated, queues, program);
  const { configuration, nested, select, settle, take, takeAll, workOff } = macrosteps;
  /** By state: the site of its chance block, or -1. */
  const chanceSite = Int32Array.from(ir.states, (state) => state.chance?.site ?? -1);
  const idleFrom = Float64Array.from(generated.idleFrom);
  /** By driver with states inside states: those with a chance block. */
  const chanceStates = ir.drivers.map((driver) =>
    driver.states.filter((slot) => itemOf(ir.states, slot).chance),
  );
  /** By state: the alternative it picked in this step, or -1. */
  const picked = new Int32Array(ir.states.length);
  const hasNoise = ir.indicators.some(({ noise }) => noise !== undefined);
  const hasLines = ir.lines.length > 0;
  const hasAlways = ir.states.some(({ always }) => always.length > 0);
  /** By step: calendar entries, in order. */
  const calendar = Array.from({ length: steps + 1 }, (_, k) => ir.calendar.filter(({ step }) => step === k));
  const { chosen = [], done = [] } = ir.seats ?? {};
  /** By deed: the variable of the choice and the number it must have, or -1. */
  const madeBys = done.map((deed) => madeBy(ir, deed));
  const choiceOf = Int32Array.from(madeBys, (made) => made?.choice ?? -1);
  const numberOf = Int32Array.from(madeBys, (made) => made?.number ?? -1);
  /** By frame: its place among the recorded ones, or that of the next one. */
  const recordedAt = placesOf(recorded, steps);
  const openAnswers = Int32Array.from(ir.questions, ({ kind }) =>
    kind === 'time' ? steps + 1 : kind === 'binary' ? 1 : -1,
  );
  const openFlags = Int32Array.from(ir.questions.flatMap(({ given }) => [given ? 0 : 1, 0]));
  let seer: Seer | null = null;
  const parts: Parts = { ir, memory, configuration, lines, after: generated.after, queues };

  function drawParameters(): void {
    R[STEP] = 0;
    R[CLOCK_STEP] = 0;
    R[PARAMETER_DRAWS]!++;
    draws.fillParameters();
    program.parameters();
    program.hoist();
  }

  function setParameters(values: readonly number[]): void {
    R[PARAMETER_DRAWS]!++;
    P.set(values);
    program.hoist();
  }

  // ------------------------------------------------------------ a trial

  function run(measures: Float64Array, offset: number): void {
    reset();
    makeFrameZero();
    if (!observe(0, measures, offset)) go(1, steps, measures, offset);
  }

  function resume(from: SavedFrame, measures: Float64Array, offset: number): void {
    reset();
    restoreFrame(parts, from);
    const past = recorded.filter((frame) => frame <= from.step).length;
    for (let m = 0, row = offset; m < M.length; m++, row += frames) measures.fill(NaN, row, row + past);
    go(from.step + 1, steps, measures, offset);
  }

  function frame(k: number, from: SavedFrame | undefined): SavedFrame | undefined {
    const nowhere = new Float64Array(ir.reported * frames);
    reset();
    if (from) restoreFrame(parts, from);
    else {
      makeFrameZero();
      if (observe(0, nowhere, 0)) return undefined;
    }
    const first = from ? from.step + 1 : 1;
    if (k < first - 1 || (k >= first && go(first, k, nowhere, 0))) return undefined;
    return saveFrame(parts, k);
  }

  function reset(): void {
    R[STEP] = 0;
    R[CLOCK_STEP] = 0;
    R[MOMENT]!++;
    V.fill(0);
    X.fill(0);
    Y.fill(0);
    S.fill(0);
    K.fill(0);
    L.fill(0);
    A.fill(-1);
    C.fill(0);
    J.fill(0);
    I.set(openFlags);
    Q.set(openAnswers);
    lines.reset();
    macrosteps.reset();
  }

  function makeFrameZero(): void {
    program.starts();
    macrosteps.enterInitial();
    settle();
    workOff();
    program.keepFirst();
    R[MOMENT]!++;
  }

  /** Makes the steps from one to another; true when the trial ends with one of them. */
  function go(first: number, last: number, measures: Float64Array, offset: number): boolean {
    let isOver = false;
    for (let step = first; !isOver && step <= last; step++) {
      R[STEP] = step;
      R[CLOCK_STEP] = step - 1;
      R[MOMENT]!++;
      macrosteps.beginStep();
      if (J.length > 0) J.fill(0);
      if (chosen.length > 0) runChosen(step);
      runDated(step);
      if (done.length > 0) runDone(step);
      runChance(step);
      if (hasNoise) draws.fillNoise(step >>> 2);
      indicators(step & 3);
      R[CLOCK_STEP] = step;
      R[MOMENT]!++;
      isOver = observe(step, measures, offset);
    }
    return isOver;
  }

  /** Reads frame k; true when the trial ends with it. */
  function observe(k: number, measures: Float64Array, offset: number): boolean {
    // A frame that is not recorded writes where the next one will.
    const place = recordedAt[k]!;
    measure();
    for (let m = 0, cell = offset + place; m < M.length; m++, cell += frames) measures[cell] = M[m]! + 0;
    const end = k === steps || (until !== null && until());
    questions(k, end);
    if (seer !== null) seer.see(place);
    if (end) {
      for (let m = 0, row = offset; m < M.length; m++, row += frames)
        measures.fill(M[m]! + 0, row + place, row + frames);
      return true;
    }
    if (hasLines) takeIn();
    if (k > 0 && K.length > 0) {
      program.keep();
      K.set(N);
    }
    return false;
  }

  // ------------------------------------------------------------ phases of a step

  function runChosen(step: number): void {
    for (let i = 0; i < chosen.length; i++) {
      const choose = program.choose[i];
      if (choose && isDue(chosen[i]!, step)) choose();
    }
  }

  function runDone(step: number): void {
    for (let i = 0; i < done.length; i++) {
      if (choiceOf[i]! >= 0 && V[choiceOf[i]!] !== numberOf[i]!) continue;
      const act = program.act[i];
      if (!act || !isDue(done[i]!, step)) continue;
      act();
      if (external.tail > 0) workOff();
    }
  }

  function runDated(step: number): void {
    // The queue is filled first, so that what `always` sends without delay joins its end.
    const entries = calendar[step]!;
    external.tail = timers.collect(step, external.entries, external.tail);
    for (let i = 0; i < entries.length; i++) {
      const { event, data } = entries[i]!;
      for (let j = 0; j < data.length; j++) external.data[external.tail * stride + j] = data[j]!;
      external.entries[external.tail++] = event;
    }
    if (hasAlways) settle();
    if (external.tail > 0) workOff();
  }

  function runChance(step: number): void {
    for (let d = 0; d < A.length; d++) {
      if (nested[d] === 1) pickNested(d, step);
      else if (chanceSite[A[d]!]! >= 0) take(pick(A[d]!, step));
    }
    takeAll();
  }

  /** The alternative that an active state with a chance block picks, or -1. */
  function pick(state: number, step: number): number {
    const quarter = step >>> 2;
    if (T[state] !== quarter) draws.fillChance(state, chanceSite[state]!, quarter);
    const word = W[4 * state + (step & 3)]!;
    return word >= idleFrom[state]! ? -1 : chance[state]!(word);
  }

  /** Every active state picks; then a state's pick gives way to those of states inside it. */
  function pickNested(driver: number, step: number): void {
    const states = chanceStates[driver]!;
    let any = false;
    for (let i = 0; i < states.length; i++) {
      const state = states[i]!;
      picked[state] = S[state] === 0 ? -1 : pick(state, step);
      any ||= picked[state] >= 0;
    }
    if (any) select(driver, pickOf, false);
  }

  const pickOf: Ask = (state) => (state < 0 || chanceSite[state]! < 0 ? -1 : picked[state]!);

  const watch = (other: Seer | null): void => {
    seer = other;
  };

  return { watch, drawParameters, setParameters, run, resume, frame };
}

function placesOf(recorded: readonly number[], steps: number): Int32Array {
  let place = 0;
  return Int32Array.from({ length: steps + 1 }, (_, k) => (recorded[place] === k ? place++ : place));
}
