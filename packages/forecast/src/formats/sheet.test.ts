import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCsv, writeCsv } from './sheet.ts';

const cell = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom(
    '',
    'a,b',
    'say "so"',
    'two\nlines',
    'two\r\nlines',
    '\r',
    ' blank ',
    '中文',
    '한국',
    'NA',
    '=1+1',
  ),
);
/** What no UTF-8 text has is refused, not kept. */
const isText = (text: string): boolean => !/[\0\ufffd\ufeff]/.test(text);

test('what is written reads back as the same cells', () => {
  const sheets = fc
    .uniqueArray(fc.string({ minLength: 1, maxLength: 6 }).filter(isText), { minLength: 1, maxLength: 5 })
    .chain((columns) =>
      fc.record({
        columns: fc.constant(columns),
        rows: fc.array(
          fc.array(cell.filter(isText), { minLength: columns.length, maxLength: columns.length }),
          { maxLength: 6 },
        ),
      }),
    );
  fc.assert(
    fc.property(sheets, ({ columns, rows }) => {
      // A sheet of one column has no way to tell an empty cell from a blank line but by quotes, which are read alike.
      fc.pre(columns.length > 1 || rows.every(([only]) => only !== ''));
      const { value, problems } = readCsv(writeCsv(columns, rows), 'f.csv');
      expect(problems).toEqual([]);
      expect(value?.columns).toEqual(columns);
      expect(value?.rows.map(({ cells }) => cells)).toEqual(rows);
    }),
    { seed: 7, numRuns: 300 },
  );
});

test('line ends and a byte order mark do not matter, blank lines are passed over', () => {
  const rows = (text: string) => readCsv(text, 'f.csv').value?.rows;
  const expected = [
    { row: 2, cells: ['1', '2'] },
    { row: 4, cells: ['3', '4'] },
  ];
  for (const end of ['\n', '\r\n', '\r']) expect(rows(['a,b', '1,2', '', '3,4'].join(end))).toEqual(expected);
  expect(rows('\ufeffa,b\r\n1,2\n\r\n3,4\r\n')).toEqual(expected);
});

test('a row is where it begins, also after cells of several lines', () => {
  const { value } = readCsv('a,b\n"one\r\ntwo\rthree\nfour",2\n5,6\n', 'f.csv');
  expect(value?.rows).toEqual([
    { row: 2, cells: ['one\r\ntwo\rthree\nfour', '2'] },
    { row: 6, cells: ['5', '6'] },
  ]);
});

test.each<[string, string, number, RegExp]>([
  ['nothing', '', 1, /empty/],
  ['blank lines alone', '\n\n', 1, /empty/],
  ['too few cells', 'a,b\n1,2\n3\n', 3, /1 cells stand where the header has 2/],
  ['too many cells', 'a,b\n1,2,3\n', 2, /3 cells/],
  ['an open quote', 'a,b\n1,"2\n3,4\n', 2, /quote is not closed/],
  ['a quote after a quoted cell', 'a,b\n1,"2"x\n', 2, /quote/],
  ['one name twice', 'a,b,a\n1,2,3\n', 1, /two columns/],
  ['a column without a name', 'a,,b\n1,2,3\n', 1, /column 2 has no name/],
  ['bytes that are no text', 'a,b\n1,\ufffd\n', 1, /no UTF-8/],
])('refused with its row: %s', (_, text, row, says) => {
  const { value, problems } = readCsv(text, 'f.csv');
  expect(value).toBeUndefined();
  expect(problems[0]).toMatchObject({ severity: 'error', source: 'f.csv', row });
  expect(problems[0]?.message).toMatch(says);
  expect(problems[0]?.help).not.toBe('');
});

test('a table of another kind of separator is told as what it is', () => {
  for (const [separator, name] of [
    [';', 'semicolons'],
    ['\t', 'tabs'],
  ] as const) {
    const { value, problems } = readCsv(`question${separator}outcome\nq${separator}0,5\n`, 'f.csv');
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ row: 1, message: `its cells are parted by ${name}` }]);
  }
  // One column is a table, too, and a semicolon may stand in a cell.
  expect(readCsv('a\nx;y\n', 'f.csv').value?.rows).toEqual([{ row: 2, cells: ['x;y'] }]);
});
