/** Files that a run writes. Everything that can be refused is refused before the run. */
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from './failure.ts';

/** A result folder: `results/` depends on scenario, seed and trials alone; the rest tells of this one run. */
const OURS: readonly string[] = ['results', 'run.json', 'chart.svg'];
const OUR_RESULTS: readonly string[] = ['manifest.json', 'estimates.json'];

export async function prepareFolder(folder: string): Promise<void> {
  await attempt(`the folder ${folder} cannot be made`, () =>
    mkdir(join(folder, 'results'), { recursive: true }),
  );
  const others = [
    ...(await readdir(folder)).filter((name) => !OURS.includes(name)),
    ...(await readdir(join(folder, 'results'))).filter((name) => !OUR_RESULTS.includes(name)),
  ];
  if (others.length > 0) {
    throw new InputError(
      `the folder ${folder} holds other things: ${others.slice(0, 5).join(', ')}`,
      'name a new or empty folder, or one that an earlier run has written',
    );
  }
}

export async function prepareFile(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) {
    throw new InputError(
      `${path} is a folder; the chart needs a file`,
      `such as --chart ${join(path, 'chart.svg')}`,
    );
  }
  await attempt(`the folder of ${path} cannot be made`, () => mkdir(dirname(path), { recursive: true }));
}

export interface FolderContent {
  readonly manifest: object;
  readonly estimates: object;
  readonly run: object;
  readonly chart: string;
}

/** The manifest comes last: a folder without one is not complete. */
export async function writeFolder(folder: string, content: FolderContent): Promise<void> {
  await writeText(join(folder, 'chart.svg'), content.chart);
  await writeText(join(folder, 'run.json'), json(content.run));
  await writeText(join(folder, 'results/estimates.json'), json(content.estimates));
  await writeText(join(folder, 'results/manifest.json'), json(content.manifest));
}

export async function writeText(path: string, text: string): Promise<void> {
  await attempt(`${path} cannot be written`, () => writeFile(path, text));
}

export const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

async function attempt(what: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InputError(
      `${what}: ${REASONS[code ?? ''] ?? message}`,
      'choose another place, or make room there',
    );
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'there is no right to write there',
  EPERM: 'there is no right to write there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EEXIST: 'a file stands in its way',
  ENOTDIR: 'a file stands in its way',
  ENAMETOOLONG: 'the name is too long',
};
