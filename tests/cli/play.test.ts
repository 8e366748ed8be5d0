/** An exercise in a terminal: played through a pipe or from a file, resumed, told, verified, cut, written as a study. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readLog, replay, type RoomState } from '@stave/classroom';
import { packs } from '../support/packs.ts';
import { bin, stave, STACK_LINE, temporaryFolder, type Result } from './command.ts';

const exercise = join(packs, 'fishing-bank/exercise.yaml');
const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);

/** Each line answers one question. */
function played(args: readonly string[], lines: readonly string[]): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, 'play', ...args], {
    cwd: folder,
    encoding: 'utf8',
    input: lines.map((line) => `${line}\n`).join(''),
    timeout: 60_000,
  });
  return { code: status, stdout, stderr };
}

/** What the log came to, without the command: the command itself is asked where that is what is tested. */
function stateOf(log: string): RoomState {
  const read = readLog(readFileSync(at(log), 'utf8'));
  if (!('log' in read)) throw new Error(read.problem.message);
  return replay(read.log.events);
}

const isOver = (log: string): void => expect(stateOf(log).clock.phase).toBe('closed');

test('a game through a pipe goes to its end, and its log replays', () => {
  const { code, stdout, stderr } = played(
    [exercise, '--seat', 'east', '--seed', '7', '--log', 'piped.jsonl'],
    [
      ...['open', 'fishHard', 'covert', '2', 'why', 'Loans are due.'],
      ...['forecast', '30', '', '20 50 30', 'submit'],
      // A slip is told and asked again; what cannot be chosen is not taken.
      ...[
        'open',
        'rets',
        'rest',
        'argue',
        'A feast for both crews',
        'calm',
        '-3',
        '-2',
        'They were friends.',
        '',
      ],
      'submit',
      'submit',
    ],
  );
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toContain('there is no `rets` here: did you mean `rest`?');
  expect(stdout).toContain('it must be a number from −2 to 2, and not 0');
  expect(stdout).toContain('by the rule of the house it works with probability 35%');
  expect(stdout.match(/What became of turn \d/g)).toHaveLength(3);
  // A pipe gets no codes that move a cursor.
  expect(stdout).not.toContain('\u001b');
  const told = stave(['replay', 'piped.jsonl'], folder);
  expect(told.code).toBe(0);
  expect(told.stdout).toContain('drafts for east (1): fishHard, poach (covert) “Loans are due.”');
  expect(told.stdout).toMatch(/: turn 1, adjudication ends\n.*: adjudicates turn 1\n/);
  const { past, forecasts, argued } = stateOf('piped.jsonl');
  expect(past.map(({ orders }) => orders['east'])).toEqual([
    { open: 'fishHard', covert: 'poach' },
    { open: 'rest' },
    {},
  ]);
  expect(forecasts.map(({ question, probabilities }) => [question, probabilities])).toEqual([
    ['fullBank', { yes: 0.3, no: 0.7 }],
    ['bank', { thin: 0.2, half: 0.5, full: 0.3 }],
  ]);
  expect(argued.map(({ by, judged }) => [by, judged])).toEqual([
    ['p1', { probability: 0.35, judge: 'house' }],
  ]);
  // Nobody is said to have given the number who was not there.
  expect(told.stdout).toContain('works with probability 35% (by the rule of the house)');
  const debrief = stave(
    ['debrief', 'piped.jsonl', '--trials', '0', '--csv', 'piped', '--html', 'piped/d.html'],
    folder,
  );
  expect(debrief.code).toBe(0);
  const page = readFileSync(at('piped/d.html'), 'utf8');
  expect(page).toContain('(by the rule of the house)');
  expect(page).not.toContain('by control');
  expect(page).toContain('<td>East harbour (p1)</td>');
  const row = readFileSync(at('piped/moves.csv'), 'utf8')
    .split('\n')
    .find((line) => line.includes('A feast'));
  expect(row).toMatch(/,p1,house,East harbour,\r?$/);
});

test('a log in which one digit was changed does not replay, and the event is named', () => {
  const lines = readFileSync(at('piped.jsonl'), 'utf8').split('\n');
  const line = lines.findIndex((text) => text.includes('"kind":"adjudicated"'));
  const { seq } = JSON.parse(lines[line]!) as { seq: number };
  // The last digit of a value that the engine found.
  lines[line] = lines[line]!.replace(
    /("indicators":\{"\w+":0\.\d*)(\d)([,}])/,
    (_, head: string, digit: string, end: string) => `${head}${(Number(digit) + 1) % 10}${end}`,
  );
  writeFileSync(at('changed.jsonl'), lines.join('\n'));
  const { code, stdout, stderr } = stave(['replay', 'changed.jsonl'], folder);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain(`event ${seq} `);
  expect(stderr).not.toMatch(STACK_LINE);
  const document: unknown = JSON.parse(stave(['replay', 'changed.jsonl', '--json'], folder).stdout);
  expect(document).toMatchObject({ ok: false, problem: { seq } });
});

test('a log is told up to an event that was changed into none, whoever tells it', () => {
  const lines = readFileSync(at('piped.jsonl'), 'utf8').split('\n');
  const first = lines.findIndex((text) => text.includes('"seq":1,'));
  const line = lines.findIndex((text) => text.includes('"kind":"drafted"'));
  const { seq } = JSON.parse(lines[line]!) as { seq: number };
  for (const [place, from, to, event] of [
    [line, '"kind":"drafted"', '"kind":"odd"', seq],
    [first, '"held":{', '"hold":{', 1],
  ] as const) {
    const changed = lines.with(place, lines[place]!.replace(from, to));
    writeFileSync(at('odd.jsonl'), changed.join('\n'));
    const { code, stdout, stderr } = stave(['replay', 'odd.jsonl', '--json'], folder);
    expect(JSON.parse(stdout), to).toMatchObject({ ok: false, problem: { seq: event } });
    const debrief = stave(['debrief', 'odd.jsonl'], folder);
    const resumed = stave(['play', 'odd.jsonl', '--resume'], folder);
    for (const said of [{ code, stderr }, debrief, resumed]) {
      expect(said.code, to).toBe(1);
      expect(said.stderr, to).toContain(`event ${event} `);
      expect(said.stderr, to).not.toMatch(STACK_LINE);
    }
  }
});

test('what the engine does not look at is guarded too, and the last link names the whole log', () => {
  const text = readFileSync(at('piped.jsonl'), 'utf8');
  // A time, one millisecond off.
  const changed = text.replace(/("seq":5,"at":\d*?)(\d),/, (_, head: string, digit: string) => {
    return `${head}${(Number(digit) + 1) % 10},`;
  });
  expect(changed).not.toBe(text);
  writeFileSync(at('late.jsonl'), changed);
  for (const verb of [['replay'], ['debrief', '--trials', '0']] as const) {
    const { code, stderr } = stave([verb[0], 'late.jsonl', ...verb.slice(1)], folder);
    expect(code).toBe(1);
    expect(stderr).toMatch(/event 5 .* is not as it was written/);
  }
  const { chain } = JSON.parse(text.trim().split('\n').at(-1)!) as { chain: string };
  expect(stave(['replay', 'piped.jsonl'], folder).stdout).toContain(`their chain ends in ${chain}`);
});

test('what is no log is told with its line', () => {
  writeFileSync(at('none.jsonl'), 'stave: 1\n');
  expect(stave(['replay', 'none.jsonl'], folder)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('none.jsonl:1: this is no log of a room') as string,
  });
});

test('a game that was left goes on where it was', () => {
  const left = played(
    [exercise, '--seed', '7', '--log', 'left.jsonl'],
    ['open', 'fishHard', 'submit', 'open'],
  );
  expect(left.code).toBe(1);
  expect(left.stderr).toContain('stave play left.jsonl --resume goes on');
  // A kill in the middle of a line: what was not told is not there.
  writeFileSync(at('left.jsonl'), `${readFileSync(at('left.jsonl'), 'utf8')}{"seq":99,"at":1`);
  const { code, stdout } = played(['left.jsonl', '--resume'], ['submit', 'submit']);
  expect(code).toBe(0);
  expect(stdout).toContain('Turn 2 of 3');
  isOver('left.jsonl');
  expect(stateOf('left.jsonl').past).toMatchObject([{ orders: { east: { open: 'fishHard' } } }, {}, {}]);
  expect(stave(['replay', 'left.jsonl'], folder).code).toBe(0);
  expect(played(['left.jsonl', '--resume'], [])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('is over') as string,
  });
});

const MOVES = `stave-moves: 1
turns:
  - { open: fishHard, covert: poach, forecast: { fullBank: 0.25 } }
  - { open: [offerQuota, rest], covert: poach }
  - { open: rest, covert: poach }
`;

test('a file of moves plays a seat against random bots', () => {
  writeFileSync(at('moves.yaml'), MOVES);
  const { code, stdout } = stave(
    ['play', exercise, '--seed', '5', '--bots', 'random', '--moves', 'moves.yaml', '--log', 'one.jsonl'],
    folder,
  );
  expect(code).toBe(0);
  expect(stdout).toContain('East harbour: Fish hard, Fish at night');
  expect(stateOf('one.jsonl').held).toEqual({ east: 'people', west: 'random', inspectors: 'random' });
});

test('a seat agrees to what bots may ask of it, from a file and in the menu, and else refuses', () => {
  const moves = 'stave-moves: 1\nturns: [{ agrees: true }, {}, { agrees: true }]\n';
  writeFileSync(at('agrees.yaml'), moves);
  const args = [exercise, '--seat', 'east', '--seed', '5'];
  expect(stave(['play', ...args, '--moves', 'agrees.yaml', '--log', 'agrees.jsonl'], folder).code).toBe(0);
  const lines = ['consent', 'west.offerQuota', 'yes', 'submit', 'submit', 'consent', '', 'yes', 'submit'];
  const { code, stdout } = played([...args, '--log', 'menu.jsonl'], lines);
  expect(code).toBe(0);
  expect(stdout).toContain('west.offerQuota: West harbour: Offer a quota (you refuse)');
  expect(stdout).toContain('(1 of 1; else refused)');
  for (const log of ['agrees.jsonl', 'menu.jsonl']) {
    const asked = stateOf(log).past.map(({ interventions }) =>
      interventions.flatMap((one) => (one.kind === 'consent' ? [[one.move, one.who, one.agrees]] : [])),
    );
    expect(asked).toEqual([true, false, true].map((agrees) => [['west.offerQuota', 'east', agrees]]));
    expect(stave(['replay', log], folder).code).toBe(0);
  }
});

test('a move that is not there ends the game with the turn and a suggestion', () => {
  writeFileSync(at('unknown.yaml'), MOVES.replace('fishHard', 'fishHerd'));
  const { code, stderr } = stave(
    ['play', exercise, '--moves', 'unknown.yaml', '--log', 'unknown.jsonl'],
    folder,
  );
  expect(code).toBe(1);
  expect(stderr).toContain('turn 1: east has no open move `fishHerd`: did you mean `fishHard`?');
});

test('a log becomes a study whose arm does what the room did', () => {
  const { stdout, stderr, code } = stave(['replay', 'one.jsonl', '--as', 'arm'], folder);
  expect(code).toBe(0);
  // Moves of one kind alone are said; consents and attempts are named as what an arm cannot say.
  expect(stdout).toMatch(/- at: \S+\n\s+hold: (covert|open)\n/);
  expect(stderr).not.toContain('no covert move');
  const scenario = readFileSync(join(packs, 'fishing-bank/scenario.yaml'), 'utf8');
  writeFileSync(at('scenario.yaml'), scenario);
  writeFileSync(at('study.yaml'), stdout);
  const trace = stave(
    ['trace', 'study.yaml', '--arm', 'room', '--trial', '0', '--seed', '5', '--json'],
    folder,
  );
  const { frames } = JSON.parse(trace.stdout) as {
    frames: readonly { step: number; states: Record<string, string>; indicators: object }[];
  };
  // Injects of this exercise go in with the second turn, and an arm has none: the first turn is the same.
  const [first] = stateOf('one.jsonl').past;
  const steps = first!.readings.map(({ states, indicators }) => ({ states, indicators }));
  expect(frames.slice(1, 1 + steps.length).map(({ states, indicators }) => ({ states, indicators }))).toEqual(
    steps,
  );
});

test('another decision of a turn is told on the same luck, and the same decision changes nothing', () => {
  const told = (...args: string[]) => stave(['replay', 'one.jsonl', ...args], folder);
  const { code, stdout } = told('--turn', '3', '--instead', 'east=fishHard');
  expect(code).toBe(0);
  expect(stdout).toContain(
    'Turn 3, east: Fish hard instead of Lay boats up + Fish at night, on the same luck',
  );
  expect(stdout).toMatch(/What is left to share: \S+ instead of \S+ in the last frame/);
  expect(told('--turn', '3', '--instead', 'east=rest+poach').stdout).toContain(
    'Nothing would have been different.',
  );
  const document = JSON.parse(told('--turn', '3', '--instead', 'east=none', '--json').stdout) as object;
  const last = stateOf('one.jsonl').past.at(-1)?.readings.at(-1);
  expect(document).toMatchObject({
    ...{ schema: 'stave-instead/1', turn: 3, seat: 'east', orders: {} },
    measures: [{ name: 'shared', was: expect.arrayContaining([last?.measures['shared']]) as unknown }],
  });
  const wrong = (...args: string[]): readonly [number | null, string] => {
    const { code: exit, stderr } = told(...args);
    expect(stderr).not.toMatch(STACK_LINE);
    return [exit, stderr.split('\n')[0] ?? ''];
  };
  expect(wrong('--instead', 'east=rest')).toEqual([2, 'error: --instead needs --turn']);
  expect(wrong('--turn', '3', '--instead', 'east=rets')).toEqual([1, 'error: `east` has no move `rets`']);
  expect(wrong('--turn', '3', '--instead', 'north=rest')).toEqual([1, 'error: there is no seat `north`']);
  expect(wrong('--turn', '3', '--instead', 'east=rest+fishHard')[1]).toContain('a second open move');
  expect(wrong('--turn', '3', '--instead', 'east')[0]).toBe(2);
  expect(wrong('--turn', '9', '--instead', 'east=rest')[0]).toBe(1);
});

test('a log is cut at an event, and the game goes on from there', () => {
  const events = readFileSync(at('one.jsonl'), 'utf8').split('\n');
  const { seq } = JSON.parse(events.find((line) => line.includes('"turn":2,"phase":"deliberation"'))!) as {
    seq: number;
  };
  const cut = stave(
    ['replay', 'one.jsonl', '--fork', String(seq), '--out', 'again.jsonl', '--as', 'json'],
    folder,
  );
  expect(cut.code).toBe(0);
  expect(played(['again.jsonl', '--resume'], ['submit', 'submit']).code).toBe(0);
  const { past } = stateOf('again.jsonl');
  expect(past[0]).toEqual(stateOf('one.jsonl').past[0]);
  expect(past[1]?.orders['east']).toEqual({});
});

test('several at one terminal: each sees the screen alone, and answers for its seat', () => {
  const { code, stdout } = played(
    [exercise, '--seed', '7', '--hot-seat', 'east,west', '--log', 'hot.jsonl'],
    [
      ...['', 'open', 'offerQuota', 'submit', '', 'submit', '', 'yes', ''],
      ...['', 'submit', '', 'submit', ''],
      ...['', 'submit', '', 'submit', ''],
    ],
  );
  expect(code).toBe(0);
  const { goals, past } = stateOf('hot.jsonl');
  expect(Object.keys(goals).sort()).toEqual(expect.arrayContaining(['east', 'west']));
  expect(past[0]?.orders).toMatchObject({ east: { open: 'offerQuota' }, west: {} });
  expect(stdout).toContain('East harbour asks for consent: Offer a quota');
  // What all read comes after the last one's own screen is gone.
  expect(stdout.match(/--- Everybody: press Enter.*---\n> \n\n═+\nWhat became of turn \d/g)).toHaveLength(3);
  const screens = stdout.split(/--- (.+): press Enter.*---/).slice(1);
  const goalOf = (screen: string): string | undefined => /Your secret goal\n {2}- (.+)/.exec(screen)?.[1];
  const shown = new Map<string, Set<string>>();
  for (let i = 0; i < screens.length; i += 2) {
    const goal = goalOf(screens[i + 1]!.split('The end')[0]!);
    if (goal !== undefined) shown.set(screens[i]!, (shown.get(screens[i]!) ?? new Set()).add(goal));
  }
  expect([...shown.keys()]).toEqual(['East harbour', 'West harbour']);
  expect([...shown.values()].map(({ size }) => size)).toEqual([1, 1]);
});

test('wrong usage is told with what there is', () => {
  const usage = (args: readonly string[]): readonly [number | null, string] => {
    const { code, stderr } = stave(args, folder);
    return [code, stderr];
  };
  expect(usage(['play', exercise, '--seat', 'north'])).toEqual([
    2,
    'error: this exercise has no seat `north`\n  help: it has east, west, inspectors (stave play --help shows how it is used)\n',
  ]);
  expect(usage(['play', exercise, '--log', 'one.jsonl'])).toEqual([
    1,
    'error: one.jsonl is there already\n  help: name another file, or go on with it by --resume\n',
  ]);
  expect(usage(['replay', 'one.jsonl', '--fork', '3'])[0]).toBe(2);
});
