/** What people are told of a condition that does not hold, and what they are not. */
import { beforeAll, describe, expect, it } from 'vitest';
import { unmetOf } from './conditions.ts';
import { makeTestWorld, TestRoom } from './fixture.testing.ts';
import { sightOf } from './sight.ts';
import { viewOf } from './view.ts';
import type { World } from './world.ts';

/** At the start the mood is calm, the treaty is none, heat is 0, trade is 100 and the north has 4. */
const WHENS: Readonly<Record<string, string>> = {
  plain: 'mood.tense',
  oneOf: 'mood.tense or mood.boiling',
  not: 'not treaty.none',
  both: 'mood.tense and not treaty.none and trade > 50',
  notBoth: 'not (mood.calm and treaty.none)',
  above: 'trade > 120.5',
  notBelow: 'not (trade <= 100)',
  near: 'trade > 100.0004',
  twoSides: 'trade - 2 * heat1 > start(trade)',
  ofMeasure: 'twice > 1',
  ofCapital: 'north.capital >= 5',
  ofParameter: 'trade > wanted',
  ofDrawn: 'trade > drawn',
  fast: 'fast',
  time: 'months(mood.calm) > 1',
  mixed: 'trade > 120.5 and hidden.deep',
  secret: 'trade > 50 and (hidden.deep or mood.tense)',
  secretMeasure: 'depth > 1',
};

const scenario = (text: string): string =>
  text
    .replace('  mood:\n', '  mood:\n    label: { en: Mood at sea, ko: 바다의 분위기 }\n')
    .replace(
      'range: [0, 10] }',
      'range: [0, 10] }, fast: { type: boolean, start: false, label: { en: Haste } }',
    )
    .replace(
      '      tense:\n',
      '      boiling: {}\n      tense:\n        label: { en: Tense, zh: 紧张, ja: 緊迫, ko: 긴장 }\n',
    )
    .replace('  trade: {', '  trade: { label: { en: Trade, zh: 贸易, ja: 貿易, ko: 교역 },')
    .replace(
      '  treaty:\n    initial: none',
      '  hidden: { initial: shallow, variables: { fathoms: { type: number, start: 0, range: [0, 9] } }, states: { shallow: { chance: [{ to: deep, probability: 0.5 }] }, deep: {} } }\n  treaty:\n    initial: none',
    )
    .replace(
      'measures: { ',
      'measures: { twice: { value: 2 * heat, report: false, label: { en: Twice the heat } }, depth: fathoms, ',
    )
    .replace(
      'drivers:\n',
      'parameters: { wanted: { value: 200, label: { en: What is wanted } }, drawn: { prior: "uniform(200, 300)" } }\ndrivers:\n',
    )
    .replace(
      '  east:\n    moves: {',
      `  east:\n    sees: [mood, treaty, trade, heat1, north]\n    moves: { ${Object.entries(WHENS)
        .map(([name, when]) => `${name}: { when: '${when}' }`)
        .join(', ')},`,
    );

describe('of a condition that does not hold', () => {
  let world: World;
  let room: TestRoom;
  beforeAll(async () => {
    world = await makeTestWorld({}, scenario);
    room = new TestRoom(world);
  });

  const told = (move: string, language = 'en', sees = sightOf(world, 'east')): readonly string[] =>
    unmetOf({ world, state: room.state, sees, language }, 'east', move);
  const UNSEEN = 'it also depends on something that your seat does not see';

  it.each([
    ['plain', ['Mood at sea must be “Tense”, and is “calm”']],
    ['oneOf', ['Mood at sea must be “Tense” or “boiling”, and is “calm”']],
    ['not', ['treaty must not be “none”']],
    // The part that holds is not named.
    ['both', ['Mood at sea must be “Tense”, and is “calm”', 'treaty must not be “none”']],
    ['notBoth', ['Mood at sea must not be “calm”; or treaty must not be “none”']],
    ['above', ['Trade > 120.5 is needed (now 100)']],
    ['notBelow', ['Trade > 100 is needed (now 100)']],
    // As many figures as it takes to see why.
    ['near', ['Trade > 100.0004 is needed (now 100)']],
    ['twoSides', ['(Trade − (2 × heat1)) > Trade at the start is needed (now 100 / 100)']],
    // Of a measure that east does not see but could work out, since it sees the mood with its heat.
    ['ofMeasure', ['Twice the heat > 1 is needed (now 0)']],
    ['ofCapital', ['capital of north ≥ 5 is needed (now 4)']],
    ['ofParameter', ['Trade > What is wanted is needed (now 100 / 200)']],
    ['fast', ['needed: Haste']],
    ['time', ['months in “calm” > 1 is needed (now 0)']],
  ])('%s: the parts that fail, and what they are worth', (move, sentences) => {
    expect(told(move)).toEqual(sentences);
  });

  it('in the language of whoever reads it', () => {
    expect(told('oneOf', 'ko')).toEqual([
      '‘바다의 분위기’: ‘긴장’ 또는 ‘boiling’ 상태여야 함(지금은 ‘calm’)',
    ]);
    expect(told('above', 'zh')).toEqual(['须贸易 > 120.5（现为100）']);
    expect(told('above', 'ja')).toEqual(['貿易 > 120.5であること（現在100）']);
  });

  it('a part with anything hidden in it is not named, nor its value, nor whether it holds', () => {
    expect(told('ofDrawn')).toEqual([UNSEEN]);
    expect(told('secret')).toEqual([UNSEEN]);
    expect(told('secretMeasure')).toEqual([UNSEEN]);
    expect(told('mixed')).toEqual(['Trade > 120.5 is needed (now 100)', UNSEEN]);
    // The same where what is hidden holds.
    const deep = new TestRoom(world);
    deep.must('control', { do: 'override', driver: 'hidden', state: 'deep', reason: 'x' });
    deep.until(1, 'reveal');
    expect(deep.state.readings.at(-1)?.states['hidden']).toBe('deep');
    const sees = sightOf(world, 'east');
    const now = unmetOf({ world, state: deep.state, sees, language: 'en' }, 'east', 'mixed');
    expect(now.at(-1)).toBe(UNSEEN);
    expect(now.join()).not.toMatch(/hidden|deep|fathoms/);
  });

  it('whoever sees all reads all of it', () => {
    expect(told('secret', 'en', () => true)).toEqual([
      'hidden must be “deep”, and is “shallow”; or Mood at sea must be “Tense”, and is “calm”',
    ]);
    expect(told('mixed', 'en', () => true)).toEqual([
      'Trade > 120.5 is needed (now 100)',
      'hidden must be “deep”, and is “shallow”',
    ]);
  });

  it('stands at the move in the view of its team, and in the refusal', () => {
    const leader = room.sit('east', 'leader');
    room.until(1, 'deliberation');
    const view = viewOf(
      world,
      room.state,
      { kind: 'person', person: leader },
      { text: () => '', name: (person) => person, code: 'X' },
    );
    const move = view.team?.moves.find(({ move: name }) => name === 'mixed');
    expect(move?.obstacles).toContain(`not now: Trade > 120.5 is needed (now 100); ${UNSEEN}`);
    expect(JSON.stringify(view)).not.toMatch(/deep|shallow/);
    expect(room.refusal(leader, { do: 'draft', orders: { open: 'plain' } })).toMatch(
      /^illegal: `east` cannot make `plain` now: its condition does not hold \(Mood at sea must be “Tense”, and is “calm”\)/,
    );
  });
});
