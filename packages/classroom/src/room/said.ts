/** Text of scenarios and exercises in the language of whoever reads it. */
import { textIn as said, type Model, type Text } from '@stave/engine';
import { named } from '../grammar/punctuation.ts';

export { said };

/** The label of something, or its name where it has none. */
export const labelled = (label: Text | undefined, name: string, language: string): string =>
  label ? said(label, language) : name;

/** A state `driver.state` of the scenario: its driver and it by their labels. */
export function stateSaid({ drivers }: Pick<Model, 'drivers'>, path: string, language: string): string {
  const [name = path, ...rest] = path.split('.');
  const driver = drivers.find((one) => one.name === name);
  const state = rest.join('.');
  const label = driver?.states.find((one) => one.name === state)?.label;
  return named(language, labelled(driver?.label, name, language), labelled(label, state, language));
}
