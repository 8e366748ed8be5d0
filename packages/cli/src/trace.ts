/** `stave trace FILE --trial K --seed S`: one trial told step by step. */
import { didYouMean, type Ir } from '@stave/engine';
import { printTrace, traceTrial } from '@stave/engine/reference';
import { UsageError } from './failure.ts';
import { openScenario } from './scenario.ts';

export interface TraceOptions {
  readonly trial: number;
  readonly seed: string;
  readonly draws?: true;
  /** Names whose values are told where they change. */
  readonly show?: readonly string[];
  readonly json?: true;
}

export async function trace(path: string, { trial, seed, draws, show, json }: TraceOptions): Promise<void> {
  const scenario = await openScenario(path);
  if (!scenario) return;
  const { ir, model } = scenario;
  checkNames(show ?? [], ir);
  const told = traceTrial(ir, { seed, trial });
  const claims = Object.fromEntries(model.evidence.map(({ id, claim }) => [id, claim]));
  const options = { claims, ...(show && { show }), ...(draws && { draws }) };
  process.stdout.write(json ? `${JSON.stringify(told, null, 2)}\n` : printTrace(told, options));
  if (told.failure) process.exitCode = 1;
}

/** @throws UsageError on the first name that has no value in this scenario. */
function checkNames(names: readonly string[], ir: Ir): void {
  const known = [...ir.measures.slice(0, ir.reported), ...ir.indicators, ...ir.variables].map(
    ({ name }) => name,
  );
  const wrong = names.find((name) => !known.includes(name));
  if (wrong === undefined) return;
  throw new UsageError(
    `\`${wrong}\` is no measure, indicator or variable of this scenario`,
    `${didYouMean(wrong, known) ?? 'it has none'} (stave trace --help shows how it is used)`,
    ' trace',
  );
}
