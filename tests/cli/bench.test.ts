/**
 * `stave bench` in tiny sizes: executors, and programs where the machine has what runs them, agree, and the JSON has
 * its form. No time is judged here. It starts in a process of its own, since what ran before would warm it.
 */
import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { staveProcess as stave, temporaryFolder } from './command.ts';

interface Ratio {
  readonly clock: number;
  readonly low: number;
  readonly high: number;
  readonly processor: number;
}
interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}
interface Document {
  readonly rounds: number;
  readonly machine: { readonly compilers: readonly { name: string }[]; readonly numpy?: object };
  readonly models: readonly {
    readonly model: string;
    readonly agreement: readonly { with: string; how: string; trials: number; agrees: boolean }[];
    readonly trials: Readonly<Record<string, number>>;
    readonly ratios: Readonly<Record<string, Readonly<Record<string, Ratio>>>>;
    readonly missing: readonly { name: string; why: string }[];
    readonly quantiles: Readonly<Record<string, Ratio>>;
  }[];
  readonly growth?: Readonly<Record<string, Ratio>>;
  readonly threads: {
    readonly agreement: readonly object[];
    readonly speedup: Ratio & { readonly best: number };
  };
  readonly start: {
    readonly trials: number;
    readonly models: readonly { model: string; process: Spread; text: Readonly<Record<string, Spread>> }[];
  };
  readonly memory: {
    readonly peaks: readonly { trials: number; megabytes: Spread }[];
    readonly ratio: Spread;
  };
}

const folder = temporaryFolder();

test('kernels, --quick: everything that is found agrees, then is timed against everything else', () => {
  const { code, stdout, stderr } = stave(['bench', '--quick', '--part', 'kernels'], folder);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const document = JSON.parse(stdout) as Document;
  expect(document).toMatchObject({ schema: 'stave-bench/1', quick: true, rounds: 2 });
  const { compilers, numpy } = document.machine;
  const printed = [
    ...compilers.flatMap(({ name }) => [`c-plain-${name}`, `c-same-${name}`]),
    ...(numpy ? ['numpy'] : []),
  ];
  expect(document.models.map(({ model }) => model)).toEqual(['flagship', 'prototype', 'stress']);
  for (const { model, agreement, trials, ratios, missing, quantiles } of document.models) {
    const programs = model === 'flagship' ? [] : printed;
    expect(missing.map(({ name }) => name)).toEqual(model === 'flagship' ? printed : []);
    expect(agreement.map((one) => one.with)).toEqual(['js', 'reference', ...programs]);
    expect(agreement.filter(({ agrees }) => !agrees)).toEqual([]);
    for (const { with: name, how, trials } of agreement) {
      expect(how).toBe(name === 'numpy' ? 'samples' : name.startsWith('c-plain') ? 'rounding' : 'bytes');
      expect(trials).toBe(name === 'reference' ? 8 : 256);
    }
    expect(Object.keys(quantiles)).toEqual(['wasm', 'js']);
    for (const { clock } of Object.values(quantiles)) expect(clock).toBeGreaterThan(0);
    const runners = ['wasm', 'js', 'reference', ...programs];
    expect(Object.keys(trials)).toEqual(runners);
    for (const a of runners) {
      expect(Object.keys(ratios[a] ?? {})).toEqual(runners.filter((b) => b !== a));
      for (const { clock, low, high, processor } of Object.values(ratios[a] ?? {})) {
        expect(low).toBeGreaterThan(0);
        expect(clock).toBeGreaterThanOrEqual(low);
        expect(high).toBeGreaterThanOrEqual(clock);
        expect(processor).toBeGreaterThan(0);
      }
    }
  }
  expect(Object.keys(document.growth ?? {})).toEqual(['wasm', 'js', 'reference', ...printed]);
});

test('a program that gives other results stops it before anything is timed', () => {
  // Compiles nothing: what it leaves prints no trials.
  const compiler = `#!/bin/sh
if [ "$1" = --version ]; then echo 'gcc 0'; exit 0; fi
while [ "$1" != -o ]; do shift; done
printf '#!/bin/sh\\n' > "$2"
chmod +x "$2"
`;
  for (const name of ['gcc', 'clang']) {
    writeFileSync(join(folder, name), compiler);
    chmodSync(join(folder, name), 0o755);
  }
  const path = [folder, process.env['PATH']].join(delimiter);
  const { code, stdout, stderr } = stave(
    ['bench', '--quick', '--part', 'kernels', '--model', 'prototype'],
    folder,
    {
      PATH: path,
    },
  );
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: nothing was timed, .*c-plain-gcc on prototype, c-same-gcc on prototype/);
  const [report] = (JSON.parse(stdout) as Document).models;
  expect(report?.agreement.filter(({ agrees }) => !agrees).map((one) => one.with)).toEqual([
    ...['c-plain-gcc', 'c-same-gcc', 'c-plain-clang', 'c-same-clang'],
  ]);
  expect(report?.ratios).toEqual({});
  expect(report?.quantiles).toEqual({});
});

test('without compilers and Python the executors are measured alone, and options are heeded', () => {
  const { code, stdout } = stave(
    [
      'bench',
      '--quick',
      '--part',
      'kernels',
      '--model',
      'stress',
      '--rounds',
      '3',
      '--trials',
      '20',
      '--json',
    ],
    folder,
    { PATH: join(folder, 'nothing') },
  );
  expect(code).toBe(0);
  const document = JSON.parse(stdout) as Document;
  expect(document.rounds).toBe(3);
  expect(document.machine).toMatchObject({ compilers: [], missing: ['gcc', 'clang', 'numpy'] });
  expect(document.machine.numpy).toBeUndefined();
  expect(document.growth).toBeUndefined();
  expect(document.models.map(({ model, trials }) => ({ model, trials }))).toEqual([
    { model: 'stress', trials: { wasm: 20, js: 20, reference: 8 } },
  ]);
});

test('all parts, --quick: threads agree, and stages, memory and gain are figures with their spread', () => {
  // In one round the least, the middle and the greatest are one.
  const args = ['bench', '--quick', '--model', 'prototype', '--rounds', '1', '--trials', '20000'];
  const { code, stdout, stderr } = stave(args, folder, { PATH: join(folder, 'nothing') });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const { models, threads, start, memory } = JSON.parse(stdout) as Document;
  expect(models).toHaveLength(1);

  expect(threads).toMatchObject({ model: 'prototype', executor: 'wasm', rounds: 1, trials: 20_000 });
  expect(threads.agreement).toEqual(
    ['1 thread', '2 threads', '3 threads', '7 threads'].map((name) => ({
      ...{ with: name, how: 'bytes', trials: 1025, agrees: true },
    })),
  );
  expect(threads.speedup.clock).toBeGreaterThan(0);
  expect(threads.speedup.best).toBe(threads.speedup.clock);

  expect(start).toMatchObject({
    rounds: 1,
    trials: 1000,
    models: [{ agreement: [{ with: 'stave run', how: 'bytes', trials: 1000, agrees: true }] }],
  });
  for (const { process, text } of start.models) {
    expect(Object.keys(text)).toEqual(['read', 'lower', 'compile', 'run', 'all']);
    const { all, ...stages } = text;
    const sum = Object.values(stages).reduce((total, { median }) => total + median, 0);
    expect(all?.median).toBeCloseTo(sum, 0);
    expect(process.median).toBeGreaterThan((all?.median ?? Infinity) / 1000);
  }

  expect(memory).toMatchObject({ model: 'prototype', rounds: 1, executor: 'wasm' });
  const [few, many] = memory.peaks;
  expect([few?.trials, many?.trials]).toEqual([10_000, 20_000]);
  expect(few?.megabytes.median).toBeGreaterThan(20);
  expect(memory.ratio.median).toBeCloseTo(
    (many?.megabytes.median ?? 0) / (few?.megabytes.median ?? Number.NaN),
    2,
  );
});
