/**
 * Runs the built command again and again in one process, which then starts once: for each message with arguments, a
 * folder and an environment the entry is evaluated anew, and what it wrote and how it would have ended is sent back.
 * A command has ended when nothing of it keeps the process, as at the end of a process of its own.
 */
import { syncBuiltinESMExports } from 'node:module';
import v8 from 'node:v8';

const [, , bin, entry] = process.argv;

// Tuned for the one command that a process has; here it would stay for those that follow.
v8.setFlagsFromString = () => undefined;
syncBuiltinESMExports();

/** What keeps the process from ending, beside what kept it before. */
function kept(before = []) {
  const left = [...before, 'Immediate'];
  return process.getActiveResourcesInfo().filter((name) => {
    const at = left.indexOf(name);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** What was written to a stream, from now on. */
function gather(stream) {
  const parts = [];
  stream.write = (chunk, encoding, done) => {
    parts.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    const written = typeof encoding === 'function' ? encoding : done;
    if (written) process.nextTick(written);
    return true;
  };
  return () => Buffer.concat(parts).toString();
}

let count = 0;

async function run({ args, cwd, env }) {
  process.chdir(cwd);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.argv = [process.execPath, bin, ...args];
  process.exitCode = undefined;
  const [stdout, stderr] = [process.stdout, process.stderr].map(gather);
  const before = kept();
  // Another address is another module, which is evaluated anew.
  count += 1;
  await import(`${entry}?command=${count}`);
  do await turn();
  while (kept(before).length > 0);
  const result = { code: process.exitCode ?? 0, stdout: stdout(), stderr: stderr() };
  process.stdout.removeAllListeners('error');
  process.exitCode = undefined;
  return result;
}

process.on('message', (order) => void run(order).then((result) => process.send(result)));
process.on('disconnect', () => process.exit());
