/** The page of comparisons names functions that exist, and all that decide something. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as forecast from '@stave/forecast';
import { expect, test } from 'vitest';
import { top } from './top.ts';

const page = readFileSync(join(top, 'docs/reference/comparison-of-forecasts.md'), 'utf8');
const named = new Set([...page.matchAll(/`([a-z][A-Za-z]+)`/g)].map(([, name = '']) => name));
const index = readFileSync(join(top, 'packages/forecast/src/index.ts'), 'utf8');
/** Functions of the folders that the page is about. */
const exported = [...index.matchAll(/export \{([^}]*)\} from '\.\/(\w+)\//g)]
  .filter(([, , folder]) =>
    ['calibration', 'comparison', 'pools', 'tournament', 'elicitation'].includes(folder ?? ''),
  )
  .flatMap(([, names = '']) => names.split(',').map((name) => name.trim()))
  .filter((name) => name !== '' && !name.startsWith('type '));

/** Helpers whose use the page explains by what they serve. */
const unnamed = new Set([
  'bucketOf',
  'byForecaster',
  'distributionThrough',
  'elementaryScore',
  'interpolated',
  'inverseScoreWeights',
  'isotonicBlocks',
  'linearPoolOfCategories',
  'linearPoolOfCdfs',
  'pairScores',
  'relativeScores',
  'spotBaselineScores',
  'spotPeerScores',
  'weightedMedian',
]);

test('every function is on the page or listed as a helper, not both', () => {
  expect(exported.length).toBeGreaterThan(50);
  expect(exported.filter((name) => !named.has(name) && !unnamed.has(name))).toEqual([]);
  expect([...unnamed].filter((name) => named.has(name) || !exported.includes(name))).toEqual([]);
});

test('every name in the first column that looks like a function is one', () => {
  const firsts = [...page.matchAll(/^\| `([a-z]+[A-Z][A-Za-z]+)`/gm)].map(([, name = '']) => name);
  expect(firsts.length).toBeGreaterThan(20);
  expect(firsts.filter((name) => !(name in forecast))).toEqual([]);
});
