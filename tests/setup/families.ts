/** One line a family of published cases, gathered while tests run and printed together when all have. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const VARIABLE = 'STAVE_FAMILIES';

/** Notes the line of a family, such as `sd: 9 cases, 9 passed, 0 skipped`. */
export function tellFamily(line: string): void {
  const file = process.env[VARIABLE];
  if (file !== undefined) appendFileSync(file, `${line}\n`);
}

export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'stave-families-'));
  const file = join(folder, 'lines');
  writeFileSync(file, '');
  process.env[VARIABLE] = file;
  return () => {
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean).sort();
    if (lines.length > 0) process.stdout.write(`\nPublished cases\n${lines.map((l) => `  ${l}\n`).join('')}`);
    rmSync(folder, { recursive: true, force: true });
  };
}
