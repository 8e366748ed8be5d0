/** Delays, smooths, tables, functions of the clock and recorded frames, with answers worked out by hand. */
import { lower, readScenario } from '@stave/engine';
import { describe, expect, it } from 'vitest';
import { irOf, runAll, scenario, type Run, type RunOptions } from '../support/scenario.ts';

const DATELESS = '{ step: 1 month, steps: 6 }';

const runOf = async (body: string, clock = DATELESS, options: RunOptions = {}): Promise<Run> =>
  runAll(await irOf(scenario(body, clock)), options);

/** Values of one measure over the frames. */
const valuesOf = async (expression: string, clock?: string): Promise<number[]> =>
  (await runOf(`measures: { m: "${expression}" }`, clock)).measure('m');

/** Frames, counted from 0, at which a condition holds. */
const framesOf = async (condition: string, clock?: string): Promise<number[]> =>
  (await valuesOf(condition, clock)).flatMap((value, k) => (value === 1 ? [k] : []));

describe('delay', () => {
  it('gives back what was n frames ago, and the value of frame 0 before that', async () => {
    expect(await valuesOf('delay(t / month + 1, 2 * month)')).toEqual([1, 1, 1, 2, 3, 4, 5]);
    expect(await valuesOf('delay(t / month + 1, 2 * month, -1)')).toEqual([-1, -1, 1, 2, 3, 4, 5]);
  });

  it('of one step is `prev`, of noise and of states alike', async () => {
    const r = await runOf(
      `
drivers:
  a: { initial: off, states: { off: { chance: [{ to: on, probability: 0.3 }] }, on: { after: { 2 steps: off } } } }
indicators: { x: { start: 1, next: x, noise: "normal(0, 1)" } }
measures: { was: prev(x) + a.on * 10, wasOn: prev(a.on), late: "delay(x, dt) + a.on * 10", lateOn: "delay(a.on, dt)" }`,
      DATELESS,
      { trials: 20 },
    );
    for (let trial = 0; trial < 20; trial++) {
      expect(r.measure('late', trial)).toEqual(r.measure('was', trial));
      expect(r.measure('lateOn', trial)).toEqual(r.measure('wasOn', trial));
    }
    expect(r.block.measures.some((value) => value === 1)).toBe(true);
  });

  it('is read in `next` as it was in the frame before', async () => {
    const r = await runOf(`
indicators: { x: { start: 0, next: "delay(t / month, 2 * month, -1)" } }
measures: { m: x }`);
    // Step k stores what left the line in frame k - 1.
    expect(r.measure('m')).toEqual([0, -1, -1, 0, 1, 2, 3]);
  });

  it('is 0 in a range that is read before frame 0 is complete, as `prev` is', async () => {
    const r = await runOf(`
indicators:
  y: { start: 1, next: y + 1 }
  x: { start: 0.5, next: x + 5, range: [0, "prev(y) + delay(y, 2 * month)"] }
measures: { m: x }`);
    // In step k, y was k at frame k - 1, and what leaves the line there is y of frame max(0, k - 3).
    expect(r.measure('m')).toEqual([0, 2, 3, 4, 6, 8, 10]);
  });

  it('may be longer than the clock', async () => {
    expect(await valuesOf('delay(t / month, 1000 * year, 7)')).toEqual([7, 7, 7, 7, 7, 7, 7]);
  });

  it('has its length from frame 0, by parameter and unit', async () => {
    const r = await runOf(
      `
parameters: { wait: { prior: "categorical([1, 3], [0.5, 0.5])", unit: quarter } }
measures: { m: "delay(t / month, wait, -1)", first: wait / quarter }`,
      '{ step: 1 month, steps: 10 }',
      { trials: 10 },
    );
    const seen = new Set<number>();
    for (let trial = 0; trial < 10; trial++) {
      const n = 3 * (r.measure('first', trial)[0] ?? 0);
      seen.add(n);
      expect(r.measure('m', trial)).toEqual(Array.from({ length: 11 }, (_, k) => (k < n ? -1 : k - n)));
    }
    expect([...seen].sort((a, b) => a - b)).toEqual([3, 9]);
  });

  it('counts 0.3 of a unit as three steps of 0.1', async () => {
    expect(await framesOf('delay(1, 0.3 * month, 0) == 1', '{ step: 0.1 month, steps: 6 }')).toEqual([
      3, 4, 5, 6,
    ]);
  });

  it('in a chain adds up, whatever stands in between', async () => {
    const r = await runOf(`
measures:
  late: "delay(middle, month)"
  middle: "delay(t / month + 1, 2 * month) * 10"
  again: "delay(delay(t / month + 1, month), month)"`);
    expect(r.measure('late')).toEqual([10, 10, 10, 10, 20, 30, 40]);
    expect(r.measure('again')).toEqual([1, 1, 1, 2, 3, 4, 5]);
  });

  it('breaks a circle of measures', async () => {
    const r = await runOf(`
measures:
  total: "1 + delay(double, month, 0)"
  double: 2 * total`);
    expect(r.measure('total')).toEqual([1, 3, 7, 15, 31, 63, 127]);
  });

  it('below 0 fails the trial in frame 0', async () => {
    const r = await runOf('measures: { m: "delay(t, t - month)" }');
    expect(r.block.failures).toEqual([
      { trial: 0, step: 0, code: 'out-of-range', place: 'delay(t, t - month)' },
    ]);
  });

  it('fails the trial when it takes in what is no number, in the frame that has it', async () => {
    const r = await runOf('measures: { m: "t > 9 * month ? delay(1 / (t - 2 * month), month) : 0" }');
    expect(r.block.failures).toEqual([
      { trial: 0, step: 2, code: 'not-finite', place: 'delay(1 / (t - 2 * month), month)' },
    ]);
  });
});

describe('stages of first order', () => {
  it('move by the share of a step in their time', async () => {
    const half = (k: number): number => 1 - 0.5 ** k;
    expect(await valuesOf('smooth(1, 2 * month, 0)')).toEqual([0, 1, 2, 3, 4, 5, 6].map(half));
    // Two stages of one step each are a delay of two steps.
    expect(await valuesOf('smooth(t / month, 2 * month, order = 2)')).toEqual([0, 0, 0, 1, 2, 3, 4]);
  });

  it('of a delay keep what enters until it has left', async () => {
    const r = await runOf(
      `
indicators:
  inside: { start: 0, next: inside + inflow - outflow }
measures:
  inflow: "pulse(0, month) ? 8 : 0"
  outflow: "delay(inflow, 4 * month, 0, order = 2)"
  kept: inside`,
      '{ step: 1 month, steps: 60 }',
    );
    const out = r.measure('outflow');
    // 8 units through two stages that each let half go a step: 8 (k - 1) / 2^k leave in frame k.
    expect(out.slice(0, 5)).toEqual([0, 0, 2, 2, 1.5]);
    expect(out.reduce((a, b) => a + b)).toBeCloseTo(8, 9);
    expect(r.measure('kept').at(-1)).toBeCloseTo(0, 9);
  });

  it('read time and input of the frame, also when the time changes', async () => {
    // 0 -> 1/2 -> 1/2 + 1/2 * 1/2, then with a time of 1 at once to what was put in.
    expect(await valuesOf('smooth(1, 2 * month - step(month, 2 * month), 0)')).toEqual([
      0, 0.5, 0.75, 1, 1, 1, 1,
    ]);
  });

  it.each(['smooth(1, month - t)', 'delay(1, month - t, 0, order = 3)'])(
    'fail the trial when the time of %s is 0',
    async (text) => {
      const r = await runOf(`measures: { m: "t < dt ? ${text} : 0" }`);
      expect(r.block.failures).toEqual([{ trial: 0, step: 1, code: 'out-of-range', place: text }]);
    },
  );
});

describe('tables', () => {
  const points = '[1, 3, 4], [10, 20, 0]';
  it('run straight between their points and hold beyond them', async () => {
    expect(await valuesOf(`table(t / month, ${points})`)).toEqual([10, 10, 15, 20, 0, 0, 0]);
  });

  it('go on beyond them when extended', async () => {
    expect(await valuesOf(`tableExtended(t / month, ${points})`)).toEqual([5, 10, 15, 20, 0, -20, -40]);
  });

  it('hold each value until the next when stepped', async () => {
    expect(await valuesOf(`tableStepped(t / month, ${points})`)).toEqual([10, 10, 10, 20, 0, 0, 0]);
  });

  it('take constants that are computed, and any length', async () => {
    const xs = Array.from({ length: 40 }, (_, i) => i / 10).join(', ');
    const ys = Array.from({ length: 40 }, (_, i) => `2 * ${i}`).join(', ');
    const values = await valuesOf(`table(t / month, [${xs}], [${ys}])`, '{ step: 0.05 month, steps: 70 }');
    values.forEach((value, k) => expect(value).toBeCloseTo(k, 9));
  });

  it('fail the trial on what is no number', async () => {
    const r = await runOf(`measures: { m: "table(1 / t * month, ${points})" }`);
    expect(r.block.failures).toMatchObject([{ step: 0, code: 'not-finite', place: 'm' }]);
  });
});

describe('functions of the clock', () => {
  it('start with the nearest frame, whatever t is rounded to', async () => {
    // 0.1 is no binary number: 3 * 0.1 is above 0.3 and 6 * 0.1 above 0.6.
    const clock = '{ step: 0.1 month, steps: 10 }';
    for (let k = 1; k < 10; k++) {
      const from = Array.from({ length: 11 - k }, (_, i) => k + i);
      expect(await framesOf(`step(1, 0.${k} * month)`, clock)).toEqual(from);
      expect(await framesOf(`pulse(0.${k} * month, 0.1 * month)`, clock)).toEqual([k]);
    }
    expect(await framesOf('step(1, 0.34 * month)', clock)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    expect(await framesOf('step(1, 0.36 * month)', clock)).toEqual([4, 5, 6, 7, 8, 9, 10]);
  });

  it('give a pulse one step at least', async () => {
    expect(await framesOf('pulse(2 * month, 0)')).toEqual([2]);
    expect(await framesOf('pulse(2 * month, 3 * month)')).toEqual([2, 3, 4]);
  });

  it('repeat pulses until their end', async () => {
    expect(await framesOf('pulseTrain(month, 2 * month, 3 * month, 5 * month)')).toEqual([1, 2, 4]);
  });

  it('rise while a ramp lasts', async () => {
    expect(await valuesOf('ramp(2 / month, month, 3 * month)')).toEqual([0, 0, 2, 4, 4, 4, 4]);
    expect(await valuesOf('ramp(2 / month, 4 * month)')).toEqual([0, 0, 0, 0, 0, 2, 4]);
    expect(await valuesOf('ramp(2 / month, 3 * month, month)')).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it('take times in any unit', async () => {
    expect(await framesOf('step(1, quarter)')).toEqual([3, 4, 5, 6]);
    expect(await framesOf('pulse(0.5 * year, month)')).toEqual([6]);
  });

  it.each(['pulse(month, -t)', 'pulseTrain(0, month, dt - t, year)'])(
    'fail the trial when %s has an impossible argument',
    async (text) => {
      const r = await runOf(`measures: { m: "${text}" }`);
      expect(r.block.failures).toEqual([{ trial: 0, step: 1, code: 'not-finite', place: 'm' }]);
    },
  );

  it('`dt` is the step in the unit of the clock', async () => {
    expect(await valuesOf('dt / week', '{ start: 2024-01, step: 2 weeks, steps: 1 }')).toEqual([2, 2]);
  });
});

it('pulses inside pulses grow to a limit and no further', async () => {
  let text = 'month';
  for (let i = 0; i < 28; i++) text = `pulse(0, ${text}) * month`;
  const { model } = await readScenario({
    name: 'deep.yaml',
    text: scenario(`measures: { m: "${text}" }`, DATELESS),
  });
  expect(model && lower(model).diagnostics.map(({ code }) => code)).toEqual(['scenario-too-large']);
});

describe('record', () => {
  const body = `
measures: { m: t / month }
questions:
  first: { ask: A?, kind: time, first: t >= 5 * month, by: end, internal: true }
  sum: { ask: A?, kind: count, count: t / month, by: end, internal: true, outcomes: [{ id: all, when: count == 28 }, { id: other }] }`;

  it('keeps every n-th frame and the last, and questions read them all', async () => {
    const r = await runOf(body, '{ step: 1 month, steps: 7, record: every 3 steps }');
    expect(r.ir.clock.recorded).toEqual([0, 3, 6, 7]);
    expect(r.measure('m')).toEqual([0, 3, 6, 7]);
    expect(r.answer('first')).toBe(5);
    expect(r.answer('sum')).toBe('all');
  });

  it('keeps the last value of a trial that ends early', async () => {
    const clock = '{ step: 1 month, steps: 10, record: every 4 steps, until: t > 4 * month }';
    expect((await runOf(body, clock)).measure('m')).toEqual([0, 4, 5, 5]);
  });

  it('changes no failure', async () => {
    const r = await runOf(
      'measures: { m: 1 / (t / month - 2) }',
      '{ step: 1 month, steps: 10, record: every 5 steps }',
    );
    expect(r.block.failures).toEqual([{ trial: 0, step: 2, code: 'not-finite', place: 'm' }]);
  });
});
