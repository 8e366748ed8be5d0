/** The built command, resident or as a process of its own, in a folder of its own with small scenarios in it. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { top } from '../workspace/top.ts';
import { runResident, type Result } from './resident.ts';

export type { Result };

export const bin = join(top, 'packages/cli/bin/stave.mjs');

/** No colour settings of whoever runs the tests. */
const { FORCE_COLOR: _force, NO_COLOR: _no, STAVE_DEBUG: _debug, ...environment } = process.env;

/** A temporary folder that is gone after the file's tests. */
export function temporaryFolder(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'stave-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** In the resident process, which says what a process of its own would: resident.test.ts compares the two. */
export function stave(args: readonly string[], cwd: string, env: Record<string, string> = {}): Result {
  return runResident({ args, cwd, env: { ...environment, ...env } });
}

/** In a process of its own. */
export function staveProcess(args: readonly string[], cwd: string, env: Record<string, string> = {}): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...environment, ...env },
    timeout: 60_000,
    maxBuffer: 1e8,
  });
  return { code: status, stdout, stderr };
}

/** Starts the command and does not wait. */
export function startStave(args: readonly string[], cwd: string): ChildProcess {
  return spawn(process.execPath, [bin, ...args], {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** A line of a stack trace. */
export const STACK_LINE = /\n\s+at /;
