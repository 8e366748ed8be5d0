/**
 * Another decision of a turn that was played, on the room's own luck, as a page: `?turn=2&seat=east&open=rest` (and
 * `covert=`, `language=`), or as data, which the console shows; without a move it is what had been without one. For the
 * facilitator, since it tells what covert moves did.
 */
import { blockHtml, escape, htmlPage, note, table, type Block } from '@stave/report';
import { instead } from '../fan/instead.ts';
import { insteadAnswer } from '../fan/instead-told.ts';
import type { Refused } from '../fan/fan.ts';
import { startRunner } from '../fan/threads.ts';
import type { InsteadAnswer } from '../protocol/protocol.ts';
import { labelled } from '../room/said.ts';
import type { World } from '../room/world.ts';
import type { Download, DownloadRequest } from './downloads.ts';

/** What would have been, in the language of whoever asks; or, in words, why that cannot be told. */
async function answerTo({
  world,
  state,
  options,
}: DownloadRequest): Promise<{ readonly answer: InsteadAnswer; readonly language: string } | Refused> {
  const { seat = '', open = '', covert = '' } = options;
  const { languages } = world.exercise;
  const language = languages.find((one) => one === options['language']) ?? languages[0] ?? 'en';
  const orders = { ...(open !== '' && { open }), ...(covert !== '' && { covert }) };
  const turn = Number(options['turn'] ?? Number.NaN);
  const runner = startRunner(1);
  const found = await instead(runner, world, { state, turn, seat, orders }).finally(
    () => void runner.close(),
  );
  if (!found) throw new Error('InvariantError: a replay that nobody stopped');
  if ('problem' in found) return { problem: found.problem };
  return { answer: insteadAnswer(world, found, language), language };
}

export const INSTEAD_DOWNLOADS: readonly Download[] = [
  {
    name: 'instead',
    label: 'Another decision on the same luck',
    type: 'text/html; charset=utf-8',
    ending: 'html',
    isAsked: true,
    make: async (request) => {
      const found = await answerTo(request);
      return 'problem' in found ? found : pageOf(request.world, found.answer, found.language);
    },
  },
  {
    name: 'instead-json',
    label: 'Another decision on the same luck (JSON)',
    type: 'application/json; charset=utf-8',
    ending: 'json',
    isAsked: true,
    make: async (request) => {
      const found = await answerTo(request);
      return 'problem' in found ? found : `${JSON.stringify(found.answer)}\n`;
    },
  },
];

const WORDS = {
  en: {
    title: 'Turn {turn}, {seat}: {would} instead of {was}',
    bot: 'what its bot chose',
    note: 'On the luck of the room, with all else as it was decided: what the change does not touch goes as it went. One run of luck is an example, and no measure of what a decision was worth; the debrief has luck against decision.',
    same: 'Nothing would have been different.',
    what: 'What',
    when: 'When',
    was: 'It was',
    would: 'It would have been',
    answers: 'Answers and goals',
    states: 'Where something would have been elsewhere, from when on',
    measures: 'Numbers in the last frame that was played',
  },
  zh: {
    title: '第{turn}轮，{seat}：{would}，而非{was}',
    bot: '机器人所选',
    note: '用本房间的运气，其余决定一概照旧：改变未触及之处，一切如常。一份运气只是一个例子，不能衡量决策的价值；复盘中有运气与决策的比较。',
    same: '不会有任何不同。',
    what: '内容',
    when: '时间',
    was: '实际',
    would: '本会',
    answers: '答案与目标',
    states: '状态会有所不同之处及其起始时间',
    measures: '已进行的最后一帧中的数字',
  },
  ja: {
    title: '第{turn}ターン、{seat}：{was}ではなく{would}',
    bot: 'ボットの選択',
    note: 'この部屋の運のまま、ほかの決定もそのままにした場合。変更が触れないものは同じように進む。一つの運は一例にすぎず、決定の価値は測れない。振り返りに運と決定の比較がある。',
    same: '何も変わらなかった。',
    what: '内容',
    when: '時期',
    was: '実際',
    would: '変えた場合',
    answers: '答えと目標',
    states: '状態が異なっていたものと、その始まり',
    measures: '実施した最後のフレームの数値',
  },
  ko: {
    title: '{turn}턴, {seat}: {was} 대신 {would}',
    bot: '봇의 선택',
    note: '이 방의 운 그대로, 다른 결정도 그대로 둔 경우입니다. 변경이 닿지 않는 것은 그대로 진행됩니다. 한 번의 운은 예일 뿐 결정의 값을 재지 못합니다. 사후 강평에 운과 결정의 비교가 있습니다.',
    same: '달라지는 것이 없었을 것입니다.',
    what: '내용',
    when: '시기',
    was: '실제',
    would: '바꾼 경우',
    answers: '답과 목표',
    states: '상태가 달랐을 것과 그 시작',
    measures: '진행된 마지막 프레임의 수치',
  },
} as const;

type Words = Readonly<Record<keyof (typeof WORDS)['en'], string>>;

const numberText = (value: number | null): string =>
  value === null ? '–' : String(Number(value.toPrecision(6)));

function pageOf({ exercise, model }: World, told: InsteadAnswer, language: string): string {
  const primary = language.split('-')[0] ?? language;
  const words: Words = Object.hasOwn(WORDS, primary) ? WORDS[primary as keyof typeof WORDS] : WORDS.en;
  const label =
    exercise.seats.find(({ name }) => name === told.seat)?.label ??
    model.seats.find(({ name }) => name === told.seat)?.label;
  const values: Readonly<Record<string, string>> = {
    turn: String(told.turn),
    seat: labelled(label, told.seat, language),
    was: told.was ?? words.bot,
    would: told.would,
  };
  const title = words.title.replace(/\{(\w+)\}/g, (place, key: string) => values[key] ?? place);
  const pair = [words.was, words.would];
  const tables: readonly Block[] = [
    table(
      [words.what, ...pair],
      told.answers.map((one) => [one.label, one.was, one.would]),
      words.answers,
    ),
    table(
      [words.when, words.what, ...pair],
      told.states.map((one) => [one.date ?? String(one.step), one.driver, one.was, one.would]),
      words.states,
    ),
    table(
      [words.what, ...pair.map((word) => `#${word}`)],
      told.measures.map((one) => [one.label, numberText(one.was), numberText(one.would)]),
      words.measures,
    ),
  ].filter(({ is, ...one }) => is !== 'table' || ('rows' in one && one.rows.length > 0));
  const body = [
    `<h1>${escape(title)}</h1>`,
    blockHtml(note(words.note)),
    ...(tables.length > 0 ? tables : [note(words.same)]).map(blockHtml),
  ].join('\n');
  return htmlPage({ title, lang: language, style: '', body });
}
