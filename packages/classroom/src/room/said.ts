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

/** What a reading says of a driver, its innermost states such as `trade + arms`, by their labels. */
export const statesSaid = (driver: Model['drivers'][number], reading: string, language: string): string =>
  reading
    .split(' + ')
    .map((name) => labelled(driver.states.find((one) => one.name === name)?.label, name, language))
    .join(' + ');

/** A day of the scenario's clock; where that is a first, the month. */
export function dateSaid(iso: string, language: string): string {
  const [year = 0, month = 1, day = 1] = iso.split('-').map(Number);
  return new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    year: 'numeric',
    month: 'short',
    ...(day !== 1 && { day: 'numeric' }),
  }).format(Date.UTC(year, month - 1, day));
}
