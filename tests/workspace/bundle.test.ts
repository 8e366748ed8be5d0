/** What the bundled command holds, and so reads at every start. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleOf } from '../../scripts/fresh.mjs';
import { top } from './top.ts';

test('zod comes without its messages in fifty languages, which `import { z }` would bring', () => {
  const folder = join(top, 'packages');
  const files = readdirSync(folder).flatMap((name) => {
    const src = join(folder, name, 'src');
    const all = name === 'scenarios' ? [] : readdirSync(src, { recursive: true, encoding: 'utf8' });
    return all.filter((file) => file.endsWith('.ts')).map((file) => join(src, file));
  });
  const imports = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^import .* from 'zod';$/gm)].map(([line]) => ({ file, line })),
  );
  expect(imports.length).toBeGreaterThan(10);
  expect(imports.filter(({ line }) => !/^import (\* as z|type .*) from/.test(line))).toEqual([]);
});

test('the bundled script is of bytes: its loader reads each letter as one', () => {
  const dist = join(top, 'packages/cli/dist');
  const name = bundleOf(join(dist, 'stave.mjs')) ?? '';
  const script = readFileSync(join(dist, name));
  expect(script.length).toBeGreaterThan(1_000_000);
  expect(script.findIndex((byte) => byte > 0x7f)).toBe(-1);
  // A pattern of the Korean grammar, which has letters from the first to the last syllable.
  expect(script.includes(String.raw`\uac00-\ud7a3`)).toBe(true);
});
