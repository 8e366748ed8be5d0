/** `stave check FILE…`: all there is to say about the files. Warnings do not fail. */
import { problemsData, problemsText, totalsOf, totalsText } from './problems.ts';
import { examine } from './scenario.ts';
import { wantsColour } from './terminal.ts';

export async function check(paths: readonly string[], options: { readonly json?: true }): Promise<void> {
  const files = [];
  for (const path of paths) files.push(await examine(path));
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
