/** Whether what came over the wire is a command at all; what it means is for `decide` to judge. */
import * as z from 'zod';
import type { Command } from '../protocol/protocol.ts';

/** Longer than any policy allows: such a text is no text of a person. */
const TEXT_MOST = 20_000;
const LIST_MOST = 100;

const name = z.string().max(200);
const text = z.string().max(TEXT_MOST);
const number = z.number();
const turn = z.int().min(0).max(10_000);
const numbers = z.record(name, number).refine((all) => Object.keys(all).length <= LIST_MOST);
const orders = z.strictObject({ open: name.optional(), covert: name.optional() });
const effect = z.union([
  z.strictObject({ add: number, to: name }),
  z.strictObject({ raise: name, data: numbers.optional() }),
  z.strictObject({ put: name }),
]);
const effects = z.array(effect).max(LIST_MOST);
const held = z.enum(['rules', 'random', 'lookAhead', 'hold', 'people']);

const form = <D extends Command['do'], S extends z.core.$ZodLooseShape>(verb: D, shape: S) =>
  z.strictObject({ do: z.literal(verb), ...shape });

const SHAPE = z.discriminatedUnion('do', [
  form('language', { language: name }),
  form('leave', {}),
  form('take', { seat: name, role: name }),
  form('message', { channel: name, text }),
  form('forecast', { question: name, probabilities: numbers }),
  form('vote', { id: name, probability: number }),
  form('counter', { id: name, reason: text }),
  form('reflect', { question: z.int(), text }),
  form('draft', { orders, why: text.optional() }),
  form('consent', { revision: z.int(), agrees: z.boolean(), why: text.optional() }),
  form('submit', { revision: z.int() }),
  form('withdraw', {}),
  form('answer', { move: name, who: name, agrees: z.boolean() }),
  form('argue', { action: text, pull: numbers, reasons: z.array(text).max(LIST_MOST) }),
  form('propose', { form: name, text }),
  form('sign', { id: name, signs: z.boolean() }),
  form('note', { turn, seat: name.optional(), goal: name.optional(), text }),
  form('start', {}),
  form('next', { from: z.strictObject({ turn, phase: name }).optional() }),
  form('pause', {}),
  form('resume', {}),
  form('extend', { minutes: number }),
  form('undo', { turn, reason: text }),
  form('assign', { person: name, seat: name.nullable(), role: name.optional() }),
  form('remove', { person: name }),
  form('hand', { seat: name, to: held }),
  form('inject', {
    inject: name.optional(),
    text: text.optional(),
    to: z.array(name).max(LIST_MOST).optional(),
    effects: effects.optional(),
  }),
  form('withhold', { id: name, reason: text.optional() }),
  form('override', { driver: name, state: name, reason: text }),
  form('judge', { id: name, probability: number, why: text.optional(), isHouse: z.literal(true).optional() }),
  form('strike', { id: name, reason: text }),
  form('rule', { seat: name, orders, reason: text }),
  form('pass', { id: name, passes: z.boolean() }),
  form('broadcast', { text }),
  form('tick', { goal: name, ticked: z.boolean() }),
  form('enter', { seat: name, orders }),
  form('enterAnswer', { move: name, who: name, agrees: z.boolean() }),
  form('fan', {
    turn: turn.optional(),
    seat: name,
    options: z.array(orders).max(LIST_MOST),
    question: name,
  }),
  form('preview', {
    inject: name.optional(),
    effects: effects.optional(),
    override: z.strictObject({ driver: name, state: name }).optional(),
    question: name,
  }),
]);

/** What is wrong with the form of a command, in words, or nothing. */
export function shapeProblem(command: unknown): string | undefined {
  const read = SHAPE.safeParse(command);
  const issue = read.error?.issues[0];
  if (!issue) return undefined;
  const place = issue.path.map(String).join('.');
  if (issue.code === 'invalid_union' && place === 'do') return 'there is no such command';
  return `${place === '' ? 'the command' : `\`${place.slice(0, 80)}\` of the command`} is not as it should be (${issue.message.slice(0, 120)})`;
}
