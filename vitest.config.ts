import { defineConfig } from 'vitest/config';
import { HeavyFirst } from './tests/setup/heavy-first.ts';

/** Where to leave the counts for `.ci/run`. */
const report = process.env['STAVE_TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/*.long.test.ts'],
    globalSetup: ['tests/setup/build-command.ts', 'tests/setup/families.ts', 'tests/setup/chromium.ts'],
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    // Unless said otherwise one processor is left idle, which of two is half.
    maxWorkers: '100%',
    sequence: { sequencer: HeavyFirst },
    // Files share their worker, and with it what it has loaded and compiled: half of the time of small files. Each must
    // still pass alone and in any order (`--isolate` gives each a process of its own).
    isolate: false,
    // Scenarios are read and compiled by the thousand; more room for what lives briefly saves a sixth of the time.
    execArgv: ['--max-semi-space-size=64'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
