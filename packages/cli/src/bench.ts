/**
 * `stave bench`: how fast the executors are, as ratios of times in one run, once it is seen that they say the same; and
 * what several threads gain, how soon the first trials are there, whether memory grows with trials, and how long a
 * class waits for a fan.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { arch, cpus, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fanPart, type FanReport } from './bench/fan.ts';
import { kernelsPart, type KernelsReport } from './bench/kernels.ts';
import { memoryPart, type MemoryReport } from './bench/memory.ts';
import { openModel, type Model, type ModelName } from './bench/models.ts';
import { findTools, type Tools } from './bench/outside.ts';
import type { Missing, Part, PartOptions } from './bench/part.ts';
import { PARTS, type PartName } from './bench/parts.ts';
import { startPart, type StartReport } from './bench/start.ts';
import { threadsPart, type ThreadsReport } from './bench/threads.ts';
import { json } from './outputs.ts';
import { wantsProgress } from './terminal.ts';

export interface BenchOptions {
  readonly part?: PartName;
  readonly model?: ModelName;
  readonly rounds?: number;
  readonly trials?: number;
  readonly quick?: true;
}

/** What `stave bench` prints: the parts that were asked for. */
export interface BenchDocument extends Partial<KernelsReport> {
  readonly schema: 'stave-bench/1';
  readonly quick: boolean;
  readonly machine: {
    readonly node: string;
    readonly platform: string;
    readonly arch: string;
    readonly processor: string;
    readonly processors: number;
  } & Tools;
  readonly threads?: ThreadsReport | Missing;
  readonly start?: StartReport | Missing;
  readonly memory?: MemoryReport | Missing;
  readonly fan?: FanReport | Missing;
}

/** The same distance away from the sources and from the bundle. */
const FLAGSHIP = new URL('../../scenarios/trilateral-2023/scenario.yaml', import.meta.url);
const EXERCISE = new URL('../../scenarios/trilateral-2023/exercise.yaml', import.meta.url);

export async function bench(options: BenchOptions): Promise<void> {
  const isQuick = options.quick === true;
  const tools = findTools();
  const folder = mkdtempSync(join(tmpdir(), 'stave-bench-'));
  const parts: Part[] = [];
  try {
    for (const name of options.part ? [options.part] : PARTS)
      parts.push(await partOf(name, partOptions(options, isQuick, folder, name), tools));
    const differing = parts.flatMap((part) => part.differing);
    const reports: object[] = [];
    for (const part of parts) reports.push(await part.report(differing.length === 0));
    const document: BenchDocument = Object.assign(headOf(isQuick, tools), ...reports);
    process.stdout.write(json(document));
    if (differing.length === 0) return;
    process.stderr.write(
      `error: nothing was timed, since these give other results: ${differing.join(', ')}\n` +
        '  help: this is a fault of stave itself: please report it with what was printed\n',
    );
    process.exitCode = 1;
  } finally {
    for (const part of parts) await part.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function partOf(name: PartName, options: PartOptions, tools: Tools): Promise<Part> {
  switch (name) {
    case 'kernels':
      return kernelsPart(options, tools);
    case 'threads':
      return threadsPart(options);
    case 'start':
      return startPart(options);
    case 'memory':
      return memoryPart(options);
    case 'fan':
      return fanPart(options, fileURLToPath(EXERCISE));
  }
}

function partOptions(
  { model, rounds, trials }: BenchOptions,
  isQuick: boolean,
  folder: string,
  part: PartName,
): PartOptions {
  const open = (name: ModelName): Promise<Model> => openModel(name, FLAGSHIP, isQuick);
  return { model, open, isQuick, rounds, trials, folder, onTurn: onTurnOf(part) };
}

function onTurnOf(part: PartName): PartOptions['onTurn'] {
  const { stderr } = process;
  if (!wantsProgress(stderr, process.env)) return () => undefined;
  return (done, total) =>
    stderr.write(`\r${done === total ? '\u001B[2K' : `${part}: ${done} of ${total} turns`}`);
}

const headOf = (isQuick: boolean, tools: Tools): Pick<BenchDocument, 'schema' | 'quick' | 'machine'> => ({
  schema: 'stave-bench/1',
  quick: isQuick,
  machine: {
    node: process.version,
    platform: platform(),
    arch: arch(),
    processor: cpus()[0]?.model ?? '',
    processors: cpus().length,
    ...tools,
  },
});
