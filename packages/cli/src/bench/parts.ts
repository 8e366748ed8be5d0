/** What `stave bench` measures falls into parts, each of which can be had alone. */
export const PARTS = ['kernels', 'threads', 'start', 'memory', 'fan'] as const;
export type PartName = (typeof PARTS)[number];
