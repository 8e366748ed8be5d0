/** Units: products of names with whole exponents, some of which are time. They are compared, never converted. */
import { distance } from '../diagnostics/suggest.ts';
import { CALENDAR_UNITS, isCalendarUnit, type CalendarUnit } from './words.ts';

/** Name to exponent, without zeros. */
export type Unit = ReadonlyMap<string, number>;

export const NO_UNIT: Unit = new Map();

export const unitOf = (name: string): Unit => new Map([[name, 1]]);

export function times(a: Unit, b: Unit, exponent = 1): Unit {
  const product = new Map(a);
  for (const [name, power] of b) {
    const sum = (product.get(name) ?? 0) + power * exponent;
    if (sum === 0) product.delete(name);
    else product.set(name, sum);
  }
  return product;
}

export const sameUnit = (a: Unit, b: Unit): boolean =>
  a.size === b.size && [...a].every(([name, n]) => b.get(name) === n);

/** `point/month`, `1/year`, `1`. */
export function unitText(unit: Unit): string {
  const side = (sign: number): string =>
    [...unit]
      .filter(([, n]) => n * sign > 0)
      .map(([name, n]) => (n * sign === 1 ? name : `${name}^${n * sign}`))
      .join(sign > 0 ? '*' : '/');
  return side(-1) === '' ? side(1) || '1' : `${side(1) || '1'}/${side(-1)}`;
}

/** Reads `1`, `month`, `point/month`, `usd*person^2`; undefined with a reason when it is none. */
export function parseUnit(text: string): Unit | { readonly problem: string; readonly help?: string } {
  let unit = NO_UNIT;
  let sign = 1;
  const parts = text.split(/([*/])/);
  for (const [i, raw] of parts.entries()) {
    const part = raw.trim();
    if (i % 2 === 1) {
      sign = part === '/' ? -1 : 1;
      continue;
    }
    const match = /^(?:1|([A-Za-z][A-Za-z0-9_]*)(?:\^([1-9]))?)$/.exec(part);
    if (!match)
      return {
        problem: `\`${text}\` is no unit`,
        help: 'write products and quotients of names, such as `point/month`',
      };
    const name = match[1];
    if (name === undefined) continue;
    const time = CALENDAR_UNITS.find(
      (known) => name !== known && (name === `${known}s` || (name.length > 4 && distance(name, known) === 1)),
    );
    if (time) return { problem: `\`${name}\` is no unit of time`, help: `did you mean \`${time}\`?` };
    unit = times(unit, unitOf(name), sign * Number(match[2] ?? 1));
  }
  return unit;
}

/** The unit of time when the unit is exactly that to the given power. */
export function timeOf(unit: Unit, power: 1 | -1): CalendarUnit | undefined {
  const [only] = unit;
  if (unit.size !== 1 || only === undefined || only[1] !== power) return undefined;
  return isCalendarUnit(only[0]) ? only[0] : undefined;
}
