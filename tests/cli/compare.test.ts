/** `stave compare`: arms of one folder and of two, on the same luck and on other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { top } from '../workspace/top.ts';
import { STACK_LINE, stave, temporaryFolder, type Result } from './command.ts';

const pack = (name: string): string =>
  readFileSync(join(top, 'packages/scenarios/paired-arms', name), 'utf8');
const study = pack('study.yaml').replace('trials: 20000', 'trials: 1000');
const folder = temporaryFolder({
  'scenario.yaml': pack('scenario.yaml'),
  'study.yaml': study.replace('arms:\n', 'arms:\n  twin: {}\n'),
  'other.yaml': study.replace('seed: 7', 'seed: 8'),
  'points.yaml': study
    .replace('trials: 2000', 'trials: 20')
    .replace('arms:\n', 'design: { kind: fixed, points: [{ calming: 0.2 }, { calming: 0.3 }] }\narms:\n'),
  'cube.yaml': study.replace('trials: 2000', 'trials: 20\ndesign: { kind: latinHypercube }'),
});
const compare = (...args: string[]): Result => stave(['compare', ...args, '--threads', '1'], folder);

interface Difference {
  readonly a: number;
  readonly b: number;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  readonly varianceReduction: number | 'infinite' | null;
  readonly range?: { readonly method: string };
}
type Outcome = Difference & {
  readonly trials: Record<'both' | 'onlyA' | 'onlyB' | 'neither', number>;
  readonly switched: Record<'onlyA' | 'onlyB', { trial: number; replayA: string; replayB: string }[]>;
};
interface Question {
  readonly id: string;
  readonly outcomes: readonly Outcome[];
  readonly number?: Difference;
  readonly restrictedMean?: Difference;
  readonly curve?: { readonly difference: readonly number[]; readonly low: readonly number[] };
}
interface Document {
  readonly comparisons: readonly {
    readonly a: string;
    readonly b: string;
    readonly paired: boolean;
    readonly identical: boolean;
    readonly unpairedBecause: readonly string[];
    readonly questions: readonly Question[];
    readonly measures: readonly {
      readonly quantiles: readonly { readonly values: readonly number[] }[];
      readonly mean: readonly number[];
    }[];
    readonly desynchronised?: readonly {
      readonly question: string;
      readonly of: string;
      readonly varianceReduction: number;
    }[];
  }[];
}
const documentOf = ({ stdout }: Result): Document => JSON.parse(stdout) as Document;
const allOf = ({ questions }: Document['comparisons'][number]): readonly Difference[] =>
  questions.flatMap(({ outcomes, number, restrictedMean }) => [
    ...outcomes,
    ...[number, restrictedMean].filter((x) => x !== undefined),
  ]);

beforeAll(() => {
  for (const name of ['study', 'other', 'points', 'cube']) {
    const args = ['batch', `${name}.yaml`, '--out', name, '--threads', '1', '--trials-table', 'none'];
    const { code, stderr } = stave(args, folder);
    if (code !== 0) throw new Error(stderr);
  }
});

describe('on the same luck', () => {
  let result: Result;
  let document: Document;
  beforeAll(() => {
    result = compare('study', '--arms', 'base,tenser', '--desynchronised', '--json');
    document = documentOf(result);
  });

  test('pairing gains at least three times what arms with draws of their own do, for every question', () => {
    const [found] = document.comparisons;
    const factors = found ? allOf(found).map(({ varianceReduction }) => Number(varianceReduction)) : [];
    const apart = found?.desynchronised?.map(({ varianceReduction }) => varianceReduction) ?? [];
    expect(factors).toHaveLength(5);
    expect(apart).toHaveLength(5);
    factors.forEach((factor, i) => expect(factor).toBeGreaterThanOrEqual(3 * (apart[i] ?? Infinity)));
    const text = compare('study', '--arms', 'base,tenser', '--desynchronised').stdout;
    expect(
      text.match(/variance reduction \d+(\.\d)?× on the same luck, \d\.\d× desynchronised/g),
    ).toHaveLength(5);
  });

  test('differences are those of the estimates, and switched trials those that the trace tells', () => {
    const estimate = (arm: string): number => {
      const file = JSON.parse(
        readFileSync(join(folder, 'study/results/estimates', `${arm}.json`), 'utf8'),
      ) as {
        questions: { outcomes: { probability: number }[] }[];
      };
      return file.questions[0]?.outcomes[0]?.probability ?? Number.NaN;
    };
    const clash = document.comparisons[0]?.questions[0]?.outcomes[0];
    expect(clash?.a).toBeCloseTo(estimate('base'), 12);
    expect(clash?.b).toBeCloseTo(estimate('tenser'), 12);
    const { both = 0, onlyA = 0, onlyB = 0, neither = 0 } = clash?.trials ?? {};
    expect(both + onlyA + onlyB + neither).toBe(1000);
    expect((onlyB - onlyA) / 1000).toBeCloseTo(clash?.difference ?? Number.NaN, 12);
    const [switched] = clash?.switched.onlyB ?? [];
    const told = (command = ''): string => stave([...command.split(' ').slice(1), '--json'], folder).stdout;
    const answerOf = (text: string): string =>
      (JSON.parse(text) as { answers: { clash: string } }).answers.clash;
    expect([answerOf(told(switched?.replayA)), answerOf(told(switched?.replayB))]).toEqual(['no', 'yes']);
  });

  test('each difference has a range over assumptions beside its interval', () => {
    for (const { range } of allOf(document.comparisons[0] as Document['comparisons'][number]))
      expect(range?.method).toMatch(/^nested \d+x\d+, /);
  });

  test('the same scenario twice gives exactly zero, everywhere', () => {
    const [found] = documentOf(compare('study', '--arms', 'twin,base', '--json')).comparisons;
    expect(found).toMatchObject({ paired: true, identical: true });
    for (const { difference, low, high } of found ? allOf(found) : [])
      expect([difference, low, high]).toEqual([0, 0, 0]);
    const curve = found?.questions.find((question) => question.curve)?.curve;
    expect(new Set([...(curve?.difference ?? []), ...(curve?.low ?? [])])).toEqual(new Set([0]));
    const measures = found?.measures.flatMap(({ quantiles, mean }) => [
      ...quantiles.flatMap(({ values }) => values),
      ...mean,
    ]);
    expect(new Set(measures)).toEqual(new Set([0]));
  });

  test('a page needs nothing from elsewhere', () => {
    expect(compare('study', '--arms', 'base,tenser', '--html', 'page.html').code).toBe(0);
    const page = readFileSync(join(folder, 'page.html'), 'utf8');
    expect(page.match(/<svg/g)?.length).toBeGreaterThanOrEqual(5);
    expect(page).not.toMatch(/(src|href)=|@import|url\(/);
    expect(page).toContain('stave trace study --arm tenser --trial');
  });
});

test('on different seeds they are not paired, and it says so', () => {
  const [found] = documentOf(compare('study', 'other', '--arms', 'base,tenser', '--json')).comparisons;
  expect(found).toMatchObject({ paired: false, unpairedBecause: ['their seeds differ (7, 8)'] });
  for (const { varianceReduction } of found ? allOf(found) : []) expect(varianceReduction).toBeNull();
  const text = compare('study', 'other', '--arms', 'base,base').stdout;
  expect(text).toMatch(
    /not paired, since their seeds differ \(7, 8\): intervals are those of independent trials/,
  );
});

test('a Latin hypercube beside trials drawn by themselves is not paired, for that reason alone', () => {
  const [found] = documentOf(compare('cube', 'study', '--arms', 'base,base', '--json')).comparisons;
  expect(found).toMatchObject({ paired: false, unpairedBecause: ['their designs over trials differ'] });
});

test.each([
  [['nowhere'], /there is no folder nowhere/, 1],
  [['.'], /\. holds no complete results/, 1],
  [['study', '--arms', 'base,tensor'], /study has no arm tensor[^]*help: did you mean `tenser`\?/, 2],
  [['study', '--arms', 'base'], /--arms takes two names/, 2],
  [
    ['points', 'study', '--arms', 'base,base'],
    /base and base have no design point in common[^]*--arms base@1,base/,
    2,
  ],
  [['study', 'other', 'study'], /two folders at most/, 2],
  [['study', '--trials', '9999'], /1,000 trials are in both, and --trials asks for 9,999/, 1],
])('%j is refused', (args, says, code) => {
  const result = compare(...args);
  expect(result.stderr).toMatch(says);
  expect(result.stderr).toMatch(/\n {2}help: /);
  expect(result.stderr).not.toMatch(STACK_LINE);
  expect(result.code).toBe(code);
});
