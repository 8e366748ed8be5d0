/** Tables of a debrief: what was said is read back by the project's own reader of classes. */
import {
  readClassroom,
  readClassroomQuestions,
  readClassroomResolutions,
  readCsv,
  type QuestionSpec,
  type Read,
} from '@stave/forecast';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DebriefDocument } from './document.ts';
import { debriefHtml } from './html.ts';
import { NASTY, playedRoom, told, type Played } from './fixture.testing.ts';
import { debriefTable, type TableName } from './tables.ts';

let played: Played;
let document: DebriefDocument;

beforeAll(async () => {
  played = await playedRoom();
  document = told(played, { isChecked: false });
});

function value<T>({ value: read, problems }: Read<T>): T {
  expect(problems).toEqual([]);
  if (read === undefined) throw new Error('nothing was read');
  return read;
}

const sheet = (table: TableName, of = document) => value(readCsv(debriefTable(of, table), table));

const rows = (table: TableName, of = document): readonly Readonly<Record<string, string>>[] => {
  const { columns, rows: all } = sheet(table, of);
  return all.map(({ cells }) => Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? ''])));
};

describe('forecasts, questions and resolutions', () => {
  it('are a class, read back to what was said', () => {
    const specs = value(readClassroomQuestions(sheet('questions')));
    expect(specs.map(({ id, kind }) => [id, kind])).toEqual([
      ['peace', 'binary'],
      ['early', 'binary'],
    ]);
    const questions = new Map<string, QuestionSpec>(specs.map((one) => [one.id, one]));
    const { forecasts } = value(readClassroom(sheet('forecasts'), questions));
    const said = played.room.events.flatMap((event) =>
      event.kind === 'forecast' ? [[event.by, event.turn, event.question, event.probabilities['yes']]] : [],
    );
    expect(
      forecasts.map(({ forecaster, turn, task, statement }) => [
        ...[forecaster, turn, task],
        statement.kind === 'binary' ? statement.probability : undefined,
      ]),
    ).toEqual(said);
    expect(forecasts.map(({ team }) => team)).toEqual(['north', 'south', 'south', 'north', 'south']);
    const resolved = value(readClassroomResolutions(sheet('resolutions')));
    expect(resolved.map(({ question, state, outcome }) => [question, state, outcome])).toEqual([
      ['early', 'resolved', 'no'],
    ]);
  });

  it('have all answers of a question with more than two, and keep apart what one moment saw', async () => {
    const outcomes = ['low', 'middle', 'high'].map((id) => ({ id, label: { en: id } }));
    const { room, north } = await playedRoom();
    const at = room.now;
    const say = (low: number): void =>
      room.write(north, {
        ...{ kind: 'forecast', turn: 3, question: 'peace' },
        probabilities: { low, middle: 0.5, high: 0.5 - low },
      });
    const world = {
      ...room.world,
      exercise: {
        ...room.world.exercise,
        questions: room.world.exercise.questions.map((one) =>
          one.id === 'peace' ? { ...one, outcomes } : one,
        ),
      },
    };
    say(0.1);
    say(0.2);
    expect(room.now).toBe(at);
    const nominal = told({ room: { ...room, world, events: room.events, texts: room.texts } as unknown as Played['room'] }, { isChecked: false }); // prettier-ignore
    const specs = value(readClassroomQuestions(sheet('questions', nominal)));
    expect(specs[0]).toMatchObject({ id: 'peace', kind: 'nominal', options: ['low', 'middle', 'high'] });
    const csv = sheet('forecasts', nominal);
    const mine = csv.rows.filter(({ cells }) => cells[0] === 'p1' && cells.at(-1) === '3');
    expect(mine.map(({ cells }) => [cells[4], cells[5]])).toEqual([
      ['low', '0.1'],
      ['middle', '0.5'],
      ['high', '0.4'],
      ['low', '0.2'],
      ['middle', '0.5'],
      ['high', '0.3'],
    ]);
    expect(new Set(mine.map(({ cells }) => cells[3])).size).toBe(2);
  });
});

describe('moves', () => {
  it('have what was made, refused, vetoed, argued and signed, by turn', () => {
    const moves = rows('moves').filter(({ seat }) => seat !== 'east');
    expect(
      moves.map(({ turn, seat, kind, move, fate, reason }) => [turn, seat, kind, move, fate, reason]),
    ).toEqual([
      ['1', 'north', 'open', 'north.pact', 'refused', 'south'],
      ['1', 'north', 'covert', 'north.spy', 'made', ''],
      ['1', 'north', 'plan', 'north.press', 'vetoed', 'party'],
      ['2', 'north', 'covert', 'north.spy', 'made', ''],
      ['2', 'south', 'argued', document.turns[1]?.argued[0]?.id, 'made', ''],
      ['2', 'north', 'paper', document.turns[1]?.papers[0]?.id, 'made', ''],
    ]);
    expect(moves[0]).toMatchObject({ date: '2023-01-01', capital_before: '4', cost: '1', why: NASTY });
    expect(moves[4]).toMatchObject({ probability: '0.7', by: 'p3', judge: 'whiteCell' });
    expect(moves[0]).toMatchObject({
      by: 'p1',
      judge: '',
      seat_label: 'north',
      reason_label: 'refused by south',
    });
    expect(moves[2]).toMatchObject({ reason: 'party', reason_label: 'party' });
    expect(Number(moves[4]?.['draw'])).toBe(document.turns[1]?.argued[0]?.draw);
  });

  it('start no formula in a spreadsheet', async () => {
    const { room, north } = await playedRoom();
    room.must('control', { do: 'undo', turn: 2, reason: '=1+1' });
    room.until(2, 'deliberation');
    room.must(north, { do: 'draft', orders: { open: 'press' }, why: '=HYPERLINK("x")' });
    room.must(north, { do: 'submit', revision: room.state.desks['north']?.draft?.revision ?? 0 });
    room.until(3, 'briefing');
    const own = rows('moves', told({ room }, { isChecked: false })).filter(
      ({ turn, seat }) => turn === '2' && seat === 'north',
    );
    expect(own[0]).toMatchObject({ move: 'north.press', why: `'=HYPERLINK("x")` });
  });
});

describe('texts beside names', () => {
  it('are of the language of whoever reads, and names stay as they are', async () => {
    const peace = { en: 'Calm at the end?', ko: '=끝에 평온한가?' };
    const answers = [
      { id: 'yes', label: { en: 'It is', ko: '그렇다' } },
      { id: 'no', label: { en: 'It is not', ko: '아니다' } },
    ];
    const { room } = await playedRoom({
      outcomes: { 'south.soothe.heard': { ko: '들어줌' }, 'south.soothe.ignored': { ko: '외면함' } },
      questions: ['peace', 'early'].map((id) => ({ id, label: peace, outcomes: answers })),
    });
    const before = told({ room }, { isChecked: false, language: 'ko' });
    const argued = rows('moves', before).find(({ kind }) => kind === 'argued');
    expect(argued?.['outcome']).toBe(before.turns[1]?.argued[0]?.succeeded ? 'succeeded' : 'failed');
    expect(argued?.['outcome_label']).toMatch(/^[가-힣]/);
    room.must('control', { do: 'undo', turn: 2, reason: 'Once more.' });
    room.until(2, 'deliberation');
    room.must('control', { do: 'override', driver: 'mood', state: 'tense', reason: 'So.' });
    room.until(3, 'deliberation');
    room.must('control', { do: 'enter', seat: 'south', orders: { open: 'soothe' } });
    room.until(3, 'debrief');
    const korean = told({ room }, { isChecked: false, language: 'ko' });
    const soothed = rows('moves', korean).find(({ move }) => move === 'south.soothe');
    expect(['heard', 'ignored']).toContain(soothed?.['outcome']);
    expect(soothed?.['outcome_label']).toBe(soothed?.['outcome'] === 'heard' ? '들어줌' : '외면함');
    expect(debriefHtml(korean)).toContain(`– ${soothed?.['outcome_label']}`);
    expect(rows('scores', korean).find(({ question }) => question === 'early')).toMatchObject({
      ...{ outcome: 'no', outcome_label: '아니다', question_label: `'=끝에 평온한가?` },
    });
    expect(rows('questions', korean)[0]).toMatchObject({
      ...{ id: 'peace', text: `'=끝에 평온한가?`, option_texts: '그렇다|아니다' },
    });
    expect(rows('resolutions', korean)[0]).toMatchObject({
      id: 'early',
      outcome: 'no',
      outcome_text: '아니다',
    });
  });
});

describe('people and scores', () => {
  it('have a row a person, and a row a person and turn', () => {
    expect(rows('people').map(({ person, seat, role, turns }) => [person, seat, role, turns])).toEqual([
      ['p1', 'north', 'leader', '0 1 2'],
      ['p2', 'north', 'party', '1'],
      ['p3', 'south', 'leader', '1 2'],
      ['p4', 'observer', '', '1'],
    ]);
    expect(rows('people')[0]).toMatchObject({
      ...{ drafts: '3', submissions: '3', counter_reasons: '1', messages_joint: '1', forecasts: '2' },
      ...{ revisions: '1', brier: '', notes_about_seat: '1' },
    });
    expect(Number(rows('people')[2]?.['brier'])).toBeCloseTo(2 * 0.2 ** 2, 12);
    const byTurn = rows('people-by-turn');
    expect(byTurn.map(({ turn, person }) => `${turn} ${person}`)).toEqual(['0 p1', '1 p1', '1 p2', '1 p3', '1 p4', '2 p1', '2 p3']); // prettier-ignore
    const drafts = byTurn.filter(({ person }) => person === 'p1').map((row) => Number(row['drafts']));
    expect(drafts.reduce((sum, count) => sum + count, 0)).toBe(3);
  });

  it('say on what they are measured', () => {
    const scores = rows('scores');
    expect(
      new Set(scores.map((row) => `${row['measured_on']} ${row['question']} ${row['outcome']}`)),
    ).toEqual(new Set(['exercise early no', 'history peace yes']));
    const own = scores.find((row) => row['forecaster'] === 'p1');
    expect(own).toMatchObject({ turn: '2', kind: 'person', seat: 'north', coverage: '1' });
    expect(Number(own?.['time_averaged_brier'])).toBeCloseTo(0.52, 12);
  });

  it('have names only where they are wanted', () => {
    expect(rows('people').map(({ name }) => name)).toEqual(['p1', 'p2', 'p3', 'p4']);
    const named = told(played, { isChecked: false, name: (person) => `Name of ${person}` });
    expect(rows('people', named).map(({ name }) => name)[0]).toBe('Name of p1');
    expect(rows('forecasts', named)[0]).toMatchObject({ forecaster: 'Name of p1' });
  });
});
