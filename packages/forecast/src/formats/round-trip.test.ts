/** What a writer writes its reader reads as the same records. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  readClassroom,
  readClassroomQuestions,
  writeClassroom,
  writeClassroomQuestions,
} from './classroom.ts';
import { canonicalJson, sha256Hex } from './canonical.ts';
import { readExperts, writeExperts, type JudgementRow } from './experts.ts';
import { readHubTasks, writeHubConfig } from './hub/config.ts';
import { readModelOutput, writeModelOutput } from './hub/model-output.ts';
import { readOracleOutput, writeOracleOutput } from './hub/oracle-output.ts';
import { readTimeSeries, writeTimeSeries } from './hub/time-series.ts';
import { MARKET } from './market.ts';
import { METACULUS_FORECASTS, METACULUS_QUESTIONS, METACULUS_SCORES } from './metaculus.ts';
import { momentOf } from './moment.ts';
import { readPythonList, writePythonList, type PythonValue } from './python-list.ts';
import { outcomeOf, outcomeText } from './question.ts';
import { readRegistered, writeRegistered } from './registered.ts';
import { readResolutions, resolutionsOf, writeResolutions } from './resolutions.ts';
import { readCsv, type Sheet } from './sheet.ts';
import { questions, tasks } from './testing.ts';

const SEED = { seed: 13, numRuns: 100 };
const sheetOf = (text: string): Sheet => {
  const { value, problems } = readCsv(text, 'f.csv');
  expect(problems).toEqual([]);
  return value as Sheet;
};
function valueOf<T>({ value, problems }: { value?: T; problems: readonly unknown[] }): T {
  expect(problems).toEqual([]);
  return value as T;
}

const isText = (text: string): boolean => !/[\0\ufffd\ufeff]/.test(text);
const word = fc
  .oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
    fc.constantFrom('a,b', '"', 'x\ny', '中', ';', '=', '%3D'),
  )
  .filter((text) => isText(text) && text !== 'NA');
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0);
const day = fc
  .integer({ min: 0, max: 40_000 })
  .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 10));
const moment = fc.oneof(
  day,
  fc.integer({ min: 0, max: 4e9 }).map((s) => new Date(s * 1000).toISOString()),
);
const rising = (of: fc.Arbitrary<number>) =>
  fc.uniqueArray(of, { minLength: 1, maxLength: 6 }).map((all) => all.sort((a, b) => a - b));
/** Shares of whole numbers, so that they sum to 1 but for rounding. */
const shares = (count: number) =>
  fc.array(fc.integer({ min: 1, max: 100 }), { minLength: count, maxLength: count }).map((parts) => {
    const sum = parts.reduce((a, b) => a + b, 0);
    return parts.map((part) => part / sum);
  });

const statements = fc.oneof(
  rising(fc.double({ min: 0.001, max: 0.999, noNaN: true })).chain((levels) =>
    fc.array(number, { minLength: levels.length, maxLength: levels.length }).map((values) => ({
      outputType: 'quantile' as const,
      statement: { kind: 'quantile' as const, levels, values: values.sort((a, b) => a - b) },
    })),
  ),
  rising(number).chain((thresholds) =>
    fc
      .array(fc.double({ min: 0, max: 1, noNaN: true }), {
        minLength: thresholds.length,
        maxLength: thresholds.length,
      })
      .map((probabilities) => ({
        outputType: 'cdf' as const,
        statement: {
          kind: 'cdf' as const,
          thresholds,
          probabilities: probabilities.map((p) => p + 0).sort((a, b) => a - b),
        },
      })),
  ),
  fc.uniqueArray(word, { minLength: 1, maxLength: 5 }).chain((categories) =>
    shares(categories.length).map((probabilities) => ({
      outputType: 'pmf' as const,
      statement: { kind: 'ordinal' as const, categories, probabilities },
    })),
  ),
  fc.uniqueArray(word, { minLength: 1, maxLength: 5 }).chain((indices) =>
    fc.array(number, { minLength: indices.length, maxLength: indices.length }).map((values) => ({
      outputType: 'sample' as const,
      statement: { kind: 'sample' as const, values, indices },
    })),
  ),
  number.map((value) => ({
    outputType: 'mean' as const,
    statement: { kind: 'point' as const, statistic: 'mean' as const, value },
  })),
  number.map((value) => ({
    outputType: 'median' as const,
    statement: { kind: 'point' as const, statistic: 'median' as const, value },
  })),
);

test('hub model output', () => {
  const taskIds = fc.uniqueArray(
    word.filter((name) => !['output_type', 'output_type_id', 'value', 'model_id', 'as_of'].includes(name)),
    { minLength: 1, maxLength: 3 },
  );
  const files = taskIds.chain((names) =>
    fc.record({
      names: fc.constant(names),
      entries: fc.uniqueArray(
        fc.tuple(fc.array(word, { minLength: names.length, maxLength: names.length }), statements),
        { maxLength: 5, selector: ([keys, { outputType }]) => JSON.stringify([keys, outputType]) },
      ),
    }),
  );
  fc.assert(
    fc.property(files, ({ names, entries }) => {
      const own = entries.map(([cells, { outputType, statement }]) => ({
        keys: Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])),
        ...{ outputType, statement },
      }));
      const made = {
        taskIds: names,
        tasks: own.map(({ keys }, i) => ({ id: String(i), keys })),
        forecasts: own.map(({ outputType, statement }, i) => ({
          forecaster: 'team-model',
          task: String(i),
          outputType,
          statement,
        })),
      };
      const read = valueOf(readModelOutput(sheetOf(writeModelOutput(made)), { modelId: 'team-model' }));
      expect(read.taskIds).toEqual(names);
      const keysOf = new Map(read.tasks.map(({ id, keys }) => [id, keys]));
      expect(
        read.forecasts.map(({ outputType, statement, task }) => ({
          keys: keysOf.get(task),
          outputType,
          statement,
        })),
      ).toEqual(own);
      // Several models in one file are told apart.
      const both = {
        ...made,
        forecasts: ['a', 'b'].flatMap((forecaster) => made.forecasts.map((f) => ({ ...f, forecaster }))),
      };
      const again = valueOf(readModelOutput(sheetOf(writeModelOutput(both, { withModel: true }))));
      expect(again.forecasts.map(({ forecaster }) => forecaster)).toEqual(
        both.forecasts.map(({ forecaster }) => forecaster),
      );
    }),
    SEED,
  );
});

test('a binary target of a hub is a probability again', () => {
  const config = structuredClone(tasks);
  const binary = config?.rounds[0]?.model_tasks[1];
  if (!config || !binary?.output_type.pmf || !binary.target_metadata[0]) throw new Error('no such task');
  binary.output_type.pmf.output_type_id = { required: ['no', 'yes'] };
  binary.target_metadata[0].target_type = 'binary';
  const text =
    'origin_date,target,horizon,output_type,output_type_id,value\n2024-01-06,alarm,0,pmf,no,0.75\n2024-01-06,alarm,0,pmf,yes,0.25\n';
  const read = valueOf(readModelOutput(sheetOf(text), { modelId: 'm', tasks: config }));
  expect(read.forecasts.map(({ statement }) => statement)).toEqual([{ kind: 'binary', probability: 0.25 }]);
  expect(writeModelOutput(read)).toBe(text);
});

test('hub configuration, oracle output and time series', () => {
  if (!tasks) throw new Error('no tasks');
  expect(valueOf(readHubTasks(writeHubConfig(tasks), 'tasks.json'))).toEqual(tasks);
  const rows = fc.uniqueArray(
    fc.tuple(word, fc.option(number, { nil: undefined }), fc.option(day, { nil: undefined })),
    {
      minLength: 1,
      maxLength: 6,
      selector: ([key, , asOf]) => JSON.stringify([key, asOf]),
    },
  );
  fc.assert(
    fc.property(rows, fc.boolean(), (entries, hasTypes) => {
      const oracle = {
        source: 'f.csv',
        taskIds: ['place'],
        rows: entries.map(([place, value, asOf], i) => ({
          ...{ row: i + 2, keys: { place } },
          ...(hasTypes && { outputType: 'quantile' as const, outputTypeId: 'NA' }),
          ...(value !== undefined && { value }),
          ...(asOf !== undefined && { asOf }),
        })),
      };
      const read = valueOf(readOracleOutput(sheetOf(writeOracleOutput(oracle))));
      const bare = ({ row: _, ...rest }: (typeof read.rows)[number]) => rest;
      expect(read.rows.map(bare)).toEqual(oracle.rows.map(bare));
      const series = {
        ...{ dateColumn: 'date', taskIds: ['place'] },
        observations: entries.map(([place, value, asOf]) => ({
          ...{ date: '2024-01-06', keys: { place } },
          ...(value !== undefined && { value }),
          ...(asOf !== undefined && { asOf }),
        })),
      };
      expect(valueOf(readTimeSeries(sheetOf(writeTimeSeries(series)), 'date'))).toEqual(series);
    }),
    SEED,
  );
});

const binary = fc.record({
  task: fc.constant('treaty'),
  statement: fc
    .double({ min: 0, max: 1, noNaN: true })
    .map((p) => ({ kind: 'binary' as const, probability: p + 0 })),
});
const ordinal = fc.record({
  task: fc.constant('trend'),
  statement: fc.constantFrom([0.5, 0.25, 0.25], [1, 0, 0], [0.125, 0.375, 0.5]).map((probabilities) => ({
    kind: 'ordinal' as const,
    categories: ['falls', 'holds', 'rises'],
    probabilities,
  })),
});

test('classroom', () => {
  const said = fc.uniqueArray(
    fc.tuple(word, moment, fc.oneof(binary, ordinal), fc.option(word, { nil: undefined })),
    {
      maxLength: 6,
      selector: ([who, when]) => JSON.stringify([who, when]),
    },
  );
  fc.assert(
    fc.property(said, fc.boolean(), (entries, isBack) => {
      const forecasts = entries.map(([forecaster, issuedAt, { task, statement }, team]) => ({
        ...{ forecaster, task, statement, issuedAt },
        ...(team !== undefined && { team, rationale: `because ${team}` }),
      }));
      const withdrawals = isBack ? [{ forecaster: 'somebody else', task: 'treaty', at: '2024-02-01' }] : [];
      const text = writeClassroom({ forecasts, withdrawals });
      expect(valueOf(readClassroom(sheetOf(text), questions))).toEqual({ forecasts, withdrawals });
    }),
    SEED,
  );
  const asked = [...questions.values()].slice(0, 2).map((q) => ({ ...q, opens: '2024-01-01' }));
  expect(valueOf(readClassroomQuestions(sheetOf(writeClassroomQuestions(asked))))).toEqual(asked);
});

test('resolutions', () => {
  const text = writeResolutions([
    {
      question: 'treaty',
      state: 'resolved',
      outcome: 'no',
      resolvedAt: '2024-07-01',
      source: 'a, b',
      share: undefined,
      happenedAt: undefined,
      why: undefined,
    },
    {
      question: 'treaty',
      state: 'revised',
      outcome: 'yes',
      resolvedAt: '2024-08-01',
      source: undefined,
      share: undefined,
      happenedAt: '2024-06-30',
      why: undefined,
    },
    {
      question: 'level',
      state: 'void',
      outcome: undefined,
      resolvedAt: undefined,
      source: undefined,
      share: undefined,
      happenedAt: undefined,
      why: 'no "series"',
    },
  ]);
  const rows = valueOf(readResolutions(sheetOf(text)));
  expect(writeResolutions(rows)).toBe(text);
  expect(valueOf(resolutionsOf(rows, questions, 'f.csv'))).toEqual([
    {
      task: 'treaty',
      resolvedAt: '2024-07-01',
      source: 'a, b',
      state: { is: 'resolved', outcome: { kind: 'binary', happened: false } },
    },
    {
      task: 'treaty',
      resolvedAt: '2024-08-01',
      state: { is: 'resolved', outcome: { kind: 'binary', happened: true }, happenedAt: '2024-06-30' },
    },
    { task: 'level', state: { is: 'void', why: 'no "series"' } },
  ]);
});

test('outcomes as words', () => {
  const start = questions.get('start');
  if (!start) throw new Error('no question');
  // 2024-01-01 is day 0, and what comes on it has come by the end of it.
  expect(outcomeOf(start, '2024-01-01')).toEqual({ kind: 'time', time: 1, event: true });
  expect(outcomeOf(start, '2024-12-31')).toEqual({ kind: 'time', time: 366, event: true });
  expect(outcomeOf(start, 'never')).toEqual({ kind: 'time', time: 366, event: false });
  expect(outcomeOf(start, 'after 2024-06-30')).toEqual({ kind: 'time', time: 182, event: false });
  expect(outcomeOf(start, 'soon')).toBeUndefined();
  const words = [
    ['start', ['2024-03-01', 'never', 'after 2024-03-01']],
    ['treaty', ['yes', 'no']],
    ['trend', ['holds']],
    ['level', ['-1.5']],
  ] as const;
  for (const [id, all] of words)
    for (const text of all) {
      const question = questions.get(id);
      const outcome = question && outcomeOf(question, text);
      expect(question && outcome && outcomeText(question, outcome)).toBe(text);
    }
});

test('experts, prices and the tables of an export', () => {
  const judgements = fc.uniqueArray(
    fc.tuple(
      word,
      word,
      fc.nat(3),
      rising(number).filter((all) => all.length >= 3),
      fc.option(day, { nil: undefined }),
    ),
    { maxLength: 5, selector: ([expert, quantity, round]) => JSON.stringify([expert, quantity, round]) },
  );
  fc.assert(
    fc.property(judgements, (entries) => {
      const rows = entries.map(
        ([expert, quantity, round, [low = 0, best = 0, high = 0], date]): JudgementRow => ({
          ...{
            expert,
            quantity,
            round,
            low,
            best,
            high,
            confidence: 0.9,
            date,
            reason: date && 'a reason, with a comma',
          },
        }),
      );
      const read = valueOf(readExperts(sheetOf(writeExperts(rows))));
      expect(read.map(({ row: _, ...rest }) => rest)).toEqual(rows);
    }),
    SEED,
  );
  const prices = [
    {
      market: 'here',
      question: 'treaty',
      time: '2024-01-06',
      category: undefined,
      price: 0.25,
      bid: undefined,
      ask: undefined,
      volume: 10,
      note: '2% fee',
    },
    {
      market: 'here',
      question: 'treaty',
      time: '2024-01-07',
      category: 'yes',
      price: undefined,
      bid: 0.1,
      ask: 0.3,
      volume: undefined,
      note: undefined,
    },
  ];
  expect(valueOf(MARKET.read(sheetOf(MARKET.write(prices)))).map(({ row: _, ...rest }) => rest)).toEqual(
    prices,
  );
  const asked = [
    {
      id: '1',
      title: 'What, then?',
      type: 'multiple_choice' as const,
      options: ['a', "b's", '"c"'],
      range: undefined,
      opens: '2024-01-01',
      closes: undefined,
      closed: undefined,
      resolution: "b's",
      resolvedAt: undefined,
      weight: 1,
    },
  ];
  expect(
    valueOf(METACULUS_QUESTIONS.read(sheetOf(METACULUS_QUESTIONS.write(asked)))).map(
      ({ row: _, ...rest }) => rest,
    ),
  ).toEqual(asked);
  const said = [
    {
      question: '1',
      forecasterId: '7',
      forecaster: 'ana',
      isBot: true,
      start: '2024-01-02',
      end: undefined,
      count: undefined,
      yes: undefined,
      perCategory: [0.5, null, 0.5],
      cdf: undefined,
    },
  ];
  expect(
    valueOf(METACULUS_FORECASTS.read(sheetOf(METACULUS_FORECASTS.write(said)))).map(
      ({ row: _, ...rest }) => rest,
    ),
  ).toEqual(said);
  const scores = [
    { question: '1', userId: undefined, user: 'ana', type: 'peer', score: -Infinity, coverage: 0.5 },
  ];
  expect(valueOf(METACULUS_SCORES.read(sheetOf(METACULUS_SCORES.write(scores))))).toMatchObject([
    { score: -Infinity, user: 'ana' },
  ]);
});

test('lists of Python', () => {
  const values: fc.Arbitrary<PythonValue> = fc.oneof(fc.string(), number, fc.boolean(), fc.constant(null));
  fc.assert(
    fc.property(fc.array(fc.oneof(values, fc.array(values))), (list) => {
      expect(readPythonList(writePythonList(list))).toEqual(list);
    }),
    SEED,
  );
  expect(readPythonList(`['a', "b's", 'c\\'d\\x41', None, True, 1e-05, (1, 2,)]`)).toEqual([
    'a',
    "b's",
    "c'dA",
    null,
    true,
    1e-5,
    [1, 2],
  ]);
  for (const text of [
    '',
    '[',
    '[1,, 2]',
    '[1 2]',
    "['a]",
    '[nan]',
    '[a]',
    '[1] 2',
    '[1e999]',
    `${'['.repeat(99)}${']'.repeat(99)}`,
  ])
    expect(readPythonList(text), text).toBeUndefined();
});

test('registered forecasts carry their own hash', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(binary, ordinal), { maxLength: 4 }), word, (entries, forecaster) => {
      const content = {
        registeredAt: '2024-01-06T00:00:00.000Z',
        origin: { seed: '7', trials: 1000 },
        questions: [...questions.values()],
        tasks: entries.map(({ task }) => ({ id: task, keys: { question: task } })),
        forecasts: entries.map(({ task, statement }) => ({ forecaster, task, statement })),
      };
      const { text, hash } = writeRegistered(content);
      expect(valueOf(readRegistered(text, 'f.json'))).toEqual({ ...content, hash });
    }),
    { seed: 13, numRuns: 30 },
  );
});

test('canonical JSON and its hash', () => {
  // RFC 8785, section 3.2.2 and 3.2.3: numbers, literals and sorted keys of its example.
  expect(
    canonicalJson({ numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 1e-27], literals: [null, true, false] }),
  ).toBe('{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}');
  expect(canonicalJson({ '\u20ac': 1, '\r': 2, '1': 3, '\u00f6': 4, '\ud83d\ude00': 5 })).toBe(
    '{"\\r":2,"1":3,"ö":4,"€":1,"😀":5}',
  );
  // FIPS 180-2, appendix B.1.
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('moments', () => {
  expect(momentOf('2024-11-05 09:00:00+00:00')).toBe('2024-11-05T09:00:00.000Z');
  expect(momentOf('2024-11-05T09:00:00.123456+09:00')).toBe('2024-11-05T00:00:00.123Z');
  expect(momentOf('2024-02-29')).toBe('2024-02-29');
  for (const text of ['2023-02-29', '2024-11-05T09:00', '5 May 2024', '2024-1-5', '2024-11-05T25:00Z', ''])
    expect(momentOf(text), text).toBeUndefined();
});
