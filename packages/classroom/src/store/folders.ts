/** New folders are on the disk only once the folder that names them is: else a power cut takes all that is in them. */
import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Makes a folder and those above it that are missing, for nobody but its owner. @throws the system's error */
export function makeFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (first !== undefined) for (const one of namingFolders(resolve(folder), resolve(first))) sync(one);
}

/** Folders whose contents changed when `folder` was made and all down from `first`, the innermost first. */
export function namingFolders(folder: string, first: string): readonly string[] {
  const found: string[] = [];
  for (let at = folder; at.length >= first.length; at = dirname(at)) {
    found.push(dirname(at));
    if (dirname(at) === at) break;
  }
  return found;
}

function sync(folder: string): void {
  let file: number | undefined;
  try {
    file = openSync(folder, 'r');
    fsyncSync(file);
  } catch {
    // Windows and some file systems have no such thing, and keep names in order by themselves.
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
