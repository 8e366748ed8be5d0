/**
 * Runs the command. Exit codes: 0 when what was asked was done, 1 for bad input or failed trials, 2 for wrong usage,
 * 130 after Ctrl-C, 141 when the reader of the output went away.
 */
import { createProgram } from './program.ts';
import { explainFailure, InputError } from './failure.ts';

/** What is asked for stands in `process.argv`. */
export async function runCommand(): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `stave … | head`: the reader has what it wanted, and there is nobody to tell.
    if (error.code === 'EPIPE') process.exit(141);
    const failure = new InputError(
      `the output cannot be written: ${error.message}`,
      'send it where there is room for it',
    );
    process.stderr.write(explainFailure(failure).text);
    process.exit(1);
  });

  try {
    await createProgram().parseAsync();
  } catch (error) {
    const { text, exitCode } = explainFailure(error);
    process.stderr.write(text);
    process.exitCode = exitCode;
  }
}
