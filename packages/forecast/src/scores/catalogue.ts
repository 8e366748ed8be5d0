/** Every score by name: what it is, in what unit, which way it points, and where it is from. Tables and pages read this. */

export interface ScoreEntry {
  readonly title: string;
  /** `outcome` is the unit of the outcome, `time` that of the times. */
  readonly unit: 'none' | 'nats' | 'outcome' | 'outcome²' | 'outcome⁴' | 'time';
  /** `neither`: compared with what was promised, not with another forecast. */
  readonly better: 'less' | 'more' | 'neither';
  /** Best in expectation for who says what they believe. */
  readonly proper: boolean;
  readonly convention: string;
  readonly source: string;
}

const GNEITING = 'Gneiting and Raftery 2007';
const BRACHER = 'Bracher et al. 2021';

const entry = (
  title: string,
  unit: ScoreEntry['unit'],
  convention: string,
  source: string,
  rest: { readonly better?: ScoreEntry['better']; readonly proper?: boolean } = {},
): ScoreEntry => {
  const better = rest.better ?? 'less';
  return { title, unit, better, proper: rest.proper ?? better !== 'neither', convention, source };
};

export const CATALOGUE = {
  brier: entry('Brier score', 'none', 'single probability, (p − o)², 0 to 1', 'Brier 1950'),
  brier_two_categories: entry('Brier score', 'none', 'yes and no summed, 0 to 2', 'Brier 1950'),
  brier_positive: entry('Brier score', 'none', '1 − (p − o)²', 'Brier 1950', { better: 'more' }),
  brier_categories: entry('Brier score', 'none', 'all categories summed, 0 to 2', 'Brier 1950'),
  brier_ordered: entry(
    'Brier score',
    'none',
    'mean over the cuts of both sides summed, 0 to 2',
    'Good Judgment Project, ordered questions',
  ),
  log_score: entry('logarithmic score', 'nats', '−ln p, Infinity for p = 0', 'Good 1952'),
  spherical: entry('spherical score', 'none', '1 − p/‖p‖', 'Roby 1965; Good 1971'),
  spherical_positive: entry('spherical score', 'none', 'p/‖p‖', 'Roby 1965; Good 1971', { better: 'more' }),
  rps: entry('ranked probability score', 'none', 'summed over the K − 1 cuts', 'Epstein 1969'),
  rps_normalised: entry('ranked probability score', 'none', 'divided by K − 1', 'Epstein 1969'),
  ranked_log_score: entry(
    'ranked logarithmic score',
    'nats',
    'summed over the K − 1 cuts',
    'Tödter and Ahrens 2012',
  ),
  wis: entry('weighted interval score', 'outcome', 'weights α/2, the median 1/2', BRACHER),
  wis_median_full: entry('weighted interval score', 'outcome', 'weights α/2, the median 1', BRACHER),
  crps_quantiles: entry('CRPS from quantiles', 'outcome', 'twice the mean quantile score', GNEITING),
  crps: entry('CRPS', 'outcome', 'of the empirical distribution, 1/M²', GNEITING),
  crps_fair: entry('CRPS, fair', 'outcome', '1/(M(M − 1)), unbiased in M', 'Ferro 2014'),
  crps_cdf_linear: entry('CRPS', 'outcome', 'between thresholds straight, within them', GNEITING),
  crps_cdf_step: entry('CRPS', 'outcome', 'mass on thresholds, within them', GNEITING),
  brier_thresholds: entry('Brier score', 'none', 'mean over the thresholds of (F − o)²', 'Brier 1950'),
  overprediction: entry('overprediction', 'outcome', 'part of wis or crps', BRACHER, { proper: false }),
  underprediction: entry('underprediction', 'outcome', 'part of wis or crps', BRACHER, { proper: false }),
  dispersion: entry('dispersion', 'outcome', 'part of wis or crps', BRACHER, { proper: false }),
  dss: entry('Dawid-Sebastiani score', 'none', 'variance of 1/M', 'Dawid and Sebastiani 1999'),
  error_spread: entry('error-spread score', 'outcome⁴', 'variance of 1/(M − 1)', 'Christensen et al. 2015'),
  ae_median: entry('absolute error of the median', 'outcome', 'type 7, or between levels', 'Gneiting 2011'),
  se_mean: entry('squared error of the mean', 'outcome²', 'of the draws', 'Gneiting 2011'),
  ae_point: entry('absolute error', 'outcome', 'of a stated median', 'Gneiting 2011'),
  se_point: entry('squared error', 'outcome²', 'of a stated mean', 'Gneiting 2011'),
  mad: entry('median absolute deviation', 'outcome', 'times 1.4826', 'Hampel 1974', { better: 'neither' }),
  bias: entry('bias', 'none', '1 is too high, −1 too low', 'Funk et al. 2019', { better: 'neither' }),
  interval_coverage_50: entry('in the central 50%', 'none', '1 or 0, ends included', BRACHER, {
    better: 'neither',
  }),
  interval_coverage_80: entry('in the central 80%', 'none', '1 or 0, ends included', BRACHER, {
    better: 'neither',
  }),
  interval_coverage_90: entry('in the central 90%', 'none', '1 or 0, ends included', BRACHER, {
    better: 'neither',
  }),
  interval_coverage_95: entry('in the central 95%', 'none', '1 or 0, ends included', BRACHER, {
    better: 'neither',
  }),
  censored_log_score: entry(
    'right-censored logarithmic score',
    'nats',
    'probability of the interval, or of not yet',
    'Rindt et al. 2022',
  ),
  // Proper with a deadline alone, not where cases are censored before: not promised.
  survival_crps: entry(
    'CRPS of a survival curve',
    'time',
    'steps; up to the last time',
    'Avati et al. 2019',
    {
      proper: false,
    },
  ),
  energy_score: entry('energy score', 'outcome', 'joint draws, 1/M²', GNEITING),
  variogram_score: entry(
    'variogram score',
    'outcome',
    'order 0.5, ordered pairs, 1/M',
    'Scheuerer and Hamill 2015',
  ),
} as const satisfies Record<string, ScoreEntry>;

export type ScoreName = keyof typeof CATALOGUE;
