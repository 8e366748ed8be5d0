/** Maps from what a forecaster says to what then happens, fitted to past cases. */
import { type Answer, unanswerable } from '../statistics/answer.ts';
import { solvePositive } from '../statistics/linear.ts';
import { sumOf } from '../statistics/numbers.ts';
import { checkBinary } from './corp.ts';
import { interpolated, isotonicBlocks } from './isotonic.ts';

export type RecalibrationMethod = 'isotonic' | 'logistic' | 'beta';

export interface Recalibration {
  readonly method: RecalibrationMethod;
  readonly n: number;
  /** Of the map: slope and intercept (`logistic`), a, b and c (`beta`); none for `isotonic`. */
  readonly parameters: readonly number[];
  readonly map: (probability: number) => number;
}

/** Probabilities of 0 and 1 have no log-odds; maps of log-odds see them as this far from the ends. */
const EDGE = 1e-6;
/** A weak normal prior about the identity, worth little against a dozen cases, keeps separable data finite. */
const RIDGE = 0.01;

/**
 * `isotonic`: least squares among rising maps (Zadrozny and Elkan 2002), smoothed so that it never says 0 or 1: a block
 * of n cases is drawn towards one half by one half case on either side. `logistic`: log-odds of yes = a · log-odds + c
 * (Cox 1958, Biometrika 45; Platt 1999). `beta`: a ln p − b ln(1 − p) + c with a, b ≥ 0 (Kull, Silva Filho and Flach
 * 2017, "Beta calibration", AISTATS).
 */
export function fitRecalibration(
  method: RecalibrationMethod,
  probabilities: readonly number[],
  outcomes: readonly (0 | 1)[],
): Answer<Recalibration> {
  checkBinary(probabilities, outcomes);
  const n = probabilities.length;
  if (n === 0) return unanswerable('There is no case to fit a recalibration to');
  if (method === 'isotonic') {
    const blocks = isotonicBlocks(probabilities, outcomes).map((block) => ({
      ...block,
      fitted: (block.fitted * block.n + 0.5) / (block.n + 1),
    }));
    // Smoothing may bend neighbours of different sizes out of order; pool again.
    const smooth = isotonicBlocks(
      blocks.map((_, k) => k),
      blocks.map((b) => b.fitted),
      blocks.map((b) => b.n),
    );
    const rising = blocks.map((block, k) => ({
      ...block,
      fitted: smooth.find((s) => k <= s.high)?.fitted ?? block.fitted,
    }));
    return { method, n, parameters: [], map: (p) => interpolated(rising, p) };
  }
  const clip = (p: number): number => Math.min(1 - EDGE, Math.max(EDGE, p));
  const features =
    method === 'logistic'
      ? (p: number): number[] => [Math.log(clip(p) / (1 - clip(p))), 1]
      : (p: number): number[] => [Math.log(clip(p)), -Math.log(1 - clip(p)), 1];
  const identity = method === 'logistic' ? [1, 0] : [1, 1, 0];
  const rows = probabilities.map(features);
  let free = identity.map(() => true);
  let beta = fitLogistic(rows, outcomes, identity, free);
  if (method === 'beta' && (beta[0]! < 0 || beta[1]! < 0)) {
    // Kull et al. drop the feature whose coefficient came out negative.
    const drop = beta[0]! <= beta[1]! ? 0 : 1;
    free = free.map((_, k) => k !== drop);
    beta = fitLogistic(rows, outcomes, [drop === 0 ? 0 : 1, drop === 1 ? 0 : 1, 0], free);
    if (beta[1 - drop]! < 0) beta = fitLogistic(rows, outcomes, [0, 0, 0], [false, false, true]);
  }
  return {
    method,
    n,
    parameters: beta,
    map: (p) => 1 / (1 + Math.exp(-sumOf(features(p).map((x, k) => x * beta[k]!)))),
  };
}

/**
 * Penalised maximum likelihood by Newton's method with halved steps; parameters that are not free stay at the prior. Plain
 * loops: an out-of-sample split by time fits once for each moment.
 */
function fitLogistic(
  rows: readonly (readonly number[])[],
  outcomes: readonly (0 | 1)[],
  prior: readonly number[],
  free: readonly boolean[],
): number[] {
  const active = free.flatMap((on, k) => (on ? [k] : []));
  const etaOf = (row: readonly number[], beta: readonly number[]): number => {
    let eta = 0;
    for (let k = 0; k < row.length; k++) eta += row[k]! * beta[k]!;
    return eta;
  };
  const loss = (beta: readonly number[]): number => {
    let sum = 0;
    for (let i = 0; i < rows.length; i++) {
      const eta = etaOf(rows[i]!, beta);
      const margin = outcomes[i] === 1 ? -eta : eta;
      sum += margin > 0 ? margin + Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin));
    }
    for (let k = 0; k < beta.length; k++)
      sum += (RIDGE / 2) * (beta[k]! - prior[k]!) * (beta[k]! - prior[k]!);
    return sum;
  };
  let beta = [...prior];
  let value = loss(beta);
  for (let round = 0; round < 100; round++) {
    const current = beta;
    const gradient = active.map((k) => RIDGE * (current[k]! - prior[k]!));
    const hessian = active.map((_, a) => active.map((_, b) => (a === b ? RIDGE : 0)));
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const fitted = 1 / (1 + Math.exp(-etaOf(row, current)));
      active.forEach((j, a) => {
        gradient[a]! += (fitted - outcomes[i]!) * row[j]!;
        for (let b = 0; b <= a; b++) hessian[a]![b]! += fitted * (1 - fitted) * row[j]! * row[active[b]!]!;
      });
    }
    // The solver reads the lower triangle alone.
    const step = solvePositive(hessian, gradient);
    if (step === undefined) break;
    let size = 1;
    let next = current;
    let nextValue = value;
    for (let halving = 0; halving < 40; halving++) {
      const scaled = size;
      next = current.map((b, k) => {
        const at = active.indexOf(k);
        return at < 0 ? b : b - scaled * step[at]!;
      });
      nextValue = loss(next);
      if (nextValue <= value) break;
      size /= 2;
    }
    const gain = value - nextValue;
    if (!(gain > 0)) break;
    [beta, value] = [next, nextValue];
    if (gain < 1e-13 * (1 + Math.abs(value))) break;
  }
  return beta;
}
