/** Whatever order, parts and interruptions a batch is run in, its answers are those of one undisturbed run. */
import { beforeAll, describe, expect, test } from 'vitest';
import { lower } from '../ir/index.ts';
import type { Ir } from '../ir/ir.ts';
import { compileJs } from '../kernel/index.ts';
import { readScenario, readStudy } from '../language/index.ts';
import { referenceExecutor } from '../reference/index.ts';
import { seedKey } from '../chance/index.ts';
import {
  forecastArm,
  folded,
  OverlapError,
  runBatch,
  trialsLacking,
  type BatchRecord,
  type RecordHead,
  type Store,
} from './batch.ts';
import { countHere, forecast } from './forecast.ts';
import { looks } from './looks.ts';
import { piecesHere } from './pieces.ts';
import { CHUNK } from './ranges.ts';

const TEXT = `stave: 1
id: test
title: Test
clock: { start: 2024-01, step: 1 month, steps: 6 }
parameters:
  rate: { prior: "uniform(0.01, 0.2)", basis: judgement }
drivers:
  opinion:
    initial: calm
    states:
      calm: { chance: [{ to: angry, probability: rate }] }
      angry: {}
indicators:
  level: { start: 1, next: level + opinion.angry, noise: "normal(0, 1)", basis: judgement }
measures:
  # Fails now and then.
  root: sqrt(level + 7)
questions:
  angry: { ask: x, kind: binary, yes: opinion.angry, at: end, internal: true }
  when: { ask: x, kind: time, first: opinion.angry, by: end, internal: true }
  much: { ask: x, kind: numeric, value: level, at: end, internal: true }
`;

let arms: readonly Ir[] = [];
beforeAll(async () => {
  const irOf = async (text: string): Promise<Ir> => {
    const { model, diagnostics } = await readScenario({ name: 't', text });
    const ir = model && lower(model).ir;
    if (!ir) throw new Error(JSON.stringify(diagnostics));
    return ir;
  };
  arms = [await irOf(TEXT), await irOf(TEXT.replace('0.01, 0.2', '0.1, 0.3'))];
});

function memory(): Store & { readonly records: BatchRecord[] } {
  const records: BatchRecord[] = [];
  const append: Store['append'] = (head, body) => {
    const own = body.slice();
    records.push({ ...head, body: () => own });
  };
  return { records, append };
}

const here = () => piecesHere(arms, compileJs, () => undefined);
const ONE = { index: 1, of: 1 };
const request = (store: Store, trials: number, rest: object = {}) => ({
  ...{ arms, seed: '7', target: { trials }, shard: ONE, store, run: here(), size: 1000, ...rest },
});
const answers = (records: readonly BatchRecord[], trials: number) =>
  arms.map((ir, arm) => forecastArm(ir, arm, records, trials));
const direct = (trials: number) =>
  Promise.all(
    arms.map((ir) =>
      forecast({ ir, count: countHere(ir, compileJs(ir), () => undefined), seed: '7', trials }),
    ),
  );

/** Some of them fail. */
const TRIALS = 2 * CHUNK + 300;

test('each arm answers as a run of it alone does, failures included', async () => {
  const store = memory();
  const run = await runBatch(request(store, TRIALS));
  const expected = await direct(TRIALS);
  expect(answers(store.records, TRIALS)).toEqual(expected);
  expect(expected[0]).toMatchObject({ failed: expect.any(Number) as number });
  expect((expected[0] as { failed: number }).failed).toBeGreaterThan(0);
  const ran = trialsLacking({ arms, shard: ONE, store: memory() }, TRIALS);
  expect(run).toEqual({ trials: TRIALS, left: 0, ran });
  // Nothing is left to do.
  expect(await runBatch(request(store, TRIALS))).toMatchObject({ ran: 0 });
});

test('raised step by step: only what is new is run, and the answers are those of one run', async () => {
  const store = memory();
  let before = 0;
  for (const trials of [100, CHUNK - 1, CHUNK + 7, TRIALS]) {
    const { ran } = await runBatch(request(store, trials));
    const nested = ran - arms.length * (trials - before);
    // The nested run has another size, and is of other trials.
    expect(nested).toBeGreaterThanOrEqual(0);
    before = trials;
  }
  const main = store.records.filter(({ share }) => share === undefined);
  expect(main.flatMap(({ ranges }) => ranges).reduce((sum, [from, to]) => sum + to - from, 0)).toBe(
    2 * TRIALS,
  );
  expect(answers(store.records, TRIALS)).toEqual(await direct(TRIALS));
});

test.each([2, 3, 5])('%i shards, each with its own size of pieces, add up to one run', async (of) => {
  const records: BatchRecord[] = [];
  for (let index = of; index >= 1; index--) {
    const store = memory();
    const shard = { index, of };
    await runBatch(request(store, TRIALS, { shard, size: 500 + 300 * index }));
    expect(trialsLacking({ arms, shard, store }, TRIALS)).toBe(0);
    records.push(...store.records);
  }
  expect(answers(records, TRIALS)).toEqual(await direct(TRIALS));
});

test('stopped again and again, it loses nothing and comes to the same', async () => {
  const store = memory();
  let runs = 0;
  let ran = 0;
  for (let left = 1; left > 0; runs++) {
    const controller = new AbortController();
    let seen = 0;
    const onProgress = (done: number): void => {
      seen = done;
      if (done > 2500) controller.abort();
    };
    const run = await runBatch(request(store, TRIALS, { signal: controller.signal, onProgress }));
    left = run.left;
    ran += run.ran;
    expect(run.ran).toBe(seen);
    if (left > 0) expect(left).toBe(trialsLacking({ arms, shard: ONE, store }, TRIALS));
  }
  expect(runs).toBeGreaterThan(5);
  expect(ran).toBe(trialsLacking({ arms, shard: ONE, store: memory() }, TRIALS));
  expect(answers(store.records, TRIALS)).toEqual(await direct(TRIALS));
});

test('folded into one record an arm and run, it says the same and can go on', async () => {
  const store = memory();
  await runBatch(request(store, CHUNK));
  const again = memory();
  for (const { content, ...head } of folded(arms, store.records)) again.append(head, content);
  expect(again.records).toHaveLength(4);
  expect(answers(again.records, CHUNK)).toEqual(await direct(CHUNK));
  await runBatch(request(again, TRIALS));
  expect(answers(again.records, TRIALS)).toEqual(await direct(TRIALS));
});

test('trials that are there twice are never added up', async () => {
  const store = memory();
  await runBatch(request(store, 500));
  const [first] = store.records;
  if (first) store.append(first satisfies RecordHead, first.body());
  await expect(runBatch(request(store, 600))).rejects.toThrow(OverlapError);
});

test('a run that an error has ended leaves nothing to the next', async () => {
  const [ir] = arms;
  if (!ir) throw new Error('no arm');
  const count = countHere(ir, compileJs(ir), () => undefined);
  const onProgress = (done: number): void => {
    if (done > 1000) throw new Error('nobody listens');
  };
  await expect(forecast({ ir, count, seed: '7', trials: 2000, onProgress })).rejects.toThrow('nobody');
  const fresh = countHere(ir, compileJs(ir), () => undefined);
  expect(await forecast({ ir, count, seed: '7', trials: 2000 })).toEqual(
    await forecast({ ir, count: fresh, seed: '7', trials: 2000 }),
  );
});

describe('precision', () => {
  const precise = (store: Store, precision: number, rest: object = {}) =>
    request(store, 200_000, { target: { trials: 200_000, precision }, ...rest });

  test('looks rise by about a quarter and end at the most', () => {
    expect([...looks(5000)]).toEqual([CHUNK, 5000]);
    expect([...looks(100)]).toEqual([100]);
    const all = [...looks(10_000_000)];
    expect(all.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 7].map((n) => n * CHUNK));
    expect(all.at(-1)).toBe(10_000_000);
    for (const [i, n] of all.slice(8, -1).entries()) {
      const ratio = n / (all[i + 7] as number);
      expect(ratio).toBeGreaterThanOrEqual(1.25);
      expect(ratio).toBeLessThan(1.4);
    }
  });

  test('a run stops at a look, and is the run of that number of trials', async () => {
    // Without failed trials, which would leave the mean open.
    const { model } = await readScenario({ name: 't', text: TEXT.replace('level + 7', 'abs(level)') });
    const ir = model && lower(model).ir;
    if (!ir) throw new Error('no scenario');
    const count = countHere(ir, compileJs(ir), () => undefined);
    // Half the width of a mean in two standard deviations is 0.98 / sqrt(n): below 0.01 from n = 9,604 on.
    const run = await forecast({ ir, count, seed: '7', trials: 1_000_000, precision: 0.01 });
    const trials = 3 * CHUNK;
    expect(run).toMatchObject({
      trials,
      precision: { wanted: 0.01, reached: true, question: 'much', of: 'mean' },
    });
    const { precision, ...rest } = run as Extract<typeof run, { precision?: unknown }>;
    expect(precision?.halfWidth).toBeCloseTo(0.98 / Math.sqrt(trials), 4);
    expect(rest).toEqual(await forecast({ ir, count, seed: '7', trials }));
  });

  test('what is not reached is said, at the most', async () => {
    const [ir] = arms;
    if (!ir) throw new Error('no arm');
    const count = countHere(ir, compileJs(ir), () => undefined);
    const run = await forecast({ ir, count, seed: '7', trials: 5000, precision: 0.001 });
    // A failed trial might have had any number, so the interval of the mean is open.
    expect(run).toMatchObject({ trials: 5000, precision: { reached: false, halfWidth: null, of: 'mean' } });
  });

  test('a batch stops where its least precise arm is, however often it was stopped before', async () => {
    const without = arms.map((ir) => ({ ...ir, questions: ir.questions.slice(0, 2) }));
    const run = piecesHere(without, compileJs, () => undefined);
    const whole = memory();
    const once = await runBatch(precise(whole, 0.006, { arms: without, run }));
    expect(once.precision).toMatchObject({ reached: true, arm: expect.any(Number) as number });
    expect(once.trials).toBeGreaterThan(2 * CHUNK);
    const broken = memory();
    for (let left = 1; left > 0;) {
      const controller = new AbortController();
      const onProgress = (done: number): void => {
        if (done > 7000) controller.abort();
      };
      const part = await runBatch(
        precise(broken, 0.006, { arms: without, run, signal: controller.signal, onProgress }),
      );
      left = part.left;
      if (left === 0) expect(part).toEqual({ ...once, ran: part.ran });
    }
    const of = (records: readonly BatchRecord[]) =>
      without.map((ir, arm) => forecastArm(ir, arm, records, once.trials));
    expect(of(broken.records)).toEqual(of(whole.records));
    // More precise later goes on from there.
    const more = await runBatch(precise(broken, 0.005, { arms: without, run }));
    expect(more.trials).toBeGreaterThan(once.trials);
    expect(more.precision?.reached).toBe(true);
  });
});

test('arms differ in what they say alone: fixing one parameter moves no other, though they are correlated', async () => {
  const scenario = `stave: 1
id: test
title: Test
clock: { start: 2024-01, step: 1 month, steps: 2 }
parameters:
  a: { prior: "normal(0, 1)", basis: judgement }
  b: { prior: "uniform(0, 1)", basis: judgement }
correlations:
  - { between: [a, b], r: 0.8 }
indicators:
  level: { start: a, next: level + b }
questions:
  sum: { ask: x, kind: numeric, value: level, at: end, internal: true }
`;
  const text =
    'stave-study: 1\nid: x\ntitle: x\nscenario: x\ntrials: 1\nseed: 7\narms: { x: { parameters: { a: 0.25 } } }';
  const arm = readStudy({ name: 'study', text }).study?.arms[0];
  const models = [
    await readScenario({ name: 's', text: scenario }),
    await readScenario(
      { name: 's', text: scenario },
      arm && { overlay: { arm, source: { name: 'study', text } } },
    ),
    // What the first has for a, to take it away.
    await readScenario({ name: 's', text: scenario.replace('value: level', 'value: a') }),
  ];
  for (const compile of [compileJs, referenceExecutor]) {
    const [base, fixed, a] = models.map(({ model }) => {
      const ir = model && lower(model).ir;
      if (!ir) throw new Error('no scenario');
      return compile(ir).run({ seed: seedKey('7'), stream: 0, first: 0, count: 50, share: 1 }).numbers;
    });
    for (const [i, sum] of (base ?? []).entries())
      expect(fixed?.[i]).toBeCloseTo(sum - (a?.[i] ?? Number.NaN) + 0.25, 12);
    expect(new Set(fixed).size).toBe(50);
  }
});
