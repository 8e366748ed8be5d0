import { expect, test } from 'vitest';
import type { TrialBlock } from '../ir/executor.ts';
import type { IrClock, IrQuestion } from '../ir/ir.ts';
import { estimateMeasures, estimateQuestions } from './estimate.ts';
import {
  addBlock,
  addNestedBlock,
  createNestedTally,
  createTally,
  type NestedTally,
  type Tallied,
} from '../tally/index.ts';
import { estimateOccupancy } from './occupancy.ts';
import { proportion, wilson } from './wilson.ts';

const clock: IrClock = {
  steps: 2,
  unit: 'month',
  perStep: 1,
  dates: ['2023-07-01', '2023-08-01', '2023-09-01'],
  recorded: [0, 1, 2],
};
const questions: IrQuestion[] = [
  { id: 'falls', kind: 'binary', at: false, first: 0, last: 2, outcomes: [{ id: 'yes' }, { id: 'no' }] },
  { id: 'when', kind: 'time', at: false, first: 0, last: 2, outcomes: [] },
];
const tallied: Tallied = {
  clock,
  questions,
  states: [],
  measures: [{ name: 'm', value: { op: 'const', value: 0 }, range: [0, 4] }],
};

/** Which questions read an uncertain parameter. */
const ALL = [true, true];
const NONE = [false, false];

/** Ten trials, of which the last fails; `when` is 1, 2 or never. */
const answers = [0, 1, 0, 2, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 0, 1, -1, -1];
const block: TrialBlock = {
  first: 0,
  count: 10,
  answers: Int32Array.from(answers),
  numbers: new Float64Array(0),
  measures: Float64Array.from({ length: 30 }, (_, i) => (i < 27 ? (i % 3) + 1 : Number.NaN)),
  failures: [{ trial: 9, step: 1, code: 'not-finite', place: 'x.next' }],
};
const tally = createTally(tallied);
addBlock(tally, block);

test('a binary question that reads no uncertain parameter', () => {
  const [falls] = estimateQuestions(questions, clock, tally, NONE);
  const method = 'reads no uncertain parameter (1 failed, as no and as yes)';
  expect(falls).toEqual({
    id: 'falls',
    kind: 'binary',
    outcomes: [
      { value: 'yes', ...proportion(3, 10, 1), range: { low: 0.3, high: 0.4, method } },
      { value: 'no', ...proportion(6, 10, 1), range: { low: 0.6, high: 0.7, method } },
    ],
  });
});

test('a time question has a row a frame, cumulative too, and never', () => {
  const when = estimateQuestions(questions, clock, tally, NONE)[1]!;
  expect(when.outcomes.map(({ value, probability }) => [value, probability])).toEqual([
    ['2023-07-01', 0],
    ['2023-08-01', 2 / 9],
    ['2023-09-01', 1 / 9],
    ['never', 6 / 9],
  ]);
  expect(when.outcomes.map(({ cumulative }) => cumulative?.probability)).toEqual([
    0,
    2 / 9,
    3 / 9,
    undefined,
  ]);
});

test('a clock without dates names frames by their time', () => {
  const { dates: _, ...undated } = clock;
  const when = estimateQuestions(questions, { ...undated, unit: 'day', perStep: 0.25 }, tally, NONE)[1]!;
  expect(when.outcomes.map(({ value }) => value)).toEqual(['0', '0.25', '0.5', 'never']);
});

test('with a nested run the range is that of its points', () => {
  const plan = { points: 40, share: 10 };
  const nested = createNestedTally(tallied, plan);
  // half of the points answer yes 2 times of 10, half 8 times
  const yes = (i: number): boolean => i % 10 < (Math.floor(i / 10) % 2 === 0 ? 2 : 8);
  addNestedBlock(nested, {
    first: 0,
    count: 400,
    answers: Int32Array.from({ length: 800 }, (_, k) => (k % 2 === 1 ? 3 : yes(k / 2) ? 0 : 1)),
    numbers: new Float64Array(0),
    failures: [],
  });
  const [falls, when] = estimateQuestions(questions, clock, tally, ALL, nested);
  const { low, high, method } = falls!.outcomes[0]!.range;
  expect(method).toBe('nested 40x10, binomial mixture');
  expect(low).toBeGreaterThan(0.1);
  expect(low).toBeLessThan(0.25);
  expect(high).toBeGreaterThan(0.75);
  expect(high).toBeLessThan(0.9);
  const never = when!.outcomes.at(-1)!;
  expect(never.range).toMatchObject({
    bound: true,
    method: 'nested 40x10, bound: no spread beyond simulation noise',
  });
  expect(never.range.high).toBe(1);
  expect(never.range.low).toBeLessThan(1);
});

test('each question by itself: exact where no uncertain parameter is read, unknown without a nested run', () => {
  const [falls, when] = estimateQuestions(questions, clock, tally, [true, false]);
  for (const { range } of falls!.outcomes)
    expect(range).toEqual({ low: null, high: null, method: 'too few trials for a nested run' });
  const whole = createTally(tallied);
  addBlock(whole, { ...block, count: 9, failures: [] });
  for (const { range, probability } of estimateQuestions(questions, clock, whole, [true, false])[1]!.outcomes)
    expect(range).toEqual({ low: probability, high: probability, method: 'reads no uncertain parameter' });
  expect(when!.outcomes.at(-1)!.range).toMatchObject({ low: 0.6, high: 0.7 });
});

/** Half of the trials say yes; on three points of ten, those that would have said yes fail instead. */
function withFailures(): NestedTally {
  const nested = createNestedTally(tallied, { points: 200, share: 50 });
  const fails = (trial: number): boolean => trial % 2 === 0 && Math.floor(trial / 50) % 10 < 3;
  const trials = Array.from({ length: 10_000 }, (_, trial) => trial);
  addNestedBlock(nested, {
    first: 0,
    count: 10_000,
    answers: Int32Array.from(trials.flatMap((i) => (fails(i) ? [-1, -1] : [i % 2, 3]))),
    numbers: new Float64Array(0),
    failures: trials
      .filter(fails)
      .map((trial) => ({ trial, step: 1, code: 'not-finite', place: 'x.next' }) as const),
  });
  return nested;
}

test('failed trials count as no in the low end of the range, as yes in the high end', () => {
  const [falls, when] = estimateQuestions(questions, clock, tally, [true, false], withFailures());
  const [yes, no] = falls!.outcomes;
  // With the failures as no, 0 on three points of ten and a half on the others; as yes, a half on all.
  expect(yes!.range.low).toBeLessThan(0.02);
  expect(yes!.range.high).toBeGreaterThan(0.49);
  expect(yes!.range.high).toBeLessThan(0.6);
  // The others said no on all points: a half, or all of the answers of three points of ten.
  expect(no!.range.low).toBeGreaterThan(0.4);
  expect(no!.range.high).toBeGreaterThan(0.95);
  // Nor does a question know that reads no uncertain parameter what the failed trials would have said.
  const never = when!.outcomes.at(-1)!.range;
  expect(never.low).toBeLessThan(0.55);
  expect(never.high).toBe(1);
  expect(never.method).toContain('1500 failed, as no and as yes');
});

test('too few points say so instead of guessing', () => {
  const nested = createNestedTally(tallied, { points: 3, share: 4 });
  nested.answered.fill(4);
  expect(estimateQuestions(questions, clock, tally, ALL, nested)[0]!.outcomes[0]!.range).toEqual({
    low: null,
    high: null,
    method: 'nested 3x4, too few points for percentiles',
  });
});

test('measures have five quantiles a frame', () => {
  const [m] = estimateMeasures(tallied.measures, clock, tally);
  expect(m).toMatchObject({ id: 'm', steps: [0, 1, 2], dates: clock.dates });
  expect(m!.quantiles.map(({ q }) => q)).toEqual([0.05, 0.25, 0.5, 0.75, 0.95]);
  for (const { values } of m!.quantiles) expect(values).toEqual([1, 2, 3]);
  expect(m!.mean).toEqual([1, 2, 3]);
});

test('occupancy names drivers and states, and leaves out what is never active', () => {
  const state = {
    driver: 0,
    parent: -1,
    end: 1,
    kind: 'atomic',
    entry: [],
    exit: [],
    always: [],
    after: [],
    on: [],
  } as const;
  const ir = {
    clock: { ...clock, recorded: [0, 2] },
    drivers: [{ name: 'war', states: [0, 1, 2], initial: [], on: [] }],
    states: [
      { ...state, name: 'war.off' },
      { ...state, name: 'war.memory', kind: 'history' },
      { ...state, name: 'war.on' },
    ] as const,
  };
  const counted = {
    ...createTally({ ...tallied, ...ir, questions: [], measures: [] }),
    trials: 9,
    failed: 2,
  };
  counted.occupancy.set([7, 0, 0, 3, 0, 4]);
  expect(estimateOccupancy(ir, counted)).toEqual({
    of: 7,
    steps: [0, 2],
    dates: ['2023-07-01', '2023-09-01'],
    drivers: [
      {
        id: 'war',
        states: [
          { id: 'off', trials: [7, 3] },
          { id: 'on', trials: [0, 4] },
        ],
      },
    ],
  });
});

test('a run in which every trial failed is JSON without NaN', () => {
  const empty = createTally(tallied);
  const document = {
    questions: estimateQuestions(questions, clock, empty, NONE),
    measures: estimateMeasures(tallied.measures, clock, empty),
  };
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
  expect(document.questions[0]!.outcomes[0]).toMatchObject({ probability: null, se: null, low: 0, high: 1 });
  expect(document.measures[0]!.quantiles).toEqual([]);
  expect(document.measures[0]!.mean).toBeUndefined();
});

test('a conditional question is over its applicable trials, and failed ones might have been among them', () => {
  const given = { test: { op: 'const', value: 1 }, at: false, first: 0, last: 2 } as const;
  const conditional: IrQuestion[] = [{ ...questions[0]!, given }];
  const counted = createTally({ ...tallied, questions: conditional, measures: [] });
  // 3 yes, 2 no, 4 not applicable, 1 failed
  addBlock(counted, {
    ...block,
    answers: Int32Array.from([0, 0, 0, 1, 1, -2, -2, -2, -2, -1]),
    measures: new Float64Array(0),
  });
  const [falls] = estimateQuestions(conditional, clock, counted, ALL);
  expect(falls!.given).toEqual({ applicable: 5, of: 9 });
  expect(falls!.outcomes[0]).toMatchObject({
    probability: 3 / 5,
    se: Math.sqrt((0.6 * 0.4) / 5),
    low: wilson(3, 6).low,
    high: wilson(4, 6).high,
  });
});

test('a condition that never held leaves nothing to say', () => {
  const given = { test: { op: 'const', value: 0 }, at: false, first: 0, last: 2 } as const;
  const asked: IrQuestion[] = [
    { ...questions[0]!, given },
    { id: 'n', kind: 'numeric', at: true, first: 2, last: 2, outcomes: [], number: 0, given },
  ];
  const counted = createTally({ ...tallied, questions: asked, measures: [] });
  addBlock(counted, {
    first: 0,
    count: 2,
    answers: Int32Array.from([-2, -2, -2, -2]),
    numbers: Float64Array.from([Number.NaN, Number.NaN]),
    measures: new Float64Array(0),
    failures: [],
  });
  const nested = createNestedTally({ ...tallied, questions: asked }, { points: 20, share: 4 });
  for (const run of [undefined, nested]) {
    const [falls, n] = estimateQuestions(asked, clock, counted, ALL, run);
    const range = { low: null, high: null, method: 'the condition held in no trial' };
    expect(falls).toMatchObject({ given: { applicable: 0, of: 2 } });
    expect(falls!.outcomes[0]).toEqual({ value: 'yes', probability: null, se: null, low: 0, high: 1, range });
    expect(n).toMatchObject({ outcomes: [], number: { trials: 0, mean: null, quantiles: [], range } });
    expect(JSON.parse(JSON.stringify([falls, n]))).toEqual([falls, n]);
  }
});

test('the range of a conditional answer is over the applicable trials of each point', () => {
  const given = { test: { op: 'const', value: 1 }, at: false, first: 0, last: 2 } as const;
  const conditional: IrQuestion[] = [{ ...questions[0]!, given }];
  const counted = createTally({ ...tallied, questions: conditional, measures: [] });
  const nested = createNestedTally({ ...tallied, questions: conditional }, { points: 40, share: 20 });
  // Every point has 10 applicable trials, all yes or all no by turns; the others are not applicable.
  const answers = Int32Array.from({ length: 800 }, (_, i) => (i % 2 === 0 ? -2 : Math.floor(i / 20) % 2));
  const every = {
    first: 0,
    count: 800,
    answers,
    numbers: new Float64Array(0),
    measures: new Float64Array(0),
    failures: [],
  };
  addBlock(counted, every);
  addNestedBlock(nested, every);
  const { range } = estimateQuestions(conditional, clock, counted, ALL, nested)[0]!.outcomes[0]!;
  expect(range.low).toBeLessThan(0.05);
  expect(range.high).toBeGreaterThan(0.95);
});

test('a number has a mean with both uncertainties, and quantiles', () => {
  const asked: IrQuestion[] = [
    { id: 'n', kind: 'total', at: false, first: 0, last: 2, outcomes: [], number: 0 },
  ];
  const numbers = Float64Array.from({ length: 400 }, (_, i) => (Math.floor(i / 10) < 20 ? 2 : 6) + (i % 2));
  const every = {
    first: 0,
    count: 400,
    answers: new Int32Array(400),
    numbers,
    measures: new Float64Array(0),
    failures: [],
  };
  const counted = createTally({ ...tallied, questions: asked, measures: [] });
  const nested = createNestedTally({ ...tallied, questions: asked }, { points: 40, share: 10 });
  addBlock(counted, every);
  addNestedBlock(nested, every);
  const [n] = estimateQuestions(asked, clock, counted, ALL, nested);
  expect(n).toMatchObject({ id: 'n', kind: 'total', outcomes: [] });
  expect(n!.number).toMatchObject({ trials: 400, mean: 4.5, least: 2, most: 7 });
  expect(n!.number!.quantiles.map(({ value }) => value)).toEqual([2, 2, 3, 6, 7]);
  expect(n!.number!.range.method).toBe('nested 40x10, normal mixture');
  expect(n!.number!.range.low).toBeCloseTo(2.5, 0);
  expect(n!.number!.range.high).toBeCloseTo(6.5, 0);
  expect(estimateQuestions(asked, clock, counted, NONE)[0]!.number!.range).toEqual({
    low: 4.5,
    high: 4.5,
    method: 'reads no uncertain parameter',
  });
});
