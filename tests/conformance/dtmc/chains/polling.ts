/** A server polls N stations in a circle and serves the one that is full: is station 1 served before station 2? */
import { binary, ended, head, lines, qcomp, range } from './text.ts';
import { CERTAIN_STEP } from './certain.ts';

const SERVICE = 1;
const POLL = 200;

export function polling({ N }: { readonly N: number }): string {
  const stations = range(1, N);
  const after = (i: number): number => (i === N ? 1 : i + 1);
  return `${head({
    id: `polling-${N}`,
    title: 'Cyclic server',
    about: [
      `N = ${N} stations that hold one job each. An empty one fills with rate 1 / N, the server polls with rate 200 and`,
      'serves with rate 1.',
      'A step is one jump of the continuous-time chain, see certain.ts; `t` means nothing here.',
      ...qcomp('ctmc/polling', 'Ibe and Trivedi 1990, doi 10.1109/49.62852'),
      'Horizon: while stations 1 and 2 are empty, each jump fills one of them with at least (2 / N) / 201, and then one',
      'of them is served within 5 N jumps; what is left at the end is less than 1e-15.',
    ],
    step: CERTAIN_STEP,
    steps: 5 * N + Math.ceil(Math.log(1e-15) / Math.log(1 - 2 / (N * (POLL + 1)))),
    until: 'decided',
  })}drivers:
  server:
    basis: literature
    variables:
      station: { type: integer, start: 1, range: [1, ${N}] }
${lines(stations, (i) => `      full${i}: { type: boolean, start: false }`)}    initial: polling
    states:
      polling:
        chance:
          - { when: here, to: serving, rate: ${POLL} / day }
          - { when: not here, rate: ${POLL} / day, actions: [{ set: station, to: next }] }
${arrivals(stations)}      serving:
        chance:
          - to: polling
            rate: ${SERVICE} / day
            actions:
              - { set: station, to: next }
${lines(stations, (i) => `              - { set: full${i}, to: full${i} and station != ${i} }`)}${arrivals(stations)}measures:
  here: { value: '${stations.map((i) => `station == ${i} and full${i}`).join(' or ')}', report: false, basis: literature }
  next: { value: 'station == ${N} ? ${after(N)} : station + 1', report: false, basis: literature }
  decided: { value: server.serving and station <= 2, report: false, basis: literature }
questions:
${ended('decided')}${binary('firstBeforeSecond', 'server.serving and station == 1')}`;
}

const arrivals = (stations: readonly number[]): string =>
  lines(
    stations,
    (i) =>
      `          - { when: not full${i}, rate: 1 / (${stations.length} * day), actions: [{ set: full${i}, to: true }] }`,
  );
