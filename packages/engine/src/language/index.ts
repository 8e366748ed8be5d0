/** The language front end: text to a checked Model, or to diagnostics. Nothing here throws for what a file holds. */
import type { Diagnostic, Source } from '../diagnostics/diagnostic.ts';
import { Report } from '../diagnostics/report.ts';
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
import { checkShape } from './shape-check.ts';
import { checkText } from './text.ts';
import { readYaml } from './yaml.ts';

export { modelTextInput } from './hash.ts';
export { printExpr, printModel } from './print.ts';
export { scenarioJsonSchema } from './shape.ts';

export interface ReadResult {
  /** Present exactly when there is no error. */
  readonly model?: Model;
  /** All of them, in order of position. */
  readonly diagnostics: readonly Diagnostic[];
}

export async function readScenario(source: Source): Promise<ReadResult> {
  const report = new Report();
  const model = await read(source, report);
  return { ...(model && !report.hasErrors && { model }), diagnostics: report.sorted() };
}

async function read(source: Source, report: Report): Promise<Model | undefined> {
  if (!checkText(source, report)) return undefined;
  const yaml = readYaml(source.text, report);
  const shaped = yaml && checkShape(yaml, report);
  if (!shaped) return undefined;
  const { input, root, dropped } = shaped;
  const repaired = report.hasErrors;
  const scope = collectScope(input, root, dropped, report);
  const reader = new Reader(source.text, await loadParser(), scope, report, repaired);
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
  return model;
}
