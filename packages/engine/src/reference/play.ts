/**
 * One trial played from outside, a step at a time: which moves a seat can make on a frame, and the next frame with
 * the choices of people in place of the bots'. Everything is a saved frame, so that a game can be kept, replayed,
 * forked into a batch and handed on.
 *
 * The same frame, choices and address give the same next frame, bit for bit; seats that nobody plays are played by
 * their bots, whose luck is that of the trial.
 */
import { isDue } from '../ir/ir-seats.ts';
import type { TrialFailure, TrialRange } from '../ir/executor.ts';
import type { Ir } from '../ir/ir.ts';
import type { IrMove, IrPlan, IrSeat } from '../ir/ir-seats.ts';
import { requireFrameOf, type SavedFrame } from '../ir/saved-frame.ts';
import { evaluate, Fault, holds, type Moment } from './evaluate.ts';
import { emptyBlock, runTrial } from './one-trial.ts';
import { pureMachine } from './pure.ts';
import { obstaclesTo, type Decision, type Obstacle } from './seats.ts';
import type { Story } from './story.ts';
import { Trial, type Outside } from './trial.ts';

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

/** What a seat that is played from outside does in a turn. Names of moves are without the seat. */
export interface Played {
  readonly open?: string;
  readonly covert?: string;
}

/** Seats that are played from outside; all others are played by their bots. */
export interface Choices {
  readonly seats: Readonly<Record<string, Played>>;
  /** By `seat.move`, then by who is asked. A seat played from outside that is not here refuses. */
  readonly answers?: Readonly<Record<string, Readonly<Record<string, boolean>>>>;
}

/** What one step came to: the next frame, or the end of the trial. */
export interface Turn {
  readonly frame?: SavedFrame;
  readonly decisions: readonly Decision[];
  /** Where the trial ended with this step: answers and numbers as in a block of one trial. */
  readonly ended?: { readonly answers: Int32Array; readonly numbers: Float64Array };
  readonly failure?: TrialFailure;
}

export type Address = Omit<TrialRange, 'count'>;

export class Play {
  private readonly ir: Ir;
  private readonly machine: ReturnType<typeof pureMachine>;

  constructor(ir: Ir) {
    this.ir = ir;
    this.machine = pureMachine(ir);
  }

  /** Frame 0 of a trial; a trial that ends or fails with it has no frame. */
  begin(address: Address): Turn {
    return this.make(address, undefined, undefined);
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

  /** Which goals of a seat are reached on a frame; those without a condition are for people to judge. */
  goals(frame: SavedFrame, name: string): readonly { readonly id: string; readonly reached?: boolean }[] {
    const moment = this.moment(frame, () => undefined);
    return this.seat(name).goals.map(({ id, when }) => ({
      id,
      ...(when && { reached: orFault(() => holds(when, moment), false) }),
    }));
  }

  /** What is wrong with choices on a frame, in words, or nothing. */
  problem(frame: SavedFrame, { seats, answers = {} }: Choices): string | undefined {
    for (const [name, played] of Object.entries(seats)) {
      const seat = this.ir.seats?.seats.find((s) => s.name === name);
      if (!seat) return `there is no seat \`${name}\``;
      for (const kind of ['open', 'covert'] as const) {
        const move = played[kind];
        if (move === undefined) continue;
        if (!this.isTurn(frame, name)) return `\`${name}\` has no turn in step ${frame.step + 1}`;
        const found = this.legalMoves(frame, name, played.open).find(
          (m) => m.name === move && m.kind === kind,
        );
        if (!found) return `\`${name}\` has no ${kind} move \`${move}\``;
        const [obstacle] = found.obstacles;
        if (obstacle !== undefined) return `\`${name}\` cannot make \`${move}\`: ${WHY_NOT[obstacle]}`;
      }
    }
    for (const [move, given] of Object.entries(answers)) {
      const found = this.moves().find((m) => m.name === move);
      if (!found) return `there is no move \`${move}\``;
      const stranger = Object.keys(given).find((who) => found.consents.every((c) => c.who !== who));
      if (stranger !== undefined) return `\`${stranger}\` is not asked about \`${move}\``;
    }
    return undefined;
  }

  /**
   * The step after a frame.
   * @throws InvariantError where the choices are none of this frame; what comes from people is asked `problem` first.
   */
  advance(frame: SavedFrame, choices: Choices, address: Address): Turn {
    requireFrameOf(this.ir, frame);
    const problem = this.problem(frame, choices);
    if (problem !== undefined) throw new Error(`InvariantError: ${problem}`);
    return this.make(address, frame, choices);
  }

  // ------------------------------------------------------------ one step

  private make(address: Address, from: SavedFrame | undefined, choices: Choices | undefined): Turn {
    const { ir } = this;
    const range: TrialRange = { ...address, count: 1 };
    const block = emptyBlock(ir, range);
    const decisions: Decision[] = [];
    const story: Story = {
      parameters: () => undefined,
      drew: () => undefined,
      took: () => undefined,
      gaveWay: () => undefined,
      failed: () => undefined,
      decided: ({ step: _, ...decision }) => void decisions.push(decision),
    };
    let frame: SavedFrame | undefined;
    const failure = runTrial(ir, this.machine, range, address.first, block, 0, {
      from,
      story,
      outside: () => choices && this.outside(choices),
      stop: (save) => {
        frame = save();
        return true;
      },
    });
    if (failure) return { decisions, failure };
    if (frame) return { decisions, frame };
    return { decisions, ended: { answers: block.answers, numbers: block.numbers } };
  }

  /** Puts in the place of what would be chosen what was; of a seat that is played nothing is left to its bot. */
  private outside({ seats, answers = {} }: Choices): Outside {
    const values = new Map<number, number>();
    for (const [name, played] of Object.entries(seats)) {
      const seat = this.seat(name);
      for (const { kind, choice, helpers, moves } of seat.plans) {
        values.set(choice, moves.findIndex((move) => shortName(seat, move) === played[kind]) + 1);
        for (const helper of helpers) values.set(helper, 0);
      }
    }
    const asked = new Map<
      number,
      { readonly choice: number; readonly number: number; readonly agrees: boolean }
    >();
    for (const plan of (this.ir.seats?.seats ?? []).flatMap(({ plans }) => plans)) {
      for (const [i, { name, consents }] of plan.moves.entries()) {
        for (const { who, variable, asked: seat } of consents) {
          const given = answers[name]?.[who];
          const isPlayed = who === this.ir.seats?.seats[seat]?.name && Object.hasOwn(seats, who);
          if (given === undefined && !isPlayed) continue;
          asked.set(variable, { choice: plan.choice, number: i + 1, agrees: given === true });
        }
      }
    }
    return (variable, variables) => {
      const answer = asked.get(variable);
      // An answer counts for a move that was chosen; others leave nothing behind.
      if (answer) return answer.agrees && variables[answer.choice] === answer.number ? 1 : 0;
      return values.get(variable);
    };
  }

  // ------------------------------------------------------------ a frame

  private moment(frame: SavedFrame, chosen: (variables: number[]) => void): Moment {
    const variables = [...frame.variables];
    chosen(variables);
    const trial = new Trial(this.ir, this.machine, NOWHERE, 0, { from: { ...frame, variables } });
    return trial.moment();
  }

  private chosenIn(seat: IrSeat, played: Played, variables: number[]): void {
    for (const { kind, choice, moves } of seat.plans) {
      variables[choice] = moves.findIndex((move) => shortName(seat, move) === played[kind]) + 1;
    }
  }

  private seat(name: string): IrSeat {
    const seat = this.ir.seats?.seats.find((other) => other.name === name);
    if (!seat) throw new Error(`InvariantError: no seat ${name}`);
    return seat;
  }

  private moves(): readonly IrMove[] {
    return (this.ir.seats?.seats ?? []).flatMap(({ plans }) => plans.flatMap(({ moves }) => moves));
  }
}

/** Draws are not made where a frame is only read. */
const NOWHERE = { key: { seed: [0, 0], stream: 0 }, trial: 0 } as const;

const shortName = ({ name }: IrSeat, move: IrMove): string => move.name.slice(name.length + 1);

const valueOf = (read: () => number): number => orFault(read, Number.NaN);

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
