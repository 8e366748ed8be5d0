/**
 * The public face of chance: seeds, addressed draws, elementary functions and distributions.
 *
 * Invariant: nothing here keeps state between calls, reads a clock or depends on the platform.
 */
export { betaCdf, betaQuantile } from './beta.ts';
export { betaFrom, pertFrom } from './beta-family.ts';
export { choleskyOf, copulaUniform, copulaUniforms } from './copula.ts';
export { bernoulliFrom, categoricalFrom, uniformIntegerFrom } from './discrete-family.ts';
export type {
  Distribution,
  DistributionExample,
  DistributionForm,
  FormArgument,
  NamedForm,
  Parameters,
  QuantileForm,
} from './distribution.ts';
export {
  bounds,
  cdf,
  DISTRIBUTIONS,
  findDistribution,
  quantile,
  resolveForm,
  truncatedQuantile,
  truncationProblem,
} from './distributions.ts';
export {
  drawSecondWord,
  drawWord,
  isBelow,
  LARGEST_UNIT,
  SECOND_WORD,
  SMALLEST_UNIT,
  toUnit,
  type DrawKey,
} from './draw.ts';
export { cos, exp, expm1, GREATEST_ANGLE, log, log1p, pow, sin } from './elementary.ts';
export {
  formSignature,
  quantilePercent,
  type ArgNames,
  type FormResolution,
  type ResolvedForm,
  type UnresolvedForm,
} from './forms.ts';
export { logGamma } from './gamma.ts';
export { quantilesFrom, triangularFrom, uniformFrom } from './interval-family.ts';
export { normalCdf, normalQuantile } from './normal.ts';
export { lognormalFrom, normalFrom } from './normal-family.ts';
export { seedKey, siteHash, type SeedKey } from './seed.ts';
export { DRAW_ROUNDS, fillBlock, threefry4x32 } from './threefry.ts';
