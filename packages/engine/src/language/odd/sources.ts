/** Behind the protocol: every claim with where it is used, every source, what rests on hindsight, and shares by basis. */
import { elementsOf } from '../elements.ts';
import { hindsightOf } from '../hindsight.ts';
import type { Basis, Model, Source } from '../model.ts';
import { partsOf } from './assign.ts';
import type { Context } from './context.ts';
import { code, codes, list, plain, table, type Block } from './markdown.ts';

export function sourceBlocks(context: Context): readonly Block[] {
  const { words } = context;
  const section = (title: string, blocks: readonly Block[]): readonly Block[] =>
    blocks.length > 0 ? [`## ${title}`, ...blocks] : [];
  return [
    ...section(words.terms, termsTable(context)),
    ...section(words.claims, claims(context)),
    ...section(words.sources, sourcesTable(context)),
    ...section(words.hindsight, hindsightTables(context)),
    ...section(words.shares, sharesTable(context)),
  ];
}

/** Words that parties choose differently, with the one that is used here. */
const termsTable = ({ model, words, line }: Context): readonly Block[] =>
  table(
    [words.name, words.form, words.forms, words.why],
    model.terms.map(({ name, forms, use, why }) => [
      code(name),
      Object.entries(use)
        .map(([language, form]) => `${language} ${code(form)}`)
        .join(', '),
      forms.map(({ id, text }) => `${code(id)}: ${line(text)}`).join('; '),
      line(why),
    ]),
  );

/** Where a row is used stands in a list of its own: one that carries a mechanism is used in a hundred places. */
function claims({ model, words }: Context): readonly Block[] {
  const uses = usesOf(model);
  const homes = homesOf(model);
  const rows = table(
    [words.name, words.claim, words.source, words.uses, words.note],
    model.evidence.map((row) => [
      code(row.id),
      plain(row.claim),
      code(row.work ?? row.id),
      `${uses.get(row.id)?.length ?? 0}`,
      row.omitted !== undefined
        ? `${words.omitted}: ${plain(row.omitted)}`
        : row.background !== undefined
          ? `${words.background}: ${plain(row.background)}`
          : '',
    ]),
  );
  const used = model.evidence.flatMap(({ id }) => {
    const places = uses.get(id);
    return places ? [`${code(id)}: ${placesText(places, homes)}`] : [];
  });
  return [...rows, ...(used.length > 0 ? [`### ${words.usedBy}`, list(used)] : [])];
}

/** Where each element is described: `parameters.x` in 7.3; nothing where people made no submodels. */
function homesOf(model: Model): ReadonlyMap<string, string> {
  const parts = partsOf(model);
  if (parts.length === 1) return new Map();
  return new Map(
    parts.flatMap(({ submodel, drivers, indicators, measures, seats, parameters }, i) =>
      [
        ...Object.entries({ drivers, indicators, measures, seats, parameters }).flatMap(([section, list]) =>
          list.map(({ name }) => `${section}.${name}`),
        ),
        ...(submodel ? [`odd.${submodel.id}`] : []),
      ].map((path) => [path, `7.${i + 1}`] as const),
    ),
  );
}

/** The submodels whose elements cite it, then the rest as `questions` a, b: one row may be cited a hundred times. */
function placesText(places: readonly string[], homes: ReadonlyMap<string, string>): string {
  const numbers = new Set<string>();
  const sections = new Map<string, string[]>();
  for (const path of places) {
    // `questions.q.baseline`, `calendar[3]`
    const [section = '', name = '', ...rest] = path.split(/[.[\]]/).filter((part) => part !== '');
    const home = homes.get(`${section}.${name}`);
    // A part of an element that is there itself says nothing new.
    if (rest.length > 0 && places.includes(`${section}.${name}`)) continue;
    if (home !== undefined) numbers.add(home);
    else sections.set(section, [...(sections.get(section) ?? []), [name, ...rest].join('.')]);
  }
  const byNumber = [...numbers].sort((x, y) => Number(x.slice(2)) - Number(y.slice(2)));
  return [
    ...(byNumber.length > 0 ? [byNumber.join(', ')] : []),
    ...[...sections].map(([section, names]) => `${section} ${codes(names)}`),
  ].join('; ');
}

/** Where each row is cited; what an element only takes from around it is not a use of its own. */
function usesOf(model: Model): ReadonlyMap<string, readonly string[]> {
  const uses = new Map<string, string[]>();
  const use = (ids: readonly string[], by: string): void => {
    for (const id of ids) {
      const list = uses.get(id) ?? [];
      if (!list.includes(by)) list.push(by);
      uses.set(id, list);
    }
  };
  const elements = elementsOf(model);
  const lists = new Set(elements.map(({ element }) => element.provenance.evidence));
  for (const { path, element, around } of elements)
    if (element.provenance.evidence !== around?.evidence) use(element.provenance.evidence, path);
  for (const { path, evidence } of model.numbers) if (!lists.has(evidence)) use(evidence, path);
  for (const { id, evidence } of model.odd?.submodels ?? []) use(evidence, `odd.${id}`);
  return uses;
}

function sourcesTable({ model, words }: Context): readonly Block[] {
  const sources = new Map<string, Source>();
  for (const row of model.evidence)
    if (!sources.has(row.work ?? row.id)) sources.set(row.work ?? row.id, row);
  return table(
    [words.name, words.source, words.date, words.kind, 'URL', words.hindsight],
    [...sources].map(([name, { source, date, kind, url, hindsight }]) => [
      code(name),
      plain(source),
      date,
      kind,
      url === undefined ? '' : plain(url),
      hindsight === undefined ? '' : plain(hindsight),
    ]),
  );
}

/** Rows used with hindsight, with how many elements cite each (which, stands where claims are); then what says so itself. */
function hindsightTables({ model, words }: Context): readonly Block[] {
  const late = hindsightOf(model);
  const rows = [...new Set(late.flatMap((element) => element.rows))];
  return [
    ...table(
      [words.rows, words.uses],
      rows.map((id) => [code(id), `${late.filter((element) => element.rows.includes(id)).length}`]),
    ),
    ...table(
      [words.element, words.rows, words.hindsight],
      late.flatMap(({ path, rows: cited, says }) =>
        says === undefined ? [] : [[code(path), codes(cited), plain(says)]],
      ),
    ),
  ];
}

const BASES: readonly (Basis | 'unmarked')[] = ['data', 'literature', 'judgement', 'assumption', 'unmarked'];

function sharesTable({ model: { numbers }, words }: Context): readonly Block[] {
  const row = (title: string, count: number): readonly string[] => [
    title,
    `${count}`,
    `${Math.round((100 * count) / numbers.length)}%`,
  ];
  const late = numbers.filter(({ hindsight }) => hindsight !== undefined).length;
  const rows = BASES.map((basis) => ({
    basis,
    count: numbers.filter((number) => (number.basis ?? 'unmarked') === basis).length,
  })).filter(({ count }) => count > 0);
  return table(
    [words.basis, words.numbers, words.share],
    [
      ...rows.map(({ basis, count }) => row(words.bases[basis], count)),
      ...(late > 0 ? [row(words.hindsight, late)] : []),
    ],
  );
}
