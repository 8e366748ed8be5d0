/**
 * The built command without the start of a process: a resident process runs one command after another, and whoever asks
 * waits for it. It starts with the first command and ends with the tests.
 */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { top } from '../workspace/top.ts';

export interface Order {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface Result {
  /** None where the command did not end in time. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const TIMEOUT_MS = 60_000;

let resident: ((order: Order) => Result) | undefined;

function start(): (order: Order) => Result {
  const { port1: port, port2 } = new MessageChannel();
  const done = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(join(import.meta.dirname, 'resident-thread.mjs'), {
    workerData: {
      port: port2,
      done,
      resident: join(import.meta.dirname, 'resident.mjs'),
      bin: join(top, 'packages/cli/bin/stave.mjs'),
      entry: pathToFileURL(join(top, 'packages/cli/dist/stave.mjs')).href,
    },
    transferList: [port2],
  });
  thread.unref();
  port.unref();
  return (order) => {
    Atomics.store(done, 0, 0);
    port.postMessage(order);
    if (Atomics.wait(done, 0, 0, TIMEOUT_MS) === 'timed-out') {
      port.postMessage('stop');
      return { code: null, stdout: '', stderr: 'the resident command did not end in time\n' };
    }
    return (receiveMessageOnPort(port) as { message: Result }).message;
  };
}

export function runResident(order: Order): Result {
  resident ??= start();
  return resident(order);
}
