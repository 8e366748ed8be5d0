/** Ctrl-C stops a run at its next chunk; a second one stops at once. */

const CODES = { SIGINT: 130, SIGTERM: 143 } as const;
export type StopSignal = keyof typeof CODES;

export interface Interrupt {
  readonly signal: AbortSignal;
  /** Exit code of the signal that came, if one came. */
  exitCode(): number | undefined;
  /** Gives the signals back to Node. */
  release(): void;
}

export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  let code: number | undefined;
  const stop = (name: StopSignal): void => {
    if (code !== undefined) process.exit(code);
    code = CODES[name];
    controller.abort();
  };
  const names = Object.keys(CODES) as StopSignal[];
  for (const name of names) process.on(name, stop);
  return {
    signal: controller.signal,
    exitCode: () => code,
    release: () => names.forEach((name) => process.off(name, stop)),
  };
}
