/** The answers of an arm that was run several times over, and those of each time. */
import { replicated } from '../estimate/index.ts';
import type { Ir } from '../ir/ir.ts';
import { forecastArm, type BatchRecord } from './batch.ts';
import type { Forecast } from './forecast.ts';

export interface Replicated {
  /** Of all trials; where they are not independent, with intervals by the spread of the replications. */
  readonly forecast: Forecast;
  /** One where the arm was run once. */
  readonly each: readonly Forecast[];
}

/**
 * @param arm place of the first replication among the arms of the batch
 * @param trials of each replication
 */
export function forecastReplications(
  ir: Ir,
  arm: number,
  records: readonly BatchRecord[],
  trials: number,
  replications: number,
): Replicated {
  const together = forecastArm(ir, arm, records, trials, { of: replications });
  if (replications === 1) return { forecast: together, each: [together] };
  const each = Array.from({ length: replications }, (_, r) =>
    forecastArm(ir, arm + r, records, trials, { nested: false }),
  );
  if (!ir.sampling) return { forecast: together, each };
  return { forecast: { ...together, questions: replicated(together.questions, each, trials) }, each };
}
