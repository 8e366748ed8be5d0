/**
 * The exact executor in the shape of the others, for scenarios without chance: all trials are one, and what is
 * expected of its measures is what they are.
 */
import { solveExact, type Executor, type Ir } from '@stave/engine';

export function certain(ir: Ir): Pick<Executor, 'run'> {
  return {
    run({ first, count }) {
      const result = solveExact(ir);
      if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
      const { measures, failed, failures } = result.answers;
      if (count !== 1 || (failed !== 0 && failed !== 1)) throw new Error('this scenario has several trials');
      const [failure] = failures;
      return {
        first,
        count,
        answers: new Int32Array(ir.questions.length),
        numbers: new Float64Array(),
        measures: Float64Array.from(measures.flatMap(({ expected }) => expected)),
        failures: failure ? [{ trial: first, step: 0, code: failure.code, place: failure.place }] : [],
      };
    },
  };
}
