/** `stave debrief`: a log as it is written, told as text, page, data and tables; what is no log is told with a remedy. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DebriefDocument } from '@stave/classroom';
import { beforeAll, describe, expect, test } from 'vitest';
import { packs } from '../support/packs.ts';
import { STACK_LINE, stave, temporaryFolder, type Result } from './command.ts';

const pack = (name: string): string => readFileSync(join(packs, 'fishing-bank', name), 'utf8');

const folder = temporaryFolder({
  'exercise.yaml': pack('exercise.yaml'),
  'scenario.yaml': pack('scenario.yaml'),
  'note.txt': 'stave: 1\n',
  'moves.yaml': `stave-moves: 1
turns:
  - { open: fishHard, why: More fish., forecast: { fullBank: 0.3 } }
  - { open: fishHard, forecast: { fullBank: 0.4 } }
  - { open: fishHard, forecast: { fullBank: 0.5 } }
`,
});
const run = (...args: string[]): Result => stave(args, folder);

/** The exercise of two harbours, played to its end by one person in East, against bots. */
let log = '';
beforeAll(() => {
  mkdirSync(join(folder, 'empty'));
  run(
    'play',
    'exercise.yaml',
    '--seat',
    'east',
    '--seed',
    'seven',
    '--moves',
    'moves.yaml',
    '--log',
    'plain.jsonl',
  );
  log = readFileSync(join(folder, 'plain.jsonl'), 'utf8').replace('\n', '\n{"person":"p1","name":"Ada"}\n');
  writeFileSync(join(folder, 'room.jsonl'), log);
  writeFileSync(join(folder, 'cut.jsonl'), log.slice(0, -20));
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
      room: 'terminal',
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
    expect([code, stdout, stderr]).toEqual([0, '', 'wrote out/debrief.html\nwrote out\n']);
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

  test('of a room that is still played is told as far as it came, without luck to come', () => {
    const lines = log.split('\n');
    const end = lines.findIndex((line) => line.includes('"kind":"adjudicated","turn":2'));
    writeFileSync(join(folder, 'early.jsonl'), `${lines.slice(0, end + 1).join('\n')}\n`);
    const { code, stdout } = run('debrief', 'early.jsonl', '--json', '--trials', '64');
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as DebriefDocument;
    expect(document.turns.map(({ turn }) => turn)).toEqual([1, 2]);
    expect(document).not.toHaveProperty('luck');
    expect(document).toMatchObject({ fans: { trials: 64 } });
  });

  test('that somebody changed is told, and said not to replay', () => {
    const changed = log.replace(/"open":"fishHard"/, '"open":"offerQuota"');
    expect(changed).not.toBe(log);
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
    ['another room', ['room.jsonl', '--room', 'room-9'], /is the log of terminal/],
    ['a language that is none', ['room.jsonl', '--language', '<b>'], /<b> is no language/],
    ['a page where a folder is', ['room.jsonl', '--trials', '0', '--html', 'empty'], /empty is a folder/],
  ])('%s is refused with a remedy', (_, args, message) => {
    const { code, stdout, stderr } = run('debrief', ...args);
    expect(code).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr).toContain('help: ');
    expect(stderr).not.toMatch(STACK_LINE);
  });
});
