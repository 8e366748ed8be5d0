/** The command, run from its sources. */
import { runCommand } from './command.ts';

await runCommand();
