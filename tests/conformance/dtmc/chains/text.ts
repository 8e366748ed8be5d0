/**
 * What the generated scenarios have in common: the comment on their origin, the clock and questions that nobody but a
 * test asks. Each chain stands in a file of its own and is a function of its parameters.
 */

interface Head {
  readonly id: string;
  readonly title: string;
  /** What the chain is, where it comes from, under which licence and why the horizon is long enough. */
  readonly about: readonly string[];
  /** `1 day` unless the chain has hazards, see `certain.ts`. */
  readonly step?: string;
  readonly steps: number;
  readonly until: string;
}

export function head({ id, title, about, step = '1 day', steps, until }: Head): string {
  const comment = about.map((line) => `# ${line}\n`).join('');
  return `${comment}stave: 1
id: ${id}
title: ${title}
clock: { step: ${step}, steps: ${steps}, until: '${until}' }
`;
}

/** Whether the trial ended before the clock did: asked of every chain, since the horizon is to be long enough. */
export const ended = (until: string): string =>
  `  ended: { internal: true, ask: Did it end?, kind: binary, yes: '${until}', at: end }\n`;

/** A question of kind `binary`, true at any frame from 0 to `by`. */
export const binary = (id: string, yes: string, by: string | number = 'end'): string =>
  `  ${id}: { internal: true, basis: literature, ask: ${id}?, kind: binary, yes: '${yes}', by: ${by} }\n`;

/** Numbers `from` to `to`, both included. */
export const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);

/** One line for each of `items`. */
export const lines = <T>(items: readonly T[], line: (item: T) => string): string =>
  items.map((item) => `${line(item).trimEnd()}\n`).join('');

/** Origin and licence of the chains of the Quantitative Verification Benchmark Set. */
export const qcomp = (path: string, paper: string): readonly string[] => [
  `Origin: Quantitative Verification Benchmark Set (github.com/ahartmanns/qcomp, ${path}), CC-BY-4.0;`,
  `${paper}. Written from the description of the chain.`,
];
