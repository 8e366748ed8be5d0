/** A person who is asked: a menu until the turn is handed in. */
import type { MoveView, Orders, QuestionToMe, QuestionView } from '@stave/classroom';
import type { Choice, Prompter } from './prompter.ts';
import type { Decider, SeatAtTable } from './seat-at-table.ts';
import { numberText, percentText, type Telling } from './telling.ts';

const REASONS_MOST = 3;

export function asking(prompter: Prompter, telling: Telling): Decider {
  return {
    deliberate: (at) => new Deliberation(prompter, telling, at).run(),
    answer: async (at) => {
      for (const { move, who, label, seat, text } of at.team.asked) {
        const about = text === undefined ? label : `${label}. ${text}`;
        prompter.tell(telling.paragraph(`${seat} asks for consent: ${about}`));
        const agrees = await prompter.confirm('Do you agree?');
        say(prompter, at.do({ do: 'answer', move, who, agrees }));
      }
    },
  };
}

class Deliberation {
  private readonly prompter: Prompter;
  private readonly telling: Telling;
  private readonly at: SeatAtTable;
  private orders: Orders = {};
  private why = '';

  constructor(prompter: Prompter, telling: Telling, at: SeatAtTable) {
    this.prompter = prompter;
    this.telling = telling;
    this.at = at;
  }

  async run(): Promise<void> {
    for (;;) {
      const chosen = await this.prompter.choose('What do you do?', this.menu());
      if (chosen === 'submit') {
        if (this.submit()) return;
      } else await this.choose(chosen);
    }
  }

  private menu(): readonly Choice[] {
    const { at, orders } = this;
    const { team, view } = at;
    const { isTurn } = team;
    const has = (kind: MoveView['kind']): boolean => isTurn && team.moves.some((move) => move.kind === kind);
    const hint = (kind: MoveView['kind']): { readonly hint?: string } => ({ hint: orders[kind] ?? 'none' });
    const openQuestions = view.questions.filter(({ settled }) => settled === undefined);
    const lacking = openQuestions.filter(({ mine }) => mine === undefined).length;
    const choices: readonly (Choice | false)[] = [
      has('open') && { id: 'open', label: 'choose an open move', ...hint('open') },
      has('covert') && { id: 'covert', label: 'choose a covert move', ...hint('covert') },
      isTurn && { id: 'why', label: 'say why, for the log' },
      openQuestions.length > 0 && {
        id: 'forecast',
        label: 'forecast',
        hint: lacking === 0 ? 'all done' : `${lacking} open`,
      },
      team.argued.left > 0 &&
        view.exercise.levers.length > 0 && { id: 'argue', label: 'argue for a move that is not listed' },
      at.forms.length > 0 && { id: 'paper', label: 'propose a paper to be signed' },
      at.unsigned.length > 0 && { id: 'sign', label: 'sign a paper, or refuse to' },
      at.mayBeAsked.length > 0 && {
        id: 'consent',
        label: 'say what you would agree to, if bots ask you',
        hint: `${at.mayBeAsked.filter(({ agrees }) => agrees === true).length} of ${at.mayBeAsked.length}; else refused`,
      },
      { id: 'moves', label: 'read the moves' },
      { id: 'world', label: 'look at the world' },
      { id: 'submit', label: isTurn ? 'hand in' : 'go on' },
    ];
    return choices.filter((choice) => choice !== false);
  }

  private async choose(what: string): Promise<void> {
    const { prompter, telling, at } = this;
    switch (what) {
      case 'open':
      case 'covert':
        return this.move(what);
      case 'why':
        this.why = await prompter.ask('Why?', () => undefined);
        return;
      case 'forecast':
        return this.forecast();
      case 'argue':
        return this.argue();
      case 'paper':
        return this.paper();
      case 'sign':
        return this.sign();
      case 'consent':
        return this.consent();
      case 'moves':
        return prompter.tell(telling.moves(at.team));
      default:
        return prompter.tell(telling.world(at.view.world));
    }
  }

  private async move(kind: MoveView['kind']): Promise<void> {
    const { prompter, telling, at } = this;
    const moves = at.team.moves.filter((move) => move.kind === kind);
    const chosen = await prompter.choose(`Which ${kind} move?`, [
      { id: 'none', label: 'no move' },
      ...moves.map((move): Choice => {
        const { text: _, obstacles, ...brief } = move;
        const [obstacle] = obstacles;
        return {
          id: move.move,
          label: telling.aboutMove({ ...brief, obstacles: [] }),
          ...(obstacle !== undefined && { obstacle }),
        };
      }),
    ]);
    const { [kind]: _, ...others } = this.orders;
    this.orders = chosen === 'none' ? others : { ...others, [kind]: chosen };
  }

  private async forecast(): Promise<void> {
    const { prompter, at } = this;
    for (const question of at.view.questions) {
      if (question.settled !== undefined) continue;
      const given = await prompter.ask(questionText(question), (text) => {
        const read = percents(question, text);
        return typeof read === 'string' ? read : undefined;
      });
      const probabilities = percents(question, given);
      if (typeof probabilities === 'object')
        say(prompter, at.do({ do: 'forecast', question: question.id, probabilities }));
    }
  }

  private async argue(): Promise<void> {
    const { prompter, at } = this;
    const { levers, longest } = at.view.exercise;
    const action = await prompter.ask('What do you do?', (text) => lengthProblem(text, longest, 1));
    const lever = await prompter.choose(
      'What is that to change?',
      levers.map(({ id, label, most, isScale }) => ({
        id,
        label,
        ...(isScale && { hint: `up to ${numberText(most)} either way` }),
      })),
    );
    const found = levers.find(({ id }) => id === lever);
    const amount =
      found?.isScale === true
        ? Number(
            await prompter.ask(
              `By how much (−${numberText(found.most)} to ${numberText(found.most)})?`,
              (text) =>
                text !== '' && Math.abs(Number(text)) <= found.most && Number(text) !== 0
                  ? undefined
                  : `it must be a number from −${numberText(found.most)} to ${numberText(found.most)}, and not 0`,
            ),
          )
        : 1;
    const reasons: string[] = [];
    while (reasons.length < REASONS_MOST) {
      const least = reasons.length === 0 ? 1 : 0;
      const reason = await prompter.ask(
        `Reason ${reasons.length + 1} why it works${least === 0 ? ' (nothing: no more)' : ''}`,
        (text) => lengthProblem(text, longest, least),
      );
      if (reason === '') break;
      reasons.push(reason);
    }
    say(prompter, at.do({ do: 'argue', action, pull: { [lever]: amount }, reasons }));
  }

  private async paper(): Promise<void> {
    const { prompter, at } = this;
    const form = await prompter.choose(
      'Which paper?',
      at.forms.map(({ id, label }) => ({ id, label })),
    );
    const text = await prompter.ask('What does it say?', (said) =>
      lengthProblem(said, at.view.exercise.longest, 1),
    );
    say(prompter, at.do({ do: 'propose', form, text }));
  }

  private async sign(): Promise<void> {
    const { prompter, telling, at } = this;
    for (const { id, label, text } of at.unsigned) {
      prompter.tell(telling.paragraph(`${label}: ${text}`));
      const signs = await prompter.confirm('Do you sign?');
      say(prompter, at.do({ do: 'sign', id, signs }));
    }
  }

  /** Bots choose when the turn is adjudicated: nobody can be asked then. */
  private async consent(): Promise<void> {
    const { prompter, telling, at } = this;
    const idOf = ({ move, who }: QuestionToMe): string => (who === at.seat ? move : `${move} ${who}`);
    const chosen = await prompter.choose(
      'What might you be asked?',
      at.mayBeAsked.map((one) => ({
        id: idOf(one),
        label: `${one.seat}: ${one.label}`,
        hint: one.agrees === true ? 'you agree' : 'you refuse',
      })),
    );
    const found = at.mayBeAsked.find((one) => idOf(one) === chosen);
    if (!found) return;
    const { move, who, seat, label, text } = found;
    prompter.tell(telling.paragraph(`${seat}: ${text === undefined ? label : `${label}. ${text}`}`));
    const agrees = await prompter.confirm('Would you agree?');
    say(prompter, at.do({ do: 'answer', move, who, agrees }));
  }

  /** Whether the turn is handed in. A seat without a turn has nothing to hand in. */
  private submit(): boolean {
    const { prompter, at, orders, why } = this;
    if (!at.team.isTurn) return true;
    const problem = handIn(at, orders, why);
    say(prompter, problem);
    return problem === undefined;
  }
}

/** Drafts and submits; what stands against it, in words. */
export function handIn(at: SeatAtTable, orders: Orders, why = ''): string | undefined {
  const problem = at.do({ do: 'draft', orders, ...(why !== '' && { why }) });
  if (problem !== undefined) return problem;
  const revision = at.team.draft?.revision;
  if (revision === undefined) throw new Error('InvariantError: a draft without a revision');
  return at.do({ do: 'submit', revision });
}

const say = (prompter: Prompter, problem: string | undefined): void => {
  if (problem !== undefined) prompter.tell(`${problem}\n`);
};

function lengthProblem(text: string, longest: number, least: number): string | undefined {
  const { length } = [...text];
  if (length < least) return 'write something';
  return length > longest ? `it has ${length} characters; there may be ${longest}` : undefined;
}

function questionText({ label, outcomes, mine }: QuestionView): string {
  const [first, second] = outcomes;
  const before = mine
    ? ` (so far ${outcomes.map(({ id }) => percentText(mine[id] ?? 0)).join(', ')}; nothing: the same)`
    : ' (nothing: no forecast)';
  return outcomes.length === 2
    ? `${label}\n  Percent for “${first?.label ?? ''}” rather than “${second?.label ?? ''}”${before}`
    : `${label}\n  Percents for ${outcomes.map((outcome) => `“${outcome.label}”`).join(', ')}, which add up to 100${before}`;
}

/** Probabilities by outcome; nothing where nothing was said; or what is wrong. */
export function percents(
  { outcomes }: Pick<QuestionView, 'outcomes'>,
  text: string,
): Readonly<Record<string, number>> | string | undefined {
  if (text.trim() === '') return undefined;
  const given = text
    .trim()
    .split(/[\s,;]+/)
    .map((word) => Number(word.replace(/%$/, '')));
  if (given.some((value) => !(value >= 0 && value <= 100))) return 'a percent is a number from 0 to 100';
  const all = outcomes.length === 2 && given.length === 1 ? [given[0]!, 100 - given[0]!] : given;
  if (all.length !== outcomes.length)
    return `there are ${outcomes.length} outcomes, and ${given.length} ${given.length === 1 ? 'number' : 'numbers'}`;
  const sum = all.reduce((total, value) => total + value, 0);
  if (Math.abs(sum - 100) > 0.5) return `they add up to ${numberText(sum)}, not to 100`;
  return Object.fromEntries(outcomes.map(({ id }, i) => [id, all[i]! / sum]));
}
