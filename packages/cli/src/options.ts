/** Options that several verbs have, and how the values of options are read; what cannot be read is told by commander. */
import { InvalidArgumentError, Option } from 'commander';
import { EXECUTORS } from './executor-names.ts';
import { precision, wholeNumber } from './numbers.ts';
import { addTerm } from './wording.ts';

export const executorOption = (): Option =>
  new Option(
    '--executor <NAME>',
    'what runs the trials: fast code of one kind or the other, or the slow one that defines the meaning; ' +
      'the results are the same (default: the fastest here)',
  ).choices(EXECUTORS);

export const threadsOption = (): Option =>
  new Option(
    '--threads <T>',
    'how many threads; the results are the same (default: as many as pay)',
  ).argParser(wholeNumber(1, 256));

export const trialsTableOption = (unsaid: string): Option =>
  new Option(
    '--trials-table <WHICH>',
    `trials.parquet: all trials with what they drew and answered, or none (default: ${unsaid})`,
  ).choices(['all', 'none']);

export const trajectoriesOption = (): Option =>
  new Option(
    '--trajectories <N|all>',
    'trajectories.parquet: measures and states of each recorded frame, of the first N trials of each arm',
  ).argParser(numberOrAll);

export const precisionOption = (): Option =>
  new Option(
    '--precision <P>',
    'stop when no 95% interval of a question is wider than P to either side',
  ).argParser(precision);

export const langOption = (): Option =>
  new Option('--lang <TAG>', 'language of the text, where the scenario has it')
    .argParser(languageTag)
    .default('en');

export const termOption = (): Option =>
  new Option(
    '--term <NAME=FORM>',
    'the form of a term that parties choose differently, as the scenario lists them; may be repeated',
  ).argParser(addTerm);

export const seedOption = (): Option =>
  new Option('--seed <S>', 'seed of all chance: any text or number')
    .argParser(seedText)
    .makeOptionMandatory();

export function seedText(text: string): string {
  if (text === '') throw new InvalidArgumentError('it must not be empty');
  // `--seed --json` is a forgotten seed, not a seed of that name.
  if (text.startsWith('--'))
    throw new InvalidArgumentError('a seed may not begin with `--`; was it forgotten?');
  return text;
}

const numberOrAll = (text: string): number => (text === 'all' ? Infinity : wholeNumber(1)(text));

export function pathText(text: string): string {
  if (text === '') throw new InvalidArgumentError('it must not be empty');
  return text;
}

export const collected = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  pathText(text),
];

export function shifts(text: string, before: readonly number[] = []): readonly number[] {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && Number.isFinite(value)))
    throw new InvalidArgumentError('it must be a number of at least 0, such as 1');
  return [...before, value];
}

export function leastText(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0 && value <= 0.1))
    throw new InvalidArgumentError('it must be a number above 0 and at most 0.1, such as 0.01');
  return value;
}

/** `0,` is from 0 on. */
export function limitsText(text: string): { readonly low?: number; readonly high?: number } {
  const parts = text.split(',').map((part) => part.trim());
  const [low, high] = parts.map((part) => (part === '' ? undefined : Number(part)));
  const isWrong = [low, high].some((end) => end !== undefined && !Number.isFinite(end));
  if (parts.length !== 2 || isWrong || (low !== undefined && high !== undefined && low >= high))
    throw new InvalidArgumentError(
      'it must be two numbers that rise, of which one may be left out, such as 0,1 or 0,',
    );
  return { ...(low !== undefined && { low }), ...(high !== undefined && { high }) };
}

export function dateText(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text))
    throw new InvalidArgumentError('it must be a date such as 2024-11-05');
  return text;
}

export function nameList(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('it must be names separated by commas');
  return names;
}

function languageTag(text: string): string {
  if (!/^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(text))
    throw new InvalidArgumentError('it must be a tag such as en or zh');
  return text;
}
