/** The bundled command and its kin as processes of their own, with what they print and the memory they took. */
import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

export interface Ended {
  readonly stdout: string;
  /** Until it had ended. */
  readonly seconds: number;
  /** Greatest resident memory, in bytes. Present where it was asked for. */
  readonly peak?: number;
}

/**
 * Runs in the process before the command and writes its peak memory, in KiB, to file descriptor 3 when it ends. On
 * Linux it is read from /proc, because `maxRSS` begins there with that of the process that started this one.
 */
const WATCH = `
import { readFileSync, writeSync } from 'node:fs';
const peak = () => {
  try {
    return /VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1];
  } catch {
    return process.resourceUsage().maxRSS;
  }
};
process.on('exit', () => writeSync(3, String(peak())));
`;
const WATCHED = ['--import', `data:text/javascript,${encodeURIComponent(WATCH)}`];

/** @throws when the process ends with an error, with what it said */
export function runNode(args: readonly string[], isWatched = false): Promise<Ended> {
  const start = performance.now();
  const child = spawn(process.execPath, [...(isWatched ? WATCHED : []), ...args], {
    stdio: ['ignore', 'pipe', 'pipe', ...(isWatched ? (['pipe'] as const) : [])],
  });
  const [stdout, stderr, peak] = [child.stdio[1], child.stdio[2], child.stdio[3]].map(textOf);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = (performance.now() - start) / 1000;
      if (code !== 0)
        reject(new Error(`InvariantError: ${args.join(' ')} ended with ${code}: ${stderr?.()}`));
      else
        resolve({ stdout: stdout?.() ?? '', seconds, ...(isWatched && { peak: 1024 * Number(peak?.()) }) });
    });
  });
}

function textOf(stream: unknown): () => string {
  let text = '';
  (stream as Readable | null | undefined)?.setEncoding('utf8').on('data', (part: string) => (text += part));
  return () => text;
}
