/** What the threads of a fan are sent, and answer. */
import type { Ir } from '@stave/engine';
import type { Ran, Task } from './task.ts';

export type ToWorker =
  /** A scenario to compile, before its first task; answered by `ready`. */
  | { readonly is: 'scenario'; readonly key: string; readonly ir: Ir }
  | { readonly is: 'task'; readonly key: string; readonly task: Task };

export type FromWorker =
  | { readonly is: 'ready' }
  | { readonly is: 'ran'; readonly ran: Ran }
  | { readonly is: 'failed'; readonly message: string };
