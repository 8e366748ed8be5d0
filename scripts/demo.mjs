/** The first thing to try: the flagship scenario, twenty thousand times, with its forecast and a chart. */
import { spawnSync } from 'node:child_process';
import { join, dirname } from 'node:path';

const top = dirname(import.meta.dirname);
const command = 'run packages/scenarios/trilateral-2023/scenario.yaml --trials 20000 --seed 7';
const args = [...command.split(' '), '--chart', 'out/trilateral-2023.svg'];

console.log(`stave ${args.join(' ')}\n`);
const { status } = spawnSync(process.execPath, [join(top, 'packages/cli/bin/stave.mjs'), ...args], {
  cwd: top,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
