/**
 * Functions of parameters, starts, indicators, kept values and measures as WebAssembly, each for all trials of the
 * block; the counterpart of kernel/values.ts.
 */
import { frameZero } from '../../ir/frame-zero.ts';
import type { IrExpr, IrIndicator } from '../../ir/ir.ts';
import { itemOf } from '../../ir/item.ts';
import { isSampled } from '../../ir/sampling.ts';
import { isByScore } from '../distributions.ts';
import { finitePart, isFinite } from '../interval.ts';
import { directlyWritten, noiseSum } from '../moves.ts';
import { writeVariable } from './actions.ts';
import { clamp, writeDistribution } from './distributions.ts';
import { I32, type Callable, type Code } from './encoder.ts';
import { f64x2, i32, v128 } from './instructions.ts';
import { NARROW, WIDE } from './layout.ts';
import { noiseOf } from './noise.ts';
import type { Value } from './pair-writer.ts';
import { READ, START, STEP, type Program } from './program.ts';
import type { Writer, WriterOptions } from './writer.ts';

export interface Values {
  readonly parameters: Callable;
  readonly starts: Callable;
  readonly keepFirst: Callable;
  readonly keep: Callable;
  readonly takeIn: Callable;
  readonly fillNoise: Callable;
  readonly indicators: Callable;
  readonly measures: Callable;
}

export function writeValues(program: Program): Values {
  const { ir, map } = program;
  const run = (functions: readonly Callable[]): Callable => program.sequence(functions.map((f) => f.call()));
  const parameters = ir.parameters.map((_, slot) => writeParameter(program, slot));
  const starts = ir.startOrder.map(({ kind, slot }) =>
    kind === 'variable' ? writeVariableStart(program, slot) : writeIndicatorStart(program, slot),
  );
  const keptAt = (name: string, options: WriterOptions, e: IrExpr, base: number, slot: number): Callable =>
    program.all(options, (w) => writeStored(w.at(`${name}[${slot}]`), e, base, slot));
  const first = [
    ...ir.lines.map((_, slot) => writeLineStart(program, slot)),
    ...ir.starts.map((e, slot) => keptAt('start', STEP, frameZero(e, ir), map.starts, slot)),
    ...ir.previous.map((e, slot) => keptAt('prev', STEP, frameZero(e, ir), map.previous, slot)),
  ];
  const next = ir.previous.map((e, slot) => keptAt('prev', READ, e, map.nextPrevious, slot));
  const measures = ir.measures.slice(0, ir.reported).map(({ name, value }, slot) =>
    program.all({ ...STEP, measured: slot }, (w) => {
      const measured = w.at(name).value(value);
      w.requireFinite([[value, measured]]);
      w.store(map.measures, slot, measured);
    }),
  );
  return {
    parameters: run(parameters),
    starts: run(starts),
    keepFirst: run(first),
    keep: run(next),
    takeIn: run(ir.lines.map((_, slot) => writeLineInput(program, slot))),
    fillNoise: writeNoise(program),
    indicators: writeIndicators(program),
    measures: run(measures),
  };
}

/** Writes a store that fails the trial when the value is not finite, and stores 0 for -0. */
export function writeStored(w: Writer, e: IrExpr, base: number, slot: number): void {
  const value = w.value(e);
  w.requireFinite([[e, value]]);
  w.store(base, slot, nonNegativeZero(w, value));
}

export const nonNegativeZero = (w: Writer, value: Value): Value =>
  w.fresh(f64x2.add(value.code, w.literal(0).code));

// ---------------------------------------------------------------- frame 0

function writeParameter(program: Program, slot: number): Callable {
  const { ir, map } = program;
  const { name, value, copula } = itemOf(ir.parameters, slot);
  const place = `parameters.${name}`;
  if ('fixed' in value)
    return program.all(START, (w) => writeStored(w.at(place), value.fixed, map.parameters, slot));
  const { prior } = value;
  return program.all(START, (w) => {
    const u = copula ? correlated(w, copula) : unitOf(w, slot, prior.site, 0);
    const drawn = writeDistribution(w, prior, { kind: 'unit', value: u });
    w.at(place).requireFiniteValues([drawn]);
    w.store(map.parameters, slot, nonNegativeZero(w, drawn));
  });
}

/** 1 - 2^-53. */
const GREATEST_BELOW_ONE = 0.9999999999999999;

/** The number of a parameter's draw, the i-th that the parameter at hand is made from. */
function unitOf(w: Writer, slot: number, site: number, i: number): Value {
  const { program } = w;
  const { narrow } = program.map;
  if (isSampled(program.ir, slot, 1)) return w.unit(narrow.sampledWords + NARROW * slot);
  const words = narrow.parameterWords + 4 * NARROW * i;
  w.before.push(
    program.draws.fill.call(
      i32.const(words),
      i32.const(itemOf(program.ir.sites, site).hash | 0),
      i32.const(narrow.parameterTrialLow),
      i32.const(narrow.parameterTrialHigh),
    ),
  );
  return w.unit(words);
}

/** A number in (0, 1) from those of several draws, see chance/copula.ts. */
function correlated(
  w: Writer,
  copula: readonly { readonly parameter: number; readonly weight: number }[],
): Value {
  const { elementary, families, ir } = w.program;
  let sum = w.zeros();
  copula.forEach(({ parameter, weight }, i) => {
    const { value } = itemOf(ir.parameters, parameter);
    if (!('prior' in value)) throw new Error('InvariantError: a correlated parameter without prior');
    const score = w.fresh(elementary.normalQuantile2.call(unitOf(w, parameter, value.prior.site, i).code));
    sum = w.add(sum, w.mul(w.literal(weight), score));
  });
  const u = w.each((x) => families.normalCdf.call(x), `normalCdf(${sum.key})`, sum);
  return clamp(w, u, w.literal(Number.MIN_VALUE), w.literal(GREATEST_BELOW_ONE));
}

function writeVariableStart(program: Program, slot: number): Callable {
  const variable = itemOf(program.ir.variables, slot);
  return program.all(START, (w) => {
    const value = w.at(`${variable.name}.start`).value(variable.start);
    writeVariable(w, slot, value, w.facts(variable.start).range);
  });
}

function writeIndicatorStart(program: Program, slot: number): Callable {
  const indicator = itemOf(program.ir.indicators, slot);
  return program.all(START, (w) => {
    const value = w.at(`${indicator.name}.start`).value(indicator.start);
    w.requireFinite([[indicator.start, value]]);
    writeClamped(w, indicator, value, program.map.indicators, slot);
  });
}

/** Writes the clamp to an indicator's range and the store. */
function writeClamped(
  w: Writer,
  { name, range }: IrIndicator,
  value: Value,
  base: number,
  slot: number,
): void {
  if (!range) return w.store(base, slot, nonNegativeZero(w, value));
  w.at(`${name}.range`);
  const [low, high] = [w.value(range[0]), w.value(range[1])];
  w.requireFinite([
    [range[0], low],
    [range[1], high],
  ]);
  const [lowest, highest] = [finitePart(w.facts(range[0]).range), finitePart(w.facts(range[1]).range)];
  if (lowest.high > highest.low) w.failWhere('out-of-range', w.fresh(f64x2.gt(low.code, high.code)));
  w.store(base, slot, nonNegativeZero(w, clamp(w, value, low, high)));
}

// ---------------------------------------------------------------- delay lines

function writeLineStart(program: Program, slot: number): Callable {
  const { ir } = program;
  const line = itemOf(ir.lines, slot);
  return program.all(STEP, (w) => {
    w.at(line.name);
    const start = frameZero(line.start, ir);
    const value = w.value(start);
    w.requireFinite([[start, value]]);
    const length = frameZero(line.length, ir);
    const steps = w.value(length);
    w.requireFinite([[length, steps]]);
    if (finitePart(w.facts(length).range).low < 0)
      w.failWhere('out-of-range', w.fresh(f64x2.lt(steps.code, w.zeros().code)));
    const stored = nonNegativeZero(w, value);
    perTrial(w, (l, lane) =>
      program.lines.start.call(
        l,
        i32.const(slot),
        f64x2.lane(stored.code, lane),
        f64x2.lane(steps.code, lane),
      ),
    );
  });
}

/** Writes something that is done for each trial. */
function perTrial(w: Writer, act: (l: Code, lane: 0 | 1) => Code): void {
  w.line([act(w.l.get, 0), act(i32.add(w.l.get, i32.const(8)), 1)]);
}

function writeLineInput(program: Program, slot: number): Callable {
  const { lines, ir } = program;
  const { name, input, positive } = itemOf(ir.lines, slot);
  return program.all(READ, (w) => {
    w.at(name);
    if (positive) {
      const least = w.value(positive);
      w.requireFinite([[positive, least]]);
      if (finitePart(w.facts(positive).range).low <= 0)
        w.failWhere('out-of-range', w.fresh(f64x2.le(least.code, w.zeros().code)));
    }
    const value = w.value(input);
    w.requireFinite([[input, value]]);
    const stored = nonNegativeZero(w, value);
    const size = lines.fixedSize(slot);
    if (size === undefined)
      return perTrial(w, (l, lane) => lines.take.call(l, i32.const(slot), f64x2.lane(stored.code, lane)));
    w.line(v128.store(i32.add(w.l.get, lines.offset(size, 0)), lines.ring(slot), stored.code));
  });
}

// ---------------------------------------------------------------- indicators

/** Numbers in (0, 1), or normal scores, of all noise for the four steps that hold this one. */
function writeNoise(program: Program): Callable {
  const { ir, map, draws, m, layout, elementary } = program;
  const { words, units, scores } = noiseOf(m, layout, map, elementary);
  return program.sequence(
    ir.indicators.map(({ noise }, slot): Code => {
      if (!noise) return [];
      const make = isByScore(program.bounds, noise) ? scores : units;
      return [
        draws.fill.call(
          i32.const(words),
          i32.const(itemOf(ir.sites, noise.site).hash | 0),
          i32.const(map.narrow.trialLow),
          i32.const(map.narrow.trialHigh),
        ),
        make.call(i32.const(itemOf(map.noise, slot))),
      ];
    }),
  );
}

function writeIndicators(program: Program): Callable {
  const { ir, map } = program;
  const written = directlyWritten(ir);
  const moves = ir.indicatorOrder.map((slot) => writeIndicator(program, slot, written));
  const copies = program.all({}, (w) => {
    for (const slot of ir.indicatorOrder)
      if (!written.has(slot)) w.store(map.indicators, slot, w.load(map.moved, slot));
  });
  return program.sequence(
    [...moves, ...(written.size < ir.indicators.length ? [copies] : [])].map((f) => f.call()),
  );
}

function writeIndicator(program: Program, slot: number, written: ReadonlySet<number>): Callable {
  const { map } = program;
  const indicator = itemOf(program.ir.indicators, slot);
  return program.all({ ...STEP, written }, (w) => {
    const place = `${indicator.name}.next`;
    let value = w.at(place).value(indicator.next);
    if (indicator.noise) {
      const offset = w.body.local(I32);
      const ofStep = i32.and(i32.load(i32.const(0), map.step), i32.const(3));
      w.before.push(offset.set(i32.mul(ofStep, i32.const(WIDE))));
      const drawn = w.fresh(v128.load(i32.add(w.l.get, offset.get), itemOf(map.noise, slot)));
      const kind = isByScore(program.bounds, indicator.noise) ? 'score' : 'unit';
      const noise = writeDistribution(w, indicator.noise, { kind, value: drawn });
      value = w.at(place).add(value, noise);
      const sum = noiseSum(program.bounds, indicator);
      if (!isFinite(sum)) w.requireFiniteValues([value]);
    } else {
      w.requireFinite([[indicator.next, value]]);
    }
    writeClamped(w, indicator, value, written.has(slot) ? map.indicators : map.moved, slot);
  });
}
