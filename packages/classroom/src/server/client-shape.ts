/** Messages of clients as far as their form goes; a command's own form is for the rules of the room. */
import * as z from 'zod';
import type { Command, FromClient } from '../protocol/protocol.ts';
import { shapeProblem } from '../room/command-shape.ts';

/** It stands in the log for good: no place for words. */
const REF = /^[\w.:-]{1,64}$/;

const message = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    token: z.string().max(100),
    epoch: z.string().max(100).optional(),
    number: z.int().min(0).optional(),
  }),
  z.object({ type: z.literal('command'), ref: z.string().regex(REF), command: z.unknown() }),
  z.object({ type: z.literal('ping') }),
]);

/** A message with its command not yet looked at, so that a refusal can name its ref. */
export type Received =
  | Exclude<FromClient, { type: 'command' }>
  | { readonly type: 'command'; readonly ref: string; readonly command: unknown };

export function receivedIn(text: string): Received | undefined {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return undefined;
  }
  const found = message.safeParse(data);
  return found.success ? (found.data as Received) : undefined;
}

/** The command, or what is wrong with its form. */
export function commandIn(data: unknown): { readonly command: Command } | { readonly problem: string } {
  const problem = shapeProblem(data);
  return problem === undefined ? { command: data as Command } : { problem };
}
