/** What of a model rests on knowledge from after the start: by its own word, or on material that says so. */
import { elementsOf } from './elements.ts';
import type { Model, Provenance } from './model.ts';

export interface Hindsight {
  /** Of the element, or of a number with a provenance of its own. */
  readonly path: string;
  /** What it says itself. */
  readonly says?: string;
  /** Rows of the evidence it cites that are used with hindsight. */
  readonly rows: readonly string[];
}

/** In file order. What only takes it from the element around it is not told again. */
export function hindsightOf(model: Model): readonly Hindsight[] {
  const late = new Set(model.evidence.flatMap(({ id, hindsight }) => (hindsight === undefined ? [] : [id])));
  const told = ({ evidence, hindsight }: Provenance, path: string): readonly Hindsight[] => {
    const rows = evidence.filter((id) => late.has(id));
    if (rows.length === 0 && hindsight === undefined) return [];
    return [{ path, rows, ...(hindsight !== undefined && { says: hindsight }) }];
  };
  const elements = elementsOf(model);
  // What is inherited is the very same list.
  const lists = new Set(elements.map(({ element }) => element.provenance.evidence));
  const texts = new Set(elements.map(({ element }) => element.provenance.hindsight));
  const own = elements.filter(
    ({ element: { provenance: p }, around }) =>
      p.evidence !== around?.evidence || p.hindsight !== around.hindsight,
  );
  const numbers = model.numbers.filter(
    ({ evidence, hindsight }) => !lists.has(evidence) || !texts.has(hindsight),
  );
  const paths = new Set<string>();
  return [
    ...own.flatMap(({ element, path }) => told(element.provenance, path)),
    ...(model.odd?.submodels ?? []).flatMap(({ id, evidence }) => told({ evidence }, `odd.${id}`)),
    ...numbers.flatMap(({ path, ...provenance }) => told(provenance, path)),
  ].filter(({ path }) => !paths.has(path) && paths.add(path));
}
