import { expect, test } from 'vitest';
import type { Sheet } from '../sheet.ts';
import { readCsv } from '../sheet.ts';
import { binNames, readOracleOutput, resolveHub, type HubTruth } from './oracle-output.ts';
import { taskId, type HubFamily } from './task-key.ts';

const keys = { origin_date: '2024-01-06', place: 'a;b=c%', horizon: '1' };
const tasks = (...families: readonly HubFamily[]) =>
  families.map((family) => ({ id: taskId(keys, family), keys, family }));
const THRESHOLDS = [1, 2, 3];

function resolved(text: string, ...families: readonly HubFamily[]) {
  const oracle = readOracleOutput(readCsv(text, 'oracle.csv').value as Sheet);
  expect(oracle.problems).toEqual([]);
  if (!oracle.value) throw new Error('no oracle');
  return resolveHub(tasks(...families), oracle.value, () => THRESHOLDS);
}
const outcomes = ({ value }: { readonly value?: HubTruth }) =>
  value?.resolutions.map(({ state }) => (state.is === 'resolved' ? state.outcome : state));

test('ids tell tasks apart whatever stands in them and in whatever order', () => {
  expect(taskId(keys, 'pmf')).toBe('horizon=1;origin_date=2024-01-06;place=a%3Bb%3Dc%25;output=pmf');
  expect(taskId({ horizon: '1', place: 'a;b=c%', origin_date: '2024-01-06' }, 'number')).toBe(
    taskId(keys, 'number'),
  );
});

test('rows are joined on the ids that the oracle has, each kind of answer with its own', () => {
  const text = `place,output_type,output_type_id,oracle_value
a;b=c%,quantile,NA,2.5
a;b=c%,mean,NA,2.5
a;b=c%,pmf,low,0
a;b=c%,pmf,high,1
a;b=c%,cdf,1,0
a;b=c%,cdf,2,0
a;b=c%,cdf,3,1
elsewhere,quantile,NA,9
`;
  expect(outcomes(resolved(text, 'number', 'pmf', 'cdf'))).toEqual([
    { kind: 'number', value: 2.5 },
    { kind: 'category', category: 'high' },
    { kind: 'category', category: '(2, 3]' },
  ]);
  expect(binNames(THRESHOLDS)).toEqual(['<=1', '(1, 2]', '(2, 3]', '>3']);
});

test('a number decides its place among thresholds, too', () => {
  const text = 'place,oracle_value\na;b=c%,2.5\n';
  expect(outcomes(resolved(text, 'number', 'cdf'))).toEqual([
    { kind: 'number', value: 2.5 },
    { kind: 'number', value: 2.5 },
  ]);
  expect(resolved(text, 'pmf').value?.open).toEqual([taskId(keys, 'pmf')]);
});

test('shares, revisions and what is not known yet', () => {
  const shared = 'place,output_type,output_type_id,oracle_value\na;b=c%,pmf,low,0.5\na;b=c%,pmf,high,0.5\n';
  expect(outcomes(resolved(shared, 'pmf'))).toMatchObject([
    { is: 'partial', outcomes: [{ share: 0.5 }, { share: 0.5 }] },
  ]);
  const revised = 'place,oracle_value,as_of\na;b=c%,1,2024-01-10\na;b=c%,2,2024-01-20\n';
  expect(resolved(revised, 'number').value?.resolutions.map(({ resolvedAt }) => resolvedAt)).toEqual([
    '2024-01-10',
    '2024-01-20',
  ]);
  expect(resolved('place,oracle_value\na;b=c%,NA\n', 'number').value?.open).toHaveLength(1);
});

test.each<[string, string, HubFamily, number, RegExp]>([
  [
    'two numbers for one task',
    'place,output_type,output_type_id,oracle_value\na;b=c%,mean,NA,1\na;b=c%,median,NA,2\n',
    'number',
    3,
    /2 stands where row 2 has 1/,
  ],
  [
    'no category came',
    'place,output_type,output_type_id,oracle_value\na;b=c%,pmf,low,0\n',
    'pmf',
    2,
    /sum to 0/,
  ],
  [
    'a cdf that falls',
    'place,output_type,output_type_id,oracle_value\na;b=c%,cdf,1,1\na;b=c%,cdf,2,0\n',
    'cdf',
    3,
    /0 above a threshold where it is 1/,
  ],
  [
    'a cdf that does not decide',
    'place,output_type,output_type_id,oracle_value\na;b=c%,cdf,1,0\na;b=c%,cdf,3,1\n',
    'cdf',
    2,
    /threshold 2/,
  ],
  [
    'a cdf of no numbers',
    'place,output_type,output_type_id,oracle_value\na;b=c%,cdf,low,1\n',
    'cdf',
    2,
    /`low` is not a number/,
  ],
  [
    'a half true cdf',
    'place,output_type,output_type_id,oracle_value\na;b=c%,cdf,1,0.5\n',
    'cdf',
    2,
    /0.5 is not 0 or 1/,
  ],
  ['an id that no forecast has', 'plaec,oracle_value\na,1\n', 'number', 1, /no forecast has this task id/],
])('refused with its row: %s', (_, text, family, row, says) => {
  const { value, problems } = resolved(text, family);
  expect(value).toBeUndefined();
  expect(problems[0]).toMatchObject({ row });
  expect(problems[0]?.message).toMatch(says);
});
