/** Names of executors that can be asked for; apart from the executors, which no help text should load. */
export const EXECUTORS = ['js', 'wasm', 'reference'] as const;
export type ExecutorName = (typeof EXECUTORS)[number];
