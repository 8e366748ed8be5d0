/** Nothing may need itself: parameters, start values, this step's indicators, measures. */
import type { Code } from '../../diagnostics/codes.ts';
import { walk, walkFrameZero, walkPresent } from '../expression/walk.ts';
import type { Element, Expr, Model } from '../model.ts';
import type { Reader } from '../reader.ts';
import { cyclesIn, levelsIn } from './graph.ts';

const SHOWN_MAX = 12;
const LEVELS_MAX = 500;

interface Node extends Element {
  readonly name: string;
  readonly exprs: readonly Expr[];
}

const reads = (node: Node, kinds: readonly string[], parts = walk): readonly string[] => [
  ...new Set(
    node.exprs
      .flatMap((expr) => [...parts(expr)])
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
  const whole = report(
    'measure-cycle',
    'measures',
    measures,
    (n) => reads(n, ['measure'], walkPresent),
    reader,
  );
  // A delay breaks a circle in every step, but at frame 0 only with an initial value of its own.
  if (whole) report('delay-cycle', 'measures', measures, (n) => reads(n, ['measure'], walkFrameZero), reader);
}

const HELP: Partial<Record<Code, string>> = {
  'now-cycle': 'without `now`, a name in `next` is the value of the frame before',
  'delay-cycle': 'give the `delay` or `smooth` between them an initial value',
};

/** Says whether there was none. */
function report(
  code: Code,
  what: string,
  nodes: readonly Node[],
  readsOf: (node: Node) => readonly string[],
  reader: Reader,
): boolean {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const graph = new Map(nodes.map((node) => [node.name, readsOf(node)]));
  reportDepth(what, graph, byName, reader);
  const cycles = cyclesIn(graph);
  for (const cycle of cycles) {
    const first = byName.get(cycle[0] ?? '');
    if (!first) continue;
    reader.incomplete = true;
    const shown = cycle.length > SHOWN_MAX ? [...cycle.slice(0, SHOWN_MAX), '…'] : cycle;
    const way = [...shown, cycle[0]].map((name) => (name === '…' ? name : `\`${name ?? ''}\``)).join(' → ');
    reader.report.add(
      code,
      `${cycle.length === 1 ? `\`${first.name}\` reads itself` : `a cycle of ${what}: ${way}`}${code === 'delay-cycle' ? ' at frame 0' : ''}`,
      first.span,
      {
        help: HELP[code] ?? 'one of them must read something else',
      },
    );
  }
  return cycles.length === 0;
}

/** What stands later would follow the chain call by call, so its length has a bound. */
function reportDepth(
  what: string,
  graph: ReadonlyMap<string, readonly string[]>,
  byName: ReadonlyMap<string, Node>,
  reader: Reader,
): void {
  for (const [name, level] of levelsIn(graph)) {
    const node = byName.get(name);
    if (level !== LEVELS_MAX + 1 || !node) continue;
    reader.report.add(
      'expression-too-deep',
      `\`${name}\` stands on a chain of more than ${LEVELS_MAX} ${what}`,
      node.span,
    );
  }
}
