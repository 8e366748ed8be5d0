/**
 * The model that speed is measured on, as scenario text of any size: drivers of four states with one or two weighted
 * exits each (half of the states have two), most of whose weights need an exponential, and indicators of which three
 * in four do. It uses what every language has, so that the same model can be printed in others.
 */

export interface PrototypeSize {
  readonly drivers: number;
  /** At least 3. */
  readonly indicators: number;
  readonly parameters: number;
  readonly steps: number;
}

/** The size that the project's performance targets speak of. */
export const PROTOTYPE: PrototypeSize = { drivers: 10, indicators: 12, parameters: 8, steps: 60 };

/** Several times as large: an engine that gives up on large functions shows it here. */
export const STRESS: PrototypeSize = { drivers: 40, indicators: 60, parameters: 8, steps: 60 };

const STATES = 4;

/** The scenario, as JSON, which is YAML. */
export function prototypeText(id: string, size: PrototypeSize): string {
  const { drivers, indicators, parameters, steps } = size;
  return JSON.stringify({
    stave: 1,
    id,
    title: `A model of ${drivers} drivers and ${indicators} indicators`,
    clock: { step: '1 month', steps },
    parameters: table(parameters, (i) => [`p${i}`, { prior: 'uniform(0.5, 1.5)', ...MADE_UP }]),
    drivers: table(drivers, (d) => [
      `d${d}`,
      { initial: 's0', ...MADE_UP, states: table(STATES, (s) => [`s${s}`, { chance: exits(size, d, s) }]) },
    ]),
    indicators: table(indicators, (i) => [
      `x${i}`,
      { start: '0.5', next: nextOf(size, i), noise: 'normal(0, 0.05)', range: ['0', '1'], ...MADE_UP },
    ]),
    measures: { first: { value: 'x0', range: [0, 1] }, second: { value: 'x1', range: [0, 1] } },
    questions: {
      entered: { ask: 'Is d0.s1 ever active?', kind: 'binary', yes: 'd0.s1', by: 'end', internal: true },
      high: {
        ask: 'Does x2 end high?',
        kind: 'binary',
        yes: 'x2 > 0.6',
        at: 'end',
        internal: true,
        ...MADE_UP,
      },
    },
  });
}

const MADE_UP = { basis: 'assumption' };

const table = <T>(length: number, entry: (i: number) => [string, T]): Record<string, T> =>
  Object.fromEntries(Array.from({ length }, (_, i) => entry(i)));

function exits({ drivers, indicators, parameters }: PrototypeSize, d: number, s: number): object[] {
  const x = (i: number): string => `x${i % indicators}`;
  const p = (i: number): string => `p${i % parameters}`;
  const probabilities = [
    `0.15 * logistic(${p(d + s)} * (${x(d + s)} - 0.5) - 2)`,
    `0.13 * logistic(${x(d + 2 * s + 1)} + d${(d + 1) % drivers}.s1 - 2.5)`,
    `min(0.2, 0.02 * exp(${p(d)} * (${x(d + 3)} - 1)))`,
  ];
  return Array.from({ length: 1 + ((d + s) % 2) }, (_, i) => ({
    to: `s${(s + i + 1) % STATES}`,
    probability: probabilities[(d + s + i) % probabilities.length],
  }));
}

function nextOf({ drivers, indicators, parameters }: PrototypeSize, i: number): string {
  const own = `x${i}`;
  if (i % 4 === 3) return `0.9 * ${own} + 0.1 * x${(i + 1) % indicators}`;
  const push = `p${i % parameters} * (x${(i + 5) % indicators} - 0.5) + d${i % drivers}.s0`;
  return `0.85 * ${own} + 0.15 * logistic(${push})`;
}
