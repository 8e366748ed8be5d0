/** What the instructor's guide says is so: its commands, its times, its links. All commands are run in guides.long.test.ts. */
import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Located } from '@stave/engine/reading';
import { readYaml, Report } from '@stave/engine/reading';
import { expect, test } from 'vitest';
import { top } from '../workspace/top.ts';
import { stave, temporaryFolder } from './command.ts';
import { guideCommands, guides } from './guide-commands.ts';

const flagship = join(top, 'packages/scenarios/trilateral-2023/exercise.yaml');

interface Preset {
  readonly join: number;
  readonly turns: readonly string[];
  readonly minutes: Readonly<Record<string, number>>;
  readonly debrief: number;
}

const exercise = readYaml(readFileSync(flagship, 'utf8'), new Report()) as Located;
const { presets, seats } = exercise.value as unknown as {
  readonly presets: Readonly<Record<string, Preset>>;
  readonly seats: Readonly<Record<string, unknown>>;
};

test('the tables of times are those of the presets', () => {
  const text = readFileSync(join(guides, 'classroom.md'), 'utf8');
  const rows = [...text.matchAll(/^\|(.+)\|$/gm)].map(([, row]) =>
    row!.split('|').map((cell) => cell.trim()),
  );
  const names = ['50min', '90min', '180min'];
  const cellsOf = (head: string): readonly string[] => rows.find(([first]) => first === head)?.slice(1) ?? [];
  const timeOf = ({ minutes }: Preset): number =>
    Object.values(minutes).reduce((sum, value) => sum + value, 0);
  const wanted = (value: (preset: Preset) => number): readonly string[] =>
    names.map((name) => String(value(presets[name]!)));
  expect(cellsOf('joining, briefs, first forecast')).toEqual(wanted(({ join: minutes }) => minutes));
  expect(cellsOf('turns')).toEqual(wanted(({ turns }) => turns.length));
  expect(cellsOf('briefing, in each turn')).toEqual(wanted(({ minutes }) => minutes['briefing'] ?? 0));
  for (const phase of ['deliberation', 'answers', 'adjudication', 'reveal'])
    expect(cellsOf(phase), phase).toEqual(wanted(({ minutes }) => minutes[phase] ?? 0));
  expect(rows.filter(([first]) => first === 'debrief')[0]?.slice(1)).toEqual(
    wanted(({ debrief }) => debrief),
  );
  expect(cellsOf('together')).toEqual(
    wanted((preset) => preset.join + preset.turns.length * timeOf(preset) + preset.debrief),
  );
  // When each part begins.
  for (const name of names) {
    const preset = presets[name]!;
    const from = rows.findIndex(([first]) => first === `\`${name}\``);
    const listed = rows.slice(from + 2, from + 5 + preset.turns.length);
    const last = preset.join + preset.turns.length * timeOf(preset);
    expect(listed, name).toEqual([
      ['joining', '0'],
      ...preset.turns.map((length, i) => [
        `turn ${i + 1}: ${length}`,
        String(preset.join + i * timeOf(preset)),
      ]),
      ['debrief', String(last)],
      ['end', String(last + preset.debrief)],
    ]);
  }
});

test('the plan of the debrief fits into the minutes that presets have for it', () => {
  const [, plan = ''] = /\n## Debrief\n([^]*?)\n## /.exec(
    readFileSync(join(guides, 'classroom.md'), 'utf8'),
  ) ?? [''];
  const minutes = [...plan.matchAll(/^\d\. .*\((\d+) min\)/gm)].map(([, value]) => Number(value));
  expect(minutes).toHaveLength(6);
  const sum = minutes.reduce((all, one) => all + one, 0);
  expect(sum).toBe(presets['90min']!.debrief);
  expect(minutes[0]! + minutes[1]! + 1 + minutes[3]! + 1).toBe(presets['50min']!.debrief);
  expect(sum * 1.5).toBe(presets['180min']!.debrief);
});

test('commands name files, presets and seats that there are', () => {
  const commands = guideCommands();
  expect(new Set(commands.map(({ args }) => args[0]))).toEqual(
    new Set(['check', 'play', 'replay', 'host', 'packets', 'debrief', 'forget']),
  );
  for (const { guide, args } of commands) {
    const said = (name: string): string | undefined =>
      args.includes(name) ? args[args.indexOf(name) + 1] : undefined;
    const place = `${guide}: ${args.join(' ')}`;
    for (const path of args.filter((word) => /^(packages|docs)\//.test(word)))
      expect(existsSync(join(top, path)), place).toBe(true);
    const preset = said('--preset');
    if (preset !== undefined) expect(Object.keys(presets), place).toContain(preset);
    for (const seat of [said('--seat') ?? [], said('--hot-seat')?.split(',') ?? []].flat())
      expect(Object.keys(seats), place).toContain(seat);
  }
});

test('the rehearsal that the guide begins with plays to its end', () => {
  const folder = temporaryFolder();
  for (const name of ['packages', 'docs']) symlinkSync(join(top, name), join(folder, name));

  const rehearsal = guideCommands().find(({ args }) => args[0] === 'play' && args.includes('--moves'))!;
  const { code, stdout, stderr } = stave(rehearsal.args, folder);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.match(/What became of turn \d/g)).toHaveLength(presets['50min']!.turns.length);
  expect(stdout).toContain('stave replay out/rehearsal.jsonl runs it again');
});

test('links of guides lead somewhere; pictures are those that browser tests make', () => {
  for (const name of readdirSync(guides).filter((file) => file.endsWith('.md'))) {
    const text = readFileSync(join(guides, name), 'utf8');
    for (const [, mark, path] of text.matchAll(/(!?)\[[^\]]*\]\(([^)#]+)[^)]*\)/g)) {
      if (/^https?:/.test(path!)) continue;
      if (mark === '!') expect(dirname(path!), path).toBe('images');
      expect(existsSync(join(guides, path!)), `${name}: ${path!}`).toBe(true);
    }
  }
});
