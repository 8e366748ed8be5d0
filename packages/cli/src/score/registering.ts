/** `stave forecast register`: what a batch answers, frozen with a hash and a time. */
import { open } from 'node:fs/promises';
import { writeRegistered } from '@stave/forecast';
import { InputError } from '../failure.ts';
import { counted } from '../numbers.ts';
import { prepareFile, unwritable } from '../outputs.ts';
import { isBatch, readBatch } from './batch-folder.ts';
import { hasErrors, problemsSaid } from './problems.ts';

export interface RegisterOptions {
  readonly out: string;
  readonly arm?: string;
  readonly lang: string;
  readonly json?: true;
}

export async function register(path: string, options: RegisterOptions): Promise<void> {
  const { out, arm, lang, json } = options;
  await prepareFile(out, 'registered forecasts need a file', '--out answers.json');
  await requireBatch(path);
  const { value: source, problems } = await readBatch(path, { lang, ...(arm !== undefined && { arm }) });
  process.stderr.write(problemsSaid(problems, 'registered'));
  if (!source || hasErrors(problems)) {
    process.exitCode = 1;
    return;
  }
  const registeredAt = new Date().toISOString();
  const { text, hash } = writeRegistered({
    registeredAt,
    origin: source.facts,
    questions: source.questions ?? [],
    tasks: source.tasks,
    forecasts: source.forecasts,
  });
  await writeNew(out, text);
  const said = { schema: 'stave-registered/1', out, hash, registeredAt, forecasts: source.forecasts.length };
  process.stdout.write(
    json
      ? `${JSON.stringify(said, null, 2)}\n`
      : `registered ${counted(source.forecasts.length, 'forecast')} at ${registeredAt}\nsha256 ${hash}\n`,
  );
  process.stderr.write(`wrote ${out}\n`);
}

export async function requireBatch(path: string): Promise<void> {
  if (!(await isBatch(path)))
    throw new InputError(
      `${path} is no folder of stave batch or stave run --out`,
      'name one that has results/manifest.json; an unfinished batch has none: go on with stave batch … --resume',
    );
}

/** What was registered is never written over. */
async function writeNew(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST')
      throw new InputError(
        `${path} is there already, and what was registered is never written over`,
        'name another file',
      );
    throw unwritable(path, error);
  }
}
