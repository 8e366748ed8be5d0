/** `--term NAME=FORM`: which form of a contested term the texts have. */
import { didYouMean, wordingFaults, type Model, type Wording } from '@stave/engine';
import { InvalidArgumentError } from 'commander';
import { UsageError } from './failure.ts';

/** One more `NAME=FORM`, after those that came before it on the line. */
export function addTerm(text: string, before: Wording = new Map()): Wording {
  const [, term, form] = /^([A-Za-z]\w*)=([A-Za-z]\w*)$/.exec(text) ?? [];
  if (term === undefined || form === undefined)
    throw new InvalidArgumentError('it must be NAME=FORM, such as water=contaminated');
  return new Map(before).set(term, form);
}

/** @throws UsageError on the first term or form that the scenario does not have. */
export function checkWording(model: Model, wording: Wording): void {
  const [fault] = wordingFaults(model, wording);
  if (!fault) return;
  const { term, form, known } = fault;
  throw new UsageError(
    form === undefined
      ? `this scenario has no term \`${term}\``
      : `the term \`${term}\` of this scenario has no form \`${form}\``,
    didYouMean(form ?? term, known) ?? 'it has none',
    '',
  );
}
