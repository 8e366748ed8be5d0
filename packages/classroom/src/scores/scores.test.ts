/** Seats as forecasters, by hand: what is said in turn t stands until it is said anew. */
import { describe, expect, it } from 'vitest';
import { makeTestWorld, TestRoom } from '../room/fixture.testing.ts';
import { LEAST_PROBABILITY, scoreRoom, type ForecasterScoring, type RoomScores } from './scores.ts';

type Who = `p${number}`;

/** Three turns of three months: `early` closes at the end of the first, `peace` after the last. */
async function room(): Promise<TestRoom> {
  return new TestRoom(await makeTestWorld());
}

const says = (one: TestRoom, who: Who, question: string, yes: number): void =>
  one.must(who, { do: 'forecast', question, probabilities: { yes, no: 1 - yes } });

const rowOf = ({ rows }: RoomScores, forecaster: string, question: string) =>
  rows.find((row) => row.forecaster === forecaster && row.question === question);

const ofForecaster = ({ forecasters }: RoomScores, name: string): ForecasterScoring | undefined =>
  forecasters.find(({ forecaster }) => forecaster === name);

/** As everybody's probabilities are before they are compared: of two outcomes. */
const careful = (p: number): number => LEAST_PROBABILITY + (1 - 2 * LEAST_PROBABILITY) * p;

describe('scores of a room', () => {
  it('are those of hand calculation: last, averaged over time, and against each other', async () => {
    const one = await room();
    const [a, b] = [one.sit('north', 'leader'), one.sit('south', 'leader')];
    says(one, a, 'peace', 0.6);
    one.until(1, 'deliberation');
    says(one, b, 'peace', 0.9);
    one.until(2, 'deliberation');
    says(one, a, 'peace', 0.4);
    one.until(3, 'debrief');
    const scores = scoreRoom(one.world, one.state, { outcomes: new Map([['peace', 'yes']]) });
    // Turns 0, 1, 2, 3; a stands in all of them, b in the last three.
    const first = rowOf(scores, a, 'peace');
    expect(first?.brier).toBeCloseTo(2 * 0.6 ** 2, 12);
    expect(first?.timeAveraged).toBeCloseTo((2 * (2 * 0.4 ** 2) + 2 * (2 * 0.6 ** 2)) / 4, 12);
    expect(first?.coverage).toBe(1);
    const second = rowOf(scores, b, 'peace');
    expect(second?.brier).toBeCloseTo(2 * 0.1 ** 2, 12);
    expect(second?.timeAveraged).toBeCloseTo(2 * 0.1 ** 2, 12);
    expect(second?.coverage).toBe(0.75);
    const ahead = (p: number): number => Math.log(careful(0.9) / careful(p));
    expect(second?.peer).toBeCloseTo((100 * (ahead(0.6) + 2 * ahead(0.4))) / 4, 9);
    expect((first?.peer ?? 0) + (second?.peer ?? 0)).toBeCloseTo(0, 9);
    expect(scores.forecasters.map(({ forecaster }) => forecaster)).toEqual([b, a]);
  });

  it('count the last word of a turn, keep what was said before an undo, and who comes late from then on', async () => {
    const one = await room();
    const [a, b] = [one.sit('north', 'leader'), one.sit('south', 'leader')];
    one.until(1, 'deliberation');
    for (const yes of [0.2, 0.3]) says(one, a, 'peace', yes);
    says(one, b, 'peace', 0.5);
    one.until(2, 'deliberation');
    says(one, a, 'peace', 0.9);
    one.must('control', { do: 'undo', turn: 2, reason: 'A wrong key.' });
    one.until(2, 'deliberation');
    says(one, a, 'peace', 0.7);
    one.until(3, 'deliberation');
    const late = one.sit('north', 'foreign');
    says(one, late, 'peace', 0.6);
    one.until(3, 'debrief');
    const scores = scoreRoom(one.world, one.state, { outcomes: new Map([['peace', 'yes']]) });
    // Of a: 0.3 in turn 1, 0.7 in turns 2 and 3.
    expect(rowOf(scores, a, 'peace')?.brier).toBeCloseTo(2 * 0.3 ** 2, 12);
    expect(rowOf(scores, a, 'peace')?.timeAveraged).toBeCloseTo((2 * 0.7 ** 2 + 4 * 0.3 ** 2) / 3, 12);
    expect(rowOf(scores, late, 'peace')?.coverage).toBeCloseTo(1 / 3, 12);
    const log = (p: number): number => Math.log(careful(p));
    const [first, second] = [log(0.3) - log(0.5), log(0.7) - log(0.5)];
    const third = log(0.7) - (log(0.5) + log(0.6)) / 2;
    expect(rowOf(scores, a, 'peace')?.peer).toBeCloseTo((100 * (first + second + third)) / 3, 9);
  });

  it('measure an early question on its own time, and sum over all questions', async () => {
    const one = await room();
    const [a, b] = [one.sit('north', 'leader'), one.sit('south', 'leader')];
    one.until(1, 'deliberation');
    says(one, a, 'early', 0.2);
    says(one, b, 'early', 0.8);
    one.until(2, 'deliberation');
    // Its last frame is past: the room refuses it, and in a log it would count for nothing.
    one.write(b, { kind: 'forecast', turn: 2, question: 'early', probabilities: { yes: 0, no: 1 } });
    one.until(3, 'debrief');
    const outcomes = new Map([
      ['early', 'no'],
      ['peace', 'yes'],
    ]);
    const scores = scoreRoom(one.world, one.state, { outcomes });
    expect(scores.resolved).toEqual(['peace', 'early']);
    expect(rowOf(scores, b, 'early')?.brier).toBeCloseTo(2 * 0.8 ** 2, 12);
    expect(rowOf(scores, b, 'early')?.coverage).toBe(1);
    const peer = 100 * Math.log(careful(0.8) / careful(0.2));
    // Of two questions, one was not forecast by anybody.
    expect(ofForecaster(scores, a)).toMatchObject({ questions: 1, peer: expect.closeTo(peer / 2, 9) });
  });

  it('put bystanders beside people, and into nobody’s mean', async () => {
    const one = await room();
    const [a, b] = [one.sit('north', 'leader'), one.sit('south', 'leader')];
    one.until(1, 'deliberation');
    says(one, a, 'peace', 0.5);
    says(one, b, 'peace', 0.5);
    one.until(3, 'debrief');
    const outcomes = new Map([['peace', 'yes']]);
    const alone = scoreRoom(one.world, one.state, { outcomes });
    const bystanders = [{ name: 'model', question: 'peace', turn: 1, probabilities: { yes: 0.8, no: 0.2 } }];
    const beside = scoreRoom(one.world, one.state, { outcomes, bystanders });
    expect(beside.rows.filter(({ forecaster }) => forecaster !== 'model')).toEqual(alone.rows);
    expect(beside.calibration).toEqual(alone.calibration);
    const peer = 100 * Math.log(careful(0.8) / careful(0.5));
    expect(rowOf(beside, 'model', 'peace')?.peer).toBeCloseTo(peer, 9);
    expect(beside.forecasters.at(-1)?.forecaster).toBe('model');
  });

  it('take one wrong certainty for what it is, and no more', async () => {
    const one = await room();
    const [a, b] = [one.sit('north', 'leader'), one.sit('south', 'leader')];
    one.until(1, 'deliberation');
    says(one, a, 'peace', 0);
    says(one, b, 'peace', 0.5);
    one.until(3, 'debrief');
    const scores = scoreRoom(one.world, one.state, { outcomes: new Map([['peace', 'yes']]) });
    expect(rowOf(scores, a, 'peace')?.brier).toBe(2);
    expect(rowOf(scores, a, 'peace')?.peer).toBeCloseTo(100 * Math.log(0.01 / 0.5), 9);
  });

  it('calibrate over all outcomes: what was said rises, and what came is its share', async () => {
    const one = await room();
    const people = ['north', 'south', 'east'].map((seat) => one.sit(seat, 'leader'));
    one.until(1, 'deliberation');
    for (const [i, p] of [0.9, 0.8, 0.3].entries()) says(one, people[i] ?? 'p1', 'peace', p);
    one.until(3, 'debrief');
    const { calibration } = scoreRoom(one.world, one.state, { outcomes: new Map([['peace', 'yes']]) });
    // Cases by what was said: 0.1 0, 0.2 0, 0.3 1, 0.7 0, 0.8 1, 0.9 1; pooling adjacent violators by hand.
    expect(calibration.map(({ said, happened }) => [said, happened])).toEqual([
      [2, 0],
      [2, 0.5],
      [2, 1],
    ]);
  });

  it('give the score of the first article on them', async () => {
    // Brier (1950), table 1: ten forecasts of rain and what came; P = 0.19. Here by the probability of what came.
    const said = [0.3, 0.9, 0.8, 0.4, 0.8, 1, 1, 1, 1, 0.9];
    const one = await room();
    const places = ['north', 'south'].flatMap((seat) =>
      ['leader', 'foreign', 'party', 'press', 'press'].map((role) => [seat, role] as const),
    );
    const people = places.map(([seat, role]) => one.sit(seat, role));
    one.until(1, 'deliberation');
    for (const [i, p] of said.entries()) says(one, people[i] ?? 'p1', 'peace', p);
    one.until(3, 'debrief');
    const { forecasters } = scoreRoom(one.world, one.state, { outcomes: new Map([['peace', 'yes']]) });
    expect(forecasters).toHaveLength(10);
    expect(forecasters.reduce((sum, { brier }) => sum + brier, 0) / 10).toBeCloseTo(0.19, 12);
  });

  it('of nothing are nothing', async () => {
    const one = await room();
    one.until(3, 'debrief');
    const scores = scoreRoom(one.world, one.state, { outcomes: new Map([['peace', 'yes']]) });
    expect(scores).toMatchObject({ resolved: ['peace'], rows: [], forecasters: [], calibration: [] });
  });
});
