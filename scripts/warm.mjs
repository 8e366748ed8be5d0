/**
 * Does once what the command is mostly asked for, and keeps what V8 has compiled by then beside the bundle, so that
 * the next process need not compile it (docs/decisions/0033). A process of its own; its argument is the bundle.
 */
import { syncBuiltinESMExports } from 'node:module';
import { dirname, join } from 'node:path';
import v8 from 'node:v8';
import { exportsOf, keepCode, scriptOf } from '../packages/cli/bin/load.mjs';

const top = dirname(import.meta.dirname);
const scenario = (name) => join(top, 'packages/scenarios', name, 'scenario.yaml');
const SMALL = ['--trials', '1000', '--seed', '7'];

/** What is compiled for them serves the other verbs as well. */
const COMMANDS = [
  ['run', scenario('fishing-bank'), ...SMALL],
  ['run', scenario('fishing-bank'), ...SMALL, '--executor', 'js', '--json'],
  ['trace', scenario('fishing-bank'), '--trial', '1', '--seed', '7'],
  ['check', scenario('trilateral-2023')],
];

// Code is bound to the flags that V8 has when it is kept.
v8.setFlagsFromString = () => undefined;
syncBuiltinESMExports();
process.stdout.write = (_, encoding, done) => {
  const written = typeof encoding === 'function' ? encoding : done;
  if (written) process.nextTick(written);
  return true;
};

const [, , path] = process.argv;
const script = scriptOf(path);
const { command } = exportsOf(script, path);
for (const args of COMMANDS) {
  process.argv = [process.execPath, path, ...args];
  await command();
}
process.exitCode = 0;

keepCode(path, script);
