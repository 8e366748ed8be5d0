import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/*.long.test.ts'],
    globalSetup: ['tests/setup/build-command.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
