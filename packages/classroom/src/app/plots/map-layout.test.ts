/** Cards of the map do not overlap, stand near what they act on, and always at the same place. */
import { describe, expect, test } from 'vitest';
import { layoutOf, type Card, type Link, type Sizes } from './map-layout.ts';

const SIZES: Sizes = {
  width: 1240,
  cardWidth: 190,
  cardHeight: 96,
  gap: 14,
  margin: 34,
  columnsASide: 2,
  head: 138,
};
const cards: readonly Card[] = Array.from('abcdefghijklm', (name) => ({ name }));
/** `a` and `b` are in the middle; c to h act on them, i to l on c to f, and m on nothing. */
const links: readonly Link[] = [
  ...Array.from('cdefgh', (name): Link => [name, 'a']),
  ['i', 'c'],
  ['j', 'd'],
  ['k', 'e'],
  ['l', 'f'],
  ['b', 'l'],
];
const layout = layoutOf(cards, links, ['a', 'b'], SIZES);
const columnOf = (name: string): number => layout.cards.find((card) => card.name === name)!.column;

describe('the layout of the map', () => {
  test('has every card once, inside, and none over another', () => {
    expect(layout.cards.map(({ name }) => name).toSorted()).toEqual(cards.map(({ name }) => name));
    for (const [i, one] of layout.cards.entries()) {
      expect(one.x).toBeGreaterThanOrEqual(SIZES.margin - 1e-9);
      expect(one.x + SIZES.cardWidth).toBeLessThanOrEqual(SIZES.width - SIZES.margin + 1e-9);
      expect(one.y).toBeGreaterThanOrEqual(0);
      expect(one.y + SIZES.cardHeight).toBeLessThanOrEqual(layout.height);
      for (const other of layout.cards.slice(i + 1))
        expect(
          Math.abs(one.x - other.x) >= SIZES.cardWidth || Math.abs(one.y - other.y) >= SIZES.cardHeight,
          `${one.name} and ${other.name}`,
        ).toBe(true);
    }
  });

  test('the middle as given, what acts on it beside it, what is linked to nothing outside', () => {
    expect([columnOf('a'), columnOf('b')]).toEqual([0, 0]);
    // Six stand beside the middle, of seven that have a link to it; l, the seventh, is the last in the file.
    for (const name of 'cdefg') expect(Math.abs(columnOf(name)), name).toBe(1);
    expect(Math.abs(columnOf('m'))).toBe(2);
  });

  test('cards of one group stand on one side', () => {
    const grouped = cards.map((card) => ('cg'.includes(card.name) ? { ...card, group: 'seat' } : card));
    const { cards: placed } = layoutOf(grouped, links, ['a', 'b'], SIZES);
    const side = (name: string): number => Math.sign(placed.find((card) => card.name === name)!.column);
    expect(side('c')).toBe(side('g'));
  });

  test('an arrow for each link between cards that are there, and the same drawing again', () => {
    expect(layout.arrows.map(({ from, to }) => [from, to])).toEqual(links);
    expect(layoutOf(cards, [...links, ['x', 'a']], ['a', 'b'], SIZES)).toEqual(layout);
  });
});
