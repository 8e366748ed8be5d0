import { expect, it } from 'vitest';
import { steadyTime } from './clock.ts';

/** A counting clock that is looked at every second. */
function counting() {
  let counted = 5000;
  const time = steadyTime(1_000_000, () => counted);
  return {
    time,
    goOn: (seconds: number) => {
      for (let i = 0; i < seconds; i++) {
        counted += 1000;
        time();
      }
    },
    leap: (milliseconds: number) => (counted += milliseconds),
  };
}

it('goes on as the counting clock does, which nobody sets', () => {
  const { time, goOn } = counting();
  expect(time()).toBe(1_000_000);
  goOn(600);
  expect(time()).toBe(1_600_000);
});

it('counts a moment for the ten minutes in which the machine slept, and goes on from there', () => {
  const { time, goOn, leap } = counting();
  goOn(10);
  leap(600_000);
  expect(time()).toBe(1_011_000);
  goOn(10);
  expect(time()).toBe(1_021_000);
});

it('counts in full a moment in which the machine was busy, and never goes back', () => {
  const { time, leap } = counting();
  leap(4500);
  expect(time()).toBe(1_004_500);
  leap(-3000);
  expect(time()).toBe(1_004_500);
  leap(1000);
  expect(time()).toBe(1_005_500);
});
