/** Bounded retransmission: a file of N chunks over two lossy channels, each chunk tried again at most MAX times. */
import { binary, ended, head, qcomp } from './text.ts';

const OVER = 'file.arrived or file.notOk or file.unknown';

export function brp({ N, MAX }: { readonly N: number; readonly MAX: number }): string {
  return `${head({
    id: `brp-${N}-${MAX}`,
    title: 'Bounded retransmission protocol',
    about: [
      `A file of N = ${N} chunks. A frame gets through with 0.98, its acknowledgement with 0.99; otherwise the sender`,
      `times out and repeats the frame, at most MAX = ${MAX} times. If all fail it reports that the file did not`,
      'arrive or, at the last chunk, that it does not know.',
      ...qcomp('dtmc/brp', "D'Argenio et al. 2001, doi 10.1007/3-540-44804-7_3"),
      'Horizon: an attempt takes one step or two, so the transfer ends within it for certain.',
    ],
    steps: 2 * N * (MAX + 1),
    until: OVER,
  })}drivers:
  file:
    basis: literature
    variables:
      chunk: { type: integer, start: 1, range: [1, ${N}] }
      repeats: { type: integer, start: 0, range: [0, ${MAX}] }
      received: { type: boolean, start: false }
    initial: sending
    states:
      sending:
        chance:
          - { to: acknowledging, probability: 0.98, actions: [{ set: received, to: true }] }
          - { to: silence, probability: 0.02 }
      acknowledging: { chance: [{ to: confirmed, probability: 0.99 }, { to: silence, probability: 0.01 }] }
      silence:
        always:
          - { when: repeats < ${MAX}, to: sending, actions: [{ set: repeats, to: repeats + 1 }] }
          - { when: chunk < ${N}, to: notOk }
          - { when: true, to: unknown }
      confirmed:
        always:
          - { when: chunk < ${N}, to: sending, actions: [{ set: chunk, to: chunk + 1 }, { set: repeats, to: 0 }] }
          - { when: true, to: arrived }
      arrived: { final: true }
      notOk: { final: true }
      unknown: { final: true }
questions:
${ended(OVER)}${binary('noSuccess', 'file.notOk or file.unknown')}${binary('unsure', 'file.unknown')}${binary('nothingReceived', `(${OVER}) and not received`)}`;
}
