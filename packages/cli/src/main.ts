/**
 * The command's entry. Exit codes: 0 when what was asked was done, 1 for bad input or failed trials, 2 for wrong
 * usage, 130 after Ctrl-C, 141 when the reader of the output went away.
 */
import { createProgram } from './program.ts';
import { explainFailure } from './failure.ts';

// `stave … | head`: the reader has what it wanted, and there is nobody to tell.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 141 : 1);
});

try {
  await createProgram().parseAsync();
} catch (error) {
  const { text, exitCode } = explainFailure(error);
  process.stderr.write(text);
  process.exitCode = exitCode;
}
