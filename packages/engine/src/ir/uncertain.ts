/**
 * Which questions can read an uncertain parameter, by whatever way: then their probability moves with the assumptions;
 * else it is the same under all of them, and no run is needed to know it. A question that is called certain is; one
 * that is not may be all the same.
 */
import type { Ir } from './ir.ts';
import { reachedFrom, readsOf, UNKNOWN } from './reads.ts';

/** One flag a question, in file order. */
export function uncertainQuestions(ir: Ir): boolean[] {
  const reads = readsOf(ir);
  const isUncertain = (node: string): boolean => node === UNKNOWN || uncertain.has(node);
  const uncertain = new Set(
    ir.parameters.flatMap((parameter, slot) => ('prior' in parameter.value ? [`parameter ${slot}`] : [])),
  );
  return ir.questions.map((question) =>
    [...reachedFrom(ir, [question, ir.clock.until], (node) => reads.get(node) ?? [])].some(isUncertain),
  );
}
