import { describe, expect, it } from 'vitest';
import { Timers } from './timers.ts';

const collected = (timers: Timers, step: number): number[] => {
  const out: number[] = [];
  timers.collect(step, out, 0);
  return out.map((entry) => timers.what[-1 - entry]!);
};

describe('timers of a step', () => {
  it('come by due date, then by when they were set', () => {
    const timers = new Timers(5);
    for (const [step, dueAt, what] of [
      [3, 30, 10],
      [3, 29, 11],
      [2, 20, 12],
      [3, 30, 13],
      [3, 28.5, 14],
      [3, 29, 15],
    ] as const) {
      timers.set(step, dueAt, what, -1, 0);
    }
    expect(collected(timers, 3)).toEqual([14, 11, 15, 10, 13]);
    expect(collected(timers, 2)).toEqual([12]);
    expect(collected(timers, 4)).toEqual([]);
  });

  it('beyond the last step are not kept, and a new trial has none', () => {
    const timers = new Timers(5);
    timers.set(6, 6, 1, -1, 0);
    timers.set(5, 5, 2, -1, 0);
    expect(collected(timers, 5)).toEqual([2]);
    timers.clear();
    expect(collected(timers, 5)).toEqual([]);
  });

  it('are written behind what is in the queue', () => {
    const timers = new Timers(2);
    timers.set(1, 1, 7, -1, 0);
    const queue = [99];
    expect(timers.collect(1, queue, 1)).toBe(2);
    expect(queue).toEqual([99, -1]);
  });
});
