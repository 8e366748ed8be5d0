/** Kinds of failure, numbered as they are met: many branches share one. */
import type { FailureCode } from '../ir/executor.ts';
import { Fault } from './fault.ts';
import { Interned } from './keys.ts';

export interface Failure {
  readonly code: FailureCode;
  readonly place: string;
}

export class Failures {
  count = 0;
  private readonly known = new Interned<Failure>();

  /** The number of a fault. Anything else is thrown again. */
  number(error: unknown): number {
    if (!(error instanceof Fault)) throw error;
    const { code, place = '' } = error;
    return this.known.number(`${code} ${place}`, () => {
      this.count++;
      return { code, place };
    });
  }

  get(number: number): Failure {
    return this.known.value(number);
  }

  /** A fault of this kind again. */
  fault(number: number): Fault {
    const { code, place } = this.get(number);
    return new Fault(code, place);
  }
}
