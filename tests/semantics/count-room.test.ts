/** What counts may take: the same rule, in the same words, whoever counts, and however the trials are parted. */
import {
  addEncodedTally,
  compileJs,
  compileWasm,
  createTally,
  encodeTally,
  mergeTallies,
  seedKey,
  talliedOf,
  type Executor,
  type Ir,
  type Tally,
} from '@stave/engine';
import { referenceExecutor } from '@stave/engine/reference';
import { expect, test } from 'vitest';
import { irOf, scenario } from '../support/scenario.ts';

const range = (first: number, count: number) => ({ seed: seedKey('7'), stream: 0, first, count, share: 1 });

/** Values over many octaves, at seven frames; `more` measures with a range, of which none makes pages. */
const wide = (more = 1): Promise<Ir> =>
  irOf(
    scenario(`indicators:
  x: { start: 0, next: 0, noise: 'normal(0, 1)', basis: assumption }
measures:
  free: { value: x }
${Array.from({ length: more }, (_, i) => `  ranged${i}: { value: x, range: [-9, 9] }`).join('\n')}
drivers: { calm: { initial: quiet, states: { quiet: {} } } }`),
  );

const executors = (ir: Ir, bytesMax: number): readonly Executor[] =>
  [referenceExecutor, compileJs, compileWasm].map((compile) => {
    const executor = compile(ir, bytesMax);
    if (!executor) throw new Error('no WebAssembly with SIMD here');
    return executor;
  });

/** Bytes of counts beside pages: what a tally says, from the arrays that hold them. */
const fixedBytes = ({ room }: Tally): number => room.fixed;
const pagesOf = ({ measures }: Tally): number =>
  measures.reduce(
    (sum, { bins }) => sum + (bins.kind === 'linear' ? 0 : bins.pages.filter((page) => page).length),
    0,
  );

const WORDS =
  /counts of 2 measures \(1 without `range` among them, each at 7 recorded steps\) take more than/;

test('a run is refused where its pages pass the limit, by every executor and no page sooner', async () => {
  const ir = await wide();
  const all = compileJs(ir);
  all.count(range(0, 300));
  const whole = all.takeTally();
  const limit = fixedBytes(whole) + 1024 * pagesOf(whole);
  expect(pagesOf(whole)).toBeGreaterThan(100);
  for (const executor of executors(ir, limit)) {
    executor.count(range(0, 300));
    expect(pagesOf(executor.takeTally())).toBe(pagesOf(whole));
  }
  for (const executor of executors(ir, limit - 1)) {
    expect(() => executor.count(range(0, 300)), executor.name).toThrow(WORDS);
    if (executor.name === 'wasm') {
      // Nothing is left of what was counted before: the next run finds an empty tally.
      expect(encodeTally(executor.takeTally())).toEqual(encodeTally(createTally(talliedOf(ir))));
    }
  }
});

test('parts that have room each are refused together, whether tallies or bytes are added', async () => {
  const ir = await wide();
  const executor = compileJs(ir);
  const parts = [0, 150].map((first) => {
    executor.count(range(first, 150));
    return executor.takeTally();
  });
  const [a, b] = parts as [Tally, Tally];
  const whole = mergeTallies(a, b);
  const [enough, short] = [0, 1].map((less) => fixedBytes(whole) + 1024 * pagesOf(whole) - less);
  const withRoom = (bytesMax: number | undefined): Tally => createTally(talliedOf(ir), bytesMax);
  expect(pagesOf(whole)).toBeGreaterThan(Math.max(pagesOf(a), pagesOf(b)));
  expect(mergeTallies(mergeTallies(withRoom(enough), a), b)).toMatchObject({ trials: 300 });
  expect(() => mergeTallies(mergeTallies(withRoom(short), a), b)).toThrow(WORDS);
  const tally = withRoom(short);
  addEncodedTally(tally, encodeTally(a));
  expect(() => addEncodedTally(tally, encodeTally(b))).toThrow(WORDS);
});

test('what is too large before a trial was run is refused with the first one', async () => {
  const ir = await wide(40);
  for (const executor of executors(ir, 100_000)) {
    expect(() => executor.count(range(0, 1)), executor.name).toThrow(
      /counts of 41 measures .* take more than 97 KiB/,
    );
    // Trials whose measures are not counted need none of that room.
    expect(executor.answer(range(0, 1)).failures).toEqual([]);
  }
});
