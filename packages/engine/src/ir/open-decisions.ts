/**
 * A scenario whose decisions stand in the frame that a trial starts from: compiled once, it runs whatever seats decide
 * in the turns of an exercise, by the thousand. docs/decisions/0031.
 *
 * A turn covers some steps. A seat decides in the first of them in which it has a turn of its own, and does nothing in
 * the others, whoever plays it; after the last turn bots play as the scenario says. With no decision in the frame a
 * seat is left to its bot in the step in which it would decide.
 *
 * What a decision does, who is asked about it and what comes of it is what the same choices and consents do as
 * interventions (decision 0028), bit for bit. Attempts, events and states put in have to stand in the Ir already.
 */
import { binary, constant } from './arithmetic.ts';
import { sha256Hex } from './digest.ts';
import type { Ir, IrExpr, IrVariable } from './ir.ts';
import { momentaryOf, type IrChoice, type IrPlan, type IrSeat } from './ir-seats.ts';
import type { SavedFrame } from './saved-frame.ts';

/** What a seat does in a turn. Names of moves are without the seat; what is left out is no move. */
export interface OpenChoice {
  /** From 1. */
  readonly turn: number;
  readonly seat: string;
  readonly open?: string;
  readonly covert?: string;
}

/** The answer of who is asked about a move, if it is chosen in the turn. */
export interface OpenConsent {
  readonly turn: number;
  /** `seat.move` */
  readonly move: string;
  /** A seat, or a role as `seat.role`. */
  readonly who: string;
  /** `byRule`: as the rule of who is asked says, though a seat that is played from outside would refuse in silence. */
  readonly agrees: boolean | 'byRule';
}

/** Of one of a kind in a turn the last counts. */
export interface OpenDecisions {
  readonly choices: readonly OpenChoice[];
  readonly consents: readonly OpenConsent[];
}

const SILENT = 0;
const NO = 1;
const YES = 2;
const BY_RULE = 3;

/** First and last step of each turn. */
export function turnsOf(
  lengths: readonly number[],
): readonly { readonly from: number; readonly to: number }[] {
  let from = 1;
  return lengths.map((length) => {
    const turn = { from, to: from + length - 1 };
    from += length;
    return turn;
  });
}

/** The step of a turn in which a seat decides; nothing where it has no turn in any. */
export function decidingStep(every: number, { from, to }: { from: number; to: number }): number | undefined {
  const step = Math.ceil((from - 1) / every) * every + 1;
  return step <= to ? step : undefined;
}

/**
 * The scenario with open decisions. Slots of all it had stay what they were.
 * @param turns steps of each turn of the exercise, from the scenario's first step on
 * @param names seats that take part; others are left to their bots, in each of their turns
 */
export function withOpenDecisions(ir: Ir, turns: readonly number[], names: readonly string[]): Ir {
  const { seats } = ir;
  if (!seats) return { ...ir, hash: hashOf(ir, turns, names) };
  const added: IrVariable[] = [];
  const slotOf = (name: string, high: number): number => {
    added.push({ name, driver: -1, type: 'integer', start: constant(0), low: 0, high });
    return ir.variables.length + added.length - 1;
  };
  const opened = seats.seats.map((seat) => open(ir, seat, names.includes(seat.name) ? turns : [], slotOf));
  const ofPlans = new Set<IrChoice>();
  const chosen = seats.seats.flatMap((seat, s) =>
    seat.plans.flatMap((plan, p) => {
      const variables = momentaryOf(plan);
      const own = seats.chosen.filter(({ variable }) => variables.includes(variable));
      for (const choice of own) ofPlans.add(choice);
      return choicesOf(plan, own, opened[s]!, opened[s]!.plans[p]!, (asked, who) =>
        seats.seats[asked]?.name === who ? opened[asked]?.isPlayed : undefined,
      );
    }),
  );
  const others = seats.chosen.filter((choice) => !ofPlans.has(choice));
  return {
    ...ir,
    hash: hashOf(ir, turns, names),
    variables: [...ir.variables, ...added],
    startOrder: [
      ...ir.startOrder,
      ...added.map((_, i) => ({ kind: 'variable', slot: ir.variables.length + i }) as const),
    ],
    seats: {
      ...seats,
      chosen: [...opened.map(({ sets }) => sets), ...chosen, ...others],
      done: seats.done.map((deed) => ({ ...deed, idle: false })),
    },
  };
}

/**
 * A frame of the scenario as one of the opened, with decisions of turns that follow it.
 * @throws InvariantError where a frame or a decision is none of this scenario
 */
export function frameDeciding(
  ir: Ir,
  opened: Ir,
  frame: SavedFrame,
  { choices, consents }: OpenDecisions,
): SavedFrame {
  if (frame.scenario !== ir.hash) throw new Error('InvariantError: the frame belongs to another scenario');
  const added = opened.variables.slice(ir.variables.length);
  const values = new Map(added.map(({ name }) => [name, 0]));
  const set = (name: string, value: number): void => {
    if (!values.has(name)) throw new Error(`InvariantError: nothing to decide at ${name}`);
    values.set(name, value);
  };
  for (const choice of choices) {
    const { turn, seat: name } = choice;
    const seat = ir.seats?.seats.find((other) => other.name === name);
    if (!seat) throw new Error(`InvariantError: no seat ${name}`);
    set(playedName(turn, name), 1);
    for (const { kind, moves } of seat.plans) {
      const chosen = choice[kind];
      const number = moves.findIndex((move) => move.name === `${name}.${chosen}`) + 1;
      if (chosen !== undefined && number === 0)
        throw new Error(`InvariantError: ${name} has no ${kind} move ${chosen}`);
      set(choiceName(turn, name, kind), number);
    }
  }
  for (const { turn, move, who, agrees } of consents)
    set(answerName(turn, move, who), agrees === 'byRule' ? BY_RULE : agrees ? YES : NO);
  return { ...frame, scenario: opened.hash, variables: [...frame.variables, ...values.values()] };
}

const playedName = (turn: number, seat: string): string => `decided.${turn}.${seat}`;
const choiceName = (turn: number, seat: string, kind: string): string => `decided.${turn}.${seat}.${kind}`;
const answerName = (turn: number, move: string, who: string): string => `answered.${turn}.${move}.${who}`;

const hashOf = (ir: Ir, turns: readonly number[], names: readonly string[]): string =>
  sha256Hex(`${ir.hash} open decisions ${JSON.stringify([turns, names])}`);

const variable = (slot: number): IrExpr => ({ op: 'variable', slot });
const when = (test: IrExpr, then: IrExpr, otherwise: IrExpr): IrExpr => ({ op: 'if', test, then, otherwise });
const is = (expr: IrExpr, value: number): IrExpr => binary('eq', expr, constant(value));
/** The clock step is k-1 where step k is chosen for. */
const inStep = (step: number): IrExpr => is({ op: 't', perStep: 1 }, step - 1);

interface OpenedPlan {
  readonly place: string;
  readonly every: number;
  /** The chosen move of the step, from 1, where the seat is played. */
  readonly chosen: IrExpr;
  /** The answer of the step, by the variable that holds what was answered. */
  readonly answers: ReadonlyMap<number, IrExpr>;
}

interface OpenedSeat {
  /** Whether the seat is played from outside in the step. */
  readonly isPlayed: IrExpr;
  /** Says so, as the step begins. */
  readonly sets: IrChoice;
  readonly plans: readonly OpenedPlan[];
}

function open(
  ir: Ir,
  seat: IrSeat,
  lengths: readonly number[],
  slotOf: (name: string, high: number) => number,
): OpenedSeat {
  const { name, every } = seat;
  const turns = turnsOf(lengths).flatMap((turn, i) => {
    const step = decidingStep(every, turn);
    return step === undefined ? [] : [{ ...turn, step, number: i + 1 }];
  });
  const byTurn = (nameOf: (turn: number) => string, high: number): IrExpr =>
    turns
      .map(({ step, number }) => ({ step, slot: slotOf(nameOf(number), high) }))
      .reduceRight<IrExpr>((rest, { step, slot }) => when(inStep(step), variable(slot), rest), constant(0));
  const silent = turns.flatMap(({ step, to }) => {
    const steps: number[] = [];
    for (let k = step + every; k <= to && k <= ir.clock.steps; k += every) steps.push(k);
    return steps;
  });
  const now = slotOf(`decided.now.${name}`, 1);
  const decided = byTurn((turn) => playedName(turn, name), 1);
  const to = silent.reduceRight<IrExpr>((rest, step) => when(inStep(step), constant(1), rest), decided);
  return {
    isPlayed: variable(now),
    sets: { do: 'set', variable: now, to, place: name, first: 1, every: 1, idle: false },
    plans: seat.plans.map(({ kind, moves }) => ({
      place: `${name}.${kind}`,
      every,
      chosen: byTurn((turn) => choiceName(turn, name, kind), moves.length),
      answers: new Map(
        moves.flatMap((move) =>
          move.consents.map(({ who, variable }) => [
            variable,
            byTurn((turn) => answerName(turn, move.name, who), BY_RULE),
          ]),
        ),
      ),
    })),
  };
}

/** All that is chosen for a plan: by the bot, from outside, then who consents and what comes of it. */
function choicesOf(
  plan: IrPlan,
  own: readonly IrChoice[],
  { isPlayed }: OpenedSeat,
  opened: OpenedPlan,
  playedOf: (asked: number, who: string) => IrExpr | undefined,
): readonly IrChoice[] {
  const isOfBot = ({ variable }: IrChoice): boolean =>
    variable === plan.choice || plan.helpers.includes(variable);
  const unlessPlayed = (expr: IrExpr): IrExpr => when(isPlayed, constant(0), expr);
  const bots = own
    .filter(isOfBot)
    .map((choice): IrChoice =>
      choice.do === 'pick'
        ? { ...choice, idle: false, weights: choice.weights.map(unlessPlayed) }
        : { ...choice, idle: false, to: unlessPlayed(choice.to) },
    );
  const outside: IrChoice = {
    do: 'set',
    variable: plan.choice,
    to: when(isPlayed, opened.chosen, variable(plan.choice)),
    place: opened.place,
    first: 1,
    every: opened.every,
    idle: false,
  };
  const rest = own
    .filter((choice) => !isOfBot(choice))
    .map((choice): IrChoice => {
      if (choice.do !== 'set') return { ...choice, idle: false };
      for (const [i, { consents }] of plan.moves.entries()) {
        const asked = consents.find(({ variable }) => variable === choice.variable);
        const answer = opened.answers.get(choice.variable);
        if (!asked || !answer) continue;
        const agreed = binary('and', is(variable(plan.choice), i + 1), is(answer, YES));
        const refuses = playedOf(asked.asked, asked.who);
        const silent = refuses ? when(refuses, constant(0), choice.to) : choice.to;
        const said = when(is(answer, BY_RULE), choice.to, agreed);
        return { ...choice, idle: false, to: when(is(answer, SILENT), silent, said) };
      }
      return { ...choice, idle: false };
    });
  return [...bots, outside, ...rest];
}
