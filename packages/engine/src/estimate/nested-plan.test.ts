import { expect, test } from 'vitest';
import { nestedPlan } from './nested-plan.ts';

test.each([
  [300, 33, 9],
  [1000, 66, 15],
  [5000, 166, 30],
  [20_000, 256, 39],
  [1_000_000, 812, 87],
  [100_000_000, 1000, 100],
])('%i trials: %i points of %i', (trials, points, share) => {
  expect(nestedPlan(trials)).toEqual({ points, share });
});

test.each([1, 100, 239])('%i trials are too few for a nested run', (trials) => {
  expect(nestedPlan(trials)).toBeUndefined();
});
