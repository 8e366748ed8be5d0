/**
 * Where the cards of the map stand and how its arrows run: the limit of the whole in the middle, around it in columns
 * what acts on it directly, and outside what acts through others. Layers by distance, order within a layer by the mean
 * place of what a card is linked to (the barycentre heuristic of Sugiyama, Tagawa and Toda, 1981). The same input gives
 * the same drawing, so that a card does not jump about while its state changes.
 */

export interface Card {
  readonly name: string;
  /** Cards of one group are kept together. */
  readonly group?: string;
}

export type Link = readonly [from: string, to: string];

export interface Sizes {
  /** Of the whole drawing, in pixels. */
  readonly width: number;
  readonly cardWidth: number;
  readonly cardHeight: number;
  /** Between cards of a column. */
  readonly gap: number;
  /** At both ends, for arrows within the outermost columns. */
  readonly margin: number;
  readonly columnsASide: 1 | 2;
  /** Of the middle column above its cards, for the barrel. */
  readonly head: number;
}

export interface Placed {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  /** 0 in the middle; to the left below 0. */
  readonly column: number;
}

export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** Of an SVG path. */
  readonly path: string;
}

export interface Layout {
  readonly height: number;
  readonly cards: readonly Placed[];
  readonly arrows: readonly Arrow[];
  /** Where what stands above the middle column begins. */
  readonly head: { readonly x: number; readonly y: number };
}

const SWEEPS = 6;
/** How much of a link it is to be of one group. */
const KINSHIP = 2;

/** @param middle names of cards, from the top down; all others are placed around them */
export function layoutOf(
  cards: readonly Card[],
  links: readonly Link[],
  middle: readonly string[],
  sizes: Sizes,
): Layout {
  const columns = columnsOf(cards, links, middle, sizes.columnsASide);
  const headless = middle.length === 0 ? 0 : sizes.head;
  const heightOf = (names: readonly string[]): number =>
    names.length * (sizes.cardHeight + sizes.gap) - sizes.gap;
  const height = Math.max(
    ...[...columns].map(([column, names]) => heightOf(names) + (column === 0 ? headless : 0)),
    0,
  );
  const centre = (sizes.width - sizes.cardWidth) / 2;
  const pitch = (centre - sizes.margin) / sizes.columnsASide;
  const placed = [...columns].flatMap(([column, names]) => {
    const head = column === 0 ? headless : 0;
    const top = (height - heightOf(names) - head) / 2 + head;
    return names.map((name, i) => ({
      name,
      column,
      x: centre + column * pitch,
      y: top + i * (sizes.cardHeight + sizes.gap),
    }));
  });
  const middleTop = (height - heightOf(columns.get(0) ?? []) - headless) / 2;
  return {
    height,
    cards: placed,
    arrows: arrowsOf(placed, links, sizes, headless === 0 ? undefined : middleTop),
    head: { x: centre, y: middleTop },
  };
}

// ---------------------------------------------------------------- who stands in which column, from the top down

function columnsOf(
  cards: readonly Card[],
  links: readonly Link[],
  middle: readonly string[],
  columnsASide: 1 | 2,
): ReadonlyMap<number, readonly string[]> {
  const near = neighbours(cards, links);
  const far = distances(middle, near);
  const around = cards
    .filter(({ name }) => !middle.includes(name))
    .toSorted((a, b) => (far.get(a.name) ?? cards.length) - (far.get(b.name) ?? cards.length))
    .map(({ name }) => name);
  const inner = columnsASide === 1 ? around.length : Math.ceil(around.length / 2);
  const columns = new Map<number, readonly string[]>([[0, middle]]);
  const left = new Set<string>();
  const right = new Set<string>();
  for (const [ring, names] of [around.slice(0, inner), around.slice(inner)].entries()) {
    const most = Math.ceil(names.length / 2);
    const sides: [string[], string[]] = [[], []];
    for (const name of names) {
      const pull = weightTo(near, name, right) - weightTo(near, name, left);
      const wanted = pull > 0 || (pull === 0 && sides[1].length < sides[0].length) ? 1 : 0;
      const side = sides[wanted].length < most ? wanted : 1 - wanted === 1 ? 1 : 0;
      sides[side].push(name);
      (side === 1 ? right : left).add(name);
    }
    if (names.length === 0) continue;
    columns.set(-1 - ring, sides[0]);
    columns.set(1 + ring, sides[1]);
  }
  return ordered(columns, near);
}

type Near = ReadonlyMap<string, ReadonlyMap<string, number>>;

function neighbours(cards: readonly Card[], links: readonly Link[]): Near {
  const near = new Map(cards.map(({ name }) => [name, new Map<string, number>()]));
  const join = (a: string, b: string, weight: number): void => {
    if (!near.has(b)) return;
    const known = near.get(a);
    known?.set(b, (known.get(b) ?? 0) + weight);
  };
  for (const [from, to] of links) {
    join(from, to, 1);
    join(to, from, 1);
  }
  for (const a of cards)
    for (const b of cards)
      if (a !== b && a.group !== undefined && a.group === b.group) join(a.name, b.name, KINSHIP);
  return near;
}

const weightTo = (near: Near, name: string, others: ReadonlySet<string>): number =>
  [...(near.get(name) ?? [])].reduce((sum, [other, weight]) => sum + (others.has(other) ? weight : 0), 0);

/** In links, from the nearest card of the middle. */
function distances(middle: readonly string[], near: Near): ReadonlyMap<string, number> {
  const far = new Map(middle.map((name) => [name, 0]));
  const queue = [...middle];
  for (let name = queue.shift(); name !== undefined; name = queue.shift())
    for (const other of near.get(name)?.keys() ?? []) {
      if (far.has(other)) continue;
      far.set(other, (far.get(name) ?? 0) + 1);
      queue.push(other);
    }
  return far;
}

/** Sweeps outwards; the middle stays as it is given. */
function ordered(
  columns: ReadonlyMap<number, readonly string[]>,
  near: Near,
): ReadonlyMap<number, readonly string[]> {
  const now = new Map(columns);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const column of [-1, 1, -2, 2]) {
      const names = now.get(column);
      if (names === undefined) continue;
      // From 0 to 1 in each column, so that long columns and short ones compare.
      const place = new Map(
        [...now.values()].flatMap((all) => all.map((name, i) => [name, (i + 0.5) / all.length] as const)),
      );
      const mean = (name: string): number => {
        const linked = [...(near.get(name) ?? [])];
        const weight = linked.reduce((sum, [, w]) => sum + w, 0);
        if (weight === 0) return place.get(name) ?? 0;
        return linked.reduce((sum, [other, w]) => sum + w * (place.get(other) ?? 0.5), 0) / weight;
      };
      const means = new Map(names.map((name) => [name, mean(name)]));
      now.set(
        column,
        names.toSorted((a, b) => (means.get(a) ?? 0) - (means.get(b) ?? 0)),
      );
    }
  }
  return now;
}

// ---------------------------------------------------------------- arrows

interface End {
  readonly card: Placed;
  readonly side: 'left' | 'right';
}

/** @param head where the barrel begins, which nothing is to cross */
function arrowsOf(
  placed: readonly Placed[],
  links: readonly Link[],
  sizes: Sizes,
  head: number | undefined,
): readonly Arrow[] {
  const cards = new Map(placed.map((card) => [card.name, card]));
  const runs = links.flatMap(([from, to]) => {
    const [a, b] = [cards.get(from), cards.get(to)];
    return a === undefined || b === undefined || a === b ? [] : [{ from, to, ends: endsOf(a, b) }];
  });
  // Ends on one edge of a card stand apart, in the order of where they come from.
  const edges = new Map<string, { readonly run: number; readonly other: number }[]>();
  const edge = ({ card, side }: End): string => `${card.name} ${side}`;
  for (const [run, { ends }] of runs.entries())
    for (const [i, end] of ends.entries()) {
      const list = edges.get(edge(end)) ?? [];
      list.push({ run, other: (ends[1 - i] ?? end).card.y });
      edges.set(edge(end), list);
    }
  const portOf = (end: End, run: number): { x: number; y: number } => {
    const list = (edges.get(edge(end)) ?? []).toSorted((a, b) => a.other - b.other || a.run - b.run);
    const place = list.findIndex((one) => one.run === run);
    return {
      x: end.card.x + (end.side === 'left' ? 0 : sizes.cardWidth),
      y: end.card.y + (sizes.cardHeight * (place + 1)) / (list.length + 1),
    };
  };
  const lanes = new Lanes(placed, sizes, head);
  return runs.map(({ from, to, ends: [start, stop] }, run) => {
    const [a, b] = [portOf(start, run), portOf(stop, run)];
    const between = lanes.through(start.card.column, stop.card.column, a, b);
    return { from, to, path: route(a, b, start.side, stop.side, between) };
  });
}

interface Lane {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** How far apart arrows are that share a lane, of which there are three. */
const LANE_STEP = 3.5;

/** The free spaces between, above and below the cards of a column, in which arrows pass it by. */
class Lanes {
  private readonly columns = new Map<number, { readonly x: number; readonly ys: readonly number[] }>();
  private readonly used = new Map<string, number>();
  private readonly sizes: Sizes;

  constructor(placed: readonly Placed[], sizes: Sizes, head: number | undefined) {
    this.sizes = sizes;
    for (const { column, x } of placed) {
      if (this.columns.has(column)) continue;
      const tops = placed.filter((card) => card.column === column).map(({ y }) => y);
      const half = sizes.gap / 2;
      const above = column === 0 && head !== undefined ? [head - half] : [];
      this.columns.set(column, {
        x,
        ys: [...above, ...tops.map((y) => y - half), (tops.at(-1) ?? 0) + sizes.cardHeight + half],
      });
    }
  }

  /** From one column to another, a lane in each that lies between, the nearest to the straight line. */
  through(from: number, to: number, a: Point, b: Point): readonly Lane[] {
    const step = Math.sign(to - from);
    const lanes: Lane[] = [];
    for (let column = from + step; step !== 0 && column !== to; column += step) {
      const known = this.columns.get(column);
      if (known === undefined) continue;
      const share = (known.x + this.sizes.cardWidth / 2 - a.x) / (b.x - a.x);
      const wanted = a.y + share * (b.y - a.y);
      const nearest = known.ys.reduce((best, y) =>
        Math.abs(y - wanted) < Math.abs(best - wanted) ? y : best,
      );
      const key = `${column} ${nearest}`;
      const count = this.used.get(key) ?? 0;
      this.used.set(key, count + 1);
      const y = nearest + ([0, -1, 1][count % 3] ?? 0) * LANE_STEP;
      lanes.push({ left: known.x, right: known.x + this.sizes.cardWidth, y });
    }
    return lanes;
  }
}

/** On the edges that face each other; within a column on the edge that looks away from the middle. */
function endsOf(a: Placed, b: Placed): readonly [End, End] {
  if (a.column === b.column) {
    const side = a.column <= 0 ? 'left' : 'right';
    return [
      { card: a, side },
      { card: b, side },
    ];
  }
  const isRightwards = a.column < b.column;
  return [
    { card: a, side: isRightwards ? 'right' : 'left' },
    { card: b, side: isRightwards ? 'left' : 'right' },
  ];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The head of an arrow stands between the line and the card. */
const HEAD = 7;

function route(
  a: Point,
  b: Point,
  leaves: End['side'],
  arrives: End['side'],
  between: readonly Lane[],
): string {
  const tip = { x: b.x + (arrives === 'left' ? -HEAD : HEAD), y: b.y };
  if (leaves === arrives) {
    const reach = Math.min(26, 12 + Math.abs(b.y - a.y) / 14) * (leaves === 'left' ? -1 : 1);
    return `M${at(a)} C${at({ x: a.x + reach, y: a.y })} ${at({ x: b.x + reach, y: b.y })} ${at(tip)}`;
  }
  let [path, here] = [`M${at(a)}`, a];
  const isRightwards = leaves === 'right';
  const bend = (to: Point): void => {
    const x = (here.x + to.x) / 2;
    path += ` C${at({ x, y: here.y })} ${at({ x, y: to.y })} ${at(to)}`;
    here = to;
  };
  for (const { left, right, y } of between) {
    bend({ x: isRightwards ? left : right, y });
    here = { x: isRightwards ? right : left, y };
    path += ` L${at(here)}`;
  }
  bend(tip);
  return path;
}

const at = ({ x, y }: Point): string => `${round(x)},${round(y)}`;

const round = (value: number): number => Math.round(value * 10) / 10;
