/** How far two codings of the same history agree. Plain functions; undefined where nothing varies. */

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

/** Mean absolute difference of two codings, in their unit. */
export function meanAbsoluteDifference(a: readonly number[], b: readonly number[]): number {
  return mean(a.map((value, at) => Math.abs(value - (b[at] ?? Number.NaN))));
}

/** Cohen's kappa (Cohen 1960, Educational and Psychological Measurement 20): agreement on categories beyond chance. */
export function kappa(a: readonly number[], b: readonly number[]): number | undefined {
  const share = (coding: readonly number[], category: number): number =>
    coding.filter((value) => value === category).length / coding.length;
  const seen = a.filter((value, at) => value === b[at]).length / a.length;
  const chance = sum([...new Set([...a, ...b])].map((category) => share(a, category) * share(b, category)));
  return chance === 1 ? undefined : (seen - chance) / (1 - chance);
}

export const nominal = (x: number, y: number): number => (x === y ? 0 : 1);
export const interval = (x: number, y: number): number => (x - y) * (x - y);

/**
 * Krippendorff's alpha (Krippendorff, "Computing Krippendorff's Alpha-Reliability", 2011), for any number of coders.
 * `units`: for each thing coded the values it was given, without those that are missing. Units with one value drop out.
 */
export function alpha(
  units: readonly (readonly number[])[],
  distance: (x: number, y: number) => number,
): number | undefined {
  const paired = units.filter((values) => values.length > 1);
  const all = paired.flat();
  const between = (values: readonly number[]): number =>
    sum(values.flatMap((x) => values.map((y) => distance(x, y))));
  const expected = between(all) / (all.length * (all.length - 1));
  const observed = sum(paired.map((values) => between(values) / (values.length - 1))) / all.length;
  return expected === 0 ? undefined : 1 - observed / expected;
}

/**
 * ICC(2,1): agreement of single coders, both coders and targets taken as samples (Shrout and Fleiss 1979,
 * Psychological Bulletin 86). `targets`: for each target one value of every coder.
 */
export function icc(targets: readonly (readonly number[])[]): number | undefined {
  const n = targets.length;
  const k = targets[0]?.length ?? 0;
  const grand = mean(targets.flat());
  const coders = Array.from({ length: k }, (_, coder) =>
    mean(targets.map((row) => row[coder] ?? Number.NaN)),
  );
  const squares = (values: readonly number[]): number => sum(values.map((value) => (value - grand) ** 2));
  const betweenTargets = k * squares(targets.map(mean));
  const betweenCoders = n * squares(coders);
  const rest = squares(targets.flat()) - betweenTargets - betweenCoders;
  const msTargets = betweenTargets / (n - 1);
  const msCoders = betweenCoders / (k - 1);
  const msRest = rest / ((n - 1) * (k - 1));
  const total = msTargets + (k - 1) * msRest + (k * (msCoders - msRest)) / n;
  return total === 0 ? undefined : (msTargets - msRest) / total;
}
