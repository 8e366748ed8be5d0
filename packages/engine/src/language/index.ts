/** The language front end: text to a checked Model, or to diagnostics. Nothing here throws for what a file holds. */
import type { Diagnostic, Source } from '../diagnostics/diagnostic.ts';
import { Report } from '../diagnostics/report.ts';
import { overlaid, type Overlay } from './arm.ts';
import { withRemovedEvents } from './arm-events.ts';
import { withForcedStates } from './arm-states.ts';
import { Declared } from './build/declared.ts';
import { buildModel } from './build/model.ts';
import { checkBasis } from './check/basis.ts';
import { checkChances } from './check/chances.ts';
import { checkCycles } from './check/cycles.ts';
import { checkEvents } from './check/events.ts';
import { checkExpressions } from './check/expressions.ts';
import { checkFrameZero } from './check/frame-zero.ts';
import { checkOrder } from './check/order.ts';
import { checkEndless } from './check/endless.ts';
import { checkReach } from './check/reach.ts';
import { checkTargets } from './check/targets.ts';
import { checkUnused } from './check/unused.ts';
import { loadParser } from './expression/mathjs.ts';
import type { Model } from './model.ts';
import { Reader } from './reader.ts';
import { collectScope } from './scope.ts';
import { checkShape, type Form } from './shape-check.ts';
import { scenarioShape, type ScenarioShape } from './shape.ts';
import { isForm } from './study.ts';
import { checkText } from './text.ts';
import { readYaml } from './yaml.ts';

export { loadParser } from './expression/mathjs.ts';
export { modelTextInput } from './hash.ts';
export { printExpr, printModel } from './print.ts';
export { armProblems, type ArmProblems } from './arm.ts';
export { changesOf, withChange, type Applied, type Change } from './diff.ts';
export { readDesign, type DesignPoint, type DesignRead, type DrawnTogether } from './design.ts';
export { scenarioJsonSchema } from './shape.ts';
export { isStudyText, readStudy, studyJsonSchema, TRIALS_MAX, type Study, type StudyArm } from './study.ts';

const SCENARIO: Form<ScenarioShape> = { shape: scenarioShape, what: 'a scenario', begin: 'stave: 1' };

export interface ReadResult {
  /** Present exactly when there is no error. */
  readonly model?: Model;
  /** All of them, in order of position. */
  readonly diagnostics: readonly Diagnostic[];
}

/** With `overlay`, as that arm of a study has it: places behind the scenario's text are then in the study's (arm.ts). */
export async function readScenario(source: Source, overlay?: Overlay): Promise<ReadResult> {
  const report = new Report();
  const model = await read(source, report, overlay);
  return { ...(model && !report.hasErrors && { model }), diagnostics: report.sorted() };
}

async function read(source: Source, report: Report, overlay?: Overlay): Promise<Model | undefined> {
  if (!checkText(source, report)) return undefined;
  const yaml = readYaml(source.text, report);
  if (!yaml || !isForm(yaml, 'stave', report)) return undefined;
  const written = checkShape(yaml, SCENARIO, report);
  if (!written) return undefined;
  const { text } = source;
  const shaped = overlay ? overlaid(written, overlay, text.length, report) : written;
  const { input, root, dropped } = shaped;
  const repaired = report.hasErrors;
  const scope = collectScope(input, root, dropped, report);
  const reader = new Reader(text + (overlay?.text ?? ''), await loadParser(), scope, report, repaired);
  const declared = new Declared(input, root, report);
  const { model } = buildModel(input, root, reader, declared);
  checkExpressions(model, reader, declared);
  checkCycles(model, reader);
  checkFrameZero(model, reader);
  checkChances(model, reader);
  checkTargets(model, reader);
  checkBasis(reader);
  // What is unused or unreachable is not known while a part of the file could not be read.
  if (!reader.incomplete) {
    checkEvents(model, reader);
    checkReach(model, reader);
    checkEndless(model, reader);
    checkUnused(model, reader);
    checkOrder(model, reader);
  }
  if (!overlay || report.hasErrors) return model;
  const { arm } = overlay;
  return withForcedStates(withRemovedEvents(model, arm, text.length, report), arm, text.length, reader);
}
