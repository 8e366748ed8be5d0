/** Generated functions of seats: what is chosen as a step begins, and what is done in its second phase. */
import type { IrChoice, IrDeed } from '../ir/ir-seats.ts';
import type { Ir } from '../ir/ir.ts';
import { SELDOM, writeAction } from './charts.ts';
import { writeProbabilityPick, writeWeights } from './picks.ts';
import { NOTHING, type ProgramText } from './program.ts';
import { writeVariable } from './values.ts';

/** The choice and its number without which a deed does nothing, if it makes a move. */
export function madeBy(
  { seats }: Ir,
  { move }: IrDeed,
): { readonly choice: number; readonly number: number } | undefined {
  const plan = move && seats?.seats[move.seat]?.plans[move.plan];
  return plan && { choice: plan.choice, number: move.move + 1 };
}

/** Source of the lists of functions, by place in the lists of the Ir; null where nobody chooses. */
export function writeSeats(text: ProgramText): { readonly choose: string; readonly act: string } {
  const { chosen = [], done = [] } = text.ir.seats ?? {};
  const list = (sources: readonly string[]): string => `[${sources.join(', ')}]`;
  return {
    choose: list(chosen.map((choice, i) => (choice.idle ? NOTHING : writeChoice(text, choice, i)))),
    act: list(done.map((deed, i) => (deed.idle ? NOTHING : writeDeed(text, deed, i)))),
  };
}

function writeChoice(text: ProgramText, choice: IrChoice, i: number): string {
  return text.define(`choose${i}`, '', SELDOM, (w) => {
    if (choice.do === 'set') return writeAction(text, w, choice);
    const { site, weights: given, variable } = choice;
    w.at(text.siteName(site)).line('let picked = 0;');
    // A labelled block, because a pick ends the search but not the function.
    w.braces('pick:', () => {
      const weights = writeWeights(
        w,
        text.bounds,
        given.map((weight) => ({ weight })),
      );
      const draw = (total: string): { word: string; site: number } => {
        w.line(`if (!(${total} > 0)) break pick;`);
        return { word: w.name(`word(${site})`), site };
      };
      writeProbabilityPick(w, weights, draw, (n) => w.line(`picked = ${n + 1}; break pick;`));
    });
    writeVariable(w, text, variable, 'picked', { low: 0, high: given.length });
  });
}

const writeDeed = (text: ProgramText, { actions }: IrDeed, i: number): string =>
  text.define(`deed${i}`, '', SELDOM, (w) => {
    for (const action of actions) writeAction(text, w, action);
  });
