/**
 * Follows the imports of a file: every fragment is read once, checked for its shape, and set behind the texts that
 * were read before it. Which files there are is for whoever hands in the reader.
 */
import type { Diagnostic, Source } from '../../diagnostics/diagnostic.ts';
import { Report } from '../../diagnostics/report.ts';
import { Sources } from '../../diagnostics/sources.ts';
import { isForm } from '../file-kind.ts';
import { moved, type Located } from '../located.ts';
import { checkShape, type Form } from '../shape-check.ts';
import { fragmentShape, type FragmentShape } from '../shape.ts';
import { checkText } from '../text.ts';
import { readYaml } from '../yaml.ts';
import { pathProblem, resolvedPath } from './path.ts';

/** The text of a fragment, or why there is none. `path` leads from the folder of the file that is read. */
export type ReadImport = (
  path: string,
) => Promise<{ readonly source: Source } | { readonly problem: Pick<Diagnostic, 'message' | 'help'> }>;

/** A fragment with where it was found, for who keeps what a result rests on. */
export interface Import {
  readonly path: string;
  readonly text: string;
}

const FRAGMENT: Form<FragmentShape> = {
  shape: fragmentShape,
  what: 'a fragment',
  begin: 'stave-fragment: 1',
};

const FRAGMENTS_MAX = 100;
const CHARACTERS_MAX = 8 * 1024 * 1024;

export const readNothing: ReadImport = () =>
  Promise.resolve({ problem: { message: 'no files can be read here', help: 'hand in what reads them' } });

/** Finds no fragment but those that were kept. */
export const readKept =
  (kept: readonly Import[]): ReadImport =>
  (path) => {
    const found = kept.find((one) => one.path === path);
    return Promise.resolve(
      found
        ? { source: { name: path, text: found.text } }
        : { problem: { message: 'this file was not kept', help: 'bring it back from a copy' } },
    );
  };

export interface Gathered {
  /** Each behind those that it imports, with places in the text of all. */
  readonly fragments: readonly Located[];
  readonly imports: readonly Import[];
  readonly sources: Sources;
  /** Names whose element was taken out. */
  readonly dropped: ReadonlySet<string>;
  /** Whether all that is imported could be read as a fragment. */
  readonly whole: boolean;
}

/** The shape of a fragment whose text stands at `offset`; nothing where it has none. */
export function readFragment(source: Source, report: Report): ReturnType<typeof checkShape<FragmentShape>> {
  if (!checkText(source, report)) return undefined;
  const root = readYaml(source.text, report);
  return root && isForm(root, 'stave-fragment', report) ? checkShape(root, FRAGMENT, report) : undefined;
}

/** `root` is the tree of `source`, which stands first. */
export async function gather(
  source: Source,
  root: Located,
  read: ReadImport,
  report: Report,
): Promise<Gathered> {
  const gathering = new Gathering(source, read, report);
  await gathering.follow(root, []);
  return gathering.result();
}

class Gathering {
  private readonly fragments: Located[] = [];
  private readonly imports: Import[] = [];
  private readonly dropped = new Set<string>();
  private readonly seen = new Set<string>();
  private readonly list: Source[];
  private readonly read: ReadImport;
  private readonly report: Report;
  private end: number;
  private whole = true;
  private full = false;

  constructor(source: Source, read: ReadImport, report: Report) {
    this.list = [source];
    this.end = new Sources(this.list).end;
    this.read = read;
    this.report = report;
  }

  result(): Gathered {
    const { fragments, imports, dropped, whole } = this;
    return { fragments, imports, sources: new Sources(this.list), dropped, whole };
  }

  /** `chain` are the fragments on the way here, the last of which is `root`. */
  async follow(root: Located, chain: readonly string[]): Promise<void> {
    for (const item of root.entries?.get('import')?.items ?? []) {
      if (this.full) return;
      const written = String(item.value);
      const problem = pathProblem(written);
      if (problem) {
        this.fail('import-path', problem.message, item, problem.help);
        continue;
      }
      const path = resolvedPath(chain.at(-1) ?? '', written);
      const before = chain.indexOf(path);
      if (before >= 0) {
        const round = [...chain.slice(before), path].join(' → ');
        this.fail(
          'import-cycle',
          `fragments import each other: ${round}`,
          item,
          'take out one of these imports',
        );
      } else if (!this.seen.has(path)) {
        this.seen.add(path);
        await this.add(path, item, chain);
      }
    }
  }

  private async add(path: string, item: Located, chain: readonly string[]): Promise<void> {
    if (this.seen.size > FRAGMENTS_MAX) {
      this.stop(`more than ${FRAGMENTS_MAX} fragments are imported`, item);
      return;
    }
    const found = await this.read(path);
    if ('problem' in found) {
      this.fail('import-unreadable', `${path}: ${found.problem.message}`, item, found.problem.help);
      return;
    }
    const { source } = found;
    if (this.end + source.text.length > CHARACTERS_MAX) {
      this.stop('the fragments have more than 8 MB together', item);
      return;
    }
    const offset = this.end;
    this.list.push(source);
    this.end += source.text.length + 1;
    const report = new Report();
    const shaped = readFragment(source, report);
    this.report.take(report.sorted(), offset);
    if (!shaped) {
      this.whole = false;
      return;
    }
    this.imports.push({ path, text: source.text });
    for (const name of shaped.dropped) this.dropped.add(name);
    const root = moved(shaped.root, offset);
    await this.follow(root, [...chain, path]);
    this.fragments.push(root);
  }

  private stop(message: string, item: Located): void {
    this.full = true;
    this.fail('import-limit', message, item, 'put what belongs together into one fragment');
  }

  private fail(
    code: 'import-path' | 'import-cycle' | 'import-unreadable' | 'import-limit',
    message: string,
    item: Located,
    help: string | undefined,
  ): void {
    this.whole = false;
    this.report.add(code, message, item.span, { help });
  }
}
