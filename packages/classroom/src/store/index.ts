/** Folders in which exercises are kept, exported as `@stave/classroom/store`: it needs Node. */
export { logOf } from './log-file.ts';
export { openStore } from './sqlite-store.ts';
export { StoreError } from './store.ts';
