/** What needs Node: worker threads. Exported as `@stave/engine/node`. */
export { countOnThreads } from './threads/pool.ts';
