/**
 * How a game asks. One interface for a terminal, where arrows choose, and for a pipe, where each answer is a line, so
 * that a game can be played by a script and tested without a terminal.
 */
export interface Choice {
  readonly id: string;
  readonly label: string;
  /** Why it cannot be chosen. */
  readonly obstacle?: string;
  readonly hint?: string;
}

export interface Prompter {
  tell(text: string): void;
  /** The id of a choice without an obstacle; the first of those is taken where nothing is said. */
  choose(question: string, choices: readonly Choice[]): Promise<string>;
  /** `problem` says what is wrong with an answer; it is asked for again then. */
  ask(question: string, problem: (answer: string) => string | undefined): Promise<string>;
  confirm(question: string): Promise<boolean>;
  /** Takes what was told off the screen, and waits for somebody else to sit down. */
  handOver(to: string): Promise<void>;
  close(): void;
}

/** The player went away: the input ended, or Ctrl-C. What was decided up to there is in the log. */
export class Away extends Error {
  readonly exitCode: number;

  /** @param exitCode 130 after Ctrl-C, else 1 */
  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}
