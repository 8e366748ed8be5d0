/**
 * The model as a NumPy program: every operation on a vector of trials, states one after the other on the trials that
 * are in them, NumPy's own generator and normals. Its draws are not the engine's, so what it says agrees with the
 * engine only as two samples do.
 */
import type { Ir, IrExpr } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import { numeral, printExpr, type Notation } from './expressions.ts';
import { plainModel, type PlainModel } from './plain-model.ts';

/** The program, or nothing where the Ir says more than is printed. */
export function printNumpy(ir: Ir): string | undefined {
  const model = plainModel(ir);
  return model && [HEAD, runText(model), MAIN].join('\n');
}

const HEAD = `import json, sys, time
import numpy as np
from numpy.random import Generator, SFC64
`;

function runText(model: PlainModel): string {
  const { parameters, drivers, indicators, measures, questions, steps } = model;
  const each = <T>(list: readonly T[], line: (item: T, i: number) => string): string[] => list.map(line);
  const whole = (e: IrExpr): string => printExpr(e, notationOf(model, ''));
  const chosen = (e: IrExpr): string => printExpr(e, notationOf(model, '[i]'));
  const moves = ({ states }: PlainModel['drivers'][number], d: number): string[] => [
    `to${d} = s${d}.copy()`,
    ...states.flatMap(({ exits }, state) => [
      `i = np.flatnonzero(s${d} == ${state})`,
      `v = u[${d}][i]`,
      `sums = ${exits.map(({ weight }) => chosen(weight)).join(', ')},`,
      // From the last to the first: what stands first has the last word.
      ...exits.map((_, e) => `total${e} = ${e === 0 ? '' : `total${e - 1} + `}sums[${e}]`),
      ...exits.map(({ to }, e) => `to${d}[i[v < total${e}]] = ${to}`).reverse(),
    ]),
  ];
  return [
    'def run(n, rng):',
    ...indented(1, [
      `measures = np.empty((${measures.length}, ${steps + 1}, n))`,
      `answers = np.ones((${questions.length}, n), np.int32)`,
      ...each(parameters, ({ low, high }, i) => `p${i} = rng.uniform(${numeral(low)}, ${numeral(high)}, n)`),
      ...each(drivers, ({ initial }, d) => `s${d} = np.full(n, ${initial}, np.int8)`),
      ...each(indicators, ({ start }, i) => `x${i} = np.full(n, ${numeral(start)})`),
      `for k in range(${steps + 1}):`,
      ...indented(1, [
        ...each(measures, (value, m) => `measures[${m}, k] = ${whole(value)}`),
        ...each(
          questions,
          ({ test, first, last }, q) => `if ${first} <= k <= ${last}: answers[${q}][${whole(test)}] = 0`,
        ),
        `if k == ${steps}: return answers, measures`,
        `u = rng.random((${drivers.length}, n))`,
        ...drivers.flatMap(moves),
        ...each(drivers, (_, d) => `s${d} = to${d}`),
        `z = rng.standard_normal((${indicators.length}, n))`,
        ...each(
          indicators,
          ({ next, mean, sd, low, high }, i) =>
            `y${i} = np.clip(${whole(next)} + (${numeral(mean)} + ${numeral(sd)} * z[${i}]), ${numeral(low)}, ${numeral(high)})`,
        ),
        ...each(indicators, (_, i) => `x${i} = y${i}`),
      ]),
    ]),
  ].join('\n');
}

const indented = (depth: number, lines: readonly string[]): string[] =>
  lines.map((line) => '    '.repeat(depth) + line);

const notationOf = ({ places }: PlainModel, index: string): Notation => ({
  parameter: (slot) => `p${slot}${index}`,
  indicator: (slot) => `x${slot}${index}`,
  state: (slot) => {
    const { driver, state } = itemOf(places, slot);
    return `(s${driver}${index} == ${state})`;
  },
  exp: 'np.exp',
  min: 'np.minimum',
  max: 'np.maximum',
});

/**
 * `sample COUNT` prints how often each answer was yes, and mean and variance of each measure at the end; `time COUNT`
 * runs some first and then says how long COUNT trials took, by the clock and by the processor, in seconds.
 */
const MAIN = `
CHUNK = 8192

def chunks(count):
    return [min(CHUNK, count - first) for first in range(0, count, CHUNK)]

what, count = sys.argv[1], int(sys.argv[2])
rng = Generator(SFC64(7))
if what == 'sample':
    answers, measures = run(count, rng)
    last = measures[:, -1]
    print(json.dumps({
        'yes': [int(np.sum(a == 0)) for a in answers],
        'means': [float(np.mean(m)) for m in last],
        'variances': [float(np.var(m, ddof=1)) for m in last],
    }))
else:
    run(chunks(count)[0], rng)
    wall, processor = time.perf_counter(), time.process_time()
    for size in chunks(count):
        run(size, rng)
    print(time.perf_counter() - wall, time.process_time() - processor)
`;
