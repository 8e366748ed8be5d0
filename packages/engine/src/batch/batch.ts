/**
 * A batch: trials of several arms, of which some may have been run before. What was run is in a store of records,
 * each the counts of some trials of one arm; what is to be run is what they lack. Nothing here knows where records
 * are kept or who runs the trials.
 */
import { seedKey } from '../chance/index.ts';
import type { Precision } from '../estimate/index.ts';
import type { Ir } from '../ir/ir.ts';
import {
  addEncodedNestedTally,
  addEncodedTally,
  answersOnly,
  createNestedTally,
  createTally,
  encodeNestedTally,
  encodeTally,
  talliedOf,
  type NestedPlan,
} from '../tally/index.ts';
import { emptyCounts, nestedPlanOf, type Counts } from './counts.ts';
import { forecastOf, precisionOf, type Forecast } from './forecast.ts';
import { looks } from './looks.ts';
import { type Piece, type PieceDone, type PieceRunner } from './pieces.ts';
import { cut, joined, sizeOf, trialsOf, without, type Range, type Shard } from './ranges.ts';

/** What a record holds. Trials of a nested run are told apart by how many share a draw: others are other trials. */
export interface RecordHead {
  readonly arm: number;
  /** Of the nested run; absent for the main run. */
  readonly share?: number;
  readonly ranges: readonly Range[];
}

export interface BatchRecord extends RecordHead {
  /** The encoded tally; stands until another record's is asked for. */
  readonly body: () => Uint8Array;
}

export interface Store {
  readonly records: readonly BatchRecord[];
  /** Whole and safe from a kill when it returns; the memory of `body` is used again then. */
  append(head: RecordHead, body: Uint8Array): void;
}

/** A number of trials, or the most there may be until the answers are precise enough. */
export interface Target {
  readonly trials: number;
  readonly precision?: number;
}

export interface BatchRequest {
  /** One an arm and replication: the replications of an arm, the same Ir, one after the other. */
  readonly arms: readonly Ir[];
  /** How often each arm is there, each time on streams of its own; once when left out. */
  readonly replications?: number;
  readonly seed: string;
  readonly target: Target;
  readonly shard: Shard;
  readonly store: Store;
  readonly run: PieceRunner;
  /** Trials of a piece at most. */
  readonly size: number;
  readonly signal?: AbortSignal;
  /** Trials run now and to be run now; with `precision`, up to the next look. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface BatchRun {
  /** Trials an arm has when it is complete. */
  readonly trials: number;
  /** Trials that were run now, nested ones included. */
  readonly ran: number;
  /** Trials that are left because `signal` stopped the run. */
  readonly left: number;
  /** Of the least precise arm. */
  readonly precision?: Precision & { readonly arm: number };
}

/** Two records have trials in common, so they do not add up. */
export class OverlapError extends Error {
  readonly head: RecordHead;

  constructor(head: RecordHead) {
    super('records have trials in common');
    this.head = head;
  }
}

/** All trials of one arm and one run that the records hold. */
export function trialsIn(
  records: readonly RecordHead[],
  arm: number,
  share: number | undefined,
): readonly Range[] {
  let all: readonly Range[] = [];
  for (const head of records) {
    if (head.arm !== arm || head.share !== share) continue;
    const both = joined(all, head.ranges);
    if (!both) throw new OverlapError(head);
    all = both;
  }
  return all;
}

/** Without the records that have a trial in common with one before them; what only they held is lacking then. */
export function withoutDoubles<R extends RecordHead>(records: readonly R[]): readonly R[] {
  const held = new Map<string, readonly Range[]>();
  return records.filter(({ arm, share, ranges }) => {
    const run = `${arm} ${share}`;
    const both = joined(held.get(run) ?? [], ranges);
    if (both) held.set(run, both);
    return both !== undefined;
  });
}

const nestedSize = (plan: NestedPlan | undefined): number => (plan ? plan.points * plan.share : 0);

type Wanted = Pick<BatchRequest, 'arms' | 'replications' | 'shard' | 'store'>;

/** By arm and run, what a shard lacks of so many trials; the nested run only when `whole`. */
function lacking(
  { arms, replications = 1, shard, store: { records } }: Wanted,
  trials: number,
  whole: boolean,
): { readonly arm: number; readonly nested?: NestedPlan; readonly ranges: readonly Range[] }[] {
  return arms.flatMap((ir, arm) => {
    const main = { arm, ranges: without(trialsOf(shard, trials), trialsIn(records, arm, undefined)) };
    // Assumptions do not become firmer by repetition: the first replication alone has a nested run.
    const nested = whole && arm % replications === 0 ? nestedPlanOf(ir, trials) : undefined;
    if (!nested) return [main];
    const wanted = trialsOf(shard, nestedSize(nested));
    return [main, { arm, nested, ranges: without(wanted, trialsIn(records, arm, nested.share)) }];
  });
}

/** How many trials the records lack of a whole batch, or of a shard's part of it. */
export const trialsLacking = (of: Wanted, trials: number): number =>
  lacking(of, trials, true).reduce((sum, { ranges }) => sum + sizeOf(ranges), 0);

/** Runs what is lacking and stores it. */
export async function runBatch(request: BatchRequest): Promise<BatchRun> {
  const { arms, replications = 1, seed, target, store, size, signal, onProgress } = request;
  const key = seedKey(seed);
  let ran = 0;
  const isStopped = (): boolean => signal?.aborted === true;
  const runTo = async (trials: number, whole: boolean): Promise<void> => {
    const parts = lacking(request, trials, whole);
    const total = ran + parts.reduce((sum, { ranges }) => sum + sizeOf(ranges), 0);
    if (total === ran) return;
    await request.run(key, piecesOf(parts, size, replications), {
      onDone: ({ piece, range, body }: PieceDone) =>
        store.append(
          { arm: piece.arm, ...(piece.nested && { share: piece.nested.share }), ranges: [range] },
          body,
        ),
      onProgress: (trialsDone) => {
        ran += trialsDone;
        onProgress?.(ran, total);
      },
      signal,
    });
  };
  if (target.precision === undefined) {
    await runTo(target.trials, true);
    return { trials: target.trials, ran, left: isStopped() ? trialsLacking(request, target.trials) : 0 };
  }
  for (const trials of looks(target.trials)) {
    // A look that was passed before was not precise enough then, and is not now.
    const isPassed = arms.some((_, arm) => reaches(store.records, arm, trials));
    if (isPassed) continue;
    await runTo(trials, false);
    if (isStopped()) return { trials, ran, left: trialsLacking(request, trials) };
    const precision = leastPrecise(arms, store.records, target.precision, replications);
    if (!precision.reached && trials < target.trials) continue;
    await runTo(trials, true);
    return { trials, ran, left: isStopped() ? trialsLacking(request, trials) : 0, precision };
  }
  throw new Error('InvariantError: no last look');
}

/** Whether some main trial at or beyond `trials` was run. */
const reaches = (records: readonly RecordHead[], arm: number, trials: number): boolean =>
  (trialsIn(records, arm, undefined).at(-1)?.[1] ?? 0) > trials;

function* piecesOf(parts: ReturnType<typeof lacking>, size: number, replications: number): Generator<Piece> {
  for (const { arm, nested, ranges } of parts) {
    const replication = arm % replications;
    for (const range of cut(ranges, size))
      yield { arm, ...(replication > 0 && { replication }), ...(nested && { nested }), range };
  }
}

function leastPrecise(
  arms: readonly Ir[],
  records: readonly BatchRecord[],
  wanted: number,
  replications: number,
): Precision & { readonly arm: number } {
  let least: (Precision & { readonly arm: number }) | undefined;
  for (const [arm, ir] of arms.entries()) {
    if (arm % replications > 0) continue;
    const tally = createTally(answersOnly(talliedOf(ir)));
    const isOwn = (other: number): boolean => arm <= other && other < arm + replications;
    for (const record of records)
      if (isOwn(record.arm) && record.share === undefined) addEncodedTally(tally, record.body());
    const found = { ...precisionOf(ir, tally, wanted), arm };
    if (!least || (found.halfWidth ?? Infinity) > (least.halfWidth ?? Infinity)) least = found;
  }
  if (!least) throw new Error('InvariantError: a batch without arms');
  return least;
}

/**
 * The answers of one arm, or of `of` replications of it together, from the records, which must hold all of their
 * trials. Trials of different replications have the same numbers, so failures are to be asked of each alone.
 * @param trials of each replication
 */
export function forecastArm(
  ir: Ir,
  arm: number,
  records: readonly BatchRecord[],
  trials: number,
  { of = 1, nested: isNested = true }: { readonly of?: number; readonly nested?: boolean } = {},
): Forecast {
  const nested = isNested ? nestedPlanOf(ir, trials) : undefined;
  const counts: Counts = emptyCounts(ir, nested ? { nested } : {});
  for (const record of records) {
    if (record.arm < arm || record.arm >= arm + of) continue;
    if (record.share === undefined) addEncodedTally(counts.tally, record.body());
    else if (counts.nested && record.share === nested?.share)
      addEncodedNestedTally(counts.nested, record.body());
  }
  if (counts.tally.trials !== trials * of)
    throw new Error(`InvariantError: ${counts.tally.trials} trials of ${trials * of}`);
  return forecastOf(ir, trials * of, counts);
}

/** The same trials in as few records as can be: one an arm and run. */
export function* folded(
  arms: readonly Ir[],
  records: readonly BatchRecord[],
): Generator<RecordHead & { readonly content: Uint8Array }> {
  for (const [arm, ir] of arms.entries()) {
    const tallied = talliedOf(ir);
    const own = records.filter((record) => record.arm === arm);
    for (const share of new Set(own.map((record) => record.share))) {
      const parts = own.filter((record) => record.share === share);
      const ranges = trialsIn(parts, arm, share);
      if (share === undefined) {
        const tally = createTally(tallied);
        for (const part of parts) addEncodedTally(tally, part.body());
        yield { arm, ranges, content: encodeTally(tally) };
      } else {
        const points = Math.ceil((ranges.at(-1)?.[1] ?? 0) / share);
        const tally = createNestedTally(tallied, { points, share });
        for (const part of parts) addEncodedNestedTally(tally, part.body());
        yield { arm, share, ranges, content: encodeNestedTally(tally) };
      }
    }
  }
}
