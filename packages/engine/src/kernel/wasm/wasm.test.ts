import { Buffer } from 'node:buffer';
import { describe, expect, it, vi } from 'vitest';
import { drawSecondWord, drawWord, isBelow, siteHash } from '../../chance/index.ts';
import {
  bin,
  binary,
  dist,
  div,
  expr,
  go,
  indicator,
  irOf,
  measuring,
  mul,
  parameter,
  prototypeIr,
  raise,
  send,
  set,
  state,
  sub,
  t,
  variable,
} from '../ir-literals.ts';
import { run, SEED } from '../run-literal.ts';
import { generateModule } from './generate.ts';
import { compileWasm, hasWasm, wasmBytes } from './wasm.ts';

const range = { seed: SEED, stream: 0, first: 0, count: 1, share: 1 };

it('has no room for counts of more than a gigabyte, which the other kernel makes', () => {
  const ir = irOf({ steps: 400_000, measures: measuring(t), sites: [] });
  expect(generateModule(ir).counting).toBeUndefined();
  const few = irOf({ steps: 100, measures: measuring(t), sites: [] });
  expect(generateModule(few).counting).toBeDefined();
});

describe('blocks of trials', () => {
  // `run` demands that both kernels agree; here there are several blocks, and one that is not full.
  it('are as many as are wanted, full or not', () => {
    const { block } = run(prototypeIr(4, 5, 12), { count: 771, first: 2 ** 33 + 3 });
    expect(block.failures).toEqual([]);
    expect(new Set(block.answers).size).toBeGreaterThan(1);
  });

  it('hold trials that know nothing of each other: failed, ended, and whole ones', () => {
    const ir = irOf({
      steps: 9,
      until: bin('gt', indicator(0), 6),
      sites: ['x', 'p'],
      parameters: [{ name: 'p', value: { prior: dist(1, 'uniform', 0, 1) } }],
      indicators: [
        {
          name: 'x',
          start: expr(0),
          // Not finite in a seventh of trials, from the fifth step on.
          next: mul(indicator(0), div(1, bin('gt', add1(parameter(0)), bin('gt', t, 4)))),
          noise: dist(0, 'uniform', 0, 2),
        },
      ],
      measures: measuring(indicator(0)),
      questions: [binary(bin('gt', indicator(0), 5), 0, 9)],
    });
    const all = run(ir, { count: 700 }).block;
    expect(all.failures.length).toBeGreaterThan(50);
    expect(all.failures.length).toBeLessThan(150);
    const executor = compileWasm(ir);
    for (const trial of [0, 255, 256, 511, 699, all.failures[3]?.trial ?? 0]) {
      const alone = executor?.run({ ...range, first: trial });
      expect([...(alone?.measures ?? [])]).toEqual([...all.measures.subarray(10 * trial, 10 * trial + 10)]);
      expect(alone?.failures).toEqual(all.failures.filter((failure) => failure.trial === trial));
    }
  });
});

const add1 = (e: ReturnType<typeof parameter>): ReturnType<typeof bin> => bin('add', e, 6 / 7);

describe('events and timers', () => {
  it('have room for as many as there are, timers in the order they are due', () => {
    const ir = irOf({
      steps: 3,
      events: ['tick', 'late', 'early'],
      eventFields: [['n'], [], []],
      delays: [2, 1],
      variables: [
        { name: 'n', driver: 0, type: 'number', start: expr(0), low: 0, high: 1e9 },
        { name: 'order', driver: 0, type: 'number', start: expr(0), low: 0, high: 1e9 },
      ],
      drivers: [
        {
          states: [
            {
              entry: [...Array.from({ length: 4000 }, (_, i) => raise(0, i)), send(1, 0), send(2, 1)],
              on: [
                {
                  event: 0,
                  transitions: [go(undefined, { actions: [set(0, bin('add', variable(0), EVENT))] })],
                },
                { event: 1, transitions: [go(undefined, { actions: [set(1, later(2))] })] },
                { event: 2, transitions: [go(undefined, { actions: [set(1, later(1))] })] },
              ],
            },
          ],
        },
      ],
      measures: measuring(variable(0), variable(1)),
    });
    // 4,000 macrosteps are more than a step may have; a quarter of them is.
    expect(run(ir, { count: 3 }).block.failures[0]).toMatchObject({ code: 'microsteps', step: 0 });
    const fewer = { ...ir, states: ir.states.map((s) => ({ ...s, entry: s.entry.slice(3100) })) };
    const { frames } = run(fewer, { count: 300 });
    expect(frames(0, 299)[0]).toBe((900 * (3100 + 3999)) / 2);
    expect(frames(1, 299)).toEqual([0, 1, 12, 12]);
  });

  it('forget timers of states that were left, and keep those of states that were entered again', () => {
    const ir = irOf({
      steps: 12,
      events: [],
      delays: [1, 5],
      variables: [{ name: 'n', driver: 0, type: 'number', start: expr(0), low: 0, high: 1e9 }],
      drivers: [
        {
          states: [
            {
              after: [
                { ...go(1), delay: 0 },
                { ...go(undefined, { actions: [set(0, 99)] }), delay: 1 },
              ],
            },
            { after: [{ ...go(0, { actions: [set(0, bin('add', variable(0), 1))] }), delay: 0 }] },
          ],
        },
      ],
      measures: measuring(variable(0), state(0)),
    });
    expect(run(ir).frames()).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6]);
  });
});

describe('a draw on an event whose first word is that of the probability', () => {
  const key = { seed: SEED, stream: 0 };
  const site = siteHash('e');

  it.each([0, 1, 2, 3, 4, 5, 6, 7])('is decided by its second word, in trial %d', (trial) => {
    // Two draws in one step; the probability agrees with the second of them in 32 bits.
    const p = (drawWord(key, site, trial, 1, 1) + 0.5) / 2 ** 32;
    const hits = [0, 1].filter((occurrence) =>
      isBelow(
        drawWord(key, site, trial, 1, occurrence),
        () => drawSecondWord(key, site, trial, 1, occurrence),
        p,
      ),
    );
    const counting = {
      ...go(undefined, { actions: [set(0, bin('add', variable(0), 1))] }),
      probability: expr(p),
    };
    const ir = irOf({
      steps: 1,
      sites: ['e'],
      events: ['e'],
      variables: [{ name: 'n', driver: 0, type: 'number', start: expr(0), low: 0, high: 9 }],
      drivers: [{ states: [{}], on: [{ event: 0, site: 0, transitions: [counting] }] }],
      calendar: [
        { step: 1, event: 0, at: 0 },
        { step: 1, event: 0, at: 0 },
      ],
      measures: measuring(variable(0)),
    });
    expect(run(ir, { first: trial }).frames()).toEqual([0, hits.length]);
  });
});

const EVENT = { op: 'event', slot: 0 } as const;
/** 10 n + digit, n being the order so far. */
const later = (digit: number): ReturnType<typeof bin> => bin('add', mul(variable(1), 10), digit);

describe('measures that read measures', () => {
  it('are computed once a moment, however often they are read', () => {
    // Each reads the one before twice in branches of its own: without memory this would be 2^40 evaluations.
    const big = (slot: number): ReturnType<typeof bin> =>
      bin('add', half(slot, bin('gt', t, 2)), half(slot, bin('le', t, 2)));
    const half = (slot: number, test: ReturnType<typeof bin>): ReturnType<typeof expr> => ({
      op: 'if',
      test: bin('and', test, bin('ge', sub(indicator(0), 0), 0)),
      then: mul({ op: 'measure', slot }, 0.75),
      otherwise: mul({ op: 'measure', slot }, 0.25),
    });
    const ir = irOf({
      steps: 4,
      indicators: [{ name: 'x', start: expr(1), next: bin('add', indicator(0), 1) }],
      measures: Array.from({ length: 40 }, (_, i) => ({
        name: `m${i}`,
        value: i === 0 ? indicator(0) : big(i - 1),
      })),
      reported: 0,
      questions: [{ ...binary(bin('eq', { op: 'measure', slot: 39 }, 5), 4, 4, true) }],
    });
    expect(run(ir, { count: 5 }).answers()).toEqual([0, 0, 0, 0, 0]);
  });
});

describe('the module', () => {
  it('is the same bytes each time, and holds nothing of what a scenario says', () => {
    const ir = prototypeIr(3, 3, 5);
    const bytes = wasmBytes(ir);
    expect(WebAssembly.validate(bytes)).toBe(true);
    expect(Buffer.from(wasmBytes(ir)).equals(Buffer.from(bytes))).toBe(true);
    const renamed = {
      ...ir,
      sites: ir.sites.map((site) => ({ ...site, name: `evil ${site.name}` })),
      states: ir.states.map((one) => ({ ...one, name: 'evil' })),
      indicators: ir.indicators.map((one) => ({ ...one, name: 'evil' })),
      questions: ir.questions.map((one) => ({ ...one, id: 'evil' })),
    };
    expect(Buffer.from(wasmBytes(renamed)).includes('evil')).toBe(false);
  });

  it('grows in proportion to the scenario, but for addresses that take more bytes', () => {
    const size = (drivers: number, indicators: number): number =>
      wasmBytes(prototypeIr(drivers, indicators, 60)).length;
    const [one, two, three] = [size(10, 20), size(20, 40), size(30, 60)];
    expect(three - two).toBeLessThan(1.2 * (two - one));
  });

  it('is not there where WebAssembly is not', () => {
    vi.stubGlobal('WebAssembly', undefined);
    try {
      expect(hasWasm()).toBe(false);
      expect(compileWasm(prototypeIr(1, 1, 1))).toBeUndefined();
    } finally {
      vi.unstubAllGlobals();
    }
    expect(hasWasm()).toBe(true);
  });
});
