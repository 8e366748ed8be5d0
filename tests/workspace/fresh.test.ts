/** The command builds itself when something of it is missing, so that a fresh clone needs no step before it. */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { isOld } from '../../scripts/fresh.mjs';

const folder = mkdtempSync(join(tmpdir(), 'stave-fresh-'));
afterAll(() => rmSync(folder, { recursive: true }));

const dated = (name: string, year: string): string => {
  const path = join(folder, name);
  writeFileSync(path, '');
  utimesSync(path, new Date(year), new Date(year));
  return path;
};

it.each([
  ['both are there and nothing is newer', '2999', dated('pages', '2999'), false],
  ['a source is newer than the bundle', '2001', dated('pages', '2999'), true],
  ['the pages that stave host serves are missing', '2999', join(folder, 'none'), true],
])('%s', (_what, year, pages, isIt) => {
  expect(isOld(pathToFileURL(dated(`bundle-${year}.mjs`, year)), pages)).toBe(isIt);
});

it('the bundle is missing', () => {
  expect(isOld(pathToFileURL(join(folder, 'none.mjs')), dated('pages', '2999'))).toBe(true);
});
