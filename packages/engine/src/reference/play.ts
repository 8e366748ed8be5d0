/**
 * One trial played from outside, a step at a time: which moves a seat can make on a frame, and the next frame with
 * what people put into the step. Everything is a saved frame of the plain scenario, so that a game can be kept,
 * replayed, forked into a batch and handed on.
 *
 * A step is one of the intervened scenario (ir/intervened.ts): the same frame, interventions and address give the same
 * next frame, bit for bit, as a run of all of them on any executor does. Seats that nobody plays are played by their
 * bots, whose luck is that of the trial.
 */
import type { TrialFailure, TrialRange } from '../ir/executor.ts';
import { frameInto, frameOutOf, intervened } from '../ir/intervened.ts';
import { interventionProblem } from '../ir/intervention-problem.ts';
import {
  attemptName,
  ofKind,
  type Attempt,
  type ChoiceMade,
  type Intervention,
} from '../ir/interventions.ts';
import type { Ir } from '../ir/ir.ts';
import { isDue, type IrMove, type IrPlan, type IrSeat } from '../ir/ir-seats.ts';
import { requireFrameOf, type SavedFrame } from '../ir/saved-frame.ts';
import { evaluate, holds, type Moment } from './evaluate.ts';
import { Fault } from './fault.ts';
import { emptyBlock, runTrial } from './one-trial.ts';
import { machineFor, pureMachine, type PureMachine } from './pure.ts';
import { readingOf, type Reading } from './reading.ts';
import { obstaclesTo, type Obstacle } from './seats.ts';
import { settledIn, type SettledAnswer } from './settled.ts';
import {
  answerText,
  measuredReading,
  Teller,
  withAllFrames,
  type TraceDecision,
  type TraceDraw,
  type TraceMove,
} from './trace.ts';
import { Trial } from './trial.ts';
import { weigh, type Weighed } from './weighed.ts';

/** A move of a seat on a frame. */
export interface LegalMove {
  /** Without the seat. */
  readonly name: string;
  readonly kind: IrPlan['kind'];
  /** In capital; below 0 it gains. */
  readonly cost: number;
  /** Why it cannot be made; nothing where it can. */
  readonly obstacles: readonly Obstacle[];
  /** Who will be asked: seats, and roles as `seat.role`. */
  readonly consents: readonly string[];
  /** Probabilities of what may come of it, as they are now. */
  readonly outcomes: readonly { readonly name: string; readonly probability: number }[];
}

/** How an attempt went. */
export interface AttemptMade {
  readonly id: string;
  readonly probability: number;
  /** In [0, 1): it succeeded where this is below the probability. */
  readonly draw: number;
  readonly succeeded: boolean;
}

/** What one step came to: the next frame, the end of the trial, or its failure. */
export interface Turn {
  /** Nothing follows where there is none. */
  readonly frame?: SavedFrame;
  /** The frame this step came to, as it was measured; absent where the trial failed. */
  readonly reading?: Reading;
  /** The same, where the trial ended with it. */
  readonly last?: Reading;
  /** Moves that seats had chosen, and what became of them. */
  readonly decisions: readonly TraceDecision[];
  /** Transitions that were taken, with their chances and evidence. */
  readonly moves: readonly TraceMove[];
  /** Every draw of the step, those that picked nothing too. */
  readonly draws: readonly TraceDraw[];
  readonly attempts: readonly AttemptMade[];
  /** Where the trial ended: answers and numbers as in a block of one trial, and by question as text. */
  readonly ended?: {
    readonly answers: Int32Array;
    readonly numbers: Float64Array;
    readonly texts: Readonly<Record<string, string>>;
  };
  /** `detail`: what was found and what may be. */
  readonly failure?: TrialFailure & { readonly detail?: string };
}

export type Address = Omit<TrialRange, 'count'>;

export class Play {
  private readonly ir: Ir;
  private readonly machine: PureMachine;
  /** What was asked about a frame: a room asks the same for each of its people. */
  private readonly known = new WeakMap<SavedFrame, Map<string, unknown>>();

  constructor(ir: Ir) {
    this.ir = withAllFrames(ir);
    this.machine = pureMachine(ir);
  }

  /** Frame 0 of a trial; a trial that ends or fails with it has no frame. */
  begin(address: Address): Turn {
    return this.make(this.ir, this.machine, address, undefined, []);
  }

  /** Whether the seat has a turn in the step after the frame. */
  isTurn(frame: SavedFrame, seat: string): boolean {
    return isDue({ first: 1, every: this.seat(seat).every, idle: false }, frame.step + 1);
  }

  /**
   * All moves of a seat on a frame, with what stands against each. What a covert move can cost is told as if no open
   * one were made; `open` says which will be.
   */
  legalMoves(frame: SavedFrame, name: string, open?: string): readonly LegalMove[] {
    return this.once(frame, `moves ${name} ${open ?? ''}`, () => this.movesOn(frame, name, open));
  }

  private movesOn(frame: SavedFrame, name: string, open: string | undefined): readonly LegalMove[] {
    const seat = this.seat(name);
    const moment = this.moment(frame, (variables) =>
      this.chosenIn(seat, { ...(open !== undefined && { open }) }, variables),
    );
    return seat.plans.flatMap(({ kind, moves }) =>
      moves.map((move): LegalMove => ({
        name: shortName(seat, move),
        kind,
        cost: move.cost ? valueOf(() => evaluate(move.cost!, moment)) : 0,
        obstacles: obstacles(seat, move, moment),
        consents: move.consents.map(({ who }) => who),
        outcomes: (move.outcome?.names ?? []).map((outcome, i) => ({
          name: outcome,
          probability: valueOf(() => evaluate(move.outcome!.weights[i]!, moment)),
        })),
      })),
    );
  }

  /** The condition of a move of a seat on a frame, taken apart; nothing where it has none. */
  condition(frame: SavedFrame, name: string, move: string): Weighed | undefined {
    return this.once(frame, `condition ${name} ${move}`, () => {
      const seat = this.seat(name);
      const moves = seat.plans.flatMap((plan) => plan.moves);
      const when = moves.find((one) => shortName(seat, one) === move)?.when;
      return (
        when &&
        weigh(
          when,
          this.moment(frame, () => undefined),
        )
      );
    });
  }

  /** Which goals of a seat are reached on a frame; those without a condition are for people to judge. */
  goals(frame: SavedFrame, name: string): readonly { readonly id: string; readonly reached?: boolean }[] {
    return this.once(frame, `goals ${name}`, () => {
      const moment = this.moment(frame, () => undefined);
      return this.seat(name).goals.map(({ id, when }) => ({
        id,
        ...(when && { reached: orFault(() => holds(when, moment), false) }),
      }));
    });
  }

  /** The frame for people. Measures that look back beyond it, by `prev` or `happened`, are left out. */
  read(frame: SavedFrame): Reading {
    const moment = this.moment(frame, () => undefined);
    const isKept = (slot: number): boolean => !looksBack(this.ir, this.ir.measures[slot]?.value, frame.step);
    const measure = (slot: number): number | undefined =>
      isKept(slot) ? valueOf(() => evaluate({ op: 'measure', slot }, moment)) : undefined;
    return readingOf(this.ir, moment, frame.step, measure);
  }

  /** All questions; `settled` where no later frame can change the answer any more, as far as that is simply told. */
  answers(frame: SavedFrame): readonly SettledAnswer[] {
    return this.once(frame, 'answers', () =>
      this.ir.questions.map((question, q) => settledIn(this.ir, question, q, frame)),
    );
  }

  /** What is wrong with interventions in the step after a frame, in words, or nothing. */
  problem(frame: SavedFrame, interventions: readonly Intervention[]): string | undefined {
    const problem = interventionProblem(this.ir, interventions);
    if (problem !== undefined) return problem;
    const next = frame.step + 1;
    const other = interventions.find(({ step }) => step !== next);
    if (other) return `this is step ${next}, and the ${other.kind} acts in step ${other.step}`;
    for (const choice of ofKind(interventions, 'choice')) {
      for (const kind of ['open', 'covert'] as const) {
        const move = choice[kind];
        if (move === undefined) continue;
        const found = this.legalMoves(frame, choice.seat, choice.open).find(
          (legal) => legal.name === move && legal.kind === kind,
        );
        const [obstacle] = found?.obstacles ?? [];
        if (obstacle !== undefined) return `\`${choice.seat}\` cannot make \`${move}\`: ${WHY_NOT[obstacle]}`;
      }
    }
    return undefined;
  }

  /**
   * The step after a frame, which is one of the plain scenario, as the next is.
   * @param interventions of this step alone
   * @throws InvariantError where they are none of this frame; what comes from people is asked `problem` first.
   */
  advance(frame: SavedFrame, interventions: readonly Intervention[], address: Address): Turn {
    requireFrameOf(this.ir, frame);
    const problem = this.problem(frame, interventions);
    if (problem !== undefined) throw new Error(`InvariantError: ${problem}`);
    const ir = intervened(this.ir, interventions);
    const machine = ir === this.ir ? this.machine : machineFor(this.machine, ir);
    return this.make(ir, machine, address, frameInto(this.ir, ir, frame), interventions);
  }

  // ------------------------------------------------------------ one step

  private make(
    ir: Ir,
    machine: PureMachine,
    address: Address,
    from: SavedFrame | undefined,
    interventions: readonly Intervention[],
  ): Turn {
    const range: TrialRange = { ...address, count: 1 };
    const block = emptyBlock(ir, range);
    const teller = new Teller(ir);
    let frame: SavedFrame | undefined;
    let reading: Reading | undefined;
    const failure = runTrial(ir, machine, range, address.first, block, 0, {
      from,
      story: teller,
      seen: (run, k) => {
        reading = measuredReading(ir, run, block, k);
      },
      stop: (save) => {
        frame = frameOutOf(this.ir, ir, save());
        return true;
      },
    });
    const draws = teller.drawsSoFar();
    const told = {
      decisions: teller.decisions,
      moves: teller.moves,
      draws,
      attempts: ofKind(interventions, 'attempt').flatMap((attempt) => attemptMade(attempt, draws)),
    };
    if (failure) {
      const { detail } = teller;
      return { ...told, failure: { ...failure, ...(detail !== undefined && { detail }) } };
    }
    if (frame) return { ...told, frame, ...(reading && { reading }) };
    const { answers, numbers } = block;
    const texts = Object.fromEntries(ir.questions.map(({ id }, q) => [id, answerText(ir, block, q)]));
    return { ...told, ...(reading && { reading, last: reading }), ended: { answers, numbers, texts } };
  }

  // ------------------------------------------------------------ a frame

  /** A frame is not changed, so what is read of it stays. */
  private once<T>(frame: SavedFrame, key: string, make: () => T): T {
    const known = this.known.get(frame) ?? new Map<string, unknown>();
    this.known.set(frame, known);
    if (!known.has(key)) known.set(key, make());
    return known.get(key) as T;
  }

  private moment(frame: SavedFrame, chosen: (variables: number[]) => void): Moment {
    const variables = [...frame.variables];
    chosen(variables);
    const trial = new Trial(this.ir, this.machine, NOWHERE, 0, { from: { ...frame, variables } });
    return trial.moment();
  }

  private chosenIn(seat: IrSeat, played: Pick<ChoiceMade, IrPlan['kind']>, variables: number[]): void {
    for (const { kind, choice, moves } of seat.plans) {
      variables[choice] = moves.findIndex((move) => shortName(seat, move) === played[kind]) + 1;
    }
  }

  private seat(name: string): IrSeat {
    const seat = this.ir.seats?.seats.find((other) => other.name === name);
    if (!seat) throw new Error(`InvariantError: no seat ${name}`);
    return seat;
  }
}

/** Draws are not made where a frame is only read. */
const NOWHERE = { key: { seed: [0, 0], stream: 0 }, trial: 0 } as const;

const shortName = ({ name }: IrSeat, move: IrMove): string => move.name.slice(name.length + 1);

const valueOf = (read: () => number): number => orFault(read, Number.NaN);

/** How an attempt went; nothing where the trial failed before its draw. */
function attemptMade({ id, probability }: Attempt, draws: readonly TraceDraw[]): readonly AttemptMade[] {
  const made = draws.find(({ site }) => site === attemptName(id));
  return made ? [{ id, probability, draw: made.draw, succeeded: made.picked === 0 }] : [];
}

/** Whether an expression reads what a saved frame does not hold as it was: at frame 0 `prev` is of the frame itself. */
function looksBack(ir: Ir, part: unknown, step: number): boolean {
  if (typeof part !== 'object' || part === null) return false;
  const { op, slot } = part as { readonly op?: unknown; readonly slot?: unknown };
  if (op === 'happened' || (op === 'previous' && step > 0)) return true;
  if (op === 'measure' && looksBack(ir, ir.measures[Number(slot)]?.value, step)) return true;
  return Object.values(part).some((inner) => looksBack(ir, inner, step));
}

/** What cannot be evaluated would fail the trial: nobody may choose it. */
const obstacles = (seat: IrSeat, move: IrMove, moment: Moment): readonly Obstacle[] =>
  orFault(() => obstaclesTo(seat, move, moment, true), ['condition']);

function orFault<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return otherwise;
  }
}

/** Reasons in words. */
export const WHY_NOT: Readonly<Record<Obstacle, string>> = {
  made: 'it can be made once',
  capital: 'it costs more than there is',
  condition: 'its condition does not hold',
  nobody: 'nothing takes it',
};
