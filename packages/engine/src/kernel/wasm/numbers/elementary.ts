/** The elementary functions of `chance` as WebAssembly, for one number and for two at a time. */
import type { Callable, Definer } from '../encoder.ts';
import type { Layout } from '../layout.ts';
import { exponential, type Exponential } from './exponential.ts';
import { logarithm, type Logarithm } from './logarithm.ts';
import { normal, type NormalScores } from './normal.ts';
import { power } from './power.ts';
import { trigonometry, type Trigonometry } from './trigonometry.ts';

export interface Elementary extends Pick<Exponential, 'exp' | 'exp2'>, Logarithm, NormalScores, Trigonometry {
  readonly pow: Callable;
}

export function elementary(m: Definer, layout: Layout): Elementary {
  const powers = exponential(m, layout);
  const logarithms = logarithm(m, layout, powers.powerOfTwo);
  const pow = power(m, powers);
  const waves = trigonometry(m);
  return {
    exp: powers.exp,
    exp2: powers.exp2,
    ...logarithms,
    pow,
    ...waves,
    ...normal(m, layout, logarithms.log),
  };
}
