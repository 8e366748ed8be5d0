/** Phases, microsteps, queues and timers. Expectations are worked out by hand from docs/reference/semantics.md. */
import { describe, expect, it } from 'vitest';
import type { IrAction, IrExpr } from '../ir/ir.ts';
import {
  add,
  bin,
  elapsed,
  expr,
  go,
  indicator,
  irOf,
  measuring,
  mul,
  now,
  previous,
  raise,
  send,
  set,
  start,
  state,
  sub,
  t,
  un,
  variable,
  type Drivers,
  type IrLiteral,
} from './ir-literals.ts';
import { failureOf, run } from './run-literal.ts';

const number = (name: string, value = 0, low = -1e9, high = 1e9) => ({
  name,
  driver: 0,
  type: 'number' as const,
  start: expr(value),
  low,
  high,
});

/** A log in one number: appends a digit to variable 0. */
const log = (digit: number): IrAction => set(0, add(mul(10, variable(0)), digit));

/** The log at each frame. */
const logOf = (literal: IrLiteral): readonly number[] =>
  run(irOf({ steps: 3, variables: [number('log')], measures: measuring(variable(0)), ...literal })).frames();

const at = (step: number, event: number) => ({ step, event, at: step });

describe('frame 0', () => {
  it('enters initial states in document order, then takes `always`, then what was sent', () => {
    const frames = logOf({
      steps: 0,
      events: ['sent', 'raised'],
      drivers: [
        {
          states: [
            { entry: [log(1), send(0), raise(1)], always: [{ ...go(1), when: state(3), actions: [log(3)] }] },
            {},
          ],
          on: [{ event: 0, transitions: [go(undefined, { actions: [log(5)] })] }],
        },
        {
          initial: [{ state: 3, probability: expr(1) }],
          states: [{}, { entry: [log(2)] }],
          on: [{ event: 1, transitions: [go(undefined, { actions: [log(4)] })] }],
        },
      ],
    });
    expect(frames).toEqual([12345]);
  });

  it('sets starts in their order and clamps indicators', () => {
    const ir = irOf({
      steps: 1,
      variables: [{ ...number('v'), start: add(indicator(0), 1) }],
      indicators: [{ name: 'x', start: expr(7), next: indicator(0), range: [expr(0), expr(5)] }],
      startOrder: [
        { kind: 'indicator', slot: 0 },
        { kind: 'variable', slot: 0 },
      ],
      measures: measuring(variable(0)),
    });
    expect(run(ir).frames()).toEqual([6, 6]);
  });
});

describe('a microstep', () => {
  const pair = (own: string): Drivers =>
    [0, 1].map((d) => ({
      states: [
        {
          exit: [log(2 * d + 1)],
          on: [{ event: 0, transitions: [go(2 * d + 1, { actions: [log(5 + d)], place: own })] }],
        },
        { entry: [log(7 + d)] },
      ],
    }));

  it('exits in reverse document order, then acts and enters in document order', () => {
    expect(logOf({ steps: 1, events: ['e'], calendar: [at(1, 0)], drivers: pair('x') })).toEqual([0, 315678]);
  });

  it('sees a state as active while its exit actions run, and as left after', () => {
    const frames = logOf({
      steps: 1,
      events: ['e'],
      calendar: [at(1, 0)],
      drivers: [
        {
          states: [
            { exit: [set(0, add(variable(0), state(2)))], on: [{ event: 0, transitions: [go(1)] }] },
            {},
          ],
        },
        {
          states: [
            {
              exit: [set(0, add(variable(0), mul(10, state(2))))],
              on: [
                {
                  event: 0,
                  transitions: [go(3, { actions: [set(0, add(variable(0), mul(100, state(2))))] })],
                },
              ],
            },
            {},
          ],
        },
      ],
    });
    expect(frames).toEqual([0, 10]);
  });

  it('leaves and enters again on a transition to the active state, not on one without `to`', () => {
    const drivers = (to?: number): Drivers => [
      { states: [{ entry: [log(1)], exit: [log(2)], on: [{ event: 0, transitions: [go(to)] }] }] },
    ];
    const literal = { steps: 1, events: ['e'], calendar: [at(1, 0)] };
    expect(logOf({ ...literal, drivers: drivers(0) })).toEqual([1, 121]);
    expect(logOf({ ...literal, drivers: drivers() })).toEqual([1, 1]);
  });

  it('evaluates all conditions before anything changes', () => {
    // Two drivers swap on each other: both see the other where it was.
    const drivers = [0, 1].map((d) => ({
      states: [{ on: [{ event: 0, transitions: [{ ...go(2 * d + 1), when: state(2 * (1 - d)) }] }] }, {}],
    }));
    const ir = irOf({
      steps: 1,
      events: ['e'],
      calendar: [at(1, 0)],
      drivers,
      measures: measuring(add(state(1), state(3))),
    });
    expect(run(ir).frames()).toEqual([0, 2]);
  });
});

describe('selection', () => {
  it('asks the state before its driver and takes the first that is enabled', () => {
    const act = (digit: number, when?: IrExpr) => ({
      ...go(undefined, { actions: [log(digit)] }),
      ...(when && { when }),
    });
    const driver = (own: readonly ReturnType<typeof act>[]): Drivers => [
      { states: [{ on: [{ event: 0, transitions: own }] }], on: [{ event: 0, transitions: [act(9)] }] },
    ];
    const literal = { steps: 1, events: ['e'], calendar: [at(1, 0)] };
    expect(logOf({ ...literal, drivers: driver([act(1, expr(0)), act(2), act(3)]) })).toEqual([0, 2]);
    expect(logOf({ ...literal, drivers: driver([act(1, expr(0))]) })).toEqual([0, 9]);
  });

  it('a final state stays, whatever its driver does on an event', () => {
    const drivers = [
      { states: [{ final: true }, {}], on: [{ event: 0, transitions: [go(1, { actions: [log(1)] })] }] },
    ];
    expect(logOf({ steps: 1, events: ['e'], calendar: [at(1, 0)], drivers })).toEqual([0, 0]);
  });
});

describe('queues', () => {
  it('raised events go before what waits, sent ones after it', () => {
    const frames = logOf({
      steps: 1,
      events: ['first', 'second', 'raised', 'sent'],
      calendar: [at(1, 0), at(1, 1)],
      drivers: [
        {
          states: [{}],
          on: [
            { event: 0, transitions: [go(undefined, { actions: [log(1), send(3), raise(2)] })] },
            { event: 1, transitions: [go(undefined, { actions: [log(3)] })] },
            { event: 2, transitions: [go(undefined, { actions: [log(2)] })] },
            { event: 3, transitions: [go(undefined, { actions: [log(4)] })] },
          ],
        },
      ],
    });
    expect(frames).toEqual([0, 1234]);
  });

  it('what `always` sends at the start of a step waits behind what is due', () => {
    const frames = logOf({
      steps: 2,
      events: ['dated', 'sent'],
      calendar: [at(2, 0)],
      indicators: [{ name: 'x', start: expr(0), next: add(indicator(0), 1) }],
      drivers: [
        {
          states: [{ always: [{ ...go(1, { actions: [send(1)] }), when: bin('ge', indicator(0), 1) }] }, {}],
          on: [
            { event: 0, transitions: [go(undefined, { actions: [log(1)] })] },
            { event: 1, transitions: [go(undefined, { actions: [log(2)] })] },
          ],
        },
      ],
    });
    expect(frames).toEqual([0, 0, 12]);
  });

  it('works off what chance sends in the same step', () => {
    const frames = logOf({
      steps: 1,
      sites: ['c'],
      events: ['sent'],
      drivers: [
        {
          states: [
            {
              chance: {
                site: 0,
                kind: 'probability',
                alternatives: [{ ...go(1, { actions: [send(0), log(1)] }), weight: expr(1) }],
              },
            },
            { entry: [log(2)] },
          ],
          on: [{ event: 0, transitions: [go(undefined, { actions: [log(3)] })] }],
        },
      ],
    });
    expect(frames).toEqual([0, 123]);
  });
});

describe('timers', () => {
  it('a state with `after: 3 steps` is active in three frames', () => {
    const drivers = [{ states: [{ after: [{ ...go(1), delay: 0 }] }, {}] }];
    const ir = irOf({ steps: 5, delays: [3], drivers, measures: measuring(state(0)) });
    expect(run(ir).frames()).toEqual([1, 1, 1, 0, 0, 0]);
  });

  it('are gone when the state is left, and set anew when it is entered', () => {
    const drivers = [
      {
        states: [{ after: [{ ...go(1), delay: 0 }] }, {}],
        on: [{ event: 0, transitions: [go(0)] }],
      },
    ];
    const ir = irOf({
      steps: 6,
      delays: [3],
      events: ['again'],
      calendar: [at(2, 0)],
      drivers,
      measures: measuring(state(0)),
    });
    expect(run(ir).frames()).toEqual([1, 1, 1, 1, 1, 0, 0]);
  });

  it('are gone also when the state is left by what is due before them in the same step', () => {
    const states = [
      {
        after: [
          { ...go(1), delay: 0 },
          { ...go(undefined, { actions: [log(9)] }), delay: 0 },
        ],
      },
      {},
    ];
    expect(logOf({ steps: 3, delays: [2], drivers: [{ states }] })).toEqual([0, 0, 0, 0]);
  });

  it('of one state each take their own transition, in order, if its condition holds', () => {
    const timer = (digit: number, when?: IrExpr) => ({
      ...go(undefined, { actions: [log(digit)] }),
      delay: 0,
      ...(when && { when }),
    });
    const states = [{ after: [timer(1), timer(2, bin('gt', variable(0), 5)), timer(3)] }];
    expect(logOf({ steps: 3, delays: [2], drivers: [{ states }] })).toEqual([0, 0, 13, 13]);
  });

  it('that are due in one step come by due date, then by when they were set, before calendar events', () => {
    const ir = irOf({
      steps: 2,
      events: ['a', 'b', 'c', 'dated'],
      calendar: [at(2, 3)],
      delays: [2, 2],
      variables: [number('log')],
      drivers: [
        {
          states: [{ entry: [send(0, 0), send(1, 1), send(2, 0)] }],
          on: [1, 2, 3, 4].map((digit, event) => ({
            event,
            transitions: [go(undefined, { actions: [log(digit)] })],
          })),
        },
      ],
      measures: measuring(variable(0)),
    });
    const delays = ir.delays.map((delay, i) => ({
      ...delay,
      dueAt: delay.dueAt.map((due) => (i === 1 ? due - 0.5 : due)),
    }));
    expect(run({ ...ir, delays }).frames()).toEqual([0, 0, 2134]);
  });

  it('sent in step k with delay d are due in step k + d, not after the end', () => {
    const frames = logOf({
      steps: 4,
      delays: [2, 9],
      events: ['start', 'late'],
      calendar: [at(1, 0)],
      drivers: [
        {
          states: [{}],
          on: [
            { event: 0, transitions: [go(undefined, { actions: [send(1, 0), send(1, 1)] })] },
            { event: 1, transitions: [go(undefined, { actions: [log(1)] })] },
          ],
        },
      ],
    });
    expect(frames).toEqual([0, 0, 0, 1, 1]);
  });
});

describe('a step', () => {
  it('is dated, then chance, then indicators', () => {
    const certain = (to: number, set: readonly IrAction[]) => ({
      ...go(to, { actions: set }),
      weight: expr(1),
    });
    const ir = irOf({
      steps: 1,
      sites: ['c'],
      events: ['e'],
      calendar: [at(1, 0)],
      variables: [number('a'), number('b')],
      indicators: [{ name: 'x', start: expr(0), next: add(mul(10, variable(1)), state(1)) }],
      drivers: [
        {
          states: [
            {
              chance: {
                site: 0,
                kind: 'probability',
                alternatives: [certain(1, [set(1, add(variable(0), 1))])],
              },
            },
            {},
          ],
          on: [{ event: 0, transitions: [go(undefined, { actions: [set(0, 5)] })] }],
        },
      ],
      measures: measuring(indicator(0)),
    });
    expect(run(ir).frames()).toEqual([0, 61]);
  });

  it('chance reads the snapshot, exits and entries read the present', () => {
    const ir = irOf({
      steps: 1,
      sites: ['c'],
      variables: [number('a'), number('b'), number('c')],
      drivers: [
        {
          states: [
            {
              exit: [set(0, 7)],
              chance: {
                site: 0,
                kind: 'probability',
                alternatives: [
                  {
                    ...go(1, { actions: [set(1, variable(0)), set(1, add(variable(1), 1))] }),
                    weight: expr(1),
                  },
                ],
              },
            },
            { entry: [set(2, variable(0))] },
          ],
        },
      ],
      measures: measuring(variable(0), variable(1), variable(2)),
    });
    const result = run(ir);
    expect([0, 1, 2].map((m) => result.frames(m)[1])).toEqual([7, 1, 7]);
  });

  it('indicators move together; `now` reads this step', () => {
    const ir = irOf({
      steps: 2,
      indicators: [
        { name: 'x', start: expr(1), next: add(indicator(1), 1) },
        { name: 'y', start: expr(10), next: indicator(0) },
        { name: 'z', start: expr(0), next: sub(now(0), indicator(0)) },
      ],
      measures: measuring(indicator(0), indicator(1), indicator(2)),
    });
    const result = run(ir);
    expect(result.frames(0)).toEqual([1, 11, 2]);
    expect(result.frames(1)).toEqual([10, 1, 11]);
    expect(result.frames(2)).toEqual([0, 10, -9]);
  });

  it('`always` sees at its start what indicators did in the last', () => {
    const ir = irOf({
      steps: 3,
      indicators: [{ name: 'x', start: expr(0), next: add(indicator(0), 1) }],
      drivers: [{ states: [{ always: [{ ...go(1), when: bin('ge', indicator(0), 2) }] }, {}] }],
      measures: measuring(state(1), elapsed(1)),
    });
    expect(run(ir).frames()).toEqual([0, 0, 0, 1]);
  });

  it('`until` ends the trial; the last values stand', () => {
    const ir = irOf({
      steps: 6,
      until: bin('ge', indicator(0), 2),
      indicators: [{ name: 'x', start: expr(0), next: add(indicator(0), 1) }],
      measures: measuring(indicator(0)),
    });
    expect(run(ir).frames()).toEqual([0, 1, 2, 2, 2, 2, 2]);
  });
});

describe('failures', () => {
  const infinite = un('exp', add(1000, mul(0, t)));
  const failing = (literal: IrLiteral): ReturnType<typeof failureOf> =>
    failureOf(irOf({ steps: 2, ...literal }));
  const late = bin('div', 1, sub(1, t)); // infinite at frame 1
  const acting = (action: IrAction): IrLiteral => ({
    events: ['e'],
    calendar: [at(2, 0)],
    drivers: [{ states: [{}], on: [{ event: 0, transitions: [go(undefined, { actions: [action] })] }] }],
  });

  it('not-finite, by what is stored', () => {
    const x = { name: 'x', start: expr(0), next: expr(0) };
    expect(failing({ parameters: [{ name: 'p', value: { fixed: infinite } }] })).toEqual({
      step: 0,
      code: 'not-finite',
      place: 'parameters.p',
    });
    expect(failing({ variables: [{ ...number('v'), start: infinite }] })).toEqual({
      step: 0,
      code: 'not-finite',
      place: 'v.start',
    });
    expect(failing({ indicators: [{ ...x, start: infinite }] })).toEqual({
      step: 0,
      code: 'not-finite',
      place: 'x.start',
    });
    expect(failing({ indicators: [{ ...x, next: infinite }] })).toEqual({
      step: 1,
      code: 'not-finite',
      place: 'x.next',
    });
    expect(failing({ indicators: [{ ...x, range: [expr(0), infinite] }] })).toEqual({
      step: 0,
      code: 'not-finite',
      place: 'x.range',
    });
    expect(failing({ starts: [infinite] })).toEqual({ step: 0, code: 'not-finite', place: 'start[0]' });
    expect(failing({ previous: [late] })).toEqual({ step: 1, code: 'not-finite', place: 'prev[0]' });
    expect(failing({ measures: measuring(late) })).toEqual({ step: 1, code: 'not-finite', place: 'm0' });
    expect(failing({ ...acting(set(0, infinite, 'here')), variables: [number('v')] })).toEqual({
      step: 2,
      code: 'not-finite',
      place: 'here',
    });
  });

  it('not-finite, by who compares', () => {
    const compares = bin('lt', late, 0);
    const whens = { ...go(undefined), when: compares, place: 'here' };
    expect(failing({ until: compares })).toEqual({ step: 1, code: 'not-finite', place: 'until' });
    expect(failing({ drivers: [{ states: [{ always: [whens] }] }] })).toEqual({
      step: 2,
      code: 'not-finite',
      place: 'here',
    });
    expect(failing({ delays: [2], drivers: [{ states: [{ after: [{ ...whens, delay: 0 }] }] }] })).toEqual({
      step: 2,
      code: 'not-finite',
      place: 'here',
    });
    expect(
      failing({
        sites: ['c'],
        drivers: [
          { states: [{ chance: { site: 0, kind: 'rate', alternatives: [{ ...whens, weight: expr(0) }] } }] },
        ],
      }),
    ).toEqual({ step: 2, code: 'not-finite', place: 'c' });
    expect(
      failing({
        questions: [{ id: 'q', kind: 'binary', at: false, first: 0, last: 2, test: compares, outcomes: [] }],
      }),
    ).toEqual({ step: 1, code: 'not-finite', place: 'questions.q' });
  });

  it('out-of-range', () => {
    const whole = { ...number('v', 0, 0, 5), type: 'integer' as const };
    const x = { name: 'x', start: expr(0), next: expr(0), range: [sub(1, t), expr(0.5)] as const };
    const out = (place: string, step: number) => ({ step, code: 'out-of-range', place });
    expect(failing({ variables: [{ ...whole, start: expr(6) }] })).toEqual(out('v.start', 0));
    expect(failing({ variables: [{ ...whole, start: expr(1.5) }] })).toEqual(out('v.start', 0));
    expect(failing({ ...acting(set(0, sub(variable(0), 1), 'here')), variables: [whole] })).toEqual(
      out('here', 2),
    );
    expect(failing({ ...acting(set(0, 0.5, 'here')), variables: [whole] })).toEqual(out('here', 2));
    expect(failing({ indicators: [x] })).toEqual(out('x.range', 0));
    expect(failing({ indicators: [{ ...x, range: [mul(0.6, t), expr(0.5)] }] })).toEqual(out('x.range', 2));
  });

  it('bad-probability', () => {
    const chance = (kind: 'probability' | 'rate', ...weights: readonly IrExpr[]): IrLiteral => ({
      sites: ['c'],
      drivers: [
        {
          states: [
            {
              chance: {
                site: 0,
                kind,
                alternatives: weights.map((weight) => ({ ...go(undefined), weight })),
              },
            },
          ],
        },
      ],
    });
    const bad = (step: number) => ({ step, code: 'bad-probability', place: 'c' });
    expect(failing(chance('probability', expr(0.5), add(0.5, mul(t, 2e-9))))).toEqual(bad(2));
    expect(failing(chance('probability', expr(0.5), add(0.5, mul(t, 5e-10))))).toBeUndefined();
    expect(failing(chance('probability', sub(0, t)))).toEqual(bad(2));
    expect(failing(chance('rate', sub(0, t)))).toEqual(bad(2));
    expect(failing(chance('rate', late))).toEqual(bad(2));
    expect(failing(chance('rate', mul(t, 1e308), mul(t, 1e308)))).toEqual(bad(2));
    expect(failing(chance('rate', mul(t, 1e9)))).toBeUndefined();
    const initial = [0, 1].map((slot) => ({ state: slot, probability: expr(0.4) }));
    expect(failing({ sites: ['i'], drivers: [{ site: 0, initial, states: [{}, {}] }] })).toEqual({
      step: 0,
      code: 'bad-probability',
      place: 'i',
    });
  });

  it('of weights: the first in file order is named, before later conditions', () => {
    const fails = bin('gt', late, 0);
    const alternatives = [
      { ...go(undefined), weight: sub(0, t) },
      { ...go(undefined), when: fails, weight: expr(0) },
    ];
    const chance = { site: 0, kind: 'rate' as const, alternatives };
    expect(failing({ sites: ['c'], drivers: [{ states: [{ chance }] }] })).toMatchObject({
      code: 'bad-probability',
    });
    chance.alternatives.reverse();
    expect(failing({ sites: ['c'], drivers: [{ states: [{ chance }] }] })).toMatchObject({
      code: 'not-finite',
    });
  });

  it('microsteps: a thousand are allowed in a step, one more is not', () => {
    const loop = (times: number): IrLiteral => ({
      variables: [{ ...number('v', 0, 0, 1e6), type: 'integer' }],
      drivers: [
        {
          states: [
            {
              always: [
                {
                  ...go(undefined, { actions: [set(0, add(variable(0), 1))] }),
                  when: bin('lt', variable(0), times),
                },
              ],
            },
          ],
        },
      ],
    });
    expect(failing(loop(1000))).toBeUndefined();
    expect(failing(loop(1001))).toEqual({ step: 0, code: 'microsteps', place: 'step' });
  });

  it('leave -1 and NaN, and the next trial is as if nothing had happened', () => {
    const ir = irOf({
      steps: 2,
      sites: ['p'],
      events: ['e'],
      parameters: [
        {
          name: 'p',
          value: {
            prior: {
              site: 0,
              name: 'uniform',
              argNames: [null, null],
              args: [expr(-1), expr(1)],
              lists: [0, 0],
            },
          },
        },
      ],
      drivers: [{ states: [{ entry: [send(0)] }] }],
      measures: measuring(un('log', { op: 'parameter', slot: 0 })),
      questions: [
        {
          ...{ id: 'q', kind: 'binary', at: true, first: 2, last: 2, test: expr(1) },
          outcomes: [{ id: 'yes' }, { id: 'no' }],
        },
      ],
    });
    const many = run(ir, { count: 40 });
    const failed = new Set(many.block.failures.map(({ trial }) => trial));
    expect(failed.size).toBeGreaterThan(5);
    expect(failed.size).toBeLessThan(35);
    many.answers().forEach((answer, trial) => expect(answer).toBe(failed.has(trial) ? -1 : 0));
    many.ends().forEach((end, trial) => expect(Number.isNaN(end)).toBe(failed.has(trial)));
    for (let trial = 0; trial < 40; trial++) {
      const alone = run(ir, { first: trial });
      expect(alone.frames()).toEqual(many.frames(0, trial));
    }
  });
});

it('prev is kept from frame to frame', () => {
  const ir = irOf({
    steps: 3,
    previous: [t],
    starts: [add(t, 5)],
    measures: measuring(previous(0), start(0)),
  });
  expect(run(ir).frames(0)).toEqual([0, 0, 1, 2]);
  expect(run(ir).frames(1)).toEqual([5, 5, 5, 5]);
});
