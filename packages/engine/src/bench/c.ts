/**
 * The model as a C program that makes the same draws. `plain` is what a C programmer writes: a switch on the state,
 * the library's exp and log. `same` does what the engine's kernels do: own elementary functions, so that its bytes
 * are theirs, and no look at weights where the draw is above all that they can sum to.
 */
import type { Ir, IrExpr } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import { Bounds } from '../kernel/bounds.ts';
import { C_DRAWS, C_ELEMENTARY, C_MAIN, C_NORMAL_PUBLISHED, cNormalTable } from './c-parts.ts';
import { numeral, printExpr, type Notation } from './expressions.ts';
import { plainModel, type PlainModel, type PlainState } from './plain-model.ts';

const TWO_32 = 4294967296;

export type CStyle = 'plain' | 'same';

/** The program, or nothing where the Ir says more than is printed. */
export function printC(ir: Ir, style: CStyle): string | undefined {
  const model = plainModel(ir);
  if (!model) return undefined;
  const { sites, drivers, indicators, parameters, measures, questions, steps } = model;
  const lines = [
    '#include <math.h>\n#include <stdint.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <time.h>',
    ...constants({ SITES: sites.length, DRIVERS: drivers.length, INDICATORS: indicators.length }),
    ...constants({ PARAMETERS: parameters.length, STEPS: steps, QUESTIONS: questions.length }),
    ...constants({ MEASURES: measures.length, CELLS: measures.length * (steps + 1) }),
    `static const uint32_t SITE[SITES] = {${sites.map((hash) => `${hash}u`).join(', ')}};`,
    C_DRAWS,
    ...(style === 'same' ? [C_ELEMENTARY] : []),
    style === 'same' ? cNormalTable() : C_NORMAL_PUBLISHED,
    HELPERS,
    trialText(model, style, new Bounds(ir)),
    C_MAIN,
  ];
  return lines.join('\n');
}

const constants = (values: Readonly<Record<string, number>>): string[] =>
  Object.entries(values).map(([name, value]) => `#define ${name} ${value}`);

const HELPERS = `
static inline double least(double a, double b) { return b < a ? b : a; }
static inline double greatest(double a, double b) { return a < b ? b : a; }
static inline double clamp(double x, double low, double high) { return x < low ? low : x > high ? high : x; }

/* Whether the draw is below a probability; a second word decides where the first leaves it open. */
static inline int below(uint32_t word, double probability, int site, uint64_t trial, uint32_t step) {
  const double scaled = probability * 0x1p32;
  if (!(word < scaled)) return 0;
  if (word + 1.0 <= scaled) return 1;
  uint32_t second[4];
  threefry(SITE[site], trial, step / 4, 0x80000000, second);
  return second[step % 4] < (scaled - word) * 0x1p32;
}
`;

function trialText(model: PlainModel, style: CStyle, bounds: Bounds): string {
  const { parameters, drivers, indicators, measures, questions } = model;
  const notation = notationOf(model, style);
  const expr = (e: IrExpr): string => printExpr(e, notation);
  const each = <T>(list: readonly T[], line: (item: T, i: number) => string): string =>
    list.map(line).join('\n');

  const driver = ({ states }: PlainModel['drivers'][number], d: number): string =>
    `    switch (s[${d}]) {\n${each(states, (state, i) => `      case ${i}: {\n${exits(state, d)}\n        break;\n      }`)}\n    }`;
  const exits = (state: PlainState, d: number): string => {
    const found = `word(${state.site}, trial, step)`;
    const isPicked =
      style === 'plain' ? 'draw * 0x1p-32 < sum' : `below(draw, sum, ${state.site}, trial, step)`;
    return [
      `        const uint32_t draw = ${found};`,
      ...(style === 'same' ? [thinned(state, bounds)] : []),
      '        double sum = 0;',
      ...state.exits.map(
        ({ to, weight }) =>
          `        sum += ${expr(weight)};\n        if (${isPicked}) { to[${d}] = ${to}; break; }`,
      ),
    ].join('\n');
  };

  return `
static void trial(uint64_t trial, int32_t *answers, double *measures) {
  double p[PARAMETERS], x[INDICATORS], next[INDICATORS];
  int s[DRIVERS], to[DRIVERS];
  memset(drawn, 0, sizeof drawn);
${each(parameters, ({ site, low, high }, i) => `  p[${i}] = least(${numeral(low)} + unit(word(${site}, trial, 0)) * ${numeral(high - low)}, ${numeral(high)});`)}
${each(drivers, ({ initial }, d) => `  s[${d}] = ${initial};`)}
${each(indicators, ({ start }, i) => `  x[${i}] = ${numeral(start)};`)}
${each(questions, (_, q) => `  answers[${q}] = 1;`)}
  for (uint32_t k = 0;; k++) {
${each(measures, (value, m) => `    measures[${m} * (STEPS + 1) + k] = ${expr(value)};`)}
${each(questions, ({ test, first, last }, q) => `    if (k >= ${first} && k <= ${last} && ${expr(test)}) answers[${q}] = 0;`)}
    if (k == STEPS) return;
    const uint32_t step = k + 1;
    memcpy(to, s, sizeof s);
${each(drivers, driver)}
    memcpy(s, to, sizeof s);
${each(indicators, ({ next, site, mean, sd, low, high }, i) => `    next[${i}] = clamp(${expr(next)} + (${numeral(mean)} + ${numeral(sd)} * normal(unit(word(${site}, trial, step)))), ${numeral(low)}, ${numeral(high)}) + 0.0;`)}
    memcpy(x, next, sizeof x);
  }
}`;
}

const notationOf = ({ places }: PlainModel, style: CStyle): Notation => ({
  parameter: (slot) => `p[${slot}]`,
  indicator: (slot) => `x[${slot}]`,
  state: (slot) => {
    const { driver, state } = itemOf(places, slot);
    return `(s[${driver}] == ${state})`;
  },
  exp: style === 'same' ? 'own_exp' : 'exp',
  min: 'least',
  max: 'greatest',
});

/** Leaves a state alone where the draw is above all that its weights can sum to. */
function thinned({ exits }: PlainState, bounds: Bounds): string {
  const most = exits.reduce((sum, { weight }) => sum + (bounds.of(weight).range?.high ?? Infinity), 0);
  return most < 1 ? `        if (draw > ${Math.floor(most * TWO_32)}u) break;` : '';
}
