/** A game in a terminal: arrows choose, Enter answers, Ctrl-C ends. */
import { CANCEL_SYMBOL, confirm, isCancel, select, text } from '@clack/prompts';
import { Away, type Choice, type Prompter } from './prompter.ts';

/** Long lists scroll; a small window keeps its bottom line. */
const MOST_ITEMS = 12;
const CLEAR = '\u001b[2J\u001b[3J\u001b[H';

export function terminalPrompter(): Prompter {
  return {
    tell: (said) => void process.stdout.write(said),
    choose: async (message, choices) =>
      here(await select({ message, options: choices.map(optionOf), maxItems: MOST_ITEMS })),
    ask: async (message, problem) =>
      here(
        await text({ message, defaultValue: '', validate: (given) => problem((given ?? '').trim()) }),
      ).trim(),
    confirm: async (message) => here(await confirm({ message, initialValue: false })),
    handOver: async (to) => {
      process.stdout.write(CLEAR);
      here(await text({ message: `${to}: press Enter when nobody else looks`, defaultValue: '' }));
    },
    close: () => undefined,
  };
}

const optionOf = ({ id, label, obstacle, hint }: Choice) => ({
  value: id,
  label: obstacle === undefined ? label : `${label} (not now: ${obstacle})`,
  ...(hint !== undefined && { hint }),
  ...(obstacle !== undefined && { disabled: true }),
});

function here<T>(answer: T | typeof CANCEL_SYMBOL): T {
  if (isCancel(answer)) throw new Away('the game was left', 130);
  return answer;
}
