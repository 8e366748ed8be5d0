import { expect, test } from 'vitest';
import { replay } from './document.ts';

test.each([
  ['a.yaml', '7', 'stave trace a.yaml --trial 3 --seed 7'],
  ['my pack/a.yaml', "it's", `stave trace 'my pack/a.yaml' --trial 3 --seed 'it'\\''s'`],
  ['a.yaml', '$(rm)', `stave trace a.yaml --trial 3 --seed '$(rm)'`],
  ['-x.yaml', '7', 'stave trace --trial 3 --seed 7 -- -x.yaml'],
])('replay of %s with seed %s', (path, seed, command) => {
  expect(replay(path, 3, seed)).toBe(command);
});
