/**
 * Prices of a market over time, which are probabilities when nobody is paid to hold them:
 *
 *   market, question, time[, category][, price][, bid][, ask][, volume][, note]
 *
 * `price` is the last trade. Where bid and ask are both there the probability is their middle, else the price. A
 * binary question has the price of `yes`, with or without `category`; of several categories the last prices of all are
 * taken together and divided by their sum, and how far that was from 1 is kept. Bid, ask and `note` (fees) stay.
 */
import type { Forecast } from '../records/forecast.ts';
import { FINITE, MOMENT, PROBABILITY, TEXT } from './cells.ts';
import { full, maybe, shortened, tableFormat, type Located, type RowOf } from './columns.ts';
import { Problems, type Read } from './problem.ts';
import type { QuestionSpec } from './question.ts';
import type { Sheet } from './sheet.ts';
import { didYouMean } from './suggest.ts';

const PRICE = { ...PROBABILITY, what: 'a price from 0 to 1 (cents are divided by 100)' };

export const MARKET = tableFormat({
  market: full('market', TEXT),
  question: full('question', TEXT),
  time: full('time', MOMENT),
  category: maybe('category', TEXT),
  price: maybe('price', PRICE),
  bid: maybe('bid', PRICE),
  ask: maybe('ask', PRICE),
  volume: maybe('volume', FINITE),
  note: maybe('note', TEXT),
});

export type MarketRow = RowOf<typeof MARKET.columns>;

export interface MarketForecast extends Forecast {
  /** Sum of the prices of all categories; 1 where there is no margin. */
  readonly priceSum?: number;
  /** Ask minus bid, of `yes` where binary. */
  readonly spread?: number;
}

export function readMarket(
  sheet: Sheet,
  questions: ReadonlyMap<string, QuestionSpec>,
): Read<readonly MarketForecast[]> {
  const { value: rows, problems: found } = MARKET.read(sheet);
  const problems = new Problems(sheet.source);
  problems.take(found);
  const seen = new Map<string, number>();
  const series = new Map<string, (Located<MarketRow> & { p: number; category: string })[]>();
  for (const entry of rows ?? []) {
    const { row, market, question: id, time, category } = entry;
    const question = questions.get(id);
    if (!question) {
      problems.error(`there is no question \`${shortened(id)}\``, didYouMean(id, questions.keys()), {
        row,
        column: 'question',
      });
      continue;
    }
    const same = JSON.stringify([market, id, category, time]);
    const first = seen.get(same);
    if (first !== undefined)
      problems.error(`row ${first} has a price of the same moment`, 'remove one of them', {
        row,
        column: 'time',
      });
    seen.set(same, row);
    const p = probabilityOf(entry, problems);
    const option = optionOf(entry, question, problems);
    if (p === undefined || option === undefined) continue;
    const key = JSON.stringify([market, id]);
    series.set(key, [...(series.get(key) ?? []), { ...entry, p, category: option }]);
  }
  if (problems.hasErrors) return { problems: problems.list() };
  const forecasts = [...series.values()].flatMap((prices) => {
    const question = questions.get(prices[0]?.question ?? '');
    return question ? historyOf(prices, question) : [];
  });
  return problems.result(() => forecasts);
}

function probabilityOf({ row, price, bid, ask }: Located<MarketRow>, problems: Problems): number | undefined {
  if (bid !== undefined && ask !== undefined) {
    if (bid > ask)
      problems.error(`the bid ${bid} is above the ask ${ask}`, 'check which is which', {
        row,
        column: 'bid',
      });
    return (bid + ask) / 2;
  }
  if (price === undefined)
    problems.error('the row has no price', 'write price, or bid and ask', { row, column: 'price' });
  return price;
}

function optionOf(
  { row, category }: Located<MarketRow>,
  { id, kind, options }: QuestionSpec,
  problems: Problems,
): string | undefined {
  if (kind === 'binary' && category === undefined) return 'yes';
  if (category !== undefined && options.includes(category)) return category;
  problems.error(
    category === undefined
      ? `${id} has several categories`
      : `\`${shortened(category)}\` is no answer of ${id}`,
    options.length === 0
      ? 'a market gives prices of categories; this question is answered by a number'
      : category === undefined
        ? `say which of ${options.join(', ')} the price is of`
        : didYouMean(category, options),
    { row, column: 'category' },
  );
  return undefined;
}

/** The state of the market after each moment at which all categories have had a price. */
function historyOf(
  prices: readonly (Located<MarketRow> & { p: number; category: string })[],
  { id: task, kind, options }: QuestionSpec,
): readonly MarketForecast[] {
  const ordered = [...prices].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.row - b.row));
  const last = new Map<string, number>();
  return ordered.flatMap(
    ({ market: forecaster, time: issuedAt, category, p, bid, ask }, i): MarketForecast[] => {
      last.set(category, p);
      if (ordered[i + 1]?.time === issuedAt) return [];
      const head = { forecaster, task, issuedAt };
      const spread = bid !== undefined && ask !== undefined ? { spread: ask - bid } : {};
      if (kind === 'binary') {
        const [yes, no] = [last.get('yes'), last.get('no')];
        const sum = yes !== undefined && no !== undefined ? yes + no : 1;
        if (sum === 0) return [];
        const probability = yes === undefined ? 1 - (no ?? 0) : yes / sum;
        return [
          {
            ...head,
            statement: { kind: 'binary', probability },
            ...(sum !== 1 && { priceSum: sum }),
            ...spread,
          },
        ];
      }
      const sum = options.reduce((total, option) => total + (last.get(option) ?? 0), 0);
      if (last.size < options.length || sum === 0) return [];
      const probabilities = options.map((option) => (last.get(option) ?? 0) / sum);
      return [
        {
          ...head,
          statement: { kind: kind === 'ordinal' ? 'ordinal' : 'nominal', categories: options, probabilities },
          priceSum: sum,
        },
      ];
    },
  );
}
