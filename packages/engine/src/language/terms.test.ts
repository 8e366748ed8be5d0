import { expect, test } from 'vitest';
import { newsOf } from '../ir/news.ts';
import { lower } from '../ir/index.ts';
import { modelHashInput } from './hash.ts';
import { readScenario } from './index.ts';
import type { Model } from './model.ts';
import { worded, wordingFaults } from './terms.ts';

const SCENARIO = `stave: 1
id: release
title: { en: 'The release of {water}', zh: '{water}排放', ja: '{water}の放出' }
languages: { en: reviewed, zh: unreviewed }
terms:
  water:
    forms:
      treated: { en: treated water, zh: 处理水, ja: 処理水 }
      contaminated: { en: contaminated water, zh: 核污染水 }
    use: { en: treated, zh: contaminated }
    why: Each capital has its own word.
clock: { start: 2023-07, step: 1 month, steps: 3 }
drivers:
  release:
    initial: waiting
    states:
      waiting:
        basis: judgement
        chance:
          - { to: running, probability: 0.5, news: 'A pump starts; {water} flows' }
        on: { stop: { to: over, news: Called off } }
        after: { 2 months: over }
      running: { news: '{Water} is in the sea' }
      over: { news: It is over }
calendar: [{ event: stop, at: 2023-09-15 }]
questions:
  begun: { ask: 'Has {water} been released?', kind: binary, yes: release.running, at: end, internal: true }
`;

async function modelOf(text: string): Promise<Model> {
  const { model, diagnostics } = await readScenario({ name: 'x', text });
  if (!model) throw new Error(JSON.stringify(diagnostics));
  return model;
}

test('each language has the form the table gives it', async () => {
  const { title, questions, drivers } = worded(await modelOf(SCENARIO));
  expect(title).toEqual({ en: 'The release of treated water', zh: '核污染水排放', ja: '処理水の放出' });
  expect(questions[0]?.ask.en).toBe('Has treated water been released?');
  expect(drivers[0]?.states[1]?.news).toEqual({ en: 'Treated water is in the sea' });
});

test('a reader may want another form; a language that lacks it has it in English', async () => {
  const { title } = worded(await modelOf(SCENARIO), new Map([['water', 'contaminated']]));
  expect(title).toEqual({
    en: 'The release of contaminated water',
    zh: '核污染水排放',
    ja: 'contaminated waterの放出',
  });
});

test('what runs does not depend on words', async () => {
  const model = await modelOf(SCENARIO);
  const others = await modelOf(
    SCENARIO.replace('en: treated, zh', 'en: contaminated, zh').replace('Called off', 'Stopped'),
  );
  expect(modelHashInput(others)).toBe(modelHashInput(model));
  expect(lower(others).ir?.hash).toBe(lower(model).ir?.hash);
});

test('a wording that the scenario does not have is told with what it has', async () => {
  const model = await modelOf(SCENARIO);
  expect(wordingFaults(model, new Map([['water', 'tritium']]))).toEqual([
    { term: 'water', form: 'tritium', known: ['treated', 'contaminated'] },
  ]);
  expect(wordingFaults(model, new Map([['island', 'east']]))).toEqual([{ term: 'island', known: ['water'] }]);
  expect(wordingFaults(model, new Map([['water', 'treated']]))).toEqual([]);
});

const faults = async (text: string): Promise<readonly string[]> =>
  (await readScenario({ name: 'x', text })).diagnostics.map(
    ({ code, span }) => `${code} ${span ? text.slice(span.start, span.end).trim() : ''}`,
  );

test.each([
  [
    'a term nobody knows',
    SCENARIO.replace('Has {water}', 'Has {watr}'),
    ["unknown-name 'Has {watr} been released?'"],
  ],
  ['a form that is none', SCENARIO.replace('zh: contaminated }', 'zh: dirty }'), ['unknown-name dirty']],
])('%s is an error', async (_, text, expected) => {
  expect(await faults(text)).toEqual(expected);
});

test('a term that no text names is a warning', async () => {
  const text = SCENARIO.replaceAll('{water}', 'it').replaceAll('{Water}', 'It');
  expect((await faults(text)).map((fault) => fault.split(' ')[0])).toEqual(['unused-name']);
});

test('braces mean nothing where there are no terms', async () => {
  const text = SCENARIO.replace(/terms:[\s\S]*?(?=clock:)/, '');
  expect(await faults(text)).toEqual([]);
  expect(worded(await modelOf(text)).title.en).toBe('The release of {water}');
});

test('news stands at the places that executors name', async () => {
  const model = await modelOf(SCENARIO);
  const { transitions, states } = newsOf(model);
  const { ir } = lower(model);
  const places = ir?.states.flatMap((s) => [
    ...s.always.map((t) => t.place),
    ...s.after.map((t) => t.place),
    ...s.on.flatMap((h) => h.transitions.map((t) => t.place)),
    ...(s.chance?.alternatives.map((t) => t.place) ?? []),
  ]);
  expect([...transitions.keys()]).toEqual(['release.waiting.on.stop[0]', 'release.waiting.chance[0]']);
  expect(places).toEqual(expect.arrayContaining([...transitions.keys()]));
  expect([...states.keys()]).toEqual(['release.running', 'release.over']);
});
