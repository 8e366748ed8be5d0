import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Forecast, Statement, Task } from '../records/forecast.ts';
import type { Resolution } from '../records/resolution.ts';
import type { QuestionSpec } from '../formats/question.ts';
import { compoundScores } from './compound.ts';
import { evaluate } from './evaluate.ts';
import { onLogScale } from './on-scale.ts';
import { scoreReport, type ReportInput, type ScoreDocument } from './report/report.ts';
import { scoresInTable } from './score-statement.ts';
import { modelMeans, modelMeansCsv, rowsOf, scoresCsv } from './tables.ts';

const binary = (probability: number): Statement => ({ kind: 'binary', probability });
const task = (id: string, cluster?: string): Task => ({
  id,
  keys: { question: id },
  ...(cluster !== undefined && { cluster }),
});
const said = (forecaster: string, id: string, statement: Statement, issuedAt?: string): Forecast => ({
  ...{ forecaster, task: id, statement },
  ...(issuedAt !== undefined && { issuedAt }),
});
const came = (id: string, happened: boolean, resolvedAt?: string): Resolution => ({
  task: id,
  ...(resolvedAt !== undefined && { resolvedAt }),
  state: { is: 'resolved', outcome: { kind: 'binary', happened } },
});
const question = (id: string, more: Partial<QuestionSpec> = {}): QuestionSpec => ({
  ...{ id, kind: 'binary', options: ['yes', 'no'] },
  ...more,
});

test('of several forecasts the last that was made in time and not taken back counts', () => {
  const forecasts = [
    said('ana', 'q', binary(0.1), '2024-01-03'),
    said('ana', 'q', binary(0.2), '2024-01-05'),
    said('ana', 'q', binary(0.9), '2024-01-20'),
    said('bo', 'q', binary(0.4), '2024-01-04'),
    said('cy', 'q', binary(0.5), '2024-01-12'),
    said('di', 'q', binary(0.5), '2024-01-01T08:00:00.000Z'),
  ];
  const found = evaluate({
    ...{ tasks: [task('q')], forecasts, resolutions: [came('q', true, '2024-01-15')] },
    questions: new Map([['q', question('q', { closes: '2024-01-10' })]]),
    withdrawals: [
      { forecaster: 'bo', task: 'q', at: '2024-01-06' },
      // After the close nothing is taken back.
      { forecaster: 'di', task: 'q', at: '2024-01-11' },
    ],
  });
  expect(found.rows.map(({ forecast: { forecaster, statement } }) => [forecaster, statement])).toEqual([
    ['ana', binary(0.2)],
    ['di', binary(0.5)],
  ]);
  expect(found.unscored).toMatchObject([{ forecaster: 'cy', task: 'q' }]);
  // Without a close, what came is known when it is said, or when it happened.
  const open = (resolution: Resolution) =>
    evaluate({ tasks: [task('q')], forecasts: forecasts.slice(0, 3), resolutions: [resolution] }).rows[0]
      ?.forecast.statement;
  expect(open(came('q', true, '2024-01-15'))).toEqual(binary(0.2));
  expect(
    open({
      ...came('q', true, '2024-02-15'),
      state: { is: 'resolved', outcome: { kind: 'binary', happened: true }, happenedAt: '2024-01-04' },
    }),
  ).toEqual(binary(0.1));
  expect(open(came('q', true, '2024-02-15'))).toEqual(binary(0.9));
});

test('open, void, internal and revised tasks are told apart', () => {
  const ids = ['open', 'void', 'inside', 'twice', 'unknown'];
  const resolutions: Resolution[] = [
    { task: 'open', state: { is: 'open' } },
    { task: 'void', state: { is: 'void', why: 'it was cancelled' } },
    came('inside', true),
    came('twice', true, '2024-01-01'),
    came('twice', false, '2024-02-01'),
  ];
  const input = {
    tasks: ids.map((id) => task(id)),
    forecasts: ids.map((id) => said('ana', id, binary(0.25))),
    ...{ resolutions, questions: new Map([['inside', question('inside', { internal: true })]]) },
  };
  const found = evaluate(input);
  expect(found).toMatchObject({
    voided: [{ task: 'void', why: 'it was cancelled' }],
    internal: ['inside'],
    revised: [{ task: 'twice', times: 1 }],
  });
  expect([...found.open].sort()).toEqual(['open', 'unknown']);
  expect(found.rows.map(({ task: { id }, scores }) => [id, scores['brier']])).toEqual([['twice', 0.0625]]);
  expect(evaluate({ ...input, asOf: '2024-01-15' }).rows[0]?.scores['brier']).toBe(0.5625);
});

test('a partial outcome scores the mean over what came, by share', () => {
  const resolution: Resolution = {
    task: 'q',
    state: {
      is: 'partial',
      outcomes: [
        { outcome: { kind: 'binary', happened: true }, share: 0.25 },
        { outcome: { kind: 'binary', happened: false }, share: 0.75 },
      ],
    },
  };
  // 0.25 · 0.8² + 0.75 · 0.2²
  expect(scoresInTable(said('ana', 'q', binary(0.2)), resolution)).toMatchObject({
    brier: expect.closeTo(0.25 * 0.64 + 0.75 * 0.04, 12) as number,
  });
});

test('of a distribution function only the place among thresholds may be known', () => {
  const cdf: Statement = { kind: 'cdf', thresholds: [1, 2, 3], probabilities: [0.1, 0.4, 0.8] };
  const at = (category: string): Resolution => ({
    task: 'q',
    state: { is: 'resolved', outcome: { kind: 'category', category } },
  });
  const scores = scoresInTable(said('ana', 'q', cdf), at('(1, 2]'));
  // F against 0, 1, 1 at the thresholds; P(1 < y <= 2) = 0.3.
  expect(scores).toMatchObject({
    rps: expect.closeTo(0.01 + 0.36 + 0.04, 12) as number,
    log_score: expect.closeTo(-Math.log(0.3), 12) as number,
  });
  const known: Resolution = { task: 'q', state: { is: 'resolved', outcome: { kind: 'number', value: 2 } } };
  expect(scoresInTable(said('ana', 'q', cdf), known)).toMatchObject(scores);
  expect(scoresInTable(said('ana', 'q', cdf), at('>3'))).toMatchObject({
    log_score: expect.closeTo(-Math.log(0.2), 12) as number,
  });
});

test('tables write infinite scores as Inf and none as an empty cell', () => {
  const { rows } = evaluate({
    tasks: [task('a'), task('b')],
    forecasts: [
      said('x', 'a', binary(0)),
      said('x', 'b', { kind: 'quantile', levels: [0.5, 0.9], values: [1, 2] }),
    ],
    resolutions: [
      came('a', true),
      { task: 'b', state: { is: 'resolved', outcome: { kind: 'number', value: 1 } } },
    ],
  });
  expect(scoresCsv(rowsOf(rows.slice(0, 1)), ['question'])).toBe(
    'model_id,question,brier,log_score\nx,a,1,Inf\n',
  );
  // 0.9 has no mirror, so there is no interval score; the median is there.
  expect(scoresCsv(rowsOf(rows.slice(1)), ['question'])).toMatch(/^model_id,question,wis,.*\nx,b,,,,,0,0\n$/);
  expect(modelMeansCsv(rowsOf(rows.slice(0, 1)))).toMatch(/\nx,1,1,Inf,/);
});

test('relative skill over common tasks, by hand', () => {
  const rows = [
    ['a', 'x', 1],
    ['a', 'y', 3],
    ['b', 'x', 2],
    ['b', 'z', 9],
  ].map(([model, key, crps]) => ({
    model: String(model),
    keys: { task: String(key) },
    scores: { crps: Number(crps) },
  }));
  const [a, b] = modelMeans(rows, 'b');
  // One task is common: 1 against 2, so √(1/2) and √2.
  expect(a?.relativeSkill['crps']).toBeCloseTo(Math.sqrt(0.5), 12);
  expect(a?.scaledRelativeSkill['crps']).toBeCloseTo(0.5, 12);
  expect(b?.scaledRelativeSkill['crps']).toBe(1);
  expect(a?.means['crps']).toBe(2);
});

const sampleRows = (indices: readonly (readonly string[])[]) =>
  evaluate({
    tasks: indices.map((_, h) => ({
      id: `h${h}`,
      keys: { reference_date: '2024-01-06', horizon: String(h) },
    })),
    forecasts: indices.map((own, h) =>
      said('m', `h${h}`, { kind: 'sample', values: own.map((_, i) => i + h), indices: own }),
    ),
    resolutions: indices.map((_, h) => ({
      task: `h${h}`,
      state: { is: 'resolved', outcome: { kind: 'number', value: 1 } },
    })),
  }).rows;

test('draws of one index are joint over the horizons of a round', () => {
  const ids = ['reference_date', 'horizon'];
  const [joint] = compoundScores(
    sampleRows([
      ['a', 'b'],
      ['a', 'b'],
    ]),
    ids,
  );
  expect(joint).toMatchObject({ forecaster: 'm', keys: { reference_date: '2024-01-06' }, tasks: 2 });
  // Draws (0, 1) and (1, 2), outcome (1, 1): mean distance 1, half the mean distance of draws √2/4.
  expect(joint?.scores['energy_score']).toBeCloseTo(1 - Math.SQRT2 / 4, 12);
  const [apart] = compoundScores(
    sampleRows([
      ['a', 'b'],
      ['a', 'c'],
    ]),
    ids,
  );
  expect(apart?.scores['energy_score']).toMatchObject({
    noScore: expect.stringMatching(/draw b of h0 is missing in h1/) as string,
  });
  expect(compoundScores(sampleRows([['a', 'b']]), ids)).toEqual([]);
  expect(
    compoundScores(
      sampleRows([
        ['a', 'b'],
        ['a', 'b'],
      ]),
      ids,
      ids,
    ),
  ).toEqual([]);
});

test('quantiles on the scale of logarithms', () => {
  const { rows } = evaluate({
    tasks: [task('a')],
    forecasts: [said('x', 'a', { kind: 'quantile', levels: [0.5], values: [Math.E - 1] })],
    resolutions: [{ task: 'a', state: { is: 'resolved', outcome: { kind: 'number', value: 0 } } }],
  });
  expect(onLogScale(rows, 1)[0]?.scores['wis']).toBeCloseTo(1, 12);
  expect(onLogScale(rows, 0)[0]?.scores['wis']).toMatchObject({
    noScore: expect.stringMatching(/does not exist for 0/) as string,
  });
});

// ---------------------------------------------------------------- the report

function reportOf(
  forecasts: readonly Forecast[],
  resolutions: readonly Resolution[],
  more: Partial<ReportInput> = {},
): ScoreDocument {
  const ids = [...new Set(forecasts.map((one) => one.task))];
  const tasks = ids.map((id, i) => task(id, `c${i % 5}`));
  const names = [...new Set(forecasts.map(({ forecaster }) => forecaster))].sort();
  return scoreReport({
    ...{ tasks, forecasts, resolutions, withdrawals: [], questions: new Map(), teams: new Map() },
    evaluation: evaluate({ tasks, forecasts, resolutions }),
    truth: { path: 'truth.csv', hash: 'f'.repeat(64) },
    sources: names.map((name) => ({
      path: name,
      kind: 'classroom',
      forecasters: [name],
      facts: {},
      notes: [],
    })),
    ...more,
  });
}

const tasksOf = (n: number): readonly string[] => Array.from({ length: n }, (_, i) => `q${i}`);

test('the same forecasts differ by exactly nothing', () => {
  const ps = [0.1, 0.3, 0.2, 0.8, 0.55, 0.7, 0.05, 0.4, 0.9, 0.6, 0.35, 0.15];
  const forecasts = ['ana', 'bo'].flatMap((name) =>
    tasksOf(12).map((id, i) => said(name, id, binary(ps[i] ?? 0))),
  );
  const document = reportOf(
    forecasts,
    tasksOf(12).map((id, i) => came(id, i % 3 === 0, `2024-01-${10 + i}`)),
  );
  expect(document.pairs).toMatchObject([{ n: 12, meanDifference: 0, firstBetter: 0, secondBetter: 0 }]);
  expect(document.pairs[0]?.verdict).toMatch(/score the same on 12 common tasks/);
  expect(document.tables[0]?.models.map(({ relativeSkill }) => relativeSkill)).toEqual([1, 1]);
  expect(document.disagreements.every(({ apart, by }) => apart === 0 && by === 0)).toBe(true);
  expect(document.clusters.n).toBe(5);
});

test('the order of forecasts and outcomes changes nothing', () => {
  const probability = fc.integer({ min: 0, max: 20 }).map((n) => n / 20);
  const all = fc.record({
    ps: fc.array(probability, { minLength: 24, maxLength: 24 }),
    ys: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
    order: fc.shuffledSubarray(
      Array.from({ length: 24 }, (_, i) => i),
      { minLength: 24 },
    ),
  });
  fc.assert(
    fc.property(all, ({ ps, ys, order }) => {
      const forecasts = ['ana', 'bo', 'cy'].flatMap((name, k) =>
        tasksOf(8).map((id, i) => said(name, id, binary(ps[8 * k + i] ?? 0))),
      );
      const resolutions = tasksOf(8).map((id, i) => came(id, ys[i] ?? false, `2024-01-${10 + i}`));
      const document = reportOf(forecasts, resolutions);
      const shuffled = reportOf(
        order.map((i) => forecasts[i] as Forecast),
        resolutions.toReversed(),
        { tasks: tasksOf(8).map((id, i) => task(id, `c${i % 5}`)) },
      );
      const bare = ({ tables, pairs }: ScoreDocument) => ({
        means: tables[0]?.models.map(({ forecaster, n, mean }) => [
          forecaster,
          n,
          Number(mean.toPrecision(12)),
        ]),
        differences: pairs.map(({ first, second, meanDifference }) => [
          first,
          second,
          Number(meanDifference.toPrecision(9)),
        ]),
      });
      expect(bare(shuffled)).toEqual(bare(document));
    }),
    { seed: 17, numRuns: 15 },
  );
});

test('reference forecasters, by hand', () => {
  const spec = (id: string): QuestionSpec =>
    question(id, { baseline: { probabilities: { yes: 0.2, no: 0.8 }, source: 'past' } });
  const forecasts = tasksOf(4).map((id) => said('ana', id, binary(0.5)));
  const outcomes = [true, false, false, true];
  const document = reportOf(
    forecasts,
    tasksOf(4).map((id, i) => came(id, outcomes[i] ?? false)),
    {
      questions: new Map(tasksOf(4).map((id) => [id, spec(id)])),
    },
  );
  const mean = (name: string): number | undefined =>
    document.tables[0]?.references.find((one) => one.name === name)?.mean;
  expect(mean('uniform')).toBe(0.25);
  expect(mean('base rate')).toBeCloseTo((2 * 0.64 + 2 * 0.04) / 4, 12);
  // Of the other three tasks one came where it came, two where it did not.
  expect(mean('rate of the others')).toBeCloseTo(((1 - 1 / 3) ** 2 * 2 + (2 / 3) ** 2 * 2) / 4, 12);
  const skill = document.tables[0]?.models[0]?.skill.find((one) => one.against === 'uniform');
  expect(skill).toMatchObject({ skill: 0 });
});

test('a series gives no change and climatology; both know only what was before the round', () => {
  const tasks: readonly Task[] = [{ id: 't', keys: { reference_date: '2024-02-03', location: '1' } }];
  const forecasts = [said('m', 't', { kind: 'quantile', levels: [0.25, 0.5, 0.75], values: [1, 2, 3] })];
  const resolutions: Resolution[] = [
    { task: 't', state: { is: 'resolved', outcome: { kind: 'number', value: 6 } } },
  ];
  const observations = [1, 2, 3, 4, 5, 100].map((value, i) => ({
    ...{
      date: i < 5 ? `2024-01-${String(3 + 7 * i).padStart(2, '0')}` : '2024-02-03',
      keys: { location: '1' },
      value,
    },
  }));
  const document = reportOf(forecasts, resolutions, {
    ...{ tasks, evaluation: evaluate({ tasks, forecasts, resolutions }) },
    timeSeries: {
      dateColumn: 'date',
      taskIds: ['location'],
      observations: [...observations, { date: '2024-01-30', keys: { location: '2' }, value: 50 }],
    },
  });
  const mean = (name: string): number | undefined =>
    document.tables[0]?.references.find((one) => one.name === name)?.mean;
  // All quantiles at the last value: the score is the distance.
  expect(mean('no change')).toBeCloseTo(1, 12);
  // Quartiles 2, 3, 4 of 1 … 5: (0.25 · 2 + (6 - 4) + 0.5 · 3) / 1.5.
  expect(mean('climatology')).toBeCloseTo((0.25 * 2 + 2 + 0.5 * 3) / 1.5, 12);
});

test('of a series with versions the references know those of the round', () => {
  const tasks: readonly Task[] = [{ id: 't', keys: { reference_date: '2024-02-03' } }];
  const forecasts = [said('m', 't', { kind: 'quantile', levels: [0.25, 0.5, 0.75], values: [1, 2, 3] })];
  const resolutions: Resolution[] = [
    { task: 't', state: { is: 'resolved', outcome: { kind: 'number', value: 6 } } },
  ];
  const version = (day: number, value: number, asOf: string) => ({
    ...{ date: `2024-01-0${day}`, keys: {}, value, asOf },
  });
  const firsts = [1, 2, 3, 4, 9].map((value, i) => version(i + 1, value, '2024-01-10'));
  const document = reportOf(forecasts, resolutions, {
    ...{ tasks, evaluation: evaluate({ tasks, forecasts, resolutions }) },
    timeSeries: {
      ...{ dateColumn: 'date', taskIds: [] },
      // The last value is mended once before the round, and once after it.
      observations: [version(5, 70, '2024-02-20'), version(5, 5, '2024-02-03'), ...firsts],
    },
  });
  const mean = (name: string): number | undefined =>
    document.tables[0]?.references.find((one) => one.name === name)?.mean;
  expect(mean('no change')).toBeCloseTo(1, 12);
  expect(mean('climatology')).toBeCloseTo((0.25 * 2 + 2 + 0.5 * 3) / 1.5, 12);
});

test('a comparison of few tasks decides nothing and says so', () => {
  const document = reportOf(
    [said('ana', 'q0', binary(0.2)), said('bo', 'q0', binary(0.9)), said('bo', 'q1', binary(0))],
    [came('q0', false), came('q1', true)],
  );
  expect(document.pairs[0]).toMatchObject({ n: 1, onlySecond: 1 });
  expect(document.pairs[0]?.verdict).toMatch(/^ana is ahead .* on one common task, which decides nothing$/);
  expect(document.infinite).toMatchObject([
    { forecaster: 'bo', task: 'q1', score: 'log_score', said: '0%', came: 'yes' },
  ]);
  expect(document.honesty.join(' ')).toMatch(/2 tasks are scored, in 2 clusters/);
  expect(reportOf([said('ana', 'q0', binary(0.2))], []).honesty).toEqual([
    'Nothing is scored: none of the tasks has an outcome yet.',
  ]);
});

test('clusters too few for any test are said to be, not the difference to be chance', () => {
  const forecasts = tasksOf(12).flatMap((id) => [said('ana', id, binary(0.1)), said('bo', id, binary(0.9))]);
  const resolutions = tasksOf(12).map((id) => came(id, false));
  const by = (clusters: number): string => {
    const tasks = tasksOf(12).map((id, i) => task(id, `c${i % clusters}`));
    return reportOf(forecasts, resolutions, {
      tasks,
      evaluation: evaluate({ tasks, forecasts, resolutions }),
    }).pairs[0]!.verdict;
  };
  // The least p of k clusters is 2 / 2^k.
  expect(by(5)).toMatch(/whose 5 clusters are too few for any difference to be more than chance$/);
  expect(by(6)).toMatch(/more than chance \(adjusted p 0\.0313\)/);
});

test('what is forecast of many places for one date is one date of a Diebold-Mariano series', () => {
  const dates = Array.from({ length: 8 }, (_, d) => `2024-01-0${d + 1}`);
  const places = Array.from({ length: 30 }, (_, k) => String(k));
  const tasks: readonly Task[] = dates.flatMap((date) =>
    places.map((location) => ({
      id: `${date} ${location}`,
      keys: { reference_date: date, horizon: '1', location, target_end_date: date },
    })),
  );
  // Everywhere alike on one date: 30 places teach nothing more than one.
  const off = [0.3, -0.1, 0.2, 0.25, -0.15, 0.1, 0.05, 0.4];
  const quantiles = (value: number): Statement => ({ kind: 'quantile', levels: [0.5], values: [value] });
  const reported = (own: readonly Task[]) => {
    const forecasts = own.flatMap(({ id, keys }) => [
      said('ana', id, quantiles(1)),
      said('bo', id, quantiles(1 + (off[dates.indexOf(keys['target_end_date'] ?? '')] ?? 0))),
    ]);
    const resolutions = own.map(({ id }): Resolution => ({
      task: id,
      state: { is: 'resolved', outcome: { kind: 'number', value: 0 } },
    }));
    return reportOf(forecasts, resolutions, {
      ...{ tasks: own, evaluation: evaluate({ tasks: own, forecasts, resolutions }) },
    }).pairs[0]?.dieboldMariano as { n: number; pValue: number };
  };
  const [all, one] = [reported(tasks), reported(tasks.filter(({ keys }) => keys['location'] === '7'))];
  expect(all.n).toBe(8);
  expect(all.pValue).toBeCloseTo(one.pValue, 9);
});

test('of many forecasters it is said how many of their pairs are compared', () => {
  const said12 = Array.from({ length: 12 }, (_, k) =>
    tasksOf(6).map((id, i) => said(`student ${String(k).padStart(2, '0')}`, id, binary((i + k) / 20))),
  ).flat();
  const resolutions = tasksOf(6).map((id, i) => came(id, i % 2 === 0));
  const names = [...new Set(said12.map(({ forecaster }) => forecaster))];
  const document = reportOf(said12, resolutions, {
    sources: [{ path: 'class.csv', kind: 'classroom', forecasters: names, facts: {}, notes: [] }],
  });
  expect(document.pairs).toHaveLength(40);
  expect(document.honesty.join(' ')).toMatch(/binary: 40 of 66 pairs are compared/);
  expect(reportOf(said12.slice(0, 18), resolutions).honesty.join(' ')).not.toMatch(/pairs are compared/);
});

test('who forecasts what is known already gains no points', () => {
  const questions = new Map([['q', question('q', { opens: '2024-01-01', closes: '2024-01-10' })]]);
  const forecasts = [
    said('ana', 'q', binary(0.5), '2024-01-01'),
    said('bo', 'q', binary(0.5), '2024-01-01'),
    said('bo', 'q', binary(0.99), '2024-01-06'),
  ];
  const resolutions = [came('q', true, '2024-01-05')];
  const { tournament } = reportOf(forecasts, resolutions, {
    ...{ questions, evaluation: evaluate({ tasks: [task('q')], forecasts, resolutions, questions }) },
  });
  for (const row of tournament?.rows ?? []) {
    expect(row.peer).toBeCloseTo(0, 12);
    expect(row.coverage).toBeCloseTo(0.5, 12);
    expect(row.attainable).toBeCloseTo(0.5, 12);
  }
  expect(tournament?.rows).toHaveLength(2);
});
