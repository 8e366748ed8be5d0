/** Numbers in expressions of which nobody says how firm they are: one warning an element. */
import type { Reader } from '../reader.ts';

const SHOWN_MAX = 5;

export function checkBasis(reader: Reader): void {
  const open = new Map<string, Reader['numbers'][number][]>();
  for (const number of reader.numbers) {
    // A baseline says its `source`; it is no number of the model.
    if (number.basis !== undefined || number.element.endsWith('.baseline')) continue;
    open.set(number.element, [...(open.get(number.element) ?? []), number]);
  }
  for (const [element, numbers] of open) {
    const [first] = numbers;
    if (!first) continue;
    const shown = numbers.slice(0, SHOWN_MAX).map((number) => number.text);
    const more = numbers.length > SHOWN_MAX ? ', …' : '';
    const what = numbers.length === 1 ? 'a number' : `${numbers.length} numbers`;
    reader.report.add(
      'number-without-basis',
      `\`${element}\` has ${what} without a basis (${shown.join(', ')}${more})`,
      first.span,
      {
        help: 'add `basis: data`, `literature`, `judgement` or `assumption` to it or to the element around it',
      },
    );
  }
}
