/** `stave trace FILE --trial K --seed S`: one trial told step by step. */
import { printTrace, traceTrial } from '@stave/engine/reference';
import { openScenario } from './scenario.ts';

export interface TraceOptions {
  readonly trial: number;
  readonly seed: string;
  readonly json?: true;
}

export async function trace(path: string, { trial, seed, json }: TraceOptions): Promise<void> {
  const scenario = await openScenario(path);
  if (!scenario) return;
  const { ir, model } = scenario;
  const told = traceTrial(ir, { seed, trial });
  const claims = Object.fromEntries(model.evidence.map(({ id, claim }) => [id, claim]));
  process.stdout.write(json ? `${JSON.stringify(told, null, 2)}\n` : printTrace(told, { claims }));
  if (told.failure) process.exitCode = 1;
}
