/** Nothing may need itself: parameters, start values, this step's indicators, measures. */
import type { Code } from '../../diagnostics/codes.ts';
import { walk } from '../expression/walk.ts';
import type { Element, Expr, Model } from '../model.ts';
import type { Reader } from '../reader.ts';
import { cyclesIn } from './graph.ts';

const SHOWN_MAX = 12;

interface Node extends Element {
  readonly name: string;
  readonly exprs: readonly Expr[];
}

const reads = (node: Node, kinds: readonly string[]): readonly string[] => [
  ...new Set(
    node.exprs
      .flatMap((expr) => [...walk(expr)])
      .flatMap((e) => (e.op === 'ref' && kinds.includes(e.kind) ? [e.name] : [])),
  ),
];

const nowReads = (node: Node): readonly string[] => [
  ...new Set(
    node.exprs.flatMap((expr) => [...walk(expr)]).flatMap((e) => (e.op === 'now' ? [e.indicator] : [])),
  ),
];

export function checkCycles(model: Model, reader: Reader): void {
  const parameters = model.parameters.map((p): Node => ({
    ...p,
    exprs: 'fixed' in p.value ? [p.value.fixed] : [...p.value.prior.args, ...(p.value.prior.within ?? [])],
  }));
  const variables = model.drivers.flatMap((d) => d.variables);
  const starts = [...variables, ...model.indicators].map((x): Node => ({ ...x, exprs: [x.start] }));
  const nexts = model.indicators.map((x): Node => ({ ...x, exprs: [x.next] }));
  const measures = model.measures.map((x): Node => ({ ...x, exprs: [x.value] }));
  report('parameter-cycle', 'parameters', parameters, (n) => reads(n, ['parameter']), reader);
  report('start-cycle', 'start values', starts, (n) => reads(n, ['variable', 'indicator']), reader);
  report('now-cycle', '`now`', nexts, nowReads, reader);
  report('measure-cycle', 'measures', measures, (n) => reads(n, ['measure']), reader);
}

function report(
  code: Code,
  what: string,
  nodes: readonly Node[],
  readsOf: (node: Node) => readonly string[],
  reader: Reader,
): void {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  for (const cycle of cyclesIn(new Map(nodes.map((node) => [node.name, readsOf(node)])))) {
    const first = byName.get(cycle[0] ?? '');
    if (!first) continue;
    const shown = cycle.length > SHOWN_MAX ? [...cycle.slice(0, SHOWN_MAX), '…'] : cycle;
    const way = [...shown, cycle[0]].map((name) => (name === '…' ? name : `\`${name ?? ''}\``)).join(' → ');
    reader.report.add(
      code,
      cycle.length === 1 ? `\`${first.name}\` reads itself` : `a cycle of ${what}: ${way}`,
      first.span,
      {
        help:
          code === 'now-cycle'
            ? 'without `now`, a name in `next` is the value of the frame before'
            : 'one of them must read something else',
      },
    );
  }
}
