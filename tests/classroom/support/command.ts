/** `stave host` as a process of its own, as an instructor starts it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const TOP = join(import.meta.dirname, '../../..');
export const STAVE = join(TOP, 'packages/cli/bin/stave.mjs');
export const FISHING = join(TOP, 'packages/scenarios/fishing-bank/exercise.yaml');
export const FLAGSHIP = join(TOP, 'packages/scenarios/trilateral-2023/exercise.yaml');

export interface HostingOptions {
  readonly exercise?: string;
  readonly preset?: string;
  readonly seed?: string;
  /** Of an exercise to go on with. */
  readonly resume?: string;
  /** When left out one that nobody listens on. */
  readonly port?: number;
  /** More options of the command. */
  readonly more?: readonly string[];
}

/** A server that runs. */
export class Hosting {
  /** With the facilitator's secret in its fragment. */
  readonly control: string;
  /** Of each room, to join by. */
  readonly links: readonly string[];
  readonly folder: string;
  readonly port: number;
  /** All that the command has said. */
  said = '';
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, said: string, folder: string) {
    this.child = child;
    this.said = said;
    this.folder = folder;
    this.control = /\S+#control=\S+/.exec(said)?.[0] ?? '';
    this.links = [...said.matchAll(/\S+\/\?code=\w+/g)].map(([link]) => link);
    this.port = Number(new URL(this.control).port);
  }

  /** @throws what the command said, when it ends before it hosts */
  static async start(options: HostingOptions = {}): Promise<Hosting> {
    const { exercise = FISHING, preset, seed = '7', resume, port = await freePort(), more = [] } = options;
    const folder = resume ?? join(mkdtempSync(join(tmpdir(), 'stave-host-')), 'exercise');
    const chosen = [
      ...(preset === undefined ? [] : ['--preset', preset]),
      ...['--seed', seed, '--data', folder, exercise],
    ];
    const child = spawn(
      process.execPath,
      [
        STAVE,
        'host',
        '--port',
        String(port),
        ...more,
        ...(resume === undefined ? chosen : ['--resume', resume]),
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let said = '';
    await new Promise<void>((resolve, reject) => {
      const hear = (data: Buffer): void => {
        said += data.toString();
        if (said.includes('Ctrl-C stops it')) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', () => reject(new Error(`stave host ended: ${said}`)));
    });
    const hosting = new Hosting(child, said, folder);
    const more_ = (data: Buffer): void => {
      hosting.said += data.toString();
    };
    child.stdout.on('data', more_);
    child.stderr.on('data', more_);
    return hosting;
  }

  get secret(): string {
    return new URL(this.control).hash.replace('#control=', '');
  }

  get base(): string {
    return new URL(this.control).origin;
  }

  get code(): string {
    return new URL(this.links[0] ?? '').searchParams.get('code') ?? '';
  }

  /** As a power cut does: nothing is said and nothing is finished. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    await gone;
  }

  /** Ends it and removes its folder. */
  async close(): Promise<void> {
    await this.kill('SIGTERM');
    rmSync(join(this.folder, '..'), { recursive: true, force: true });
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
