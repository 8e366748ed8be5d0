/** The page and the text of a debrief: whole, safe, in every language, and the same for the same log. */
import { beforeAll, describe, expect, it } from 'vitest';
import { luckAgainstDecision, type Luck } from '../fan/luck.ts';
import { modelForecasts } from '../fan/model.ts';
import { runHere } from '../fan/runner.ts';
import type { DebriefDocument } from './document.ts';
import { playedRoom, told, type Played } from './fixture.testing.ts';
import { debriefHtml } from './html.ts';
import { barrelPlot, timelinePlot } from './plots.ts';
import { debriefTable, TABLES } from './tables.ts';
import { debriefText } from './text.ts';
import { fill, WORDS, wordsFor } from './words.ts';

const LANGUAGES = ['en', 'zh', 'ja', 'ko'] as const;

let played: Played;
let full: DebriefDocument;
let luck: Luck | undefined;
let inLanguage: (language: string) => DebriefDocument;

beforeAll(async () => {
  played = await playedRoom();
  const { world, state } = played.room;
  const runner = runHere();
  const model = await modelForecasts(runner, world, state, { trials: 64 });
  luck = await luckAgainstDecision(runner, world, { state, trials: 64, screening: 16 });
  inLanguage = (language) =>
    told(played, {
      language,
      isChecked: false,
      withMessages: true,
      ...(model && { model }),
      ...(luck && { luck }),
    });
  full = inLanguage('en');
});

const VOID = new Set(['meta', '!doctype']);

interface Element {
  readonly name: string;
  readonly attributes: string;
  readonly inside: readonly string[];
}

/** Every element, with the names of those it stands in; thrown where tags are not balanced. */
function elementsOf(html: string): readonly Element[] {
  const open: string[] = [];
  const found: Element[] = [];
  for (const [, end, name = '', attributes = '', self] of html.matchAll(
    /<(\/?)([a-z!][a-z0-9]*)((?:\s[^<>"]*(?:"[^"]*"[^<>"]*)*)?)(\/?)>/gi,
  )) {
    const tag = name.toLowerCase();
    if (end === '/') {
      if (open.pop() !== tag) throw new Error(`</${tag}> closes something else`);
      continue;
    }
    found.push({ name: tag, attributes, inside: [...open] });
    if (self !== '/' && !attributes.endsWith('/') && !VOID.has(tag)) open.push(tag);
  }
  if (open.length > 0) throw new Error(`<${open.join('><')}> is never closed`);
  return found;
}

describe('what is said first', () => {
  it('is what came, how much of it was luck, who got what they wanted, and who forecast well', () => {
    const html = debriefHtml(full);
    expect(html.indexOf('id="short"')).toBeLessThan(html.indexOf('id="outcome"'));
    const short = html.slice(html.indexOf('<section id="short"'), html.indexOf('<section id="outcome"'));
    const [main] = full.answers;
    const says = full.luck?.question.says.join(' ');
    expect(short).toContain(`<li>${main?.label} ${says}</li>`);
    const { luck: _, ...plain } = full;
    expect(debriefHtml(plain)).toContain(`<li>${main?.label} ${main?.said}.</li>`);
    const reached = full.goals.filter((goal) => goal.reached === true);
    expect(short).toContain(`Secret goals reached: ${reached.length} of ${full.goals.length} (`);
    // Both answered the one question that has an outcome; the lower score is the better.
    const people = full.forecasts.scores.forecasters.filter(({ kind }) => kind === 'person');
    expect(people.map(({ questions }) => questions)).toEqual([1]);
    expect(short).not.toContain('Best forecasts');
    expect(short).toContain('Learning goals shown: 3 of 3.');
    const [one] = people;
    const scores = {
      ...full.forecasts.scores,
      forecasters: [
        { ...one!, timeAveraged: 0.1, questions: 1 },
        { ...one!, forecaster: 'p2', name: 'p2', timeAveraged: 0.3, questions: 2 },
        { ...one!, forecaster: 'p3', name: 'p3', timeAveraged: 0.2, questions: 2 },
      ],
    };
    expect(debriefHtml({ ...full, forecasts: { ...full.forecasts, scores } })).toMatch(
      /Best forecasts, on 2 questions: p3[^.]*Brier score of 0\.200/,
    );
  });
});

describe('a turn', () => {
  it('tells news that come again once, and readers only where not everybody reads', () => {
    const [first] = full.turns;
    const news = ['a', 'b', 'a', 'a'].map((text) => ({ kind: 'news' as const, date: '2023-02-01', text }));
    const html = debriefHtml({ ...full, turns: [{ ...first!, news }] });
    expect(html).toContain('<td>a (3 times)</td>');
    expect(html).toContain('<td>b</td>');
    expect(html).not.toContain('<td>Everybody</td>');
    const some = debriefHtml({
      ...full,
      turns: [{ ...first!, news: [{ ...news[0]!, to: ['north'] }, news[1]!] }],
    });
    expect(some).toContain('<td>a</td><td>north</td>');
    expect(some).toContain('<td>b</td><td>Everybody</td>');
  });

  it('keeps what somebody brought about apart from chance, of which the unlikely comes first', () => {
    const [first] = full.turns;
    const transition = (label: string, cause: object) => ({
      ...{ step: 1, driver: 'mood', label, from: 'calm', to: 'tense' },
      cause: { kind: 'itself' as const, said: 'by chance', ...cause },
    });
    const transitions = [
      transition('likely', { probability: 0.9 }),
      transition('moved', { kind: 'move', said: 'north: press' }),
      transition('rare', { probability: 0.02 }),
    ];
    const html = debriefHtml({ ...full, turns: [{ ...first!, transitions }] });
    const [moved, chance, rare, likely] = [
      html.indexOf('moved: calm'),
      html.indexOf('What chance did'),
      html.indexOf('rare: calm'),
      html.indexOf('likely: calm'),
    ];
    expect([moved, chance, rare, likely]).toEqual([moved, chance, rare, likely].toSorted((a, b) => a - b));
    expect(moved).toBeGreaterThan(0);
  });

  it('does not show a caption twice', () => {
    expect(debriefHtml(full)).toContain('<caption class="unseen">Who did what</caption>');
    expect(debriefHtml(full)).toContain('<caption>Secret goals</caption>');
  });
});

describe('the best single change', () => {
  /** With what it would be worth to each seat. */
  const worth = (low: number, value: number, high: number): string => {
    if (!luck) throw new Error('no luck');
    const seats = luck.seats.map(({ best, ...seat }) => ({
      ...seat,
      ...(best && { best: { ...best, worth: { low, value, high } } }),
    }));
    return debriefHtml(told(played, { isChecked: false, luck: { ...luck, seats } }));
  };
  const none = 'others is better by more than luck explains';

  it('is named where it is better on fresh trials', () => {
    expect(luck?.seats.some(({ best }) => best)).toBe(true);
    expect(worth(0.02, 0.05, 0.08)).not.toContain(none);
  });

  it('is none where luck explains the difference as well, or there is none', () => {
    expect(worth(-0.01, 0.02, 0.05)).toContain(none);
    expect(worth(0, 0, 0)).toContain(none);
    expect(worth(-0.08, -0.05, -0.02)).toContain(none);
  });
});

describe('a page', () => {
  it.each(LANGUAGES)('in %s is whole, runs nothing and fetches nothing', (language) => {
    const html = debriefHtml(inLanguage(language));
    const elements = elementsOf(html);
    const names = new Set(elements.map(({ name }) => name));
    for (const name of ['script', 'iframe', 'object', 'img', 'link', 'form'])
      expect(names).not.toContain(name);
    expect(elements.every(({ attributes }) => !/\son\w+=|\s(src|srcset|style)=/.test(attributes))).toBe(true);
    const links = elements.flatMap(({ attributes }) => /\shref="([^"]*)"/.exec(attributes)?.[1] ?? []);
    const ids = elements.flatMap(({ attributes }) => /\sid="([^"]*)"/.exec(attributes)?.[1] ?? []);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((link) => !link.startsWith('#') || !ids.includes(link.slice(1)))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(html.replaceAll('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import/);
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain("default-src 'none'");
  });

  it('has a heading for each part, a caption for each table and words for each picture', () => {
    const html = debriefHtml(full);
    const elements = elementsOf(html);
    const levels = elements.flatMap(({ name }) => /^h([1-6])$/.exec(name)?.[1] ?? []).map(Number);
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, i) => i === 0 || level <= (levels[i - 1] ?? 0) + 1)).toBe(true);
    const count = (name: string): number => elements.filter((one) => one.name === name).length;
    expect(count('table')).toBeGreaterThan(12);
    expect(count('caption')).toBe(count('table'));
    const pictures = elements.filter(({ name }) => name === 'svg');
    expect(pictures.length).toBeGreaterThanOrEqual(6);
    for (const { attributes } of pictures) expect(attributes).toMatch(/ role="img" aria-label="[^"]{12,}"/);
    expect(
      elements.filter(({ name, attributes }) => name === 'th' && !attributes.includes('scope=')),
    ).toEqual([]);
  });

  it('takes what people wrote for text', () => {
    const html = debriefHtml(full);
    expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    // The reason, the argument, the note and the reflection.
    expect(html.split('&lt;script&gt;').length - 1).toBeGreaterThanOrEqual(4);
  });

  it('breaks between sections on paper of A4', () => {
    const html = debriefHtml(full);
    expect(html).toContain('@page { size: A4;');
    expect(html).toMatch(/@media print \{[^@]*section \{ break-before: page/);
  });

  it('is the same bytes for the same log', async () => {
    const again = await playedRoom();
    expect(debriefHtml(told(again))).toBe(debriefHtml(told(played)));
    expect(JSON.stringify(told(again))).toBe(JSON.stringify(told(played)));
  });

  it('of a room in which nothing happened is one all the same', () => {
    const events = played.room.events.slice(0, 1);
    const room = { ...played.room, world: played.room.world, texts: [], events } as unknown as Played['room'];
    const html = debriefHtml(told({ room }));
    expect(elementsOf(html).filter(({ name }) => name === 'section').length).toBeGreaterThan(2);
    expect(html).toContain('0 of 3 turns played');
  });
});

describe('a room at any moment', () => {
  it('can be told, in every form, without a hole in it', () => {
    const { events, world, texts } = played.room;
    for (let end = 1; end <= events.length; end += 5) {
      const room = { world, texts, events: events.slice(0, end) } as unknown as Played['room'];
      const document = told({ room }, { isChecked: false, language: LANGUAGES[end % 4] ?? 'en' });
      const html = debriefHtml(document);
      expect(elementsOf(html).length).toBeGreaterThan(20);
      const tables = TABLES.map((table) => debriefTable(document, table));
      const all = [html, debriefText(document, { width: 80, color: false }), ...tables].join('\n');
      expect(/NaN|undefined|Infinity|\[object|\{\w+\}/.exec(all.replace(/<style>[^]*?<\/style>/, ''))).toBe(
        null,
      );
    }
  });
});

describe('the text', () => {
  it('says what the page says, without its pictures', () => {
    const text = debriefText(full, { width: 100, color: false });
    for (const part of [
      'Luck against decision',
      'Turn 2 · 2023-04-01 – 2023-07-01',
      'The army is away.',
      'Leaderboard',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('<svg');
  });
});

describe('pictures', () => {
  it('of the timeline name every move in words', () => {
    const { alt } = timelinePlot(full, wordsFor('en'));
    expect(alt).toContain('north, Turn 1: pact (refused); spy (covert, made); vetoed: party');
    expect(alt).toMatch(/south, Turn 2: We open the ports\. \(argued, (succeeds|fails)\)/);
  });

  it('of a barrel say which stave is the shortest, by turn', () => {
    const number = (name: string, label: string, values: readonly number[]) => ({
      ...{ name, label, values },
      kind: 'measure' as const,
    });
    const picture = barrelPlot(
      {
        numbers: [number('a', 'Left', [0.9, 0.7, 0.2]), number('b', 'Right', [0.8, 0.4, 0.5])],
        barrel: { label: 'Trust', staves: ['a', 'b'] },
        turns: full.turns.slice(0, 2),
      },
      wordsFor('en'),
    );
    expect(picture?.alt).toBe(
      'Staves by turn. turn 1: Right is the shortest, at 0.40; turn 2: Left is the shortest, at 0.20',
    );
    const bars = [...(picture?.svg ?? '').matchAll(/<rect [^>]*height="([\d.]+)"[^>]*fill="([^"]+)"/g)];
    expect(bars.map(([, height, fill]) => [Number(height), fill === '#1b1f24'])).toEqual([
      // 156 high at 0.9; the shortest of each group is dark.
      [156, false],
      [expect.closeTo(138.67, 2), true],
      [expect.closeTo(121.33, 2), false],
      [expect.closeTo(69.33, 2), true],
      [expect.closeTo(34.67, 2), true],
      [expect.closeTo(86.67, 2), false],
    ]);
  });
});

describe('words', () => {
  const places = (phrase: string): readonly string[] =>
    [...phrase.matchAll(/\{\w+\}/g)].map(([one]) => one).sort();

  it.each(LANGUAGES)('in %s are the same, with the same places in them', (language) => {
    const [en, own] = [WORDS['en'], WORDS[language]];
    expect(Object.keys(own ?? {})).toEqual(Object.keys(en ?? {}));
    for (const [key, phrase] of Object.entries(en ?? {})) {
      const other = Object.entries(own ?? {}).find(([name]) => name === key)?.[1] ?? '';
      expect(other).not.toBe('');
      expect([key, places(other)]).toEqual([key, places(phrase)]);
    }
  });

  it('are the nearest there are', () => {
    expect(wordsFor('zh-Hant')).toBe(WORDS['zh']);
    expect(wordsFor('fr')).toBe(WORDS['en']);
  });

  it('take values as they are', () => {
    expect(fill('{a} and {b}', { a: '{b}', b: '$1' })).toBe('{b} and $1');
  });
});
