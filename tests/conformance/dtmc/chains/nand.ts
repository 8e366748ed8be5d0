/** NAND multiplexing: bundles of N wires through one executive and K restorative stages of unreliable gates. */
import { binary, ended, head, qcomp } from './text.ts';

export function nand({ N, K }: { readonly N: number; readonly K: number }): string {
  const stages = 2 * K + 1;
  return `${head({
    id: `nand-${N}-${K}`,
    title: 'NAND multiplexing',
    about: [
      `Bundles of N = ${N} wires, K = ${K} restorative stages, so 2 K + 1 = ${stages} units of N gates. Inputs of the first`,
      'unit are 1 with 0.9 each; later ones take the outputs of the unit before, one input in order (ones first),',
      'the other in random order without replacement. A gate errs with 0.02.',
      ...qcomp('dtmc/nand', 'Norman et al. 2005, doi 10.1109/TCAD.2005.852033'),
      'Horizon: three steps a gate, N gates a unit, so all is done within it for certain.',
    ],
    steps: 3 * N * stages,
    until: 'gates.done',
  })}drivers:
  gates:
    basis: literature
    variables:
      unit: { type: integer, start: 1, range: [1, ${stages}] }
      made: { type: integer, start: 0, range: [0, ${N}] }
      ones: { type: integer, start: 0, range: [0, ${N}] }
      onesLeftX: { type: integer, start: 0, range: [0, ${N}] }
      onesLeftY: { type: integer, start: 0, range: [0, ${N}] }
      x: { type: integer, start: 0, range: [0, 1] }
      y: { type: integer, start: 0, range: [0, 1] }
    initial: inputX
    states:
      inputX:
        chance:
          - { when: unit == 1, to: inputY, probability: 0.9, actions: [{ set: x, to: 1 }] }
          - { when: unit == 1, to: inputY, probability: 0.1, actions: [{ set: x, to: 0 }] }
          - { when: unit > 1 and onesLeftX > 0, to: inputY, probability: 1, actions: [{ set: x, to: 1 }, { set: onesLeftX, to: onesLeftX - 1 }] }
          - { when: unit > 1 and onesLeftX == 0, to: inputY, probability: 1, actions: [{ set: x, to: 0 }] }
      inputY:
        chance:
          - { when: unit == 1, to: gate, probability: 0.9, actions: [{ set: y, to: 1 }] }
          - { when: unit == 1, to: gate, probability: 0.1, actions: [{ set: y, to: 0 }] }
          - { when: unit > 1, to: gate, probability: onesLeftY / (${N} - made), actions: [{ set: y, to: 1 }, { set: onesLeftY, to: onesLeftY - 1 }] }
          - { when: unit > 1, to: gate, probability: 1 - onesLeftY / (${N} - made), actions: [{ set: y, to: 0 }] }
      gate:
        chance:
          - { to: output, probability: 0.98, actions: [{ set: ones, to: ones + (1 - x * y) }, { set: made, to: made + 1 }] }
          - { to: output, probability: 0.02, actions: [{ set: ones, to: ones + x * y }, { set: made, to: made + 1 }] }
      output:
        entry: [{ set: x, to: 0 }, { set: y, to: 0 }]
        always:
          - { when: made < ${N}, to: inputX }
          - when: unit < ${stages}
            to: inputX
            actions:
              - { set: onesLeftX, to: ones }
              - { set: onesLeftY, to: ones }
              - { set: ones, to: 0 }
              - { set: made, to: 0 }
              - { set: unit, to: unit + 1 }
          - { when: true, to: done }
      done: { final: true }
questions:
${ended('gates.done')}${binary('reliable', `gates.done and ones / ${N} < 0.1`)}`;
}
