/**
 * Herman's ring of five: 16/5 rounds from the worst start (Quantitative Verification Benchmark Set, dtmc/herman, answer
 * by Storm). After one round, by hand: x1 and x4 copy, of the tosses a, b, c of x2, x3, x5 the last leaves one token in
 * any case, and the others leave none besides if a = 0 and b = 1.
 */
import { judgeOf } from './monte-carlo.ts';
import type { Check } from './packs.ts';

const judge = judgeOf('herman');

export const herman: readonly Check[] = [
  { id: 'expected first passage is 16/5', test: () => judge({ question: 'steps', value: 16 / 5 }) },
  {
    id: 'expected rounds with more tokens are 16/5',
    test: () => judge({ question: 'rounds', value: 16 / 5 }),
  },
  {
    id: 'one token after one round with 1/4',
    test: () => judge({ question: 'atOnce', outcome: 'yes', value: 1 / 4 }),
  },
];
