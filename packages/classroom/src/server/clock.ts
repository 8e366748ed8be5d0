/** The time, as the server is handed it: tests play an hour in a second. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `act` once after so many milliseconds; the result calls it off. */
  after(milliseconds: number, act: () => void): () => void;
}

/** Longer waits would overflow the timer and run at once. */
const LONGEST_MS = 2_000_000_000;
const TICK_MS = 1000;
/** Between two looks at the clock nothing was done for so long: the machine slept. */
const SLEEP_MS = 5000;

/**
 * The machine's time when it is made, and from then on what a clock has counted that nobody sets: an exercise neither
 * ends a phase nor stands still because the machine's clock is set right. Time in which the machine slept, such as with
 * its lid closed, is not counted, whether the counting clock goes on meanwhile (it does on some systems) or not: a
 * phase has left what it had.
 *
 * @param counted milliseconds from any beginning; looked at once a second at least
 */
export function steadyTime(start: number, counted: () => number): () => number {
  let time = start;
  let last = counted();
  return () => {
    const at = counted();
    const passed = Math.max(0, at - last);
    last = at;
    time += passed > SLEEP_MS ? TICK_MS : passed;
    return time;
  };
}

let steady: (() => number) | undefined;

/** Whole milliseconds, as they stand in logs. */
function now(): number {
  if (!steady) {
    steady = steadyTime(Date.now(), () => performance.now());
    setInterval(steady, TICK_MS).unref();
  }
  return Math.round(steady());
}

export const realClock: Clock = {
  now,
  after(milliseconds, act) {
    const timer = setTimeout(act, Math.min(Math.max(0, milliseconds), LONGEST_MS));
    return () => clearTimeout(timer);
  },
};
