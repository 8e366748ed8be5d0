/** `stave diff A B`: what changed in meaning between two versions of a scenario, and how far each change moved the answers. */
import {
  changesOf,
  lower,
  modelTextInput,
  withChange,
  type Change,
  type Compared,
  type Ir,
} from '@stave/engine';
import { diffText, presentationOf, type ChangeTold } from '@stave/report';
import { comparing } from './comparing.ts';
import type { ExecutorName } from './executor-names.ts';
import { UsageError } from './failure.ts';
import { json } from './outputs.ts';
import { openScenario, type Scenario } from './scenario.ts';
import { wantsColour, widthOf } from './terminal.ts';

export interface DiffOptions {
  readonly trials: number;
  readonly seed?: string;
  /** false for the list alone. */
  readonly run: boolean;
  readonly executor?: ExecutorName;
  readonly threads?: number;
  readonly lang: string;
  readonly json?: true;
}

export async function diff(pathA: string, pathB: string, options: DiffOptions): Promise<void> {
  const { run, seed, trials, lang } = options;
  if (run && seed === undefined)
    throw new UsageError(
      'trials of each change need a --seed',
      'any seed will do, such as --seed 7; --no-run lists the changes alone; stave diff --help shows how it is used',
      'diff',
    );
  const a = await openScenario(pathA);
  const b = await openScenario(pathB);
  if (!a || !b) return;
  const changes = changesOf(a.model, b.model);
  const onlyTexts = changes.length === 0 && modelTextInput(a.model) !== modelTextInput(b.model);
  const isRun = run && seed !== undefined && changes.length > 0;
  const moves = isRun ? await moved(a, b, changes, { ...options, seed }) : undefined;
  if (isRun && !moves) return;
  const document = {
    ...{ a: pathA, b: pathB, hashes: [a.ir.hash, b.ir.hash] as const, onlyTexts },
    ...(isRun && { trials, seed }),
    changes: moves?.each ?? changes.map((change): ChangeTold => ({ change, with: [] })),
    ...(moves && { together: moves.together.result }),
  };
  const { stdout, env } = process;
  if (options.json) {
    const flat = document.changes.map(({ change, ...rest }) => ({ ...change, ...rest }));
    stdout.write(json({ schema: 'stave-diff/1', ...document, changes: flat }));
    return;
  }
  const text = { lang, color: wantsColour(stdout, env), width: widthOf(stdout) };
  stdout.write(diffText(document, presentationOf(a.model), text));
}

interface Moved {
  readonly each: readonly ChangeTold[];
  readonly together: Compared;
}

/** Each change alone put into A, and B as it is, against A on the same luck. Nothing where it was stopped. */
function moved(
  a: Scenario,
  b: Scenario,
  changes: readonly Change[],
  { seed, trials, ...options }: DiffOptions & { readonly seed: string },
): Promise<Moved | undefined> {
  return comparing(options, trials, 'not all changes were run', async (compare) => {
    let runs = 0;
    const against = (ir: Ir): Promise<Compared | undefined> =>
      compare(
        {
          ...{ a: a.ir, b: ir, seeds: [seed, seed], trials, replications: 1, desynchronised: false },
          paired: isSameClock(a.ir, ir),
        },
        { before: runs++, of: changes.length + 1 },
      );
    const each: ChangeTold[] = [];
    for (const change of changes) {
      const alone = aloneIn(a, b, change, changes);
      if ('lacks' in alone) {
        each.push({ change, with: [], lacks: alone.lacks });
        continue;
      }
      const found = await against(alone.ir);
      if (!found) return undefined;
      each.push({ change, with: alone.with, result: found.result });
    }
    const together = await against(b.ir);
    return together && { each, together };
  });
}

function aloneIn(
  a: Scenario,
  b: Scenario,
  { path }: Change,
  changes: readonly Change[],
): { readonly ir: Ir; readonly with: readonly string[] } | { readonly lacks: string } {
  const applied = withChange(a.model, b.model, path, changes);
  if ('lacks' in applied) return applied;
  try {
    const { ir, diagnostics } = lower(applied.model);
    if (ir) return { ir, with: applied.with };
    return { lacks: diagnostics.map(({ message }) => message).join('; ') };
  } catch (error) {
    // Half of a change may be no scenario, which only a check of the whole would say.
    if (!(error instanceof Error) || !error.message.startsWith('InvariantError')) throw error;
    return { lacks: 'a part of it that belongs to another change' };
  }
}

function isSameClock({ clock: x }: Ir, { clock: y }: Ir): boolean {
  return x.steps === y.steps && x.unit === y.unit && x.perStep === y.perStep && x.dates?.[0] === y.dates?.[0];
}
