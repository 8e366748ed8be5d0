/** The time, as the server is handed it: tests play an hour in a second. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs `act` once after so many milliseconds; the result calls it off. */
  after(milliseconds: number, act: () => void): () => void;
}

/** Longer waits would overflow the timer and run at once. */
const LONGEST_MS = 2_000_000_000;

export const realClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, act) {
    const timer = setTimeout(act, Math.min(Math.max(0, milliseconds), LONGEST_MS));
    return () => clearTimeout(timer);
  },
};
