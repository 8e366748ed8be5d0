/** Why a journal cannot be used. */
export class JournalError extends Error {
  readonly reason: 'unreadable' | 'unwritable' | 'foreign' | 'damaged' | 'unproven' | 'busy';
  /** Of the system, such as ENOSPC. */
  readonly code: string | undefined;

  constructor(reason: JournalError['reason'], message: string, code?: string) {
    super(message);
    this.reason = reason;
    this.code = code;
  }
}

/** What the system refuses is told as a fault of the file at `path`. */
export function attempt<T>(reason: JournalError['reason'], path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof JournalError) throw error;
    throw new JournalError(reason, `${path}: ${message}`, code);
  }
}
