import { readFileSync } from 'node:fs';
import { presentationOf, terminalReport } from './index.ts';
const { model, document } = JSON.parse(readFileSync('/tmp/study/real.json', 'utf8'));
const [lang, width, color] = process.argv.slice(2);
process.stdout.write(
  terminalReport(document, presentationOf(model), {
    lang: lang!,
    width: Number(width),
    color: color === '1',
  }),
);
