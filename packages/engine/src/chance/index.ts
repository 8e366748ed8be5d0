/**
 * The public face of chance: seeds, addressed draws, elementary functions and distributions.
 *
 * Invariant: no value depends on earlier calls, a clock or the platform.
 */
export { atoms, atomCount, type Atom } from './atoms.ts';
export { choleskyOf, copulaUniform } from './copula.ts';
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
  cdf,
  DISTRIBUTIONS,
  findDistribution,
  quantile,
  resolveForm,
  truncatedQuantile,
  truncation,
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
export { cos, exp, GREATEST_ANGLE, log, pow, sin } from './elementary.ts';
export { INVERSE_LN2, LN2_HIGH, LN2_LOW } from './exponential.ts';
export type { ArgNames, FormResolution, ResolvedForm, UnresolvedForm } from './forms.ts';
export { LEAST_TABLED, SCORE_PIECES, SCORE_ROW, scoreRowOf, wholeScoreTable } from './normal-table.ts';
export { latinHypercubeWord } from './latin-hypercube.ts';
export { normalQuantile, normalScore } from './normal.ts';
export { EXPONENT_OFFSET, POWERS_OF_TWO } from './powers-of-two.ts';
export { seedKey, siteHash, type SeedKey } from './seed.ts';
export { scrambledSobolWord, SOBOL_DIMENSIONS } from './sobol.ts';
export { fillBlock } from './threefry.ts';
