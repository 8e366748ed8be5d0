/** What numbers of luck mean, in words that do not say more than the numbers do. */
import { describe, expect, it } from 'vitest';
import { bestSaid, cameSaid, oddsSaid, placeSaid } from './luck-said.ts';
import { WORDS, wordsFor } from './words.ts';

const en = wordsFor('en');
const part = (value: number): string | undefined => cameSaid({ label: 'Holds', value }, en)[1];

describe('luck in words', () => {
  it('says how often it comes, and whether luck had much part in it', () => {
    expect(cameSaid({ label: 'Holds', value: 0.124 }, en)[0]).toBe(
      '“Holds” came. On other luck the same decisions bring it in 12% of the trials.',
    );
    expect([0.95, 0.8].map(part)).toEqual([en.luckLittle, en.luckLittle]);
    expect([0.79, 0.5].map(part)).toEqual([en.luckSome, en.luckSome]);
    expect([0.49, 0.2].map(part)).toEqual([en.luckMuch, en.luckMuch]);
    expect([0.19, 0].map(part)).toEqual([en.luckRare, en.luckRare]);
    expect(cameSaid(undefined, en)).toEqual([en.luckCameNot]);
  });

  it('calls what lies in the middle half ordinary, and a twentieth at either end unusual', () => {
    const places = [0.01, 0.05, 0.24, 0.25, 0.75, 0.76, 0.95, 0.96];
    expect(places.map((place) => placeSaid(place, en))).toEqual([
      ...[en.placeLowest, en.placeLow, en.placeLow, en.placeMiddle],
      ...[en.placeMiddle, en.placeHigh, en.placeHigh, en.placeHighest],
    ]);
    expect(placeSaid(null, en)).toBe(en.luckCameNot);
  });

  it('says against which odds a goal was reached or missed', () => {
    const odds = (reached: boolean, value: number): string => oddsSaid(reached, { value }, en);
    expect([odds(true, 0.9), odds(false, 0.1)]).toEqual([en.oddsAs, en.oddsAs]);
    expect([odds(true, 0.4), odds(false, 0.6)]).toEqual([en.oddsEven, en.oddsEven]);
    expect([odds(true, 0.3), odds(false, 0.7)]).toEqual([en.oddsWith, en.oddsAgainst]);
  });

  it('names a better decision only where luck does not explain it, in every language', () => {
    const worth = { id: 'g', value: 0.091, low: 0.085, high: 0.098 };
    const best = { turn: 2, was: 'Rest', orders: 'Press', goalText: 'Be rich', tried: 47 };
    expect(bestSaid({ ...best, worth, isBetter: true }, 0.68, en)).toBe(
      'Turn 2: “Press” instead of “Rest” would have raised the chance of “Be rich” from 68% to 77%: +9 points (95% interval +9 to +10). No other of 47 was found better.',
    );
    const little = { id: 'g', value: 0.0042, low: 0.0021, high: 0.0063 };
    expect(bestSaid({ ...best, worth: little, isBetter: true }, 0.283, en)).toContain(
      'from 28% to 29%: +0.4 points (95% interval +0.2 to +0.6)',
    );
    for (const words of Object.values(WORDS)) {
      const none = bestSaid({ ...best, worth: { ...worth, low: -0.01 }, isBetter: false }, 0.68, words);
      expect(none).toContain('47');
      expect(none).not.toContain('Press');
      const better = bestSaid({ ...best, worth, isBetter: true }, 0.68, words);
      for (const part of ['Press', 'Rest', 'Be rich', '68%', '77%', '+9', '+10', '47'])
        expect(better).toContain(part);
      expect(better).not.toMatch(/[{}]/);
    }
  });
});
