/**
 * Luck against decision: what people did in an exercise, again on luck that was not theirs. The distribution says
 * where what happened lies among all that might have; and for each seat the best single change of a decision, with
 * what it would have been worth.
 *
 * Trials start from the room's own first frame, so that assumptions and the start are the room's and only luck
 * differs. Attempts are drawn anew in each trial; consents are as they were given, and where a change asks somebody
 * who was never asked, by the scenario's rule. Later decisions stay what they were, and lapse where they cannot be made.
 *
 * The best of many candidates looks better than it is, since luck had a part in its being the best. So candidates are
 * screened on one stream, and what the winner of each seat is worth is said from fresh trials of another.
 */
import { goalQuestion, NOT_APPLICABLE, seedKey, type Ir, type OpenDecisions } from '@stave/engine';
import type { Orders } from '../room/events.ts';
import type { RoomState } from '../room/state.ts';
import { presetOf } from '../room/world.ts';
import {
  answersOf,
  countOf,
  estimated,
  numbersOf,
  type Estimate,
  type OutcomeEstimate,
} from './estimates.ts';
import { reportedOf } from './fan.ts';
import { groundOf, STREAM, type Board, type Ground } from './ground.ts';
import { goalOf } from './look-ahead.ts';
import { decisionOf, optionsOf, sameOrders, together } from './orders.ts';
import { answersIn, recordOf, stepOf } from './record.ts';
import type { Runner, Watch } from './runner.ts';
import { PERCENTS, type Ran, type Task } from './task.ts';

export interface LuckRequest {
  /** After the last turn. */
  readonly state: RoomState;
  /** The main question of the exercise when left out, which is its first. */
  readonly question?: string;
  /** Names; the first few that the scenario reports when left out. */
  readonly measures?: readonly string[];
  readonly trials?: number;
  /** Trials a candidate is screened on. */
  readonly screening?: number;
}

export interface LuckWatch extends Pick<Watch, 'signal'> {
  /** Trials. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Told as soon as the decisions that were made have been run, before others are tried: all but the best changes. */
  readonly onPart?: (part: Luck) => void;
}

export interface Luck {
  readonly trials: number;
  readonly question: {
    readonly id: string;
    /** What each outcome's chance was, given all that people did, and which one it was. */
    readonly outcomes: readonly (OutcomeEstimate & { readonly happened: boolean })[];
    /** Of a question whose answer is a number. */
    readonly number?: Estimate & Place;
    /** Whether the trial had to be carried on by bots beyond the exercise for an answer. */
    readonly carriedOn: boolean;
  };
  /** In the frame with which the exercise ended. */
  readonly measures: readonly ({ readonly name: string } & Place)[];
  readonly seats: readonly SeatLuck[];
}

/** Where what happened lies among the trials. */
export interface Place {
  readonly happened: number | null;
  /** Share of the trials below it, and half of those equal to it. */
  readonly place: number | null;
  /** 5, 25, 50, 75, 95% */
  readonly quantiles: readonly number[];
  /** Absent where no trial says. */
  readonly bins?: Bins;
}

/**
 * How many trials lie where. Of few different values each has a bin of its own, and there are as many edges as counts;
 * else bins are of equal width, from one edge to before the next, the last one with its end.
 */
export interface Bins {
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

export interface SeatLuck {
  readonly seat: string;
  /** That the scenario can tell; `isOwn`: the one that was drawn for the seat. */
  readonly goals: readonly (OutcomeEstimate & { readonly reached: boolean; readonly isOwn: boolean })[];
  readonly best?: BestChange;
}

export interface BestChange {
  readonly turn: number;
  readonly was: Orders;
  readonly orders: Orders;
  /** The goal that is counted. */
  readonly goal: string;
  /** How many other decisions were tried. The winner of many is flattered by its screening. */
  readonly tried: number;
  /** As the screening had it, on `screened` trials. */
  readonly screening: number;
  readonly screened: number;
  /** What it would have been worth: the chance of the goal with it less that without, on fresh trials. */
  readonly worth: Estimate;
}

export const LUCK_TRIALS = 10_000;
export const SCREENING_TRIALS = 1000;
const MEASURES = 8;
/** Trials of one task, so that threads share the work and a signal is heard. */
const PART = 1024;
/**
 * Candidates are screened in rounds that end at these shares of the screening; after each but the last this share of
 * every seat's goes on (successive rejects as in Karnin, Koren and Somekh 2013, by quarters instead of halves). All have
 * met the same luck, so that the first few trials already tell far better from far worse.
 */
const ROUNDS = [1 / 16, 1 / 4, 1];
const GOES_ON = 0.25;
const GO_ON_LEAST = 4;
/** Up to so many different values are counted each by itself. */
const VALUES_MOST = 16;
const BINS = 24;

interface Candidate {
  readonly seat: string;
  readonly goal: string;
  readonly turn: number;
  readonly was: Orders;
  readonly orders: Orders;
  readonly decisions: OpenDecisions;
  reached: number;
}

/** Whether nothing that the room's own luck decides is still to come: before that, to tell it would be to foretell. */
const isOver = ({ clock, ended, failure }: RoomState): boolean =>
  ended !== undefined || failure !== undefined || clock.phase === 'debrief' || clock.phase === 'closed';

/** Nothing where `watch` stopped it, before the first turn, or while turns are still to be played. */
export async function luckAgainstDecision(
  runner: Runner,
  board: Board,
  request: LuckRequest,
  { signal, onProgress, onPart }: LuckWatch = {},
): Promise<Luck | undefined> {
  const { state, trials = LUCK_TRIALS, screening = SCREENING_TRIALS } = request;
  const first = state.past[0]?.from;
  if (!first || !isOver(state)) return undefined;
  // An exercise that was ended early ends for all trials where it did.
  const turns = presetOf(board, state).turns.slice(0, state.past.length);
  const { decisions, put } = recordOf(board, turns, state.past);
  const ground = groundOf(board, turns, put);
  const { ir } = ground;
  const slotOf = (id: string): number => ir.questions.findIndex((question) => question.id === id);
  const reported = reportedOf(board.ir);
  const names = request.measures ?? reported.slice(0, MEASURES);
  const question = request.question ?? board.exercise.questions[0]?.id ?? ir.questions[0]?.id ?? '';
  const goals = (board.ir.seats?.seats ?? []).flatMap(({ name: seat, goals }) =>
    goals.flatMap(({ id, when }) => (when ? [{ seat, id, slot: slotOf(goalQuestion(seat, id)) }] : [])),
  );
  const asked = [slotOf(question), ...goals.map(({ slot }) => slot)].filter((slot) => slot >= 0);
  const candidates = candidatesOf(board, turns, state, decisions);
  const perSeat = [...new Set(candidates.map(({ seat }) => seat))].map(
    (seat) => candidates.filter((one) => one.seat === seat).length,
  );
  const ends = ROUNDS.map((share) => Math.max(1, Math.floor(screening * share)));
  const screened = perSeat.reduce((sum, count) => sum + screeningOf(count, ends), 0);
  const total = 1 + screened + screening + (1 + perSeat.length) * trials;
  let done = 0;
  const run = async (tasks: readonly Task[]): Promise<readonly Ran[] | undefined> =>
    runner.run(ir, tasks, {
      signal,
      onDone: (count) => onProgress?.((done += count), total),
    });
  const seed = seedKey(state.seed);
  const task = (
    lot: OpenDecisions,
    stream: number,
    from: number,
    count: number,
    slots: readonly number[],
  ): Task => ({
    from: ground.start(first, lot),
    range: { seed, stream, first: from, count, share: 1 },
    questions: slots,
  });

  // What was: the room's own luck.
  const values = { at: ground.end, measures: names.map((name) => reported.indexOf(name)) };
  const own = await run([{ ...task(decisions, 0, state.trial, 1, asked), values }]);
  if (!own) return undefined;
  const base = await runParts(run, trials, (from, count) => ({
    ...task(decisions, STREAM.luck, from, count, asked),
    values,
  }));
  if (!base) return undefined;
  const told = (best: ReadonlyMap<string, BestChange>): Luck => ({
    trials,
    question: questionLuck(ground, asked, slotOf(question), base, own[0]!, state),
    measures: names.map((name, m) => ({
      name,
      ...placeOf(own[0]!.values[m] ?? Number.NaN, base.values.subarray(m * base.count, (m + 1) * base.count)),
    })),
    seats: (board.ir.seats?.seats ?? []).map(({ name: seat }): SeatLuck => {
      const change = best.get(seat);
      return {
        seat,
        goals: goals.flatMap(({ seat: other, id, slot }) => {
          if (other !== seat) return [];
          const place = asked.indexOf(slot);
          const [outcome] = estimated(ir, slot, place, base).outcomes;
          const reached = answersOf(own[0]!, place)[0] === 0;
          return outcome ? [{ ...outcome, id, reached, isOwn: state.goals[seat] === id }] : [];
        }),
        ...(change && { best: change }),
      };
    }),
  });
  onPart?.(told(new Map()));

  // What one other decision would have been.
  const screen = async (list: readonly Candidate[], from: number, count: number): Promise<boolean> => {
    const ran = await run(
      list.map(({ decisions: lot, seat, goal }) =>
        task(lot, STREAM.screening, from, count, [slotOf(goalQuestion(seat, goal))]),
      ),
    );
    ran?.forEach((one, i) => (list[i]!.reached += countOf(answersOf(one, 0), (x) => x === 0)));
    return ran !== undefined;
  };
  let kept: readonly Candidate[] = candidates;
  for (const [round, end] of ends.entries()) {
    const from = ends[round - 1] ?? 0;
    if (round > 0) kept = keptOf(kept);
    if (end > from && !(await screen(kept, from, end - from))) return undefined;
  }
  const before = await run([
    task(
      decisions,
      STREAM.screening,
      0,
      screening,
      goals.map(({ slot }) => slot),
    ),
  ]);
  if (!before) return undefined;
  const best = new Map<string, BestChange>();
  for (const seat of new Set(candidates.map((one) => one.seat))) {
    const [winner] = [...kept].filter((one) => one.seat === seat).sort((a, b) => b.reached - a.reached);
    if (!winner) continue;
    const g = goals.findIndex(({ seat: other, id }) => other === seat && id === winner.goal);
    const slot = slotOf(goalQuestion(seat, winner.goal));
    const ran = await runParts(run, trials, (from, count) =>
      task(winner.decisions, STREAM.luck, from, count, [slot]),
    );
    if (!ran) return undefined;
    const without = countOf(answersOf(before[0]!, g), (x) => x === 0);
    best.set(seat, {
      ...{ turn: winner.turn, was: winner.was, orders: winner.orders, goal: winner.goal },
      tried: candidates.filter((one) => one.seat === seat).length,
      screening: (winner.reached - without) / screening,
      screened: screening,
      worth: worthOf(ir, slot, onlyOf(base, asked.indexOf(slot)), ran),
    });
  }
  return told(best);
}

const goOnOf = (count: number): number => Math.min(count, Math.max(GO_ON_LEAST, Math.ceil(count * GOES_ON)));

/** Trials that so many candidates of a seat are screened on, in rounds with these ends. */
function screeningOf(count: number, ends: readonly number[]): number {
  let left = count;
  return ends.reduce((sum, end, round) => {
    const from = ends[round - 1] ?? 0;
    if (round > 0) left = goOnOf(left);
    return sum + left * (end - from);
  }, 0);
}

/** Of each seat the best share, which have shown most so far; of equals the earlier. */
function keptOf(candidates: readonly Candidate[]): readonly Candidate[] {
  const seats = [...new Set(candidates.map(({ seat }) => seat))];
  return seats.flatMap((seat) => {
    const own = candidates.filter((one) => one.seat === seat);
    return [...own].sort((a, b) => b.reached - a.reached).slice(0, goOnOf(own.length));
  });
}

/** Every other decision that a seat which people held could have made in a turn. */
function candidatesOf(
  board: Board,
  turns: readonly number[],
  { past, goals }: RoomState,
  decisions: OpenDecisions,
): readonly Candidate[] {
  return past.flatMap(({ turn, from, orders, interventions }) =>
    decisions.choices.flatMap((choice): Candidate[] => {
      const { seat, turn: at, ...was } = choice;
      const goal = goalOf(board, seat, goals[seat]);
      if (at !== turn || orders[seat] === undefined || goal === undefined) return [];
      // Only what was to be chosen from on that frame.
      if (stepOf(board, turns, turn, seat) !== from.step + 1) return [];
      const rest = { ...decisions, choices: decisions.choices.filter((one) => one !== choice) };
      const answers = answersIn(interventions);
      return optionsOf(board, from, seat)
        .filter((other) => !sameOrders(other, was))
        .map((other) => ({
          ...{ seat, goal, turn, was, orders: other, reached: 0 },
          decisions: together(rest, decisionOf(board.ir, turn, seat, other, answers)),
        }));
    }),
  );
}

/** One run of many trials, in parts that threads share, put together again. */
async function runParts(
  run: (tasks: readonly Task[]) => Promise<readonly Ran[] | undefined>,
  trials: number,
  taskOf: (from: number, count: number) => Task,
): Promise<Ran | undefined> {
  const tasks: Task[] = [];
  for (let from = 0; from < trials; from += PART) tasks.push(taskOf(from, Math.min(PART, trials - from)));
  const parts = await run(tasks);
  if (!parts) return undefined;
  const [head] = tasks;
  const questions = head?.questions.length ?? 0;
  const measures = head?.values?.measures.length ?? 0;
  const together = (of: (part: Ran) => Int32Array | Float64Array, rows: number): Float64Array => {
    const all = new Float64Array(rows * trials);
    let at = 0;
    for (const part of parts) {
      for (let row = 0; row < rows; row++)
        all.set(of(part).subarray(row * part.count, (row + 1) * part.count), row * trials + at);
      at += part.count;
    }
    return all;
  };
  return {
    count: trials,
    answers: Int32Array.from(together(({ answers }) => answers, questions)),
    numbers: together(({ numbers }) => numbers, questions),
    values: together(({ values }) => values, measures),
    fans: new Float64Array(0),
    paths: new Float64Array(0),
    failed: parts.reduce((sum, { failed }) => sum + failed, 0),
  };
}

/** Of what was run, one question alone. */
const onlyOf = (ran: Ran, q: number): Ran => ({
  ...ran,
  answers: answersOf(ran, q),
  numbers: numbersOf(ran, q),
});

const worthOf = (ir: Ir, slot: number, without: Ran, withIt: Ran): Estimate =>
  estimated(ir, slot, 0, withIt, without).outcomes[0]?.difference ?? { value: null, low: null, high: null };

function questionLuck(
  { ir, end }: Ground,
  asked: readonly number[],
  slot: number,
  base: Ran,
  own: Ran,
  { ended }: RoomState,
): Luck['question'] {
  const q = asked.indexOf(slot);
  const question = ir.questions[slot];
  if (!question || q < 0) return { id: '', outcomes: [], carriedOn: false };
  const { outcomes, number } = estimated(ir, slot, q, base);
  const [answer = NOT_APPLICABLE] = answersOf(own, q);
  const happenedIn = (o: number): boolean =>
    question.kind === 'time' ? answer >= 0 && answer <= ir.clock.steps : answer === o;
  return {
    id: question.id,
    outcomes: outcomes.map((outcome, o) => ({ ...outcome, happened: happenedIn(o) })),
    ...(number && {
      number: { ...number, ...placeOf(numbersOf(own, q)[0] ?? Number.NaN, numbersOf(base, q)) },
    }),
    carriedOn: question.last > end && (ended?.answers[question.id] ?? null) === null,
  };
}

function placeOf(happened: number, values: Float64Array): Place {
  const sorted = values.filter((x) => !Number.isNaN(x)).sort();
  const { length } = sorted;
  const below = sorted.reduce((sum, x) => sum + (x < happened ? 1 : x === happened ? 0.5 : 0), 0);
  const isKnown = !Number.isNaN(happened) && length > 0;
  const bins = binsOf(sorted);
  return {
    happened: Number.isNaN(happened) ? null : happened,
    place: isKnown ? below / length : null,
    quantiles:
      length === 0 ? [] : PERCENTS.map((p) => sorted[Math.max(0, Math.ceil((p * length) / 100) - 1)]!),
    ...(bins && { bins }),
  };
}

/** @param sorted rising, without NaN */
export function binsOf(sorted: Float64Array): Bins | undefined {
  const [low] = sorted;
  const high = sorted.at(-1);
  if (low === undefined || high === undefined || !Number.isFinite(high - low)) return undefined;
  const values = new Map<number, number>();
  for (const x of sorted) {
    values.set(x, (values.get(x) ?? 0) + 1);
    if (values.size > VALUES_MOST) break;
  }
  if (values.size <= VALUES_MOST) return { edges: [...values.keys()], counts: [...values.values()] };
  const width = (high - low) / BINS;
  const counts = new Array<number>(BINS).fill(0);
  for (const x of sorted) counts[Math.min(BINS - 1, Math.floor((x - low) / width))]!++;
  return { edges: Array.from({ length: BINS + 1 }, (_, i) => (i === BINS ? high : low + i * width)), counts };
}
