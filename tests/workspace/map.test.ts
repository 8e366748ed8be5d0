/** The map in README leads to every page of reference and every guide; a page that nobody links is not found. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { top } from './top.ts';

const text = readFileSync(join(top, 'README.md'), 'utf8');
const links = [...text.matchAll(/\]\(([^)#]+)/g)].map(([, path]) => path!);

it.each(readdirSync(join(top, 'docs/reference')))('names docs/reference/%s', (page) => {
  expect(links).toContain(`docs/reference/${page}`);
});

it('names every package, and nothing that is not there', () => {
  for (const name of readdirSync(join(top, 'packages'))) {
    if (existsSync(join(top, 'packages', name, 'src'))) expect(text).toContain(`\n| \`packages/${name}\``);
  }
  for (const path of links) expect(existsSync(join(top, path)), path).toBe(true);
});

it('tells no term twice in the glossary', () => {
  const rows = readFileSync(join(top, 'GLOSSARY.md'), 'utf8').matchAll(/^\| (.+?) +\|/gm);
  const terms = [...rows].flatMap(([, cell]) => cell!.split(', '));
  expect(terms.filter((term, i) => terms.indexOf(term) !== i)).toEqual([]);
});
