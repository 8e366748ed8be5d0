/** Files that a run writes. Everything that can be refused is refused before the run. */
import { access, constants, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { InputError } from './failure.ts';

/** A result folder: `results/` depends on scenario, seed and trials alone; the rest tells of this one run. */
export interface FolderForm {
  readonly top: readonly string[];
  readonly results?: readonly string[];
  /** Files in `results/estimates`, where there is that folder. */
  readonly estimates?: readonly string[];
}
/** Files of tables with a row for each trial, where they are wanted (trial-tables.ts). */
export const TRIAL_TABLES = ['trials.parquet', 'trajectories.parquet'];

const RUN_FOLDER: FolderForm = {
  top: ['results', 'run.json', 'chart.svg'],
  results: ['manifest.json', 'estimates.json', ...TRIAL_TABLES],
};

export const MANIFEST = 'results/manifest.json';
/** Names the command that writes the results of a folder (results-lock.ts); names that begin so are of its making. */
export const RESULTS_LOCK = 'results.lock';
/** Ends the name of a file that is being written. */
const PART = '.part';

export async function prepareFolder(folder: string, form: FolderForm = RUN_FOLDER): Promise<void> {
  const { top, results, estimates } = form;
  const parts = [
    { name: '', files: top },
    ...(results ? [{ name: 'results', files: results }] : []),
    ...(estimates ? [{ name: 'results/estimates', files: estimates }] : []),
  ];
  const others: string[] = [];
  for (const { name, files } of parts)
    for (const found of await namesIn(join(folder, name)))
      if (!files.includes(found) && !(name === '' && found.startsWith(RESULTS_LOCK)))
        others.push(join(name, found));
  if (others.length > 0) {
    throw new InputError(
      `the folder ${folder} holds other things: ${others.slice(0, 5).join(', ')}`,
      'name a new or empty folder, or one that an earlier run has written, or remove what nobody wants',
    );
  }
  for (const { name, files } of parts) {
    const path = join(folder, name);
    await attempt(`the folder ${folder} cannot be made`, () => makeFolder(path));
    await attempt(`${path} cannot be written`, () => access(path, constants.W_OK | constants.X_OK));
    for (const file of files) {
      const part = partOf(join(path, file));
      await attempt(`${join(path, file)} cannot be written`, () => checkName(part));
    }
  }
}

/** Throws where the name of a file is longer than the system takes. */
async function checkName(path: string): Promise<void> {
  await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENAMETOOLONG') throw error;
  });
}

export async function prepareFolderIn(folder: string, name: string): Promise<void> {
  await attempt(`the folder ${folder} cannot be made`, () => makeFolder(join(folder, name)));
}

export async function prepareFile(
  path: string,
  needed = 'the chart needs a file',
  example = `--chart ${join(path, 'chart.svg')}`,
): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) {
    throw new InputError(`${path} is a folder; ${needed}`, `such as ${example}`);
  }
  if (found?.isFIFO() || found?.isSocket()) {
    throw new InputError(
      `${path} is a pipe, which would wait for a reader without a word`,
      'name a file, and read it after the run',
    );
  }
  await attempt(`the folder of ${path} cannot be made`, () => makeFolder(dirname(path)));
}

/** None where there is no such folder; what a run that was killed has left of its own files does not count. */
async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.map((name) => (name.endsWith(PART) ? name.slice(0, -PART.length) : name));
}

/**
 * The folder and what is missing above it, one at a time: where none can be made, Node's own recursive form tries
 * forever on some file systems (/proc).
 */
async function makeFolder(folder: string): Promise<void> {
  const path = resolve(folder);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (found?.isDirectory()) return;
  if (!found && dirname(path) !== path) await makeFolder(dirname(path));
  await mkdir(path);
}

export interface FolderContent {
  readonly manifest: object;
  readonly estimates: object;
  readonly run: object;
  readonly chart: string;
  /** Writes tables with a row for each trial and tells what the manifest says of them; nothing when it was stopped. */
  readonly trialTables: (results: string) => Promise<readonly object[] | undefined>;
}

/**
 * A folder without a manifest is not complete: an old one goes first, the new one comes last. False where it was
 * stopped before.
 */
export async function writeFolder(folder: string, content: FolderContent): Promise<boolean> {
  const manifest = await withoutManifest(folder);
  const results = join(folder, 'results');
  for (const name of TRIAL_TABLES) await without(join(results, name));
  await writeWhole(join(folder, 'chart.svg'), content.chart);
  await writeWhole(join(folder, 'run.json'), json(content.run));
  await writeWhole(join(results, 'estimates.json'), json(content.estimates));
  const tables = await content.trialTables(results);
  if (!tables) return false;
  await writeWhole(manifest, json({ ...content.manifest, ...(tables.length > 0 && { tables }) }));
  return true;
}

/** From now on the folder is not complete. */
export async function withoutManifest(folder: string): Promise<string> {
  const manifest = join(folder, MANIFEST);
  await without(manifest);
  return manifest;
}

/** Takes a file away, and what was left of it when a command was killed. */
export async function without(path: string): Promise<void> {
  for (const name of [path, partOf(path)])
    await attempt(`${name} cannot be removed`, () => rm(name, { force: true }));
}

/** The name of a file that is being written. */
export const partOf = (path: string): string => `${path}${PART}`;

/** Under another name first: whoever reads the file finds the old text or the new one, never a part. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const part = partOf(path);
  await attempt(`${path} cannot be written`, async () => {
    try {
      await writeFile(part, text);
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined);
      throw error;
    }
  });
}

export async function writeText(path: string, text: string): Promise<void> {
  await attempt(`${path} cannot be written`, () => writeFile(path, text));
}

export const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

async function attempt(what: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    throw inputError(what, error);
  }
}

function inputError(what: string, error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  // What has no code is not of the system: a fault of ours, which is told as one.
  if (code === undefined) return error;
  const help =
    code === 'ENAMETOOLONG'
      ? 'choose a shorter name, of the folder or of what is written into it'
      : 'choose another place, or make room there';
  return new InputError(`${what}: ${reasonOf(code) ?? message}`, help);
}

/** What the system says of a file that is being written, as people are told of it. */
export const unwritable = (path: string, error: unknown): unknown =>
  inputError(`${path} cannot be written`, error);

/** What a code of the system means to a person who writes. */
export const reasonOf = (code: string | undefined): string | undefined => REASONS[code ?? ''];

/** The same to a person who reads. */
export const readingReasonOf = (code: string | undefined): string | undefined =>
  code === 'EACCES' || code === 'EPERM'
    ? 'there is no right to read it'
    : code === 'ENOENT'
      ? 'it is not there'
      : code === 'EISDIR'
        ? 'it is a folder'
        : undefined;

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'there is no right to write there',
  EPERM: 'there is no right to write there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'there is no room left for you on this disk',
  EFBIG: 'files may not grow so large there',
  ENOENT: 'nothing can be made there',
  EEXIST: 'a file stands in its way',
  ENOTDIR: 'a file stands in its way',
  EISDIR: 'a folder stands in its way',
  ERR_FS_EISDIR: 'a folder stands in its way',
  ENAMETOOLONG: 'the name is too long',
};
