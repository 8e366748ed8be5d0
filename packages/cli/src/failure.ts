/** What went wrong, for a person: a line that says what, and a line that says what to do. Never a stack trace. */
import type { NoRoomError } from '@stave/engine';
import { CommanderError } from 'commander';

export interface Failure {
  readonly text: string;
  readonly exitCode: number;
}

/** Something outside the scenario that a person can mend, such as a folder that cannot be written. */
export class InputError extends Error {
  readonly help: string;

  constructor(message: string, help: string) {
    super(message);
    this.help = help;
  }
}

/** The command was written wrongly. `verb` chooses whose help is named. */
export class UsageError extends Error {
  readonly help: string;
  readonly verb: string;

  constructor(message: string, help: string, verb: string) {
    super(message);
    this.help = help;
    this.verb = verb;
  }
}

export function explainFailure(error: unknown): Failure {
  if (error instanceof CommanderError && error.exitCode === 0) return { text: '', exitCode: 0 };
  if (error instanceof UsageError) return { text: said(error.message, error.help), exitCode: 2 };
  if (error instanceof InputError) return { text: said(error.message, error.help), exitCode: 1 };
  if (isNoRoom(error)) return { text: said(error.message, error.help), exitCode: 1 };
  const where = error instanceof Error ? error.message : String(error);
  const trace = process.env['STAVE_DEBUG'] && error instanceof Error ? `${error.stack ?? ''}\n` : '';
  const help =
    'this is a fault of stave itself: please report it with the command; STAVE_DEBUG=1 shows where it is';
  return { text: `${trace}${said(`internal: ${where}`, help)}`, exitCode: 1 };
}

/** By its fields: the class is in a part of the bundle that is not loaded here, and threads hand on fields alone. */
const isNoRoom = (error: unknown): error is NoRoomError =>
  error instanceof Error && 'help' in error && 'code' in error && error.code === 'no-room';

const said = (message: string, help: string): string => `error: ${message}\n  help: ${help}\n`;
