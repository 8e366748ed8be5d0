/** Indicators and measures. */
import { nameSpan, place, type Located } from '../located.ts';
import type { Indicator, Measure } from '../model.ts';
import { MOMENT, NEXT, START } from '../reading.ts';
import { labelOf, NOBODY, type Reader } from '../reader.ts';
import type { ScenarioShape } from '../shape.ts';
import { unitText } from '../unit.ts';
import { constantOf } from '../expression/constant.ts';
import type { Declared } from './declared.ts';

type IndicatorInput = NonNullable<ScenarioShape['indicators']>[string];
type MeasureInput = NonNullable<ScenarioShape['measures']>[string];

export function readIndicator(
  name: string,
  input: IndicatorInput,
  at: Located,
  reader: Reader,
  declared: Declared,
): Indicator {
  const owner = reader.owner(NOBODY, `indicators.${name}`, input, at);
  const unit = declared.unit(name);
  const demand = unit && { is: 'unit' as const, unit, what: `\`${name}\`` };
  const noise =
    input.noise === undefined
      ? undefined
      : reader.distribution(place(at, 'noise'), MOMENT, owner, 'noise', unit);
  const range =
    input.range &&
    ([0, 1] as const).map((i) => reader.expr(place(at, 'range', i), MOMENT, owner, { demand, key: 'range' }));
  const [low, high] = range ?? [];
  if (low && high) checkRange(constantOf(low), constantOf(high), place(at, 'range'), reader);
  return {
    name,
    span: nameSpan(at),
    provenance: owner.provenance,
    ...labelOf(input.label),
    ...(unit && { unit: unitText(unit) }),
    ...(input.luck !== undefined && { luck: input.luck }),
    ...reader.startProvenance(place(at, 'start')),
    start: reader.expr(place(at, 'start'), START, owner, { demand, key: 'start' }),
    next: reader.expr(place(at, 'next'), NEXT, owner, { demand, key: 'next' }),
    ...(noise && { noise }),
    ...(low && high && { range: [low, high] as const }),
  };
}

export function readMeasure(name: string, input: MeasureInput, at: Located, reader: Reader): Measure {
  const full = typeof input === 'object' ? input : undefined;
  const owner = reader.owner(NOBODY, `measures.${name}`, full ?? {}, at);
  if (full?.range) {
    checkRange(...full.range, place(at, 'range'), reader);
    checkWidth(...full.range, place(at, 'range'), reader);
  }
  return {
    name,
    span: nameSpan(at),
    provenance: owner.provenance,
    ...labelOf(full?.label),
    value: reader.expr(full ? place(at, 'value') : at, MOMENT, owner, {
      want: 'any',
      ...(full && { key: 'value' }),
    }),
    ...(full?.range && { range: full.range }),
    reported: full?.report ?? true,
  };
}

/** Limits of doubles: the width, and the inverse of a thousandth of it, are finite well inside these. */
const WIDTH_MAX = 1e308;
const WIDTH_MIN = 1e-300;

/** What a measure is reported in are equal parts of its range. */
function checkWidth(low: number, high: number, at: Located, reader: Reader): void {
  const width = high - low;
  if (width <= 0 || (width >= WIDTH_MIN && width <= WIDTH_MAX)) return;
  const how = width > WIDTH_MAX ? `more than ${WIDTH_MAX} wide` : `less than ${WIDTH_MIN} wide`;
  reader.report.add('range-width', `the range is ${how}, and cannot be parted into bins`, at.span, {
    help: 'say where its values lie, or leave the range out',
  });
}

/** `[low, high]` must be in order, as far as both are known. */
export function checkRange(
  low: number | undefined,
  high: number | undefined,
  at: Located,
  reader: Reader,
): void {
  if (low === undefined || high === undefined || low <= high) return;
  reader.report.add('range-order', `the range ends at ${high}, below its start ${low}`, at.span);
}
