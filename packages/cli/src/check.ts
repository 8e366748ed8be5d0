/** `stave check FILE…`: all there is to say about scenarios with their fragments, studies and exercises. Warnings do not fail. */
import { checkFragment, isExerciseText, isFragmentText, isStudyText, type Source } from '@stave/engine';
import { importsBeside, readSource } from './files.ts';
import { filesText, problemsData, totalsOf, totalsText, type FileProblems } from './problems.ts';
import { examineSource } from './scenario.ts';
import { examineStudy } from './study.ts';
import { wantsColour } from './terminal.ts';

export async function check(paths: readonly string[], options: { readonly json?: true }): Promise<void> {
  const checked: Checked[] = [];
  for (const path of paths) checked.push(await examine(path));
  const files = checked.flatMap((one) => one.files);
  const told = checked.flatMap((one) => one.told ?? []);
  const totals = totalsOf(files);
  if (totals.errors > 0) process.exitCode = 1;
  if (options.json) {
    const document = { schema: 'stave-check/1', ...totals, results: files.map(problemsData) };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  const texts = [filesText(files, wantsColour(process.stdout, process.env)), ...told].filter(
    (text) => text !== '',
  );
  process.stdout.write([...texts, `${totalsText(totals)}\n`].join('\n'));
}

interface Checked {
  readonly files: readonly FileProblems[];
  /** What was not looked at. */
  readonly told?: string;
}

async function examine(path: string): Promise<Checked> {
  const file = await readSource(path);
  if ('problem' in file)
    return { files: [{ source: { name: path, text: '' }, diagnostics: [file.problem] }] };
  const { source } = file;
  if (isStudyText(source.text)) return await examineStudy(source);
  if (isExerciseText(source.text)) return await examineExercise(source);
  if (!isFragmentText(source.text)) return await examineSource(source);
  const { diagnostics, sources } = await checkFragment(source, importsBeside(path));
  const told = `${path} is a fragment: its shape was checked; its names, units and dates are checked with a scenario that imports it\n`;
  return { files: sources.apart(diagnostics), told };
}

/** The reader of exercises is loaded where there is one. */
async function examineExercise(source: Source): Promise<Checked> {
  const { openedExercise } = await import('@stave/classroom');
  return await openedExercise(source, readSource);
}
