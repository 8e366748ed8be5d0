/** What seats choose as a step begins and do in its second phase: semantics.md, "Seats", in the terms of the Ir. */
import { isDue, type IrChoice, type IrDeed } from '../ir/ir-seats.ts';
import type { Ir } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import { compileActions, runAll, storeIn, type Outbox } from './actions.ts';
import type { Compiler } from './expressions.ts';
import { placed } from './fault.ts';
import type { Frame } from './frame.ts';
import { probabilityShares, validWeight } from './shares.ts';
import type { Tape } from './tape.ts';

interface Due {
  readonly isDue: (step: number) => boolean;
  readonly run: () => void;
}

export class Seats {
  private readonly choices: readonly Due[];
  private readonly deeds: readonly Due[];

  /** `workOff`: works off what a deed has sent. */
  constructor(ir: Ir, frame: Frame, compiler: Compiler, tape: Tape, out: Outbox, workOff: () => void) {
    const { chosen, done } = ir.seats ?? { chosen: [], done: [] };
    const actions = (list: IrDeed['actions']): (() => void) => {
      const compiled = compileActions(list, ir, frame, compiler, out);
      return () => runAll(compiled);
    };
    const choose = (choice: IrChoice): (() => void) => {
      if (choice.do === 'set') return actions([choice]);
      const { site, variable, weights } = choice;
      const { name } = itemOf(ir.sites, site);
      const reads = weights.map((weight) => compiler.read(weight));
      const shares = placed(name, () => probabilityShares(reads.map((read) => validWeight(read()))));
      const store = storeIn(ir, frame, variable);
      return () => {
        const picked = tape.choose(shares());
        store(picked < weights.length ? picked + 1 : 0);
      };
    };
    this.choices = chosen.map((choice) => ({ isDue: (step) => isDue(choice, step), run: choose(choice) }));
    this.deeds = done.map((deed) => {
      const act = actions(deed.actions);
      const run = (): void => {
        act();
        workOff();
      };
      return { isDue: (step) => isDue(deed, step), run };
    });
  }

  choose(step: number): void {
    for (const choice of this.choices) if (choice.isDue(step)) choice.run();
  }

  act(step: number): void {
    for (const deed of this.deeds) if (deed.isDue(step)) deed.run();
  }
}
