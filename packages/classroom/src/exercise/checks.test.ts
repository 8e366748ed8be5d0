/** Faults that people make in an exercise file, each with what is said of it and where. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readTexts } from './testing.ts';

const scenario = readFileSync(join(import.meta.dirname, 'fixtures/parts/scenario.yaml'), 'utf8');
const HEAD = 'stave-exercise: 1\nid: test\ntitle: Test\nscenario: scenario.yaml\n';
const PRESETS = 'presets: { short: { turns: [3, 3], minutes: { deliberation: 5 } } }\n';

/** `code at the text it points to: help`, of the exercise file. */
async function said(text: string, head = HEAD + PRESETS): Promise<readonly string[]> {
  const whole = head + text;
  const { files, exercise } = await readTexts(whole, { 'scenario.yaml': scenario });
  const found = files.flatMap(({ diagnostics }) => diagnostics);
  expect(exercise === undefined).toBe(found.some(({ severity }) => severity === 'error'));
  return found.map(
    ({ code, span, help }) => `${code} at ${whole.slice(span?.start, span?.end)}: ${help ?? ''}`,
  );
}

const cases: readonly (readonly [string, string, RegExp])[] = [
  ['a seat', 'seats: { nroth: {} }', /^unknown-seat at nroth: did you mean `north`/],
  ['no seat at all', 'seats: {}', /^shape-value at \{\}: name seats of the scenario/],
  ['a role', 'seats: { north: { roles: [ledaer] } }', /^unknown-name at ledaer: there are none here/],
  [
    'a role twice',
    'roles: { a: { rights: [draft, submit] } }\nseats: { south: { roles: [a, { role: a, most: 2 }] } }',
    /^exercise-role at a: where several people hold it/,
  ],
  [
    'a role for more than a team has',
    'roles: { a: { rights: [draft, submit], most: 11 } }\nseats: { south: { roles: [a] } }',
    /^exercise-limit at 11: 11 is not/,
  ],
  ['a right', 'roles: { a: { rights: [submitt] } }', /^shape-value at submitt: did you mean `submit`/],
  ['a bot', 'seats: { south: { bot: rule } }', /^shape-value at rule: did you mean `rules`/],
  ['a secret goal', 'seats: { north: { goals: [hto] } }', /^unknown-name at hto: did you mean `hot`/],
  [
    'who is asked in the scenario',
    'seats: { north: { answersFor: { counsil: member } } }',
    /^unknown-name at counsil: did you mean `council`/,
  ],
  [
    'who answers for it',
    'seats: { north: { answersFor: { council: membre } } }',
    /^unknown-name at membre: did you mean `member`/,
  ],
  ['what everybody reads', 'public: [heat, moood]', /^unknown-name at moood: did you mean `mood`/],
  ['a parameter is nothing to read', 'public: [calm]', /^unknown-name at calm: /],
  ['a question', 'questions: [lodu]', /^unknown-name at lodu: did you mean `loud`/],
  ['a question twice', 'questions: [loud, loud]', /^exercise-question at loud: take one/],
  [
    'a turn that no preset has',
    'injects: { a: { news: News., turn: 3 } }',
    /^exercise-inject at 3: .* the longest preset has 2/,
  ],
  [
    'a date behind all presets',
    'injects: { a: { news: News., at: 2030-08-01 } }',
    /^exercise-inject at 2030-08-01: /,
  ],
  [
    'a date before the clock',
    'injects: { a: { news: News., at: 2029-08-01 } }',
    /^exercise-inject at 2029-08-01: /,
  ],
  ['no date', 'injects: { a: { news: News., at: tomorrow } }', /^date-invalid at tomorrow: write YYYY-MM-DD/],
  [
    'two occasions',
    'injects: { a: { news: News., turn: 1, when: mood.loud } }',
    /^exercise-inject at a: leave one/,
  ],
  [
    'a state that does not exist',
    'injects: { a: { news: News., when: mood.luod } }',
    /^unknown-state at mood.luod: did you mean `loud`/,
  ],
  [
    'a driver that does not exist',
    'injects: { a: { news: News., when: mod.loud } }',
    /^unknown-name at mod.loud: did you mean `mood`/,
  ],
  [
    'an inject that follows nothing',
    'injects: { alarm: { news: News., after: { inject: alram } } }',
    /^unknown-name at alram: did you mean `alarm`/,
  ],
  [
    'an inject after itself',
    'injects: { a: { news: News., after: { inject: a } } }',
    /^exercise-inject at .*: let one of them/,
  ],
  ['readers', 'injects: { a: { news: News., to: [nort] } }', /^unknown-seat at nort: did you mean `north`/],
  [
    'no variable',
    'injects: { a: { news: News., effects: [{ add: 1, to: heta }] } }',
    /^unknown-name at heta: did you mean `heat`/,
  ],
  [
    'capital that is not there',
    'injects: { a: { news: News., effects: [{ add: 1, to: middle.capital }] } }',
    /^unknown-name at middle.capital: /,
  ],
  [
    'words for an outcome that no move has',
    'outcomes: { north.shout.herd: Heard. }',
    /^unknown-name at Heard.: /,
  ],
  [
    'a lever on a parameter',
    'levers: { a: { label: A, effect: { add: 1, to: calm } } }',
    /^exercise-effect at calm: set it under `arm: parameters`/,
  ],
  [
    'a lever on a driver',
    'levers: { a: { label: A, effect: { add: 1, to: mood } } }',
    /^exercise-effect at mood: force a state/,
  ],
  [
    'a lever on a truth',
    'levers: { a: { label: A, effect: { add: 1, to: isLoud } } }',
    /^exercise-effect at isLoud: raise an event/,
  ],
  [
    'half of a whole number',
    'levers: { a: { label: A, effect: { add: 0.5, to: gifts } } }',
    /^exercise-effect at gifts: 0.5 is none/,
  ],
  [
    'a lever that does nothing',
    'levers: { a: { label: A, effect: { add: 0, to: heat } } }',
    /^exercise-effect at heat: say how much/,
  ],
  [
    'a state twice',
    'levers: { a: { label: A, effect: { put: mood.loud }, most: 3 } }',
    /^exercise-limit at 3: leave `most` out/,
  ],
  [
    'an event that nothing takes',
    'levers: { a: { label: A, effect: { raise: alram } } }',
    /^exercise-effect at alram: did you mean `alarm`/,
  ],
  [
    'what an event carries',
    'levers: { a: { label: A, effect: { raise: gift } } }',
    /^event-data at gift: add `with: \{ size: … \}`/,
  ],
  [
    'what it does not',
    'levers: { a: { label: A, effect: { raise: gift, with: { size: 1, colour: 2 } } } }',
    /^event-data at colour: /,
  ],
  [
    'a signer',
    'proposals: { a: { label: A, signers: [north, sooth] } }',
    /^unknown-seat at sooth: did you mean `south`/,
  ],
  [
    'a signer twice',
    'proposals: { a: { label: A, signers: [north, north] } }',
    /^exercise-signers at north: take one/,
  ],
  ['a channel of one', 'messages: { between: [[north]] }', /^exercise-signers at .*: name seats/],
  ['odds in the wrong order', 'argued: { low: 0.9, high: 0.1 }', /^exercise-limit at argued: swap them/],
  ['odds above one', 'argued: { high: 1.5 }', /^exercise-limit at 1.5: 1.5 is not/],
  ['messages without end', 'messages: { longest: 100000 }', /^exercise-limit at 100000: /],
  ['no room', 'rooms: { most: 0 }', /^exercise-limit at 0: /],
  ['a number of rooms', 'rooms: { most: many }', /^shape-type at many: /],
  [
    'papers that are not there',
    'learningGoals: { a: { text: A, tick: { what: signature } } }',
    /^exercise-tick at signature: leave `tick` out/,
  ],
  [
    'two assignments of one number',
    'assignments: [{ people: 3, seats: { north: [member], south: [member], middle: [member] } }, { people: 3, seats: { north: [member], south: [member], middle: [member] } }]',
    /^exercise-assignment at 3: take one/,
  ],
  [
    'an empty seat',
    'assignments: [{ people: 2, seats: { north: [member], south: [member] } }]',
    /^exercise-assignment at 2: put somebody there/,
  ],
  [
    'a role that the team lacks',
    'assignments: [{ people: 3, seats: { north: [membre], south: [member], middle: [member] } }]',
    /^unknown-name at membre: did you mean `member`/,
  ],
  [
    'an assignment of eleven in a seat',
    `assignments: [{ people: 13, seats: { north: [${'member, '.repeat(11)}], south: [member], middle: [member] } }]`,
    /^exercise-assignment at north: /,
  ],
  ['a term', 'contentNotes: ["by {watre}"]', /^unknown-name at "by \{watre\}": did you mean `water`/],
  ['a language twice', 'languages: [en, en]', /^shape-value at en: take one/],
  [
    'a language that the scenario lacks',
    'languages: [en, fr]',
    /^exercise-language at fr: it has `en`, `ko`/,
  ],
  [
    'a parameter of the arm',
    'arm: { parameters: { clam: 0.3 } }',
    /^unknown-name at clam: did you mean `calm`/,
  ],
  [
    'a state of the arm',
    'arm: { put: [{ state: mood.luod, at: 2030-03-01 }] }',
    /^unknown-state at mood.luod: did you mean `loud`/,
  ],
  [
    'an outcome of history',
    'questions: [loud]\nhistory: { loud: { outcome: maybe, source: here } }',
    /^exercise-history at loud: leave it out/,
  ],
  [
    'history of what is not asked',
    'history: { lodu: { outcome: yes, source: here } }',
    /^exercise-history at lodu: /,
  ],
  ['a key', 'quetsions: [loud]', /^shape-unknown-key at quetsions: did you mean `questions`/],
];

test.each(cases)('%s', async (_, text, expected) => {
  const all = await said(`${text}\n`);
  const meant = all.filter((one) => expected.test(one));
  expect(meant, all.join('\n')).toHaveLength(1);
  // An exercise in a second language lacks most of its texts there, and nothing else may be said.
  expect(all.filter((one) => !meant.includes(one) && !/: write it, or take/.test(one))).toEqual([]);
});

test.each([
  ['turns: [3, 1 week]', /^exercise-turns at 1 week: .* which is 1 month/],
  ['turns: [2.5]', /^exercise-turns at 2.5: /],
  ['turns: { count: 0, each: 3 }', /^exercise-limit at 0: /],
  ['turns: { count: 5, each: 1 quarter }', /^exercise-turns at .*: a step is 1 month/],
  ['turns: []', /^shape-value at \[\]: expected a list/],
])('%s', async (turns, expected) => {
  const [first] = await said('', `${HEAD}presets: { short: { ${turns}, minutes: { deliberation: 5 } } }\n`);
  expect(first).toMatch(expected);
});

test('time below nothing, and none to decide', async () => {
  expect(
    await said('', `${HEAD}presets: { a: { turns: [3], minutes: { deliberation: 0, reveal: -1 } } }\n`),
  ).toEqual(['exercise-minutes at 0: give `deliberation` some minutes', 'exercise-limit at -1: -1 is not']);
});

test('a file of another kind is called by its name, both ways', async () => {
  const { files } = await readTexts(scenario, {});
  expect(files.flatMap(({ diagnostics }) => diagnostics.map(({ message }) => message))).toEqual([
    'this is a scenario, and an exercise is wanted',
  ]);
  const other = await readTexts(HEAD + PRESETS, { 'scenario.yaml': HEAD + PRESETS });
  expect(other.files.flatMap(({ diagnostics }) => diagnostics.map(({ message }) => message))).toEqual([
    'this is an exercise, and a scenario is wanted',
  ]);
});

test('an error of the scenario is told of in the scenario', async () => {
  const { files, exercise } = await readTexts(HEAD + PRESETS, {
    'scenario.yaml': scenario.replace('calm }]', 'clam }]'),
  });
  expect(exercise).toBeUndefined();
  expect(files.map(({ source, diagnostics }) => [source.name, diagnostics.map(({ code }) => code)])).toEqual([
    ['exercise.yaml', []],
    ['scenario.yaml', ['unknown-name']],
  ]);
});

test('an exercise beyond all measure is told of in time', async () => {
  const many = (count: number, one: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => one(i)).join('');
  const long: readonly (readonly [string, RegExp])[] = [
    [
      `injects:\n${many(2_000, (i) => `  i${i}: { news: N, after: { inject: i${i + 1} } }\n`)}`,
      /exercise-limit at injects/,
    ],
    [`languages: [${many(10_000, (i) => `a${'abcdefghij'[i % 10]}-x${i},`)}]\n`, /shape-value at/],
    [`proposals: { a: { label: A, signers: [${many(10_000, (i) => `s${i},`)}] } }\n`, /shape-value at/],
    [`roles:\n${many(2_000, (i) => `  r${i}: { label: R }\n`)}`, /exercise-limit at roles/],
  ];
  for (const [text, expected] of long) expect((await said(text))[0]).toMatch(expected);
}, 20_000);

/** Some of everything. */
const WHOLE = `summary: All of it.
contentNotes: ["Noise by {water}."]
afterAction: [What was luck?]
public: [heat, mood]
roles:
  head: { label: Head, rights: [draft, submit] }
  elder: { label: Elder, rights: [consent], most: 2 }
seats:
  north:
    brief: You shout.
    roles: [head, { role: elder, label: The elder }]
    answersFor: { council: elder }
    goals: [hot]
  south: { roles: [head], optional: true, bot: random }
questions: [loud]
injects:
  first: { news: One., turn: 1, effects: [{ add: 0.1, to: heat }] }
  second: { news: Two., at: 2030-05-01, to: [north], effects: [{ raise: gift, with: { size: 1 } }] }
  third: { news: Three., when: mood.loud }
  fourth: { news: Four., after: { inject: third, turns: 2 }, effects: [{ put: mood.quiet }] }
levers:
  warm: { label: Warm, effect: { add: 0.1, to: heat }, most: 3, seats: [north] }
argued: { perTurn: 2, judge: room, low: 0.1, high: 0.9 }
proposals:
  pact: { label: Pact, signers: [north, south], effects: [{ add: -1, to: north.capital }], once: true }
messages: { between: [[north, south]], longest: 300 }
learningGoals:
  paper: { text: Sign., tick: { what: signature, each: true } }
assignments:
  - { people: 3, seats: { north: [head, elder], south: [head] } }
`;

test('whatever is cut out of an exercise or doubled in it, there is an exercise or an error', async () => {
  expect(await said(WHOLE)).toEqual([]);
  const whole = (HEAD + PRESETS + WHOLE).split('\n');
  // A small generator of our own, so that a failure comes back: Lehmer's, modulus 2³¹ − 1.
  let state = 7;
  const next = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  let errors = 0;
  const tries = 80;
  for (let i = 0; i < tries; i++) {
    const lines = [...whole];
    const at = next(lines.length);
    const cut = next(3) === 0;
    const line = lines[at] ?? '';
    const from = next(line.length + 1);
    if (cut) lines.splice(at, 1 + next(4));
    else if (next(2) === 0) lines.splice(at, 0, line);
    else lines[at] = line.slice(0, from) + line.slice(from + 1 + next(3));
    const { exercise, files } = await readTexts(lines.join('\n'), { 'scenario.yaml': scenario });
    const hasError = files.some(({ diagnostics }) =>
      diagnostics.some(({ severity }) => severity === 'error'),
    );
    expect(exercise === undefined, lines.join('\n')).toBe(hasError);
    if (hasError) errors += 1;
  }
  // Both kinds come up, so that neither is taken for granted.
  expect(errors).toBeGreaterThan(10);
  expect(errors).toBeLessThan(tries - 10);
}, 20_000);
