/**
 * What the bundle can be started as: one script for the command, for its threads and for what `stave bench` measures.
 * See docs/decisions/0033.
 */
export const command = async (): Promise<void> => (await import('./command.ts')).runCommand();
export const firstTrials = async (): Promise<void> => (await import('./bench/first-trials.ts')).firstTrials();
export const worker = (): Promise<unknown> => import('@stave/engine/worker');
export const fanWorker = (): Promise<unknown> => import('@stave/classroom/fan-worker');
export const luckWorker = (): Promise<unknown> => import('@stave/classroom/luck-worker');
export const adjudicationWorker = (): Promise<unknown> => import('@stave/classroom/adjudication-worker');
