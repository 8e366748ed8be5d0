/** Pictures of a debrief, each with what it shows in words; the same document gives the same bytes. */
import { displayWidth } from '@stave/engine';
import { area, bar, colourOf, dashOf, dot, line, plot, svg, svgText, valueText, type Point } from '@stave/report'; // prettier-ignore
import type { DebriefDocument, FansTold, LuckTold, QuestionTold, ScoresTold } from './document.ts';
import { percent } from './telling-numbers.ts';
import { fill, type Words } from './words.ts';
import { bracketed, clauses, listed, named } from '../grammar/punctuation.ts';

/** Markup, and its words. */
export interface Picture {
  readonly svg: string;
  readonly alt: string;
}

const INK = '#1b1f24';
const GREY = '#5b636d';
const GRID = '#e4e7eb';
const ORANGE = '#d55e00';
const BLUE = '#0072b2';
const UNIT = { low: 0, high: 1 } as const;

/** Cut to so many columns of a terminal, where a Chinese character takes two. */
export function shortened(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text;
  let cut = '';
  for (const character of text) {
    if (displayWidth(cut + character) > columns - 1) break;
    cut += character;
  }
  return `${cut.trimEnd()}…`;
}

// ---------------------------------------------------------------- timeline

interface Mark {
  readonly shape: 'open' | 'covert' | 'argued' | 'veto';
  /** Filled: it was done, or worked. */
  readonly isDone: boolean;
  readonly label: string;
  readonly said: string;
}

const LABEL = 120;
const COLUMN = 150;
const LINE = 17;

/** A row a seat, a column a turn: circles are open moves, squares covert ones, diamonds argued ones; filled were made. */
export function timelinePlot(
  { seats, turns }: Pick<DebriefDocument, 'seats' | 'turns'>,
  words: Words,
): Picture {
  const marks = seats.map(({ seat }) => turns.map((turn) => marksOf(turn, seat, words)));
  const heights = marks.map((row) => 14 + LINE * Math.max(1, ...row.map((cell) => cell.length)));
  const width = LABEL + COLUMN * Math.max(1, turns.length);
  const height = 30 + heights.reduce((sum, one) => sum + one, 0);
  const drawn: string[] = turns.map(({ turn }, t) =>
    svgText(fill(words.turnN, { n: turn }), LABEL + COLUMN * t + 6, 20, {
      'font-size': '12',
      'font-weight': '600',
    }),
  );
  let y = 30;
  for (const [s, { label }] of seats.entries()) {
    drawn.push(horizontal(0, width, y, GRID));
    drawn.push(svgText(shortened(label, 17), 4, y + 18, { 'font-size': '12', 'font-weight': '600' }));
    for (const [t, cell] of (marks[s] ?? []).entries()) {
      for (const [i, mark] of cell.entries())
        drawn.push(...markDrawn(mark, LABEL + COLUMN * t + 12, y + 14 + LINE * i));
    }
    y += heights[s] ?? 0;
  }
  const told = seats.flatMap(({ label }, s) =>
    turns.flatMap(({ turn }, t) => {
      const cell = marks[s]?.[t] ?? [];
      return cell.length === 0
        ? []
        : [
            named(
              words.language,
              listed(words.language, [label, fill(words.turnN, { n: turn })]),
              clauses(
                words.language,
                cell.map((one) => one.said),
              ),
            ),
          ]; // prettier-ignore;
    }),
  );
  const alt = fill(words.timelineAlt, { text: told.join('. ') });
  return { svg: svg(width, height, alt, drawn), alt };
}

function marksOf(turn: DebriefDocument['turns'][number], seat: string, words: Words): readonly Mark[] {
  const own = turn.seats.find((one) => one.seat === seat);
  const fates = (own?.fates ?? []).map(({ kind, label, fate }): Mark => ({
    shape: kind,
    isDone: fate === 'made',
    label,
    said: bracketed(
      words.language,
      label,
      listed(words.language, [...(kind === 'covert' ? [words.covertSmall] : []), words[fate]]),
    ),
  }));
  const vetoes = (own?.vetoes ?? []).map(({ roleLabel }): Mark => ({
    shape: 'veto',
    isDone: true,
    label: named(words.language, words.vetoed, roleLabel),
    said: named(words.language, words.vetoed, roleLabel),
  }));
  const argued = turn.argued
    .filter((one) => one.seat === seat && one.succeeded !== undefined)
    .map(({ action, succeeded }): Mark => ({
      shape: 'argued',
      isDone: succeeded === true,
      label: action === '' ? words.argued : action,
      said: bracketed(
        words.language,
        action === '' ? words.argued : action,
        listed(words.language, [words.argued, succeeded ? words.succeeded : words.didNotSucceed]),
      ),
    }));
  return [...fates, ...vetoes, ...argued];
}

function markDrawn({ shape, isDone, label }: Mark, x: number, y: number): readonly string[] {
  const text = svgText(shortened(label, 20), x + 11, y + 4, {
    'font-size': '11',
    ...(!isDone && { fill: GREY }),
  });
  const colour = isDone ? BLUE : GREY;
  const inside = [dot(x, y, 2.6, isDone ? colour : '#ffffff')];
  switch (shape) {
    case 'open':
      return [dot(x, y, 4.5, colour), ...inside, text];
    case 'covert':
      return [bar(x - 4.5, y - 4.5, 9, 9, colour), ...inside, text];
    case 'argued':
      return [diamond(x, y, colour), ...inside, text];
    case 'veto':
      return [line([[x - 4, y - 4], [x + 4, y + 4]], ORANGE, 2), line([[x - 4, y + 4], [x + 4, y - 4]], ORANGE, 2), text]; // prettier-ignore
  }
}

const horizontal = (from: number, to: number, y: number, stroke: string): string =>
  line([[from, y], [to, y]], stroke, 1); // prettier-ignore

/** As thick strokes, which need no shape of their own. */
const diamond = (x: number, y: number, colour: string): string =>
  line([[x - 5, y], [x, y - 5], [x + 5, y], [x, y + 5], [x - 5, y], [x, y - 5]], colour, 3); // prettier-ignore

// ---------------------------------------------------------------- the fan with what came

export function fanPlot(
  { label, steps, dates, quantiles, happened }: FansTold['measures'][number],
  words: Words,
): Picture | undefined {
  const rows = quantiles.flatMap((row, i) => {
    const step = steps[i];
    return step === undefined || row.length < 5 || row.includes(null)
      ? []
      : [{ step, row: row as readonly number[] }];
  });
  const path = happened.flatMap((value, i): readonly Point[] =>
    value === null ? [] : [[steps[i] ?? 0, value]],
  );
  const values = [...rows.flatMap(({ row }) => row), ...path.map(([, value]) => value)];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const end = rows.at(-1);
  if (rows.length < 2 || !end || !Number.isFinite(low)) return undefined;
  const named = (value: number | undefined): string => valueText(value ?? null, low, high);
  const alt = fill(words.fanAlt, {
    measure: label,
    happened: named(path.at(-1)?.[1]),
    median: named(end.row[2]),
    low: named(end.row[0]),
    high: named(end.row[4]),
  });
  const [first, last] = [dates?.[0], dates?.at(-1)];
  const when = first !== undefined && last !== undefined ? `${first} – ${last}` : undefined;
  const picture = plot(
    {
      ...{ title: shortened(label, 48), alt, width: 380, height: 240 },
      x: {
        low: rows[0]?.step ?? 0,
        high: end.step,
        name: when === undefined ? words.step : bracketed(words.language, words.step, when),
        isWhole: true,
      },
      y: { low, high, name: '' },
    },
    (scales) => {
      const at = (q: number): readonly Point[] =>
        rows.map(({ step, row }) => [scales.x(step), scales.y(row[q] ?? 0)]);
      return [
        area(at(4), at(0), BLUE),
        area(at(3), at(1), BLUE),
        line(at(2), BLUE, 1.5, dashOf(1)),
        line(path.map(([step, value]): Point => [scales.x(step), scales.y(value)]), INK, 2.4), // prettier-ignore
      ];
    },
  );
  return { svg: picture, alt };
}

// ---------------------------------------------------------------- chances of outcomes

/** The question stands above it as a heading. */
export function chancesPlot({ outcomes }: LuckTold['question'], words: Words): Picture | undefined {
  if (outcomes.length === 0) return undefined;
  const told = outcomes.map(
    ({ label: name, value, low, high, happened }) =>
      listed(words.language, [named(words.language, name, bracketed(words.language, percent(value), `${percent(low)}–${percent(high)}`)), ...(happened ? [words.happened] : [])]), // prettier-ignore
  );
  const alt = fill(words.barsAlt, { text: clauses(words.language, told) });
  const [left, width] = [200, 640];
  const x = (p: number): number => left + (width - left - 70) * p;
  const marks = outcomes.flatMap(({ label: name, value, low, high, happened }, i) => {
    const y = 18 + 26 * i;
    return [
      svgText(`${happened ? '▸ ' : ''}${shortened(name, 28)}`, left - 8, y + 4, {
        'font-size': '12',
        'text-anchor': 'end',
        ...(happened && { 'font-weight': '600' }),
      }),
      bar(left, y - 8, x(value) - left, 16, happened ? INK : '#9dcbea'),
      line([[x(low), y], [x(high), y]], ORANGE, 2), // prettier-ignore
      svgText(percent(value), x(1) + 8, y + 4, { 'font-size': '12' }),
    ];
  });
  return { svg: svg(width, 12 + 26 * outcomes.length, alt, marks), alt };
}

// ---------------------------------------------------------------- calibration

export function calibrationPlot({ calibration }: ScoresTold, words: Words): Picture | undefined {
  if (calibration.length === 0) return undefined;
  const told = calibration.map(({ low, high, said, happened }) =>
    fill(words.calibrationPart, {
      low: percent(low),
      high: percent(high),
      n: said,
      happened: percent(happened),
    }),
  );
  const alt = fill(words.calibrationAlt, { text: clauses(words.language, told) });
  const picture = plot(
    {
      ...{ title: words.calibration, alt, width: 320, height: 320, isExact: true as const },
      x: { ...UNIT, name: words.said },
      y: { ...UNIT, name: words.came },
    },
    ({ x, y }) => [
      line([[x(0), y(0)], [x(1), y(1)]], GREY, 1, dashOf(1)), // prettier-ignore
      line(calibration.flatMap(({ low, high, happened }): readonly Point[] => [[x(low), y(happened)], [x(high), y(happened)]]), BLUE, 2.2), // prettier-ignore
      ...calibration.map(({ low, high, said, happened }) =>
        dot(x((low + high) / 2), y(happened), Math.min(9, 2 + Math.sqrt(said)), BLUE),
      ),
    ],
  );
  return { svg: picture, alt };
}

// ---------------------------------------------------------------- forecasts by turn

/** Means of people with their quartiles, and the model; of a question with two outcomes the first alone. */
export function forecastPlot(
  { label, outcomes, turns, model }: QuestionTold,
  words: Words,
): Picture | undefined {
  const [first] = turns;
  const last = turns.at(-1);
  if (!first || !last) return undefined;
  const shown = outcomes.length === 2 ? outcomes.slice(0, 1) : outcomes;
  const alt = shown
    .map((outcome) =>
      fill(words.forecastAlt, {
        question: label,
        outcome: outcome.label,
        text: turns
          .map(({ turn, outcomes: row }) => {
            const one = row.find(({ id }) => id === outcome.id);
            return `${turn}: ${percent(one?.mean ?? 0)}`;
          })
          .join(', '),
      }),
    )
    .join(' ');
  const names = shown.map((outcome) => shortened(outcome.label, 24));
  const height = 230 + 16 * (names.length + 1);
  const picture = plot(
    {
      ...{ title: shortened(label, 46), alt, width: 420, height },
      x: { low: first.turn, high: Math.max(first.turn + 1, last.turn), name: words.turn, isWhole: true },
      y: { ...UNIT, name: words.probability },
      isExact: true,
    },
    ({ x, y, left, top }) => [
      ...shown.flatMap((outcome, i) => {
        const rows = turns.flatMap(({ turn, outcomes: row }) => {
          const one = row.find(({ id }) => id === outcome.id);
          return one ? [{ turn, ...one }] : [];
        });
        const at = (pick: (row: (typeof rows)[number]) => number): readonly Point[] =>
          rows.map((row) => [x(row.turn), y(pick(row))]);
        const beside = model.flatMap(({ turn, outcomes: row }): readonly Point[] => {
          const one = row.find(({ id }) => id === outcome.id);
          return one && turn >= first.turn ? [[x(turn), y(one.value)]] : [];
        });
        return [
          area(
            at(({ upperQuartile }) => upperQuartile),
            at(({ lowerQuartile }) => lowerQuartile),
            colourOf(i),
          ),
          line(at(({ mean }) => mean), colourOf(i), 2.2), // prettier-ignore
          ...at(({ mean }) => mean).map(([px, py]) => dot(px, py, 3, colourOf(i))),
          line(beside, colourOf(i), 1.4, '2 3'),
        ];
      }),
      ...names.map((name, i) =>
        svgText(`● ${name}`, left + 6, top + 14 + 15 * i, { 'font-size': '11', fill: colourOf(i) }),
      ),
      ...(model.length > 0
        ? [
            svgText(`┄ ${words.model}`, left + 6, top + 14 + 15 * names.length, {
              'font-size': '11',
              fill: GREY,
            }),
          ]
        : []),
    ],
  );
  return { svg: picture, alt };
}

// ---------------------------------------------------------------- the barrel

/** A group of staves for the start and for each turn, of one scale; the shortest is dark. */
export function barrelPlot(
  { numbers, barrel, turns }: Pick<DebriefDocument, 'numbers' | 'barrel' | 'turns'>,
  words: Words,
): Picture | undefined {
  const staves = (barrel?.staves ?? []).flatMap((name) => numbers.find((one) => one.name === name) ?? []);
  if (!barrel || staves.length === 0) return undefined;
  const all = staves.flatMap(({ values, range }) => [...values.filter((v) => v !== null), ...(range ?? [])]);
  const [low, high] = [Math.min(0, ...all), Math.max(...all)];
  if (!(high > low)) return undefined;
  const groups = [0, ...turns.map((_, i) => i + 1)];
  const group = 22 * staves.length + 26;
  const [top, bottom] = [34, 190];
  const y = (value: number): number => bottom - ((bottom - top) * (value - low)) / (high - low);
  const told: string[] = [];
  const marks = groups.flatMap((g) => {
    const values = staves.map(({ values: row }) => row[g] ?? null);
    const known = values.filter((value) => value !== null);
    const least = Math.min(...known);
    const shortest = values.indexOf(least);
    const name = g === 0 ? words.start : fill(words.turnN, { n: turns[g - 1]?.turn ?? g });
    if (known.length > 0 && g > 0)
      told.push(
        fill(words.weakest, {
          n: turns[g - 1]?.turn ?? g,
          stave: staves[shortest]?.label ?? '',
          value: valueText(least, low, high),
        }),
      );
    const left = 16 + group * g;
    return [
      ...values.flatMap((value, s) =>
        value === null
          ? []
          : [
              bar(left + 22 * s, y(value), 18, bottom - y(value), s === shortest ? INK : '#9dcbea'),
              svgText(String(s + 1), left + 22 * s + 9, bottom + 14, {
                'font-size': '10',
                'text-anchor': 'middle',
                fill: GREY,
              }),
            ],
      ),
      svgText(name, left, bottom + 30, { 'font-size': '11' }),
    ];
  });
  const width = Math.max(320, 24 + group * groups.length);
  const key = staves.map(({ label }, s) =>
    svgText(`${s + 1} ${shortened(label, 60)}`, 16, bottom + 50 + 15 * s, { 'font-size': '11' }),
  );
  const head = svgText(shortened(barrel.label, 60), 8, 18, { 'font-size': '13', 'font-weight': '600' });
  const alt = fill(words.barrelAlt, { text: clauses(words.language, told) });
  const floor = horizontal(8, width - 8, bottom, GREY);
  return { svg: svg(width, bottom + 56 + 15 * staves.length, alt, [head, ...marks, floor, ...key]), alt };
}
