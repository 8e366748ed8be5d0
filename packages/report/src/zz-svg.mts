import { readFileSync, writeFileSync } from 'node:fs';
import { presentationOf, svgChart } from './index.ts';
const { model, document } = JSON.parse(readFileSync('/tmp/study/real.json', 'utf8'));
const [lang, out, measure, ...questions] = process.argv.slice(2);
writeFileSync(
  out!,
  svgChart(document, presentationOf(model), {
    lang: lang!,
    ...(measure && { measure }),
    ...(questions.length > 0 && { questions }),
  }),
);
