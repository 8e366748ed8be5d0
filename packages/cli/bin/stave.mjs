#!/usr/bin/env node
/** The command. In a checkout it is built again whenever a source is newer than what was built. */
import { existsSync } from 'node:fs';

const entry = new URL('../dist/stave.mjs', import.meta.url);
const builder = new URL('../../../scripts/fresh.mjs', import.meta.url);

if (existsSync(builder)) {
  const { buildIfOld } = await import(builder);
  await buildIfOld(entry);
}
await import(entry);
