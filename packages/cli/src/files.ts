/** From a path to a source text, or to a diagnostic that says why there is none. */
import { constants, type Stats } from 'node:fs';
import { open, readdir, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { didYouMean, type Diagnostic, type ReadImport, type Source } from '@stave/engine';

/** More than any scenario that people write, and little enough to read without thinking. */
const BYTES_MAX = 2 * 1024 * 1024;

export type FileRead = { readonly source: Source } | { readonly problem: Diagnostic };

export async function readSource(path: string): Promise<FileRead> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return { problem: await folderProblem(path) };
    if (found.size > BYTES_MAX) return { problem: tooLarge(found) };
    const file = await open(path, constants.O_RDONLY);
    try {
      const bytes = await readAtMost(file, BYTES_MAX);
      return bytes ? { source: { name: path, text: bytes.toString('utf8') } } : { problem: tooLarge() };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { problem: await readProblem(path, error as NodeJS.ErrnoException) };
  }
}

/** Where the fragments are that a file imports: their paths begin at its folder. */
export const importsBeside =
  (path: string): ReadImport =>
  (named) =>
    readSource(join(dirname(path), named));

/** Pipes and devices do not tell their size, so reading counts for itself. */
async function readAtMost(file: FileHandle, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(65_536), 0, 65_536);
    if (bytesRead === 0) return Buffer.concat(chunks);
    total += bytesRead;
    if (total > most) return undefined;
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

const problem = (code: string, message: string, help: string): Diagnostic => ({
  code,
  severity: 'error',
  message,
  help,
});

function tooLarge(found?: Stats): Diagnostic {
  const size = found ? `${Math.ceil(found.size / 1024 / 1024)} MB` : 'more than 2 MB';
  return problem(
    'text-too-large',
    `the file has ${size}; a scenario may have 2 MB`,
    'name a scenario file; data belongs into files of its own',
  );
}

async function folderProblem(path: string): Promise<Diagnostic> {
  const names = await scenarioNames(path);
  const [first] = names;
  return problem(
    'file-is-directory',
    'this is a folder, not a scenario file',
    first === undefined ? 'name a scenario file' : `name a file in it, such as ${join(path, first)}`,
  );
}

async function readProblem(path: string, { code, message }: NodeJS.ErrnoException): Promise<Diagnostic> {
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const help = didYouMean(stem(path), (await scenarioNames(dirname(path))).map(stem));
    return problem(
      'file-missing',
      'there is no such file',
      help ?? 'check the spelling and the current folder',
    );
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return problem('file-unreadable', 'this file may not be read', 'give yourself the right to read it');
  }
  return problem('file-unreadable', `this file cannot be read: ${message}`, 'check the file and its disk');
}

/** Endings would make every name look like every other. */
const stem = (path: string): string => basename(path).replace(/\.ya?ml$/, '');

/** Scenario files of a folder; none when it cannot be listed, for this only helps. */
async function scenarioNames(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => /\.ya?ml$/.test(name)).sort();
  } catch {
    return [];
  }
}
