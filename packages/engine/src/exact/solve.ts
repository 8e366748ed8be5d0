/**
 * What a walk without a horizon is worth from each node: x = reward + P x, with x given where the walk stops. It is
 * solved component by component, sinks first. A component from which nothing leads out is worth 0 where its rewards
 * are, else infinitely much; a component all of whose ways out are worth the same, without rewards of its own, is
 * worth just that, so that what is certain or impossible comes out as exactly 1 or 0.
 */
import { components, type Edges } from './components.ts';
import { eliminate, type Part } from './eliminate.ts';

export interface Problem {
  /** The worth where the walk stops; NaN where it goes on. A branch that fails is worth 0 … */
  readonly stop: Float64Array;
  /** … or 1 where this is its kind of failure. */
  readonly failing?: number;
  /** What each node that is passed adds; absent: nothing. */
  readonly reward?: Float64Array;
}

export interface Solution {
  readonly x: Float64Array;
  /** Nodes whose values were iterated rather than eliminated. */
  readonly iterated: number;
}

/** A component whose iteration does not settle. */
export class DoesNotSettle extends Error {
  readonly size: number;

  constructor(size: number) {
    super(`${size}`);
    this.size = size;
  }
}

export function solve(chain: Edges, problem: Problem): Solution {
  const x = problem.stop.slice();
  /** Places of nodes in the component at hand; -1 elsewhere. */
  const place = new Int32Array(chain.size).fill(-1);
  let iterated = 0;
  for (const nodes of components(chain, (node) => Number.isNaN(problem.stop[node]!))) {
    nodes.forEach((node, i) => (place[node] = i));
    const common = commonWorth(chain, nodes, place, x, problem);
    let values = common === undefined ? eliminate(partOf(chain, nodes, place, x, problem)) : undefined;
    if (common === undefined && !values) {
      values = iterate(partOf(chain, nodes, place, x, problem));
      iterated += nodes.length;
    }
    nodes.forEach((node, i) => {
      x[node] = common ?? values?.[i] ?? Number.NaN;
      place[node] = -1;
    });
  }
  return { x, iterated };
}

/** What all nodes of a component are worth where that needs no arithmetic. */
function commonWorth(
  chain: Edges,
  nodes: readonly number[],
  place: Int32Array,
  x: Float64Array,
  { reward, failing }: Problem,
): number | undefined {
  let isRewarded = false;
  let gain = 0;
  let first: number | undefined;
  let isCommon = true;
  let infinite: number | undefined;
  for (const node of nodes) {
    const own = reward?.[node] ?? 0;
    isRewarded ||= own !== 0;
    gain += own;
    for (let edge = chain.rowStart(node); edge < chain.rowStart(node + 1); edge++) {
      const target = chain.target(edge);
      if (target >= 0 && place[target]! >= 0) continue;
      const worth = worthOf(target, x, failing);
      if (!Number.isFinite(worth)) infinite = (infinite ?? worth) === worth ? worth : Number.NaN;
      first ??= worth;
      isCommon &&= worth === first;
    }
  }
  if (infinite !== undefined) return infinite;
  if (first === undefined) return isRewarded ? gain * Infinity : 0;
  return isCommon && !isRewarded ? first : undefined;
}

function partOf(
  chain: Edges,
  nodes: readonly number[],
  place: Int32Array,
  x: Float64Array,
  { reward, failing }: Problem,
): Part {
  const out = new Float64Array(nodes.length);
  const b = new Float64Array(nodes.length);
  const rows = nodes.map((node, i) => {
    const row = new Map<number, number>();
    b[i] = reward?.[node] ?? 0;
    for (let edge = chain.rowStart(node); edge < chain.rowStart(node + 1); edge++) {
      const target = chain.target(edge);
      const probability = chain.probability(edge);
      const j = target < 0 ? -1 : place[target]!;
      if (j === i) continue;
      if (j >= 0) {
        row.set(j, probability);
      } else {
        out[i]! += probability;
        b[i] = (b[i] ?? 0) + probability * worthOf(target, x, failing);
      }
    }
    return row;
  });
  return { rows, out, b };
}

function worthOf(target: number, x: Float64Array, failing: number | undefined): number {
  if (target < 0) return target === -1 - (failing ?? Number.NaN) ? 1 : 0;
  return x[target]!;
}

const SWEEPS_MAX = 100_000;
/** The error left, relative to the value, by the rate at which the last sweeps still changed it. */
const SETTLED = 1e-13;
const NEAR_ROUNDING = 1e-14;

/** Gauss-Seidel: each sweep takes the newest values. */
function iterate({ rows, out, b }: Part): Float64Array {
  const x = new Float64Array(rows.length);
  const lists = rows.map((row) => ({ to: Int32Array.from(row.keys()), p: Float64Array.from(row.values()) }));
  const leaving = lists.map(({ p }, i) => p.reduce((sum, probability) => sum + probability, out[i]!));
  let [before, rateBefore] = [Number.NaN, 1];
  for (let sweeps = 1; sweeps <= SWEEPS_MAX; sweeps++) {
    let change = 0;
    for (let i = rows.length - 1; i >= 0; i--) {
      const { to, p } = lists[i]!;
      let value = b[i]!;
      for (let e = 0; e < to.length; e++) value += p[e]! * x[to[e]!]!;
      value /= leaving[i]!;
      change = Math.max(change, Math.abs(value - x[i]!) / Math.max(Math.abs(value), Number.MIN_VALUE));
      x[i] = value;
    }
    // The slower of the last two rates; the first sweep has none, and changes near rounding say nothing of it.
    const rate = change > NEAR_ROUNDING ? change / before : rateBefore;
    const slower = Math.max(rate, rateBefore);
    if (change === 0 || (slower < 1 && change * (slower / (1 - slower)) < SETTLED)) return x;
    [before, rateBefore] = [change, rate];
  }
  throw new DoesNotSettle(rows.length);
}
