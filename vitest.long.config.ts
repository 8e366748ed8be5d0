/** Tests that take minutes: run by hand or at night with `pnpm test:long`. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.long.test.ts', 'tests/**/*.long.test.ts'],
    globalSetup: ['tests/setup/build-command.ts', 'tests/setup/families.ts', 'tests/setup/chromium.ts'],
    passWithNoTests: true,
    testTimeout: 1_800_000,
  },
});
