/** Random decisions in random scenarios: standing in a frame they come to the same bits as put in from outside. */
import {
  compileJs,
  decidingStep,
  frameDeciding,
  frameInto,
  intervened,
  seedKey,
  turnsOf,
  withOpenDecisions,
  type Intervention,
  type Ir,
  type OpenChoice,
  type OpenConsent,
} from '@stave/engine';
import { expect } from 'vitest';
import { bits, irOf, wasmOf } from '../support/scenario.ts';
import { interventionsIn } from './arbitrary-interventions.ts';
import { scenarioOf } from './compare.ts';

interface Drawn {
  readonly turns: readonly number[];
  readonly choices: readonly OpenChoice[];
  readonly consents: readonly OpenConsent[];
  /** What they mean, with what has to stand in the scenario, and that nobody moves in other steps of a turn. */
  readonly list: readonly Intervention[];
  readonly put: readonly Intervention[];
}

function drawn(ir: Ir, seed: number): Drawn {
  const length = (seed % 3) + 1;
  const turns = Array.from({ length: Math.floor(ir.clock.steps / length) }, () => length);
  const seats = ir.seats?.seats ?? [];
  const turnIn = (step: number, seat: string): number | undefined => {
    const every = seats.find(({ name }) => name === seat)?.every ?? 1;
    const turn = turnsOf(turns).findIndex((one) => decidingStep(every, one) === step);
    return turn < 0 ? undefined : turn + 1;
  };
  const wanted = interventionsIn(ir, seed);
  const put = wanted.filter(({ kind }) => kind !== 'choice' && kind !== 'consent');
  const choices: OpenChoice[] = [];
  const consents: OpenConsent[] = [];
  const list: Intervention[] = [...put];
  for (const one of wanted) {
    if (one.kind !== 'choice' && one.kind !== 'consent') continue;
    const turn = turnIn(one.step, one.kind === 'choice' ? one.seat : (one.move.split('.')[0] ?? ''));
    if (turn === undefined) continue;
    const { kind: _, step: __, ...rest } = one;
    if ('seat' in rest) choices.push({ turn, ...rest });
    else consents.push({ turn, ...rest });
    list.push(one);
  }
  for (const { name, every } of seats)
    for (const { from, to } of turnsOf(turns))
      for (let step = from; step <= to; step++)
        if ((step - 1) % every === 0 && turnIn(step, name) === undefined)
          list.push({ kind: 'choice', step, seat: name });
  return { turns, choices, consents, list, put };
}

/**
 * Compares `count` scenarios with seats, from the seed `first` on; says how many moves and answers were among them.
 * @throws where anything differs
 */
export async function compareOpenDecisions({
  first,
  count,
}: {
  readonly first: number;
  readonly count: number;
}): Promise<{ readonly decided: number; readonly asked: number }> {
  let decided = 0;
  let asked = 0;
  let compared = 0;
  for (let seed = first; compared < count; seed++) {
    const text = scenarioOf(seed);
    if (!text.includes('seats:')) continue;
    compared++;
    const ir = await irOf(text);
    const frame = compileJs(ir).save(
      { seed: seedKey('open'), stream: 0, first: seed, count: 1, share: 1 },
      0,
    );
    if (!frame || !ir.seats) continue;
    const { turns, choices, consents, list, put } = drawn(ir, seed);
    decided += choices.filter(({ open, covert }) => (open ?? covert) !== undefined).length;
    asked += consents.length;
    const base = intervened(ir, put);
    const names = ir.seats.seats.map(({ name }) => name);
    const opened = withOpenDecisions(base, turns, names);
    const start = frameDeciding(base, opened, frameInto(ir, base, frame), { choices, consents });
    const other = intervened(ir, list);
    const range = { seed: seedKey('open'), stream: 1, first: 0, count: 6, share: 1 };
    const expected = bits(compileJs(other).run(range, frameInto(ir, other, frame)));
    for (const executor of [compileJs(opened), wasmOf(opened)])
      expect(bits(executor.run(range, start)), `seed ${seed}, ${executor.name}\n${text}`).toEqual(expected);
  }
  return { decided, asked };
}
