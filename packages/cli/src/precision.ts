/** What came of a wanted precision, in words. */
import type { Precision } from '@stave/engine';
import { grouped } from './numbers.ts';

const width = ({ halfWidth }: Precision): string =>
  halfWidth === null ? 'open' : `±${Number(halfWidth.toPrecision(3))}`;

const whose = (precision: Precision): string =>
  `the widest interval is ${width(precision)} (${precision.question}, ${precision.of})`;

/** `Precision 0.01 reached after 16,384 trials: the widest interval is ±0.0097 (falls, yes).` */
export const precisionText = (precision: Precision, trials: number): string =>
  `Precision ${precision.wanted} reached after ${grouped(trials)} trials: ${whose(precision)}.`;

export const precisionMissed = (precision: Precision, trials: number): string =>
  `error: precision ${precision.wanted} was not reached with ${grouped(trials)} trials: ${whose(precision)}\n` +
  `  help: allow more with --trials, or be content with less\n`;
