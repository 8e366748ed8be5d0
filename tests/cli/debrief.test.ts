/** `stave debrief`: a log as it is written, told as text, page, data and tables; what is no log is told with a remedy. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  adjudicate,
  apply,
  decide,
  due,
  join as joinRoom,
  logText,
  makeWorld,
  openExercise,
  openRoom,
  withTextIds,
  type Command,
  type DebriefDocument,
  type DraftDeed,
  type Log,
  type RoomDeed,
  type RoomEvent,
  type RoomState,
} from '@stave/classroom';
import { beforeAll, describe, expect, test } from 'vitest';
import { packs } from '../support/packs.ts';
import { STACK_LINE, stave, temporaryFolder, type Result } from './command.ts';

const folder = temporaryFolder();
const run = (...args: string[]): Result => stave(args, folder);

/** The exercise of two harbours, played to its end by one person in East and bots. */
async function playedLog(): Promise<Log> {
  const files = ['exercise.yaml', 'scenario.yaml'].map((path) => ({
    path,
    text: readFileSync(join(packs, 'fishing-bank', path), 'utf8'),
  }));
  const { exercise, world: read } = await openExercise('exercise.yaml', (path) =>
    Promise.resolve({ source: { name: path, text: files.find((file) => file.path === path)?.text ?? '' } }),
  );
  if (!exercise || !read) throw new Error('the exercise is in error');
  const world = makeWorld(exercise, read.model, read.ir);
  const events: RoomEvent[] = [];
  const texts: string[] = [];
  let kept: RoomState | undefined;
  let now = 1_700_000_000_000;
  const write = (by: RoomEvent['by'], deed: DraftDeed | RoomDeed): void => {
    const event: RoomEvent = {
      ...{ seq: events.length + 1, at: now, by },
      ...withTextIds(deed as DraftDeed, (text) => texts.push(text)),
    };
    events.push(event);
    kept = apply(kept, event);
  };
  write('server', openRoom(world, { room: 'room-1', seed: 'seven', trial: 0 }));
  const state = (): RoomState => {
    if (!kept) throw new Error('no state');
    return kept;
  };
  const settle = (): void => {
    for (;;) {
      const { deeds, adjudicate: isAsked } = due(world, state(), now);
      if (isAsked) write('server', adjudicate(world, state(), {}));
      else if (deeds.length === 0) return;
      for (const deed of deeds) write('server', deed);
    }
  };
  const person = 'p1';
  const does = (by: 'control' | 'p1', command: Command): void => {
    now += 1000;
    const actor = by === 'control' ? { kind: by } : { kind: 'person' as const, person: by };
    const decided = decide(world, state(), actor, command, now);
    if ('refused' in decided) throw new Error(decided.message);
    for (const deed of decided.deeds) write(by, deed);
    settle();
  };
  const joined = joinRoom(world, state(), { language: 'en' });
  if ('refused' in joined) throw new Error(joined.message);
  for (const deed of joined.deeds) write(person, deed);
  does(person, { do: 'take', seat: 'east', role: 'leader' });
  does('control', { do: 'start' });
  let revision = 0;
  while (state().clock.phase !== 'debrief') {
    if (state().clock.phase === 'deliberation') {
      const yes = 0.2 + 0.1 * state().clock.turn;
      does(person, { do: 'forecast', question: 'fullBank', probabilities: { yes, no: 1 - yes } });
      does(person, { do: 'draft', orders: { open: 'fishHard' }, why: 'More fish.' });
      does(person, { do: 'submit', revision: ++revision });
    }
    does('control', { do: 'next' });
  }
  return {
    room: 'room-1',
    exercise: { exercise: 'exercise.yaml', files },
    texts: new Map(texts.map((text, i) => [i + 1, text])),
    names: new Map([['p1', 'Ada']]),
    events,
  };
}

let log: Log;
beforeAll(async () => {
  log = await playedLog();
  writeFileSync(join(folder, 'room.jsonl'), logText(log, { names: true }));
});

describe('a log', () => {
  test('is told as text, within a moment where no trials are wanted', () => {
    const { code, stdout, stderr } = run('debrief', 'room.jsonl', '--trials', '0');
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toContain('Debrief: Two harbours and one bank of fish');
    expect(stdout).toContain('The engine ran the whole log again and found the same, event by event.');
    expect(stdout).toContain('More fish.');
    expect(stdout).not.toContain('Ada');
    expect(stdout).not.toContain('Luck against decision');
  });

  test('is told as one document, with luck and the model beside people', () => {
    const once = run('debrief', 'room.jsonl', '--json', '--trials', '128');
    expect(once.code).toBe(0);
    const document = JSON.parse(once.stdout) as DebriefDocument;
    expect(document).toMatchObject({
      schema: 'stave-debrief/1',
      room: 'room-1',
      replays: { ok: true },
      luck: { trials: 128, question: { id: 'fullBank' } },
      fans: { trials: 128 },
    });
    expect(document.forecasts.scores.forecasters.map(({ kind }) => kind)).toContain('model');
  });

  test('is written as a page and as tables that stave score reads, with names where they are wanted', () => {
    const args = [
      '--trials',
      '0',
      '--names',
      '--html',
      'out/debrief.html',
      '--csv',
      'out',
      '--language',
      'ko',
    ];
    const { code, stdout, stderr } = run('debrief', 'room.jsonl', ...args);
    expect([code, stdout, stderr]).toEqual([0, '', '']);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual([
      ...['debrief.html', 'forecasts.csv', 'moves.csv', 'people-by-turn.csv', 'people.csv', 'questions.csv'],
      ...['resolutions.csv', 'scores.csv'],
    ]);
    const page = readFileSync(join(folder, 'out/debrief.html'), 'utf8');
    expect(page).toContain('<html lang="ko">');
    expect(page).toContain('Ada');
    // Again over what is there.
    expect(run('debrief', 'room.jsonl', ...args).code).toBe(0);
    const scored = run('score', 'out', '--json');
    expect(scored.code).toBe(0);
    expect(scored.stdout).toContain('"Ada"');
  });

  test('that somebody changed is told, and said not to replay', () => {
    const changed = logText(log).replace(/"open":"fishHard"/, '"open":"offerQuota"');
    expect(changed).not.toBe(logText(log));
    writeFileSync(join(folder, 'changed.jsonl'), changed);
    const { code, stderr } = run('debrief', 'changed.jsonl', '--trials', '0');
    expect(code).toBe(1);
    expect(stderr).toMatch(/changed\.jsonl: event \d+ does not replay/);
    expect(stderr).toContain('take an unchanged copy');
  });
});

describe('what is no log', () => {
  test.each([
    ['a file that is not there', ['nothing.jsonl'], /there is no such file/],
    ['a scenario', ['note.txt'], /note\.txt:1: this is no log of a room/],
    ['a folder without an exercise', ['empty'], /empty holds no exercise/],
    ['a cut log', ['cut.jsonl'], /cut\.jsonl:\d+: the last line is cut off/],
    ['another room', ['room.jsonl', '--room', 'room-9'], /is the log of room-1/],
    ['a language that is none', ['room.jsonl', '--language', '<b>'], /<b> is no language/],
    ['a page where a folder is', ['room.jsonl', '--trials', '0', '--html', 'empty'], /empty is a folder/],
  ])('%s is refused with a remedy', (_, args, message) => {
    writeFileSync(join(folder, 'note.txt'), 'stave: 1\n');
    writeFileSync(join(folder, 'cut.jsonl'), logText(log).slice(0, -20));
    mkdirSync(join(folder, 'empty'), { recursive: true });
    const { code, stdout, stderr } = run('debrief', ...args);
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr).toContain('help: ');
    expect(stderr).not.toMatch(STACK_LINE);
  });
});
