/** Faults: what fails a trial, where, and why. */
import type { FailureCode } from '../ir/executor.ts';

/** It fails the trial. The place is known where the expression stands, not inside it. */
export class Fault extends Error {
  readonly code: FailureCode;
  readonly place: string | undefined;
  /** What was found and what may be, for people; no part of a result. */
  readonly detail: string | undefined;

  constructor(code: FailureCode, place?: string, detail?: string) {
    super(code);
    this.code = code;
    this.place = place;
    this.detail = detail;
  }

  at(place: string): Fault {
    return new Fault(this.code, place, this.detail);
  }
}

/** The value that is stored, never -0, or a fault. */
export function finite(value: number, place?: string): number {
  if (!Number.isFinite(value)) throw new Fault('not-finite', place, `the value is ${value}`);
  return value + 0;
}

/** Runs something; a fault without a place gets this one. */
export function at<T>(place: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof Fault && error.place === undefined ? error.at(place) : error;
  }
}
