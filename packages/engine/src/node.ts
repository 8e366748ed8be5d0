/** What needs Node: threads. Exported as `@stave/engine/node`. */
export { Threads } from './threads/pool.ts';
