/** A trial played from outside: what can be chosen, what a choice does, and that a record of choices is the trial. */
import { compileJs, seedKey, type Intervention, type Ir, type SavedFrame } from '@stave/engine';
import { Play, referenceExecutor } from '@stave/engine/reference';
import { describe, expect, it } from 'vitest';
import { bits, irOf, scenario } from '../support/scenario.ts';

const body = `
drivers:
  mood:
    variables: { heat: { type: integer, start: 0, range: [0, 99] } }
    initial: calm
    states:
      calm: { on: { south.press: { to: tense }, north.calm: {} }, chance: [{ to: tense, probability: 0.1 }] }
      tense: { on: { north.calm.done: { to: calm }, north.calm: {}, lapsed.*: { actions: [{ set: heat, to: heat + 1 }] } } }
indicators: { x: { start: 0, next: x + mood.tense, noise: 'normal(0, 1)' } }
seats:
  south:
    controls: [mood]
    goals: [{ id: rich, when: south.capital > 2 }, { id: loved, text: Be loved. }]
    capital: { start: 3, income: 1, carry: 2 }
    roles: { elder: { consents: mood.calm } }
    moves:
      press: { cost: 2 }
      pact: { cost: 1, consent: [elder, north], once: true, outcomes: { signed: 0.75, stalled: else } }
      leak: { covert: true, cost: 2 }
    bot: { open: [{ move: press, weight: 1 }, { hold: true, weight: 1 }] }
  north:
    turn: 2 days
    moves: { calm: { outcomes: { done: 0.5 } } }
    bot: [{ move: calm }]
measures: { heat1: heat, xs: x, capital: south.capital }
questions: { hot: { ask: A?, kind: numeric, value: x + heat, at: end, internal: true } }`;

const made = (): Promise<Ir> => irOf(scenario(body, '{ step: 1 day, steps: 6 }'));
const address = { seed: seedKey('play'), stream: 0, first: 3, share: 1 };
const nobody: readonly Intervention[] = [];
/** Of a step: who plays what, by seat, and who agrees to a move. */
type Seats = Readonly<Record<string, { readonly open?: string; readonly covert?: string }>>;
const played = (step: number, seats: Seats, agrees: readonly [string, string, boolean][] = []) => [
  ...Object.entries(seats).map(([seat, moves]): Intervention => ({ kind: 'choice', step, seat, ...moves })),
  ...agrees.map(([move, who, yes]): Intervention => ({ kind: 'consent', step, move, who, agrees: yes })),
];

/** Plays to the end, with what is chosen on each frame; gives the frames, and the answer. */
function game(
  ir: Ir,
  choose: (frame: SavedFrame) => readonly Intervention[],
): { frames: string[]; answer: number } {
  const play = new Play(ir);
  const frames: string[] = [];
  let { frame } = play.begin(address);
  while (frame) {
    frames.push(JSON.stringify(frame));
    const turn = play.advance(JSON.parse(JSON.stringify(frame)) as SavedFrame, choose(frame), address);
    if (turn.ended) return { frames, answer: turn.ended.numbers[0] ?? Number.NaN };
    frame = turn.frame;
  }
  throw new Error('it failed');
}

describe('a trial played from outside', () => {
  it('is the trial of the executors where every seat is left to its bot', async () => {
    const ir = await made();
    const { frames, answer } = game(ir, () => nobody);
    for (const executor of [referenceExecutor(ir), compileJs(ir)]) {
      const trial = { ...address, count: 1 };
      expect(executor.run(trial).numbers[0]).toBe(answer);
      expect(frames.map((_, k) => JSON.stringify(executor.save(trial, k)))).toEqual(frames);
    }
  });

  it('is the same again from the record of its choices, and forks into a batch at any frame', async () => {
    const ir = await made();
    const record: (readonly Intervention[])[] = [];
    const first = game(ir, ({ step }) => {
      const choices =
        step === 0
          ? played(1, { south: { open: 'pact', covert: 'leak' } }, [['south.pact', 'north', true]])
          : played(step + 1, step % 2 === 0 ? { south: {}, north: {} } : { south: {} });
      record.push(choices);
      return choices;
    });
    expect(game(ir, ({ step }) => record[step] ?? nobody)).toEqual(first);
    const other = game(ir, () => nobody);
    expect(other.frames[0]).toBe(first.frames[0]);
    expect(other.frames[3]).not.toBe(first.frames[3]);
    const frame = JSON.parse(first.frames[3] ?? '') as SavedFrame;
    const fork = { ...address, stream: 1, count: 20 };
    expect(bits(compileJs(ir).run(fork, frame))).toEqual(bits(referenceExecutor(ir).run(fork, frame)));
  });

  it('tells which moves there are, what they cost, and what stands against them', async () => {
    const ir = await made();
    const play = new Play(ir);
    const { frame } = play.begin(address);
    if (!frame) throw new Error('no frame');
    expect(play.legalMoves(frame, 'south')).toEqual([
      { name: 'press', kind: 'open', cost: 2, obstacles: [], consents: [], outcomes: [] },
      {
        name: 'pact',
        kind: 'open',
        cost: 1,
        // No driver handles it, so nothing can stop taking it.
        obstacles: [],
        consents: ['south.elder', 'north'],
        outcomes: [
          { name: 'signed', probability: 0.75 },
          { name: 'stalled', probability: 0.25 },
        ],
      },
      { name: 'leak', kind: 'covert', cost: 2, obstacles: [], consents: [], outcomes: [] },
    ]);
    expect(play.legalMoves(frame, 'south', 'press')[2]?.obstacles).toEqual(['capital']);
    const agree: [string, string, boolean][] = [
      ['south.pact', 'north', true],
      ['south.pact', 'south.elder', true],
    ];
    const turn = play.advance(frame, played(1, { south: { open: 'pact' }, north: {} }, agree), address);
    expect(turn.decisions.map(({ move, fate }) => [move, fate])).toEqual([['south.pact', 'made']]);
    expect(['signed', 'stalled']).toContain(turn.decisions[0]?.outcome);
    if (!turn.frame) throw new Error('no frame');
    expect(play.legalMoves(turn.frame, 'south')[1]?.obstacles).toEqual(['made']);
    expect(play.goals(turn.frame, 'south')).toEqual([{ id: 'rich', reached: true }, { id: 'loved' }]);
    expect([play.isTurn(frame, 'north'), play.isTurn(turn.frame, 'north')]).toEqual([true, false]);
  });

  it('asks those who play for their consent, and takes silence for a refusal', async () => {
    const ir = await made();
    const play = new Play(ir);
    const { frame } = play.begin(address);
    if (!frame) throw new Error('no frame');
    const fate = (list: readonly Intervention[]): unknown =>
      play.advance(frame, list, address).decisions.map((decision) => [decision.fate, decision.consents]);
    const seats = { south: { open: 'pact' }, north: {} };
    const asked = (elder: boolean, north: boolean): unknown => [
      { who: 'south.elder', agrees: elder },
      { who: 'north', agrees: north },
    ];
    const north: [string, string, boolean] = ['south.pact', 'north', true];
    // The elder's own answer on a calm day is yes; the bot of the north says nothing.
    expect(fate(played(1, seats))).toEqual([['refused', asked(true, false)]]);
    expect(fate(played(1, seats, [north]))).toEqual([['made', asked(true, true)]]);
    expect(fate(played(1, seats, [north, ['south.pact', 'south.elder', false]]))).toEqual([
      ['refused', asked(false, true)],
    ]);
  });

  it.each<[string, readonly Intervention[], RegExp]>([
    ['an unknown seat', played(1, { west: {} }), /no seat `west`/],
    [
      'an unknown move',
      played(1, { south: { open: 'presss' } }),
      /no open move `presss`; did you mean `press`/,
    ],
    ['a covert move as an open one', played(1, { south: { open: 'leak' } }), /no open move `leak`/],
    ['two moves that cost too much', played(1, { south: { open: 'press', covert: 'leak' } }), /costs more/],
    ['an answer nobody wants', played(1, {}, [['south.press', 'north', true]]), /not asked/],
    ['an answer to nothing', played(1, {}, [['south.x', 'north', true]]), /no move `south.x`/],
    ['what acts in another step', played(3, { south: {} }), /this is step 1, and the choice acts in step 3/],
  ])('refuses %s in words', async (_, list, words) => {
    const ir = await made();
    const play = new Play(ir);
    const { frame } = play.begin(address);
    if (!frame) throw new Error('no frame');
    expect(play.problem(frame, list)).toMatch(words);
    expect(() => play.advance(frame, list, address)).toThrow(/InvariantError/);
  });

  it('refuses a move outside the turns of its seat', async () => {
    const ir = await made();
    const play = new Play(ir);
    const { frame } = play.begin(address);
    const next = frame && play.advance(frame, nobody, address).frame;
    if (!next) throw new Error('no frame');
    expect(play.problem(next, played(2, { north: { open: 'calm' } }))).toBe(
      'intervention 1 (choice, step 2): `north` has no turn in step 2',
    );
  });
});
