/** Crowds: a message wanders through a crowd with corrupt members, TotalRuns times; do they see its sender twice? */
import { binary, ended, head, lines, qcomp, range } from './text.ts';

interface Parameters {
  readonly TotalRuns: number;
  /** Good members; member 0 is the sender. */
  readonly CrowdSize: number;
}

const FORWARD = 0.8;
const CORRUPT = 0.091;

export function crowds({ TotalRuns, CrowdSize }: Parameters): string {
  const members = range(0, CrowdSize - 1);
  // A run meets more than h members with ((1 - 0.091) 0.8)^h < 0.7272^h; a member costs three steps at most.
  const hops = Math.ceil(Math.log(1e-15 / TotalRuns) / Math.log((1 - CORRUPT) * FORWARD));
  return `${head({
    id: `crowds-${TotalRuns}-${CrowdSize}`,
    title: 'Crowds protocol',
    about: [
      `TotalRuns = ${TotalRuns} messages of one sender, each sent through a crowd of CrowdSize = ${CrowdSize} good members and corrupt ones.`,
      'The next to handle it is corrupt with 0.091, notes from whom it came and delivers it. A good one passes it on',
      'with 0.8, else delivers it; which of the good ones it was is settled, evenly, after it has accepted.',
      ...qcomp('dtmc/crowds', 'Reiter and Rubin 1998, doi 10.1145/290163.290168'),
      `Horizon: one of the runs takes more than ${hops} members with less than TotalRuns 0.7272^${hops} < 1e-15.`,
    ],
    steps: TotalRuns * 3 * (hops + 1),
    until: 'message.over',
  })}drivers:
  message:
    basis: literature
    variables:
      run: { type: integer, start: 1, range: [1, ${TotalRuns}] }
      from: { type: integer, start: 0, range: [0, ${CrowdSize - 1}] }
${lines(members, (i) => `      seen${i}: { type: integer, start: 0, range: [0, ${TotalRuns}] }`)}    initial: passing
    states:
      passing:
        chance:
${lines(
  members,
  (i) =>
    `          - { when: from == ${i}, to: delivered, probability: ${CORRUPT}, actions: [{ set: seen${i}, to: seen${i} + 1 }] }`,
)}          - { to: accepted, else: true }
      accepted:
        chance:
${lines(members, (i) => `          - { to: deciding, probability: 1 / ${CrowdSize}, actions: [{ set: from, to: ${i} }] }`)}      deciding: { chance: [{ to: passing, probability: ${FORWARD} }, { to: delivered, else: true }] }
      delivered:
        always:
          - { when: run < ${TotalRuns}, to: passing, actions: [{ set: run, to: run + 1 }, { set: from, to: 0 }] }
          - { when: true, to: over }
      over: { final: true }
questions:
${ended('message.over')}${binary('senderSeenTwice', 'seen0 > 1')}`;
}
