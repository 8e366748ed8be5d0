/** `stave check FILE…`: all there is to say about scenarios, and studies with theirs. Warnings do not fail. */
import { isStudyText } from '@stave/engine';
import { readSource } from './files.ts';
import { problemsData, problemsText, totalsOf, totalsText, type FileProblems } from './problems.ts';
import { examineSource } from './scenario.ts';
import { examineStudy } from './study.ts';
import { wantsColour } from './terminal.ts';

export async function check(paths: readonly string[], options: { readonly json?: true }): Promise<void> {
  const files = [];
  for (const path of paths) files.push(...(await examine(path)));
  const totals = totalsOf(files);
  if (totals.errors > 0) process.exitCode = 1;
  if (options.json) {
    const document = { schema: 'stave-check/1', ...totals, results: files.map(problemsData) };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return;
  }
  const colour = wantsColour(process.stdout, process.env);
  const texts = files.map((file) => problemsText(file, colour)).filter((text) => text !== '');
  process.stdout.write([...texts, `${totalsText(totals)}\n`].join('\n'));
}

async function examine(path: string): Promise<readonly FileProblems[]> {
  const file = await readSource(path);
  if ('problem' in file) return [{ source: { name: path, text: '' }, diagnostics: [file.problem] }];
  if (isStudyText(file.source.text)) return (await examineStudy(file.source)).files;
  const { scenario: _, ...problems } = await examineSource(file.source);
  return [problems];
}
