/** Decisions that stand in a frame are the same choices and consents put in as interventions, bit for bit. */
import {
  compileJs,
  frameDeciding,
  frameInto,
  intervened,
  seedKey,
  withOpenDecisions,
  type Intervention,
  type Ir,
  type OpenChoice,
  type OpenConsent,
  type OpenDecisions,
  type SavedFrame,
} from '@stave/engine';
import { referenceExecutor } from '@stave/engine/reference';
import { describe, expect, it } from 'vitest';
import { bits, irOf, scenario, wasmOf } from '../support/scenario.ts';

/** South decides every day, north every two; both have bots in one scenario and none in the other. */
const body = (bots: boolean): string => `
drivers:
  mood:
    variables: { heat: { type: integer, start: 0, range: [0, 99] } }
    initial: calm
    states:
      calm: { on: { south.press: { to: tense }, south.pact: { to: tense }, north.calm: {} }, chance: [{ to: tense, probability: 0.1 }] }
      tense: { on: { north.calm.done: { to: calm }, north.calm: {}, south.pact.signed: { to: calm }, lapsed.*: { actions: [{ set: heat, to: heat + 1 }] } } }
indicators: { x: { start: 0, next: x + mood.tense, noise: 'normal(0, 1)' } }
seats:
  south:
    controls: [mood]
    capital: { start: 3, income: 1, carry: 2 }
    roles: { elder: { consents: mood.calm } }
    moves:
      press: { cost: 2 }
      pact: { cost: 1, consent: [elder, north], once: true, outcomes: { signed: 0.75, stalled: else } }
      leak: { covert: true, cost: 2 }
    ${bots ? 'bot: { open: [{ move: press, weight: 1 }, { move: pact, weight: 1 }, { hold: true, weight: 1 }], covert: [{ move: leak, when: mood.tense }] }' : ''}
  north:
    turn: 2 days
    sees: [mood, x]
    moves: { calm: { outcomes: { done: 0.5 } }, ask: { consent: [south] } }
    ${bots ? 'bot: { open: [{ move: ask, when: x > 1 }, { move: calm }], consents: { south.pact: mood.calm } }' : ''}
measures: { heat1: heat, xs: x, capital: south.capital, tense: mood.tense }
questions: { hot: { ask: A?, kind: numeric, value: x + heat, at: end, internal: true } }`;

const TURNS = [3, 2, 2];
const irWith = (bots: boolean): Promise<Ir> => irOf(scenario(body(bots), '{ step: 1 day, steps: 8 }'));
const address = { seed: seedKey('open'), stream: 0, first: 0, share: 1 };

/** Steps of a turn in which each seat has a turn and does not decide: it makes no move there. */
const SILENT: readonly Intervention[] = [
  ...[2, 3, 5, 7].map((step) => ({ kind: 'choice', step, seat: 'south' }) as const),
  ...[3].map((step) => ({ kind: 'choice', step, seat: 'north' }) as const),
];

const SEATS = ['south', 'north'];
const of = (choices: readonly OpenChoice[], consents: readonly OpenConsent[] = []): OpenDecisions => ({
  choices,
  consents,
});

const cases: readonly [string, OpenDecisions, readonly Intervention[]][] = [
  ['nobody', of([]), []],
  [
    'two moves, one covert',
    of([
      { turn: 1, seat: 'south', open: 'press' },
      { turn: 2, seat: 'south', covert: 'leak' },
    ]),
    [
      { kind: 'choice', step: 1, seat: 'south', open: 'press' },
      { kind: 'choice', step: 4, seat: 'south', covert: 'leak' },
    ],
  ],
  [
    'a seat that is played and asked in silence refuses',
    of([
      { turn: 1, seat: 'south', open: 'pact' },
      { turn: 1, seat: 'north', open: 'calm' },
    ]),
    [
      { kind: 'choice', step: 1, seat: 'south', open: 'pact' },
      { kind: 'choice', step: 1, seat: 'north', open: 'calm' },
    ],
  ],
  [
    'a seat that holds still and agrees, a role that refuses',
    of(
      [
        { turn: 1, seat: 'south', open: 'pact' },
        { turn: 1, seat: 'north' },
      ],
      [
        { turn: 1, move: 'south.pact', who: 'north', agrees: true },
        { turn: 1, move: 'south.pact', who: 'south.elder', agrees: false },
      ],
    ),
    [
      { kind: 'choice', step: 1, seat: 'south', open: 'pact' },
      { kind: 'choice', step: 1, seat: 'north' },
      { kind: 'consent', step: 1, move: 'south.pact', who: 'north', agrees: true },
      { kind: 'consent', step: 1, move: 'south.pact', who: 'south.elder', agrees: false },
    ],
  ],
  [
    'a seat decides in the first step of the turn in which it has one',
    of(
      [
        { turn: 2, seat: 'north', open: 'ask' },
        { turn: 3, seat: 'north', open: 'calm' },
        { turn: 3, seat: 'south', open: 'press', covert: 'leak' },
      ],
      [{ turn: 2, move: 'north.ask', who: 'south', agrees: true }],
    ),
    [
      { kind: 'choice', step: 5, seat: 'north', open: 'ask' },
      { kind: 'consent', step: 5, move: 'north.ask', who: 'south', agrees: true },
      { kind: 'choice', step: 7, seat: 'north', open: 'calm' },
      { kind: 'choice', step: 6, seat: 'south', open: 'press', covert: 'leak' },
    ],
  ],
  [
    'people answer whatever a bot may choose',
    of(
      [{ turn: 1, seat: 'north' }],
      [
        { turn: 1, move: 'south.pact', who: 'north', agrees: true },
        { turn: 2, move: 'south.pact', who: 'south.elder', agrees: false },
      ],
    ),
    [
      { kind: 'choice', step: 1, seat: 'north' },
      { kind: 'consent', step: 1, move: 'south.pact', who: 'north', agrees: true },
      { kind: 'consent', step: 4, move: 'south.pact', who: 'south.elder', agrees: false },
    ],
  ],
];

describe('decisions that stand in a frame', () => {
  it.each([true, false])('are those put in from outside, on every executor (bots: %s)', async (bots) => {
    const ir = await irWith(bots);
    const opened = withOpenDecisions(ir, TURNS, SEATS);
    const executors = [referenceExecutor(opened), compileJs(opened), wasmOf(opened)];
    const range = { ...address, stream: 3, count: 12 };
    const told = new Set<string>();
    for (const from of [0, 3]) {
      const frame = frameOf(ir, from);
      for (const [name, decisions, interventions] of cases) {
        const after = <T extends { turn: number }>(list: readonly T[]): T[] =>
          list.filter(({ turn }) => turn > from / 3);
        const list = [...SILENT, ...interventions].filter(({ step }) => step > from);
        const other = intervened(ir, list);
        const expected = bits(compileJs(other).run(range, frameInto(ir, other, frame)));
        const { choices, consents } = decisions;
        const start = frameDeciding(ir, opened, frame, of(after(choices), after(consents)));
        for (const executor of executors)
          expect(bits(executor.run(range, start)), `${name} from ${from}, ${executor.name}`).toEqual(
            expected,
          );
        told.add(JSON.stringify(expected));
      }
    }
    // They would all be alike if nothing that was decided came through.
    expect(told.size).toBeGreaterThan(5);
  });

  it('leaves seats that take no part to their bots, in each of their turns', async () => {
    const ir = await irWith(true);
    const opened = withOpenDecisions(ir, TURNS, ['north']);
    const list = SILENT.filter((one) => one.kind === 'choice' && one.seat === 'north');
    const other = intervened(ir, list);
    const frame = frameOf(ir, 0);
    const range = { ...address, stream: 3, count: 40 };
    const start = frameDeciding(ir, opened, frame, of([]));
    expect(bits(compileJs(opened).run(range, start))).toEqual(
      bits(compileJs(other).run(range, frameInto(ir, other, frame))),
    );
    expect(() => frameDeciding(ir, opened, frame, of([{ turn: 1, seat: 'south' }]))).toThrow(
      /nothing to decide/,
    );
  });

  it('lets somebody agree by rule who would refuse in silence', async () => {
    const ir = await irWith(true);
    const opened = withOpenDecisions(ir, TURNS, SEATS);
    const answersOf = (agrees: 'byRule' | false): object => {
      const choices: OpenChoice[] = [
        { turn: 1, seat: 'north' },
        { turn: 1, seat: 'south', open: 'pact' },
      ];
      const start = frameDeciding(
        ir,
        opened,
        frameOf(ir, 0),
        of(choices, [{ turn: 1, move: 'south.pact', who: 'north', agrees }]),
      );
      return bits(compileJs(opened).run({ ...address, stream: 3, count: 40 }, start));
    };
    expect(answersOf('byRule')).not.toEqual(answersOf(false));
  });

  it.each<[string, OpenDecisions, RegExp]>([
    ['a seat that is not there', of([{ turn: 1, seat: 'west' }]), /no seat west/],
    ['a move that is not there', of([{ turn: 1, seat: 'south', open: 'x' }]), /no open move x/],
    ['a turn that is not there', of([{ turn: 9, seat: 'south' }]), /nothing to decide/],
    [
      'an answer of a stranger',
      of([], [{ turn: 1, move: 'south.pact', who: 'east', agrees: true }]),
      /nothing to decide/,
    ],
  ])('are refused where they name %s', async (_, decisions, words) => {
    const ir = await irWith(true);
    const opened = withOpenDecisions(ir, TURNS, SEATS);
    expect(() => frameDeciding(ir, opened, frameOf(ir, 0), decisions)).toThrow(words);
  });
});

function frameOf(ir: Ir, step: number): SavedFrame {
  const frame = compileJs(ir).save({ ...address, count: 1 }, step);
  if (!frame) throw new Error('no frame');
  return frame;
}
