/** What a stream can show. Decisions are functions of plain data, so that tests need no terminal. */

export interface StreamLike {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Colours on a terminal only; NO_COLOR, then FORCE_COLOR, decide otherwise. */
export function wantsColour(stream: StreamLike, env: Environment): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no } = env;
  if (no !== undefined && no !== '') return false;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/** A line that rewrites itself is for eyes: not for a pipe, a file or a terminal that cannot move its cursor. */
export function wantsProgress(stream: StreamLike, env: Environment): boolean {
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

const WIDTH_ELSEWHERE = 100;

/** A pipe has no width; a fixed one keeps its bytes the same everywhere. */
export function widthOf(stream: StreamLike): number {
  return stream.isTTY === true && stream.columns ? stream.columns : WIDTH_ELSEWHERE;
}
