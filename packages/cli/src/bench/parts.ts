/** What `stave bench` measures falls into parts, each of which can be had alone. */
export const PARTS = ['kernels', 'threads', 'start', 'memory'] as const;
export type PartName = (typeof PARTS)[number];
