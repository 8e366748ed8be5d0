/** A fault fails the branch in which it happens. The place is known where an expression stands, not inside it. */
import type { FailureCode } from '../ir/executor.ts';

export class Fault extends Error {
  readonly code: FailureCode;
  readonly place: string | undefined;

  constructor(code: FailureCode, place?: string) {
    super(code);
    this.code = code;
    this.place = place;
  }
}

/** The same function; a fault in it that has no place gets this one. */
export function placed<A extends readonly unknown[], T>(
  place: string,
  run: (...args: A) => T,
): (...args: A) => T {
  return (...args) => {
    try {
      return run(...args);
    } catch (error) {
      throw error instanceof Fault && error.place === undefined ? new Fault(error.code, place) : error;
    }
  };
}

/** A value that may be stored: finite, and 0 rather than -0. */
export function finite(value: number, place?: string): number {
  if (!Number.isFinite(value)) throw new Fault('not-finite', place);
  return value + 0;
}
