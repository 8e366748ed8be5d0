/** Pulse-coupled oscillators with a refractory period and lossy broadcasts: how long until all are in one phase? */
import { ended, head, lines, qcomp, range } from './text.ts';

interface Parameters {
  readonly N: number;
  /** Phases of a cycle. */
  readonly T: number;
  readonly epsilon: number;
  /** Refractory period: phases 1 to RP hear nothing. */
  readonly RP: number;
  /** Chance that a broadcast is lost. */
  readonly mu: number;
  /**
   * Horizon. With epsilon = mu = 0.1 and RP = 1, N = T = 6 leaves less than 1e-20 after 170 cycles, while N = 8, T = 10
   * needs 2,750 of them to leave 1e-15 (largest eigenvalue of the transition matrix of a beat: 0.99874).
   */
  readonly cycles?: number;
}

export function oscillators({ N, T, epsilon, RP, mu, cycles = 3000 }: Parameters): string {
  const phases = range(1, T);
  const descending = phases.toReversed();
  const total = phases.map((i) => `k${i}`).join(' + ');
  return `${head({
    id: `oscillators-${N}-${T}`,
    title: 'Synchronising oscillators',
    about: [
      `N = ${N} oscillators, each in one of T = ${T} phases, start evenly at random; only the numbers k1 ... k${T} matter.`,
      'In a beat each moves on by one phase. One that has passed the last phase fires, goes to phase 1 and broadcasts;',
      `a broadcast is lost with mu = ${mu}. Phases are worked off from the last one down: having heard h broadcasts, one`,
      `in phase i > RP = ${RP} moves on by round(i h epsilon) phases more, epsilon = ${epsilon}, and may fire by that.`,
      'A beat lasts 1 / T of a cycle and counts until all are in one phase. Steps of the clock: one for each placed',
      'oscillator, each beat and each broadcast.',
      ...qcomp('dtmc/oscillators', 'Gainer et al. 2017, doi 10.1007/978-3-319-66335-7_14'),
      `Horizon: ${cycles} cycles, each of at most N + T steps; see the parameter.`,
    ],
    steps: cycles * (N + T),
    until: 'swarm.beat and together',
  })}drivers:
  swarm:
    basis: literature
    variables:
${lines(phases, (i) => `      k${i}: { type: integer, start: 0, range: [0, ${N}] }`)}      fired: { type: integer, start: 0, range: [0, ${N}] }
      heard: { type: integer, start: 0, range: [0, ${N}] }
    initial: placing
    states:
      placing:
        chance:
${lines(phases, (i) => `          - { probability: 1 / ${T}, actions: [{ set: k${i}, to: k${i} + 1 }] }`)}        always: [{ when: '${total} == ${N}', to: beat }]
      beat: { chance: [{ to: phase${T}, probability: 1 }] }
${lines(descending, (i) => {
  const next = i === 1 ? 'end' : `phase${i - 1}`;
  const moves = range(i + 1, T).map(
    (to) =>
      `          - { when: 'reach${i} == ${to}', to: ${next}, actions: [{ set: k${to}, to: k${to} + k${i} }, { set: k${i}, to: 0 }] }\n`,
  );
  return `      phase${i}:
        chance:
          - { when: k${i} > 0 and reach${i} > ${T}, probability: ${mu}, actions: [{ set: k${i}, to: k${i} - 1 }, { set: fired, to: fired + 1 }] }
          - { when: k${i} > 0 and reach${i} > ${T}, probability: 1 - ${mu}, actions: [{ set: k${i}, to: k${i} - 1 }, { set: fired, to: fired + 1 }, { set: heard, to: heard + 1 }] }
        always:
          - { when: k${i} == 0, to: ${next} }
${moves.join('')}`.trimEnd();
})}      end:
        always: [{ when: true, to: beat, actions: [{ set: k1, to: fired }, { set: fired, to: 0 }, { set: heard, to: 0 }] }]
measures:
${lines(phases, (i) => {
  const push = i > RP ? ` + floor(${i} * heard * ${epsilon} + 0.5)` : '';
  return `  reach${i}: { value: '${i + 1}${push}', report: false, basis: literature }`;
})}  together: { value: '${phases.map((i) => `k${i} == ${N}`).join(' or ')}', report: false, basis: literature }
  # Share of a cycle that the beat lasts.
  lasts: { value: '(swarm.beat and not together) / ${T}', basis: literature }
questions:
${ended('swarm.beat and together')}`;
}
