/**
 * How parameters are drawn over trials where that is a design rather than independent draws. A design gives each
 * parameter its first word, in place of its draw; all else follows as ever, so executors share these few lines.
 */
import { drawWord, latinHypercubeWord, scrambledSobolWord, type DrawKey } from '../chance/index.ts';
import type { Ir, IrSampling } from './ir.ts';

/**
 * @param names parameters in the order of their dimensions. It has to be one for all arms, so that an arm which fixes
 * a parameter moves no other; what a name is drawn under for the sake of others (`name.drawn`) has its dimension.
 */
export function withSampling(ir: Ir, sampling: Omit<IrSampling, 'dimensions'>, names: readonly string[]): Ir {
  const dimensions = ir.parameters.map(({ name, value }) =>
    'prior' in value ? names.indexOf(name.replace(/\.drawn$/, '')) : -1,
  );
  return { ...ir, sampling: { ...sampling, dimensions } };
}

/** The parameters that a design goes over, by slot, in a run whose trials share draws as `share` says. */
export function isSampled({ sampling, parameters }: Ir, slot: number, share: number): boolean {
  const value = parameters[slot]?.value;
  if (share !== 1 || !sampling || !value || !('prior' in value)) return false;
  return (sampling.dimensions[slot] ?? -1) >= 0;
}

/**
 * The first word of a parameter's draw.
 * @param point the trial whose parameters they are
 * @param share how many trials share a draw: those of a nested run draw independently, design or not
 */
export function parameterWord(ir: Ir, slot: number, key: DrawKey, point: number, share: number): number {
  const { sampling } = ir;
  const value = ir.parameters[slot]?.value;
  const site = value && 'prior' in value ? ir.sites[value.prior.site] : undefined;
  if (!site) throw new Error(`InvariantError: parameter ${slot} is not drawn`);
  if (!sampling || !isSampled(ir, slot, share) || point >= sampling.of)
    return drawWord(key, site.hash, point, 0, 0);
  return sampling.kind === 'sobol'
    ? scrambledSobolWord(sampling.dimensions[slot] ?? 0, point, key, site.hash)
    : latinHypercubeWord(point, sampling.of, key, site.hash);
}
