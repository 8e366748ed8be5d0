/** The language front end: text to a checked Model, or to diagnostics. Nothing here throws for what a file holds. */
import type { Diagnostic, Source } from '../diagnostics/diagnostic.ts';
import { Report } from '../diagnostics/report.ts';
import { Sources } from '../diagnostics/sources.ts';
import { overlaid, type Overlay } from './arm.ts';
import { withRemovedEvents } from './arm-events.ts';
import { withScripts } from './arm-scripts.ts';
import { withForcedStates } from './arm-states.ts';
import { Declared } from './build/declared.ts';
import { buildModel } from './build/model.ts';
import { checkBasis } from './check/basis.ts';
import { checkChances } from './check/chances.ts';
import { checkCycles } from './check/cycles.ts';
import { checkEvents } from './check/events.ts';
import { checkEvidence } from './check/evidence.ts';
import { checkExpressions } from './check/expressions.ts';
import { checkFrameZero } from './check/frame-zero.ts';
import { checkOrder } from './check/order.ts';
import { checkEndless } from './check/endless.ts';
import { checkReach } from './check/reach.ts';
import { checkSeats } from './check/seats.ts';
import { checkTargets } from './check/targets.ts';
import { checkUnused } from './check/unused.ts';
import { loadParser, type MathParser } from './expression/mathjs.ts';
import { ParserWanted } from './expression/parse.ts';
import { isForm } from './file-kind.ts';
import { combined, joined } from './imports/combine.ts';
import { gather, readFragment, readNothing, type Import, type ReadImport } from './imports/gather.ts';
import type { Beside } from './imports/restate.ts';
import type { Located } from './located.ts';
import type { Model } from './model.ts';
import { Reader } from './reader.ts';
import { collectScope } from './scope.ts';
import { checkShape, type Form, type Shaped } from './shape-check.ts';
import { scenarioShape, type ScenarioShape } from './shape.ts';
import type { StudyArm } from './study-arm.ts';
import { checkTerms } from './terms.ts';
import { checkText } from './text.ts';
import { readYaml } from './yaml.ts';

export { modelTextInput } from './hash.ts';
export { printOdd } from './odd/index.ts';
export { printDistribution } from './print-expr.ts';
export { printExpr, printModel } from './print.ts';
export { armProblems } from './arm.ts';
export { changesOf, withChange, type Applied, type Change } from './diff.ts';
export { readDesign, type DesignPoint, type DesignRead, type DrawnTogether } from './design.ts';
export { isExerciseText, isFragmentText, isStudyText } from './file-kind.ts';
export { readKept, type Import, type ReadImport } from './imports/gather.ts';
export { fragmentJsonSchema, scenarioJsonSchema } from './shape.ts';
export { readStudy, studyJsonSchema, TRIALS_MAX, type Study } from './study.ts';
export type { StudyArm } from './study-arm.ts';
export { worded, wordingFaults, type Wording, type WordingFault } from './terms.ts';

const SCENARIO: Form<ScenarioShape> = { shape: scenarioShape, what: 'a scenario', begin: 'stave: 1' };

export interface ReadResult {
  /** Present exactly when there is no error. */
  readonly model?: Model;
  /** All of them, in order of position in the text of all sources. */
  readonly diagnostics: readonly Diagnostic[];
  /** The scenario, its fragments in the order in which they were read, and the study whose arm it is. */
  readonly sources: Sources;
  /** The fragments, for who keeps what a result rests on. */
  readonly imports: readonly Import[];
}

export interface ReadOptions {
  /** Where the fragments are that the scenario imports. */
  readonly imports?: ReadImport;
  /** Reads the scenario as that arm of a study has it (arm.ts). */
  readonly overlay?: Overlay;
}

/** A scenario with the fragments that it imports, checked as a whole. */
export async function readScenario(source: Source, options: ReadOptions = {}): Promise<ReadResult> {
  const report = new Report();
  const { model, sources = new Sources([source]), imports = [] } = await read(source, report, options);
  return {
    ...(model && !report.hasErrors && { model }),
    diagnostics: report.sorted(),
    sources,
    imports,
  };
}

/**
 * A fragment by itself: its shape, that of what it imports, and that no name is defined twice. What its names mean is
 * known where a scenario imports it.
 */
export async function checkFragment(
  source: Source,
  imports: ReadImport,
): Promise<Pick<ReadResult, 'diagnostics' | 'sources'>> {
  const report = new Report();
  const shaped = readFragment(source, report);
  if (!shaped) return { diagnostics: report.sorted(), sources: new Sources([source]) };
  const { fragments, sources } = await gather(source, shaped.root, imports, report);
  let sections: ReadonlyMap<string, Located> = new Map();
  for (const fragment of [...fragments, shaped.root]) sections = joined(sections, fragment, report);
  return { diagnostics: report.sorted(), sources };
}

type Read = Partial<Pick<ReadResult, 'model' | 'sources' | 'imports'>>;

async function read(source: Source, report: Report, { overlay, imports }: ReadOptions): Promise<Read> {
  if (!checkText(source, report)) return {};
  const yaml = readYaml(source.text, report);
  if (!yaml || !isForm(yaml, 'stave', report)) return {};
  const written = checkShape(yaml, SCENARIO, report);
  if (!written) return {};
  const whole = await withImports(written, source, imports ?? readNothing, report);
  const sources = overlay ? whole.sources.with(overlay.source) : whole.sources;
  const found = { sources, imports: whole.imports };
  if (!whole.shaped) return found;
  const shaped = overlay ? overlaid(whole.shaped, overlay, whole.sources.end, report) : whole.shaped;
  const arm = overlay && { arm: overlay.arm, offset: whole.sources.end };
  return { ...found, model: await modelOf(shaped, sources.text, whole.said, arm, report) };
}

interface Whole extends Pick<ReadResult, 'sources' | 'imports'> {
  /** Nothing where a part could not be read. */
  readonly shaped?: Shaped<ScenarioShape> | undefined;
  readonly said: ReadonlyMap<Located, Beside>;
}

/** One scenario out of its files; it passes the shape check again, as if it had been written in one. */
async function withImports(
  written: Shaped<ScenarioShape>,
  source: Source,
  readImport: ReadImport,
  report: Report,
): Promise<Whole> {
  const { root, dropped, input } = written;
  if (input.import === undefined && input.restate === undefined)
    return { shaped: written, sources: new Sources([source]), imports: [], said: new Map() };
  const {
    whole,
    fragments,
    sources,
    imports,
    dropped: more,
  } = await gather(source, root, readImport, report);
  const { root: all, said } = combined(fragments, root, more, report);
  const shaped = whole ? checkShape(all, SCENARIO, report) : undefined;
  return {
    ...(shaped && { shaped: { ...shaped, dropped: new Set([...shaped.dropped, ...dropped, ...more]) } }),
    ...{ sources, imports, said },
  };
}

/** What an arm forces and takes away, and where the text of its study begins. */
interface Forced {
  readonly arm: StudyArm;
  readonly offset: number;
}

/** Without mathjs, and again with it where an expression wants it. */
async function modelOf(
  shaped: Shaped<ScenarioShape>,
  text: string,
  said: ReadonlyMap<Located, Beside>,
  forced: Forced | undefined,
  report: Report,
): Promise<Model> {
  const before = report.mark();
  try {
    return modelBy(undefined, shaped, text, said, forced, report);
  } catch (error) {
    if (!(error instanceof ParserWanted)) throw error;
    report.backTo(before);
    return modelBy(await loadParser(), shaped, text, said, forced, report);
  }
}

function modelBy(
  parser: MathParser | undefined,
  { input, root, dropped }: Shaped<ScenarioShape>,
  text: string,
  said: ReadonlyMap<Located, Beside>,
  forced: Forced | undefined,
  report: Report,
): Model {
  const repaired = report.hasErrors;
  const scope = collectScope(input, root, dropped, report);
  const reader = new Reader(text, parser, scope, report, repaired, said);
  const declared = new Declared(input, root, report);
  const { model } = buildModel(input, root, reader, declared);
  checkExpressions(model, reader, declared);
  checkCycles(model, reader);
  checkFrameZero(model, reader);
  checkChances(model, reader);
  checkTargets(model, reader);
  checkSeats(model, reader);
  checkBasis(reader);
  if (input.terms) checkTerms(model.terms, root, report);
  // What is unused or unreachable is not known while a part of the file could not be read.
  if (!reader.incomplete) {
    checkEvents(model, input.hears ?? [], reader);
    checkReach(model, reader);
    checkEndless(model, reader);
    checkUnused(model, reader);
    checkEvidence(input, root, reader);
    checkOrder(model, reader);
  }
  if (!forced || report.hasErrors) return model;
  const { arm, offset } = forced;
  const forcedIn = withForcedStates(withRemovedEvents(model, arm, offset, report), arm, offset, reader);
  return withScripts(forcedIn, arm, offset, reader);
}
