/** Rows of the evidence that nothing rests on and that do not say so: a gap between the sources and the model. */
import { nameSpan, place, type Located } from '../located.ts';
import type { Reader } from '../reader.ts';
import type { ScenarioShape } from '../shape.ts';

export function checkEvidence(
  { evidence = {}, works = {} }: ScenarioShape,
  root: Located,
  reader: Reader,
): void {
  const { cited } = reader.scope;
  const used = new Set<string>();
  for (const [id, row] of Object.entries(evidence)) {
    if ('work' in row) used.add(row.work);
    if (cited.has(id) || row.omitted !== undefined || row.background !== undefined) continue;
    reader.report.add('evidence-unused', `nothing cites \`${id}\``, nameSpan(place(root, 'evidence', id)), {
      help: 'cite it where a number or a state rests on it, or say in its row why it is `omitted` or how it is `background`',
    });
  }
  for (const id of Object.keys(works))
    if (!used.has(id))
      reader.report.add(
        'evidence-unused',
        `no row of the evidence is of the work \`${id}\``,
        nameSpan(place(root, 'works', id)),
        { help: 'give it a row, or remove it' },
      );
}
