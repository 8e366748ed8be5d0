/** Builds the command once before the tests that run it as a process; those tests then fail by themselves if it cannot be. */
import { build } from '../../scripts/build.mjs';

export async function setup(): Promise<void> {
  try {
    await build();
  } catch (error) {
    console.error(`The command was not built: ${String(error)}`);
  }
}
