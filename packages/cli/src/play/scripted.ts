/** A seat that is played from a file of moves. What the file asks for and the rules refuse ends the game, with the reason. */
import {
  NO_MOVES,
  type Command,
  type MoveView,
  type MoveWish,
  type QuestionView,
  type TurnOfMoves,
} from '@stave/classroom';
import { didYouMean } from '@stave/engine';
import { InputError } from '../failure.ts';
import { handIn } from './asking.ts';
import type { Decider, SeatAtTable } from './seat-at-table.ts';

export function scripted(path: string, turns: readonly TurnOfMoves[], tell: (text: string) => void): Decider {
  const turnAt = (turn: number): TurnOfMoves => turns[turn - 1] ?? NO_MOVES;
  return {
    deliberate: (at) => {
      const { turn } = at.view.clock;
      const { why, forecast, argue, signs, agrees, ...wanted } = turnAt(turn);
      const done = (problem: string | undefined): void => {
        if (problem !== undefined)
          throw new InputError(
            `${path}, turn ${turn}: ${problem}`,
            'change what the file says for this turn',
          );
      };
      for (const [question, said] of Object.entries(forecast)) {
        const found = at.view.questions.find(({ id }) => id === question);
        if (found?.settled !== undefined) continue;
        done(at.do(forecastOf(question, said, found)));
      }
      if (argue) done(at.do({ do: 'argue', ...argue }));
      for (const { id } of at.unsigned) done(at.do({ do: 'sign', id, signs }));
      // Without an answer it is a refusal.
      if (agrees) for (const { move, who } of at.mayBeAsked) done(at.do({ do: 'answer', move, who, agrees }));
      if (!at.team.isTurn) return Promise.resolve();
      const open = firstPossible(at, 'open', wanted.open, done);
      const covert = firstPossible(at, 'covert', wanted.covert, done);
      done(handIn(at, { ...(open && { open: open.move }), ...(covert && { covert: covert.move }) }, why));
      tell(
        `\n${at.team.label}: ${
          [open, covert]
            .map((move) => move?.label)
            .filter(Boolean)
            .join(', ') || 'no move'
        }\n`,
      );
      return Promise.resolve();
    },
    answer: (at) => {
      const { agrees } = turnAt(at.view.clock.turn);
      for (const { move, who } of at.team.asked) {
        const problem = at.do({ do: 'answer', move, who, agrees });
        if (problem !== undefined) throw new InputError(`${path}: ${problem}`, 'change what the file says');
      }
      return Promise.resolve();
    },
  };
}

/** A probability of the first outcome leaves the rest to the other one. */
function forecastOf(
  question: string,
  said: number | Readonly<Record<string, number>>,
  found: QuestionView | undefined,
): Command {
  const [first, second] = found?.outcomes ?? [];
  const probabilities =
    typeof said === 'object'
      ? said
      : { [first?.id ?? 'yes']: said, ...(second && { [second.id]: 1 - said }) };
  return { do: 'forecast', question, probabilities };
}

function firstPossible(
  at: SeatAtTable,
  kind: MoveView['kind'],
  { names, isList }: MoveWish,
  done: (problem: string | undefined) => void,
): MoveView | undefined {
  if (names.length === 0) return undefined;
  const moves = at.team.moves.filter((move) => move.kind === kind);
  const wanted = names.map((name) => {
    const move = moves.find((one) => one.move === name);
    if (!move) {
      const known = didYouMean(
        name,
        moves.map((one) => one.move),
      );
      done(`${at.seat} has no ${kind} move \`${name}\`${known === undefined ? '' : `: ${known}`}`);
    }
    return move;
  });
  const possible = wanted.find((move) => move?.obstacles.length === 0);
  const [first] = wanted;
  if (!possible && !isList)
    done(`${at.seat} cannot make \`${names[0] ?? ''}\`: ${first?.obstacles.join('; ') ?? ''}`);
  return possible;
}
