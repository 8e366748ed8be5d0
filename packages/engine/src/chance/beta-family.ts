/**
 * The beta distribution and PERT, which is a beta distribution on an interval.
 *
 * Invariant: shapes lie in SHAPE_LEAST … SHAPE_MOST, where the beta functions are tested; canonical parameters
 * are (alpha, beta) and (low, high, alpha, beta).
 */
import { betaCdf, betaQuantile } from './beta.ts';
import {
  finiteProblem,
  intervalProblem,
  numberArgument,
  positiveProblem,
  type Distribution,
  type Parameters,
} from './distribution.ts';

const SHAPE_LEAST = 0.05;
const SHAPE_MOST = 1_000_000;

/** The quantile function of PERT, on its canonical parameters. */
function pertFrom(u: number, low: number, high: number, alpha: number, beta: number): number {
  const x = low + (high - low) * betaQuantile(u, alpha, beta);
  return x < high ? x : high;
}

function shapeProblem(name: string, value: number): string | undefined {
  const isUsable = value >= SHAPE_LEAST && value <= SHAPE_MOST;
  return isUsable ? undefined : `${name} must be between ${SHAPE_LEAST} and ${SHAPE_MOST} but is ${value}`;
}

function betaByMoments(args: readonly number[]): Parameters {
  const mean = args[0]!;
  const ratio = (mean * (1 - mean)) / args[1]! / args[1]!;
  return [mean * (ratio - 1), (1 - mean) * (ratio - 1)];
}

function momentsProblem(args: readonly number[]): string | undefined {
  const mean = args[0]!;
  const problem = finiteProblem('mean', mean) ?? positiveProblem('sd', args[1]!);
  if (problem !== undefined) return problem;
  if (!(mean > 0 && mean < 1)) return `mean must be between 0 and 1 but is ${mean}`;
  const most = Math.sqrt(mean * (1 - mean));
  if (!(args[1]! < most))
    return `sd must be below ${most}, the most that mean ${mean} allows, but is ${args[1]}`;
  const [alpha, beta] = betaByMoments(args);
  const shape = shapeProblem('alpha', alpha!) ?? shapeProblem('beta', beta!);
  return shape && `mean ${mean} with sd ${args[1]} is too extreme: ${shape}`;
}

export const beta: Distribution = {
  name: 'beta',
  summary: 'A share or probability.',
  discrete: false,
  support: 'from 0 to 1',
  forms: [
    {
      kind: 'named',
      code: 'alpha,beta',
      arguments: [
        numberArgument('alpha', 'the shape at 1; alpha - 1 successes seen'),
        numberArgument('beta', 'the shape at 0; beta - 1 failures seen'),
      ],
      positional: true,
      canonical: (args) => [args[0]!, args[1]!],
      problem: (args) => shapeProblem('alpha', args[0]!) ?? shapeProblem('beta', args[1]!),
    },
    {
      kind: 'named',
      code: 'mean,sd',
      arguments: [
        numberArgument('mean', 'the mean, between 0 and 1'),
        numberArgument('sd', 'the standard deviation, below the square root of mean * (1 - mean)'),
      ],
      positional: false,
      canonical: betaByMoments,
      problem: momentsProblem,
    },
  ],
  examples: [
    { argNames: [null, null], args: [2, 5] },
    { argNames: ['mean', 'sd'], args: [0.1, 0.05] },
    { argNames: ['alpha', 'beta'], args: [0.5, 0.5] },
  ],
  quantile: (parameters, u) => betaQuantile(u, parameters[0]!, parameters[1]!),
  cdf: (parameters, x) => betaCdf(x, parameters[0]!, parameters[1]!),
  bounds: () => [0, 1],
  upper: {
    survival: (parameters, x) => betaCdf(1 - x, parameters[1]!, parameters[0]!),
    quantile: (parameters, probability) => 1 - betaQuantile(probability, parameters[1]!, parameters[0]!),
  },
};

const PERT_SHAPE = 4;

function pertCanonical(args: readonly number[]): Parameters {
  const [low, mode, high, shape] = [args[0]!, args[1]!, args[2]!, args[3]!];
  return [low, high, 1 + (shape * (mode - low)) / (high - low), 1 + (shape * (high - mode)) / (high - low)];
}

function pertProblem(args: readonly number[]): string | undefined {
  const [low, mode, high, shape] = [args[0]!, args[1]!, args[2]!, args[3]!];
  const problem =
    intervalProblem(low, high) ?? finiteProblem('mode', mode) ?? positiveProblem('shape', shape);
  if (problem !== undefined) return problem;
  if (!(mode >= low && mode <= high))
    return `mode must be between low ${low} and high ${high} but is ${mode}`;
  return shape < SHAPE_MOST ? undefined : `shape must be below ${SHAPE_MOST} but is ${shape}`;
}

export const pert: Distribution = {
  name: 'pert',
  summary: 'A smooth distribution from a least, a most likely and a greatest value (a beta on an interval).',
  discrete: false,
  support: 'from low to high',
  forms: [
    {
      kind: 'named',
      code: 'low,mode,high,shape',
      arguments: [
        numberArgument('low', 'the least value'),
        numberArgument('mode', 'the most likely value'),
        numberArgument('high', 'the greatest value'),
        { name: 'shape', kind: 'number', summary: 'the weight of the mode, above 0', default: PERT_SHAPE },
      ],
      positional: true,
      canonical: pertCanonical,
      problem: pertProblem,
    },
  ],
  examples: [
    { argNames: [null, null, null], args: [-1, 0, 4] },
    { argNames: ['high', 'low', 'mode', 'shape'], args: [10, 2, 10, 8] },
  ],
  quantile: (parameters, u) => pertFrom(u, parameters[0]!, parameters[1]!, parameters[2]!, parameters[3]!),
  cdf: (parameters, x) =>
    betaCdf((x - parameters[0]!) / (parameters[1]! - parameters[0]!), parameters[2]!, parameters[3]!),
  bounds: (parameters) => [parameters[0]!, parameters[1]!],
  upper: {
    survival: (parameters, x) =>
      betaCdf((parameters[1]! - x) / (parameters[1]! - parameters[0]!), parameters[3]!, parameters[2]!),
    quantile: (parameters, probability) => {
      const share = betaQuantile(probability, parameters[3]!, parameters[2]!);
      const x = parameters[1]! - (parameters[1]! - parameters[0]!) * share;
      return x > parameters[0]! ? x : parameters[0]!;
    },
  },
};
