/** What a simple forecaster would say, for comparison: one probability, or one for each outcome. */
import { nameSpan, place, type Located } from '../located.ts';
import type { Baseline } from '../model.ts';
import type { Owner, Reader } from '../reader.ts';
import { parseIso } from '../calendar.ts';
import type { QuestionInput } from './questions.ts';

type BaselineInput = NonNullable<Extract<QuestionInput, { baseline?: unknown }>['baseline']>;

const SUM_TOLERANCE = 1e-6;

/** `ids` are the outcomes; undefined for a binary question and for one of time. */
export function readBaseline(
  input: BaselineInput,
  ids: readonly string[] | undefined,
  at: Located,
  around: Owner,
  reader: Reader,
): Baseline {
  const owner = reader.owner(around, 'baseline', input, at);
  if ('probability' in input) {
    const { span } = place(at, 'probability');
    const p = input.probability;
    reader.number(String(p), span, owner);
    if (!(p >= 0 && p <= 1)) reader.report.add('baseline-sum', 'a probability lies between 0 and 1', span);
    return { probabilities: { yes: p, no: 1 - p }, source: input.source };
  }
  const table = place(at, 'probabilities');
  let sum = 0;
  for (const [id, p] of Object.entries(input.probabilities)) {
    const entry = place(table, id);
    reader.number(String(p), entry.span, owner, id);
    sum += p;
    if (!(p >= 0 && p <= 1))
      reader.report.add('baseline-sum', 'a probability lies between 0 and 1', entry.span);
    // A question of time is answered by dates or times that are not listed anywhere else.
    const known = ids
      ? ids.includes(id)
      : id === 'never' || parseIso(id) !== undefined || Number.isFinite(Number(id));
    if (known) continue;
    reader.report.add('baseline-outcomes', `the question has no outcome \`${id}\``, nameSpan(entry), {
      help: ids ? reader.report.suggest(id, () => ids) : 'write dates and `never`',
    });
  }
  const absent = (ids ?? []).filter((id) => !Object.hasOwn(input.probabilities, id));
  if (absent.length > 0) {
    reader.report.add(
      'baseline-outcomes',
      `no probability for ${absent.map((id) => `\`${id}\``).join(', ')}`,
      nameSpan(table),
    );
  } else if (Math.abs(sum - 1) > SUM_TOLERANCE) {
    reader.report.add(
      'baseline-sum',
      `the probabilities sum to ${Number(sum.toPrecision(6))}, not to 1`,
      nameSpan(table),
    );
  }
  return { probabilities: { ...input.probabilities }, source: input.source };
}
