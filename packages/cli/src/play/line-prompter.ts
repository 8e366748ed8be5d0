/** A game through a pipe: questions on the output, one line of input for each answer. */
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { didYouMean } from '@stave/engine';
import { Away, type Choice, type Prompter } from './prompter.ts';

export function linePrompter(input: Readable, output: Writable): Prompter {
  const reader = createInterface({ input, crlfDelay: Infinity });
  const lines = reader[Symbol.asyncIterator]();
  const tell = (text: string): void => void output.write(text);

  async function answer(question: string): Promise<string> {
    tell(`${question}\n> `);
    const { value, done } = await lines.next();
    if (done === true) throw new Away('the input ended', 1);
    // A terminal would show it; a transcript reads better with it.
    tell(`${value}\n`);
    return value.trim();
  }

  async function ask(question: string, problem: (given: string) => string | undefined): Promise<string> {
    for (;;) {
      const given = await answer(question);
      const wrong = problem(given);
      if (wrong === undefined) return given;
      tell(`${wrong}\n`);
    }
  }

  return {
    tell,
    ask,
    choose: async (question, choices) => {
      const given = await ask([question, ...choices.map(lineOf)].join('\n'), (text) =>
        problemOf(text, choices),
      );
      return (found(given, choices) ?? firstOpen(choices)).id;
    },
    confirm: async (question) => {
      const given = await ask(`${question} (yes/no)`, (text) =>
        /^(y|yes|n|no|)$/i.test(text) ? undefined : 'answer yes or no',
      );
      return /^y/i.test(given);
    },
    handOver: async (to) => {
      await answer(`--- ${to}: press Enter when nobody else looks ---`);
    },
    close: () => reader.close(),
  };
}

function lineOf({ id, label, obstacle, hint }: Choice, index: number): string {
  const extra = [
    ...(hint === undefined ? [] : [hint]),
    ...(obstacle === undefined ? [] : [`not now: ${obstacle}`]),
  ];
  return `  ${String(index + 1).padStart(2)}  ${id}: ${label}${extra.length > 0 ? ` (${extra.join('; ')})` : ''}`;
}

/** By its id, or by the number it is listed under. */
const found = (given: string, choices: readonly Choice[]): Choice | undefined =>
  choices.find(({ id }) => id === given) ?? (/^\d+$/.test(given) ? choices[Number(given) - 1] : undefined);

function firstOpen(choices: readonly Choice[]): Choice {
  const first = choices.find(({ obstacle }) => obstacle === undefined);
  if (!first) throw new Error('InvariantError: nothing can be chosen');
  return first;
}

function problemOf(given: string, choices: readonly Choice[]): string | undefined {
  if (given === '') return undefined;
  const choice = found(given, choices);
  if (choice)
    return choice.obstacle === undefined ? undefined : `${choice.id} cannot be chosen: ${choice.obstacle}`;
  const ids = choices.map(({ id }) => id);
  return `there is no \`${given}\` here: ${didYouMean(given, ids) ?? `choose from ${ids.join(', ')}`}`;
}
