/** The study of the back-test, written from the scenario: what rests on later knowledge, with twice its spread. */
import { printModel, type Model } from '@stave/engine';
import { lateParameters } from './backtest.ts';

const number = (value: number): string => String(Number(value.toPrecision(6)));

/**
 * A prior with its middle kept and its spread doubled: standard deviation of a normal, ratio to the median of a
 * lognormal squared, a uniform twice as wide (from 0 up where it was, and to 1 where it stayed below), half as many cases
 * behind a beta, the long side of a triangular half as long again, categories as likely as each other.
 */
export function widened(prior: string): string {
  const [, name = '', given = '', within = ''] = /^(\w+)\((.*?)\)( within .*)?$/.exec(prior) ?? [];
  const values = given.split(', ').map((part) => Number(part.replace(/^\w+ = /, '')));
  const [a = Number.NaN, b = Number.NaN, c = Number.NaN] = values;
  switch (name) {
    case 'normal':
      return `normal(mean = ${a}, sd = ${number(2 * b)})${within}`;
    case 'lognormal': {
      const level = /p9\d/.exec(given)?.[0] ?? '';
      return `lognormal(median = ${a}, ${level} = ${number(a * (b / a) ** 2)})${within}`;
    }
    case 'uniform': {
      const half = (b - a) / 2;
      // A share or a rate that was above 0 stays above it.
      const low = a < 0 ? a - half : a - half > 0 ? a - half : a / 4;
      return `uniform(${number(low)}, ${number(b > 1 ? b + half : Math.min(1, b + half))})${within}`;
    }
    case 'beta':
      return `beta(alpha = ${number(a / 2)}, beta = ${number(b / 2)})${within}`;
    case 'triangular':
      return `triangular(${a}, ${b}, ${number(1.5 * c)})${within}`;
    case 'categorical': {
      const count = /^\[(.*?)\]/.exec(given)?.[1]?.split(', ').length ?? 0;
      return `categorical([${Array.from({ length: count }, (_, i) => i + 1).join(', ')}], [${Array(count).fill(1).join(', ')}])`;
    }
    default:
      throw new Error(`nothing says how to widen ${prior}`);
  }
}

/** The priors of a model as a scenario writes them. */
function priorsOf(model: Model): Map<string, string> {
  const lines = printModel(model).matchAll(
    /^ {2}(\w+) ~ (\w+\(.*?\)(?: within \[.*?\])?)(?: \[[^\]]*\])? {2}#/gm,
  );
  return new Map(Array.from(lines, ([, name = '', prior = '']) => [name, prior]));
}

const HEAD = `# Written by \`npx tsx tests/flagship/print.ts study\`.
stave-study: 1
id: trilateral-2017-backtest
title: { en: 'Back-test from January 2017, and the same with all values of hindsight widened', zh: '2017年1月起的回溯检验，以及放宽全部后见之明数值的对照' }
scenario: ../scenario.yaml
trials: 20000
seed: 7
arms:
  base: {}
  # Every drawn number that rests on later knowledge, with its middle kept and its spread doubled (normal: standard
  # deviation; lognormal: the ratio to the median squared; uniform: twice as wide; beta: half as many cases).
  widened:
    label: Hindsight widened
    parameters:
`;

export function backtestStudy(model: Model): string {
  const priors = priorsOf(model);
  const arms = lateParameters(model)
    .filter(({ drawn }) => drawn)
    .map(({ name }) => {
      const prior = priors.get(name);
      if (prior === undefined) throw new Error(`no prior of ${name} in the printed model`);
      return `      ${name}: { prior: '${widened(prior)}', basis: assumption, why: Widened. }\n`;
    });
  return HEAD + arms.join('');
}
