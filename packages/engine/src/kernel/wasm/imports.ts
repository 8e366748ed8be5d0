/** What the module asks of `chance`: distributions that it does not write out, and correlated numbers. */
import { copulaUniform } from '../../chance/index.ts';
import { itemOf } from '../item.ts';
import type { GeneratedModule } from './generate.ts';

/** @param floats the memory as binary64s, which may be another after it has grown */
export function importsOf(
  { distributions, copulas, map }: GeneratedModule,
  floats: () => Float64Array,
): Readonly<Record<string, (...values: number[]) => number>> {
  const uses = distributions.map(({ prepared, isKnown }) => {
    const last = prepared.args.map(() => Number.NaN);
    let isGood = isKnown;
    /** Whether the arguments that lie in memory make a distribution; it is prepared then. */
    const prepare = (): boolean => {
      if (isKnown) return true;
      const memory = floats();
      let isOther = false;
      for (let i = 0; i < last.length; i++) {
        const value = memory[map.args / 8 + i] ?? 0;
        isOther ||= value !== last[i];
        last[i] = prepared.args[i] = value;
      }
      if (isOther) isGood = prepared.prepare();
      return isGood;
    };
    return { prepared, prepare };
  });
  return {
    prepare: (use = 0) => Number(itemOf(uses, use).prepare()),
    sample: (use = 0, u = 0) => {
      const { prepare, prepared } = itemOf(uses, use);
      return prepare() ? prepared.quantile(u) : Number.NaN;
    },
    truncated: (use = 0, u = 0, low = 0, high = 0) => {
      const { prepare, prepared } = itemOf(uses, use);
      return prepare() ? prepared.truncated(u, low, high) : Number.NaN;
    },
    copula: (use = 0) => {
      const weights = itemOf(copulas, use);
      const memory = floats();
      return copulaUniform(
        weights,
        weights.map((_, i) => memory[map.units / 8 + i] ?? 0),
      );
    },
  };
}
