import { expect, test } from 'vitest';
import { wantsColour, wantsProgress, widthOf } from './terminal.ts';

const terminal = { isTTY: true, columns: 72 };
const pipe = {};

test.each([
  [terminal, {}, true],
  [pipe, {}, false],
  [terminal, { NO_COLOR: '1' }, false],
  [terminal, { NO_COLOR: '' }, true],
  [terminal, { TERM: 'dumb' }, false],
  [pipe, { FORCE_COLOR: '1' }, true],
  [pipe, { FORCE_COLOR: '' }, true],
  [terminal, { FORCE_COLOR: '0' }, false],
  [terminal, { FORCE_COLOR: 'false' }, false],
  [pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  [pipe, { FORCE_COLOR: '1', NO_COLOR: '' }, true],
])('colours on %j with %j: %s', (stream, env, wanted) => {
  expect(wantsColour(stream, env)).toBe(wanted);
});

test('progress is for terminals that can move their cursor', () => {
  expect(wantsProgress(terminal, {})).toBe(true);
  expect(wantsProgress(terminal, { TERM: 'dumb' })).toBe(false);
  expect(wantsProgress(pipe, { FORCE_COLOR: '1' })).toBe(false);
});

test('a pipe has a fixed width', () => {
  expect(widthOf(terminal)).toBe(72);
  expect(widthOf(pipe)).toBe(100);
});
