/** Scenarios in small, one for each thing a file can be to the command. */

const scenario = (next: string, range = '\n    range: [0, 1]'): string => `stave: 1
id: two-neighbours
title: Two neighbours
clock: { start: 2023-07, step: 1 month, steps: 12 }
parameters:
  backlashRate:
    prior: uniform(0.01, 0.1)
    unit: 1/month
    basis: judgement
drivers:
  opinion:
    basis: assumption
    initial: tolerant
    states:
      tolerant:
        chance:
          - { to: backlash, rate: backlashRate }
      backlash:
        after: { 6 months: tolerant }
indicators:
  warmth:
    start: 0.45
    next: ${next}
    noise: normal(0, 0.02)${range}
    basis: judgement
measures:
  cohesion: warmth
questions:
  falls:
    ask: Does cohesion end below its start?
    kind: binary
    yes: cohesion < start(cohesion)
    at: end
    internal: true
`;

export const good = scenario('warmth - 0.05 * opinion.backlash');
/** Questions whose answers are numbers. */
export const numbers = good.replace(
  /questions:[^]*$/,
  `questions:
  warmthAtEnd:
    ask: How warm is it at the end, if there was a backlash?
    kind: numeric
    value: warmth
    at: end
    given: opinion.backlash
    internal: true
  backlashMonths:
    ask: How many months of backlash?
    kind: total
    value: opinion.backlash
    by: end
    internal: true
`,
);
/** Regions with histories between them, an end inside one, and events that carry something. */
export const nested = good.replace(
  /drivers:[^]*$/,
  `drivers:
  talks:
    basis: assumption
    initial: open
    states:
      open:
        parallel: true
        states:
          all: { history: deep }
          trade:
            states:
              t1:
                on: { offer: [{ to: t2, when: event.size > 2 }, { to: t2, probability: event.size / 9 }] }
              t2: { final: true }
          last: { history: shallow }
          arms: { states: { a1: {} } }
      over: { final: true }
    on: { leave: { to: over }, back: { to: all } }
calendar:
  - { event: offer, at: 2023-09-01, with: { size: 3 } }
  - { event: leave, at: 2023-10-01 }
  - { event: back, at: 2023-11-01 }
measures: { signed: talks.t2 }
`,
);
/** One error: line 23, a state that is not there. */
export const misspelt = scenario('warmth - 0.05 * opinion.backlas');
/** Fails in every trial in which opinion turns. */
export const failing = scenario('1 / (warmth - warmth * opinion.backlash)', '');
/** One warning: a number that stands on nothing. */
export const warned = good.replace('    basis: assumption\n', '');
/** Each line ten times the one before. */
export const bomb = `a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${Array.from(
  { length: 9 },
  (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]\n`,
).join('')}`;
