/** Faults people make, each told with the row, the column and the remedy. */
import { expect, test } from 'vitest';
import type { QuestionSpec } from './question.ts';
import { readResolutions, resolutionsOf } from './resolutions.ts';
import { readCsv } from './sheet.ts';
import { samples } from './testing.ts';

const sampleOf = (name: string) => {
  const found = samples.find((sample) => sample.name === name);
  if (!found) throw new Error(`no sample ${name}`);
  return found;
};

type Change = readonly [from: string | RegExp, to: string];

test.each<[format: string, change: Change, row: number, column: string, says: RegExp]>([
  ['hub model output', ['value', 'vlaue'], 1, 'value', /missing/],
  [
    'hub model output',
    ['cases,0,quantile,0.25,10', 'cases,0,quantile,0.25,NA'],
    2,
    'value',
    /`NA` is not a number/,
  ],
  [
    'hub model output',
    ['cases,0,quantile,0.25,10', 'cases,0,quantile,0.25,Inf'],
    2,
    'value',
    /`Inf` is not a number/,
  ],
  [
    'hub model output',
    ['cases,0,quantile,0.25,10', 'cases,0,quantle,0.25,10'],
    2,
    'output_type',
    /no output type.*did you mean `quantile`/,
  ],
  [
    'hub model output',
    ['quantile,0.25', 'quantile,1'],
    2,
    'output_type_id',
    /`1` is not a level above 0 and below 1/,
  ],
  [
    'hub model output',
    ['quantile,0.5,12', 'quantile,0.5,9'],
    3,
    'value',
    /9 at 0.5 is below 10 at 0.25 \(row 2\).*cross/,
  ],
  [
    'hub model output',
    ['quantile,0.5,12', 'quantile,0.25,12'],
    3,
    'output_type_id',
    /stand in row 2 already/,
  ],
  [
    'hub model output',
    ['quantile,0.5,12', 'quantile,0.250,12'],
    3,
    'output_type_id',
    /0.25 stands in row 2 already/,
  ],
  ['hub model output', ['low,0.75', 'low,0.85'], 5, 'value', /sum to 1.1/],
  ['hub model output', ['low,0.75', 'low,1.75'], 5, 'value', /1.75 is not a probability/],
  [
    'hub model output under tasks.json',
    ['horizon,output', 'horizn,output'],
    1,
    'horizn',
    /no such task id.*did you mean `horizon`/,
  ],
  [
    'hub model output under tasks.json',
    ['cases,0,quantile,0.25', 'cases,9,quantile,0.25'],
    2,
    'horizon',
    /`9` is not among those/,
  ],
  [
    'hub model output under tasks.json',
    ['2024-01-06,cases,0,quantile,0.5,12\n', ''],
    2,
    'output_type_id',
    /rows are missing of this task: 0.5/,
  ],
  [
    'hub model output under tasks.json',
    ['quantile,0.5,12', 'quantile,0.51,12'],
    3,
    'output_type_id',
    /`0.51` is not among those/,
  ],
  ['hub model output under tasks.json', ['0.25,10', '0.25,-10'], 2, 'value', /-10 is below 0/],
  ['hub model output under tasks.json', [/pmf,high/, 'pmf,hihg'], 6, 'output_type_id', /did you mean `high`/],
  ['hub model output under tasks.json', [/cases,0,quantile/g, 'cases,0,median'], 2, 'output_type', /median/],
  ['hub oracle output', ['NA,13,', 'NA,x,'], 2, 'oracle_value', /`x` is not a number/],
  ['hub oracle output', ['2024-01-20', '2024-01-10'], 3, 'oracle_value', /row 2 says is said again/],
  ['hub oracle output', ['2024-01-20', '2024-02-30'], 3, 'as_of', /is not a date/],
  ['hub time series', ['2024-01-13', '2024-13-13'], 1, '', /no column has dates/],
  ['hub time series', ['11', 'eleven'], 2, 'observation', /`eleven`/],
  ['classroom', ['team', 'taem'], 1, 'taem', /no such column.*did you mean `team`/],
  ['classroom', ['yes,0.2', 'yes,20'], 2, 'probability', /`20` is not a probability/],
  ['classroom', ['yes,0.2', 'yes,'], 2, 'probability', /empty/],
  ['classroom', ['yes,0.2', 'maybe,0.2'], 2, 'category', /no answer of treaty/],
  ['classroom', ['ana,red,treaty', 'ana,red,treatry'], 2, 'question', /did you mean `treaty`/],
  ['classroom', ['2024-01-06', '6 January'], 2, 'issued_at', /is not a date/],
  ['classroom', ['2024-01-09T10:00:00Z', '2024-01-09T10:00:00'], 3, 'issued_at', /with its zone/],
  ['classroom', ['rises,0.33', 'rises,0.43'], 4, 'probability', /sum to 1.09/],
  ['classroom', ['bo,,trend,2024-01-06,rises,0.33,\n', ''], 4, 'probability', /nothing is said of rises/],
  [
    'classroom',
    ['bo,,trend,2024-01-06,rises', 'bo,,trend,2024-01-06,holds'],
    6,
    'category',
    /has a probability already/,
  ],
  ['classroom', ['ana,red', ',red'], 2, 'forecaster', /empty/],
  ['classroom questions', ['falls|holds|rises', 'falls'], 3, 'options', /two or more/],
  ['classroom questions', ['trend,', 'treaty,'], 3, 'id', /row 2 already/],
  ['resolutions', ['resolved,no', 'resolved,nay'], 2, 'outcome', /no outcome of treaty/],
  ['resolutions', ['resolved,no', 'resloved,no'], 2, 'state', /one of resolved, revised/],
  ['resolutions', ['resolved,no', 'resolved,'], 2, 'outcome', /needs its outcome/],
  ['resolutions', ['rises,2024-07-01,,0.5', 'rises,2024-07-01,,0.4'], 4, 'share', /sum to 0.9/],
  ['resolutions', ['rises,2024-07-01,,0.5', 'rises,2024-07-01,,'], 5, 'share', /needs its share/],
  ['resolutions', ['level,void,,', 'level,void,3,'], 6, 'outcome', /void has no outcome/],
  ['resolutions', ['the series ended', ''], 6, 'why', /reason/],
  ['resolutions', ['revised,yes,2024-08-01', 'revised,yes,2024-06-01'], 3, 'resolved_at', /resolved before/],
  ['resolutions', ['revised,yes,2024-08-01', 'resolved,yes,2024-07-01'], 3, 'resolved_at', /row 2 says/],
  ['resolutions', ['resolved,never', 'resolved,2024-02-30'], 7, 'outcome', /no outcome of start/],
  [
    'resolutions as YAML',
    ['state: resolved, outcome: 12.5', 'sate: resolved, outcome: 12.5'],
    4,
    'resolutions[1].state',
    /./,
  ],
  ['resolutions as YAML', ['outcome: 12.5', "outcome: 'a'"], 4, 'outcome', /no outcome of level/],
  ['resolutions as YAML', ["'2024-07-01'", "'July'"], 3, 'resolutions[0].resolved_at', /not a date/],
  ['Metaculus questions', ['binary', 'binry'], 2, 'Question Type', /one of binary/],
  ['Metaculus questions', ["b's,2024", 'd,2024'], 3, 'Resolution', /no resolution/],
  ['Metaculus questions', ['[0.0, 5.0, 10.0]', '[0.0, 5.0, 1.0]'], 4, 'Continuous Range', /rising/],
  ['Metaculus forecasts', ['0.25,,', '1.25,,'], 2, 'Probability Yes', /`1.25` is not a probability/],
  [
    'Metaculus forecasts',
    ['[0.5, 0.5, None]', '[0.5, 0.5]'],
    3,
    'Probability Yes Per Category',
    /2 probabilities stand for 3/,
  ],
  ['Metaculus forecasts', ['[0.1, 0.5, 0.9]', '[0.1, 0.9, 0.5]'], 4, 'Continuous CDF', /never fall/],
  ['Metaculus forecasts', ['1,7,ana', '9,7,ana'], 2, 'Question ID', /no question 9/],
  ['Metaculus scores', ['-12.5', 'low'], 2, 'Score', /`low`/],
  ['market', [',,0.2,', ',,20,'], 2, 'price', /cents/],
  ['market', ['0.1,0.3', '0.4,0.3'], 3, 'bid', /above the ask/],
  [
    'market',
    ['trend,2024-01-06T09:00:00Z,falls', 'trend,2024-01-06T09:00:00Z,fall'],
    4,
    'category',
    /did you mean `falls`/,
  ],
  ['experts', ['0.1,0.2,0.4', '0.3,0.2,0.4'], 2, 'best', /not between/],
  ['experts', ['0.9,2024', '90%,2024'], 2, 'confidence', /`90%` is not a share/],
  ['experts', ['bo,rate', 'ana,rate'], 3, 'round', /row 2 has/],
  ['seeds', ['rate', 'rat'], 2, 'quantity', /did you mean `rate`/],
  [
    'hub tasks.json',
    ['"required": [0]', '"required": 0'],
    12,
    'rounds[0].model_tasks[0].task_ids.horizon.required',
    /expected array/,
  ],
  [
    'hub tasks.json',
    ['"continuous"', '"continous"'],
    21,
    'rounds[0].model_tasks[0].target_metadata[0].target_type',
    /did you mean `continuous`/,
  ],
  ['hub tasks.json', ['"rounds": [', '"rounds": '], 3, '', /./],
  ['registered forecasts', ['0.25', '0.26'], 1, 'hash', /not what was registered/],
  ['registered forecasts', ['{"forecasts"', '{ "forecasts"'], 1, 'hash', /not what was registered/],
  ['registered forecasts', ['"base"', '"case"'], 1, 'hash', /not what was registered/],
])('%s: %j', (format, [from, to], row, column, says) => {
  const { text, read } = sampleOf(format);
  const damaged = text.replace(from, to);
  expect(damaged).not.toBe(text);
  const { value, problems } = read(damaged);
  expect(value).toBeUndefined();
  const found = problems.map(
    (problem) => `${problem.row ?? ''} ${problem.column ?? ''}: ${problem.message}. ${problem.help}`,
  );
  const own = problems.filter(
    (p) => (column === '' || p.column === column) && (column === '' || p.row === row),
  );
  expect(own.map(({ message, help }) => `${message}. ${help}`).join('\n'), found.join('\n')).toMatch(says);
});

test('all faults of a file are told at once', () => {
  const { text, read } = sampleOf('classroom');
  const { problems } = read(
    text
      .replace('yes,0.2', 'maybe,0.2')
      .replace('ana,red,treaty,2024-01-09', 'ana,red,tr,2024-01-09')
      .replace('falls,0.33', 'fall,0.33'),
  );
  expect(problems.map(({ row }) => row)).toEqual(expect.arrayContaining([2, 3, 4]));
});

test('a question nobody forecasts is a warning with what is near', () => {
  const { text, read } = sampleOf('resolutions');
  const { value, problems } = read(text.replace('level,void', 'levle,void'));
  expect(value).toHaveLength(4);
  expect(problems).toMatchObject([
    { severity: 'warning', row: 6, column: 'question', help: 'did you mean `level`?' },
  ]);
});

test.each<[row: string, column: string, says: RegExp]>([
  ['war,resolved,2022-12-31,2024-02-01,desk,,', 'outcome', /`2022-12-31` is before 2023-01-01/],
  ['war,resolved,2024-05-01,2024-02-01,desk,,', 'outcome', /`2024-05-01` is after 2024-02-01/],
  ['war,resolved,after 2024-05-01,2024-02-01,desk,,', 'outcome', /is after 2024-02-01/],
  ['pact,resolved,yes,2024-02-01,desk,2024-03-01,', 'happened_at', /happened on 2024-03-01, after/],
])('dates that cannot be: %s', (row, column, says) => {
  const questions = new Map<string, QuestionSpec>([
    ['war', { id: 'war', kind: 'time', options: [], origin: '2023-01-01', until: '2024-12-31' }],
    ['pact', { id: 'pact', kind: 'binary', options: ['yes', 'no'] }],
  ]);
  const text = (line: string): string =>
    `question,state,outcome,resolved_at,source,happened_at,why\n${line}\n`;
  const read = (line: string) => {
    const { value: sheet } = readCsv(text(line), 'truth.csv');
    const { value: rows } = readResolutions(sheet!);
    return resolutionsOf(rows!, questions, 'truth.csv');
  };
  expect(read(row).problems).toMatchObject([
    { severity: 'error', row: 2, column, message: expect.stringMatching(says) as string },
  ]);
  // The first day counts, and where it happened it may be a day later already.
  expect(read('war,resolved,2023-01-01,2023-01-01,desk,,').problems).toEqual([]);
  expect(read('pact,resolved,yes,2024-02-01T20:00:00Z,desk,2024-02-02,').problems).toEqual([]);
});
