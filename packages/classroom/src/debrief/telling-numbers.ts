/** Numbers as a debrief writes them. */
import { valueText } from '@stave/report';

/** A probability in whole percents; what is not quite 0 or 1 is not written as if it were. */
export function percent(p: number): string {
  if (p > 0 && p < 0.005) return '<1%';
  if (p < 1 && p >= 0.995) return '>99%';
  return `${Math.round(p * 100)}%`;
}

/** A difference of probabilities, in percentage points; less than one in tenths, since it is not nothing. */
export const points = (difference: number): string => {
  const digits = Math.abs(difference) < 0.01 ? 10 : 1;
  const rounded = Math.round(difference * 100 * digits) / digits;
  return `${rounded > 0 ? '+' : rounded < 0 ? '−' : '±'}${Math.abs(rounded)}`;
};

/** Of scores. */
export const decimals = (value: number, digits = 3): string =>
  Number.isFinite(value)
    ? value
        .toFixed(digits)
        .replace(/^-(?=0\.?0*$)/, '')
        .replace('-', '−')
    : '–';

/** Costs and capital: as short as they are. */
export const amount = (value: number | undefined): string =>
  value === undefined ? '' : String(Number(value.toPrecision(6))).replace('-', '−');

/** A count, in groups of three digits. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

/** How numbers are written beside each other: whole ones as they are, others with as many digits as tell them apart. */
export function placed(values: readonly (number | null)[]): (value: number | null | undefined) => string {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  return known.every(Number.isInteger)
    ? (value) => (value === null || value === undefined ? '–' : amount(value))
    : (value) => valueText(value ?? null, low, high);
}
