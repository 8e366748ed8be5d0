/** Distributions as branches: the values a prior or a noise can have, where they are finitely many. */
import { atoms, atomCount, resolveForm, type Atom } from '../chance/index.ts';
import type { Ir, IrDistribution } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import type { Compiler } from './expressions.ts';
import { Fault, placed } from './fault.ts';

/** More values than this are not worth a branch each. */
const VALUES_MAX = 100_000;

/** A distribution whose values are too many to follow each. */
export class TooManyValues extends Error {
  readonly site: string;
  readonly values: number;

  constructor(site: string, values: number) {
    super(site);
    this.site = site;
    this.values = values;
  }
}

/** Reads a distribution's atoms at the present moment; faults as its draw would, at its site. */
export function atomsOf(ir: Ir, d: IrDistribution, compiler: Compiler): () => readonly Atom[] {
  const reads = d.args.map((e) => compiler.read(e));
  const within = d.within?.map((e) => compiler.read(e));
  const resolved = resolveForm(d.name, d.argNames, d.lists);
  if ('problem' in resolved) throw new Error(`InvariantError: ${resolved.problem}`);
  const { form } = resolved;
  const site = itemOf(ir.sites, d.site).name;
  return placed(site, () => {
    const args = reads.map((read) => read());
    if (form.problem(args) !== undefined) throw new Fault('bad-distribution');
    const parameters = form.canonical(args);
    const [low, high] = within?.map((read) => read()) ?? [];
    const count = atomCount(d.name, parameters) ?? 0;
    if (count > VALUES_MAX) throw new TooManyValues(site, count);
    const found = atoms(d.name, parameters, low, high) ?? [];
    if (found.length === 0) throw new Fault('bad-distribution');
    return found;
  });
}
