/** `stave exact FILE`: the answers themselves, where the scenario has a finite number of frames. */
import {
  compileJs,
  countHere,
  forecast,
  solveExact,
  type Diagnostic,
  type ExactCheck,
  type ExactDocument,
  type Model,
  type Refusal,
  type Span,
  type Wording,
} from '@stave/engine';
import { exactReport, presentationOf } from '@stave/report';
import { compareWithTrials } from './exact-check.ts';
import { UsageError } from './failure.ts';
import { listenForInterrupt } from './interrupt.ts';
import { json } from './outputs.ts';
import { filesText } from './problems.ts';
import { openScenario, type Scenario } from './scenario.ts';
import { wantsColour, widthOf } from './terminal.ts';

export interface ExactOptions {
  readonly unbounded?: true;
  readonly maxStates: number;
  /** Trials to hold the answers against. */
  readonly check?: number;
  readonly seed?: string;
  readonly lang: string;
  readonly term?: Wording;
  readonly json?: true;
}

export async function exact(path: string, options: ExactOptions): Promise<void> {
  const { unbounded = false, maxStates } = options;
  const wanted = checkWanted(options);
  const scenario = await openScenario(path, options.term);
  if (!scenario) return;
  const { ir, model, sources } = scenario;
  const start = performance.now();
  const result = solveExact(ir, { unbounded, maxStates });
  const seconds = (performance.now() - start) / 1000;
  if (!result.ok) {
    const diagnostics = result.diagnostics.map((refusal) => placed(refusal, model));
    const colour = wantsColour(process.stderr, process.env);
    process.stderr.write(filesText(sources.apart(diagnostics), colour));
    process.exitCode = 1;
    return;
  }
  const check = wanted && (await checkAgainstTrials(scenario, result.answers.questions, wanted));
  if (wanted && !check) return;
  const document: ExactDocument = {
    schema: 'stave-exact/1',
    scenario: { id: ir.id, hash: ir.hash },
    unbounded,
    seconds,
    ...result.answers,
    ...(check && { check }),
  };
  process.stdout.write(options.json ? json(document) : text(document, scenario, options));
  if (document.failed > 0) {
    process.stderr.write(failuresText(document));
    process.exitCode = 1;
  }
}

interface Wanted {
  readonly trials: number;
  readonly seed: string;
}

function checkWanted({ check: trials, seed, unbounded }: ExactOptions): Wanted | undefined {
  const help = 'such as --check 200000 --seed 7; stave exact --help shows how it is used';
  if (trials === undefined) {
    if (seed !== undefined) throw new UsageError('a seed is for the trials of a check', help, ' exact');
    return undefined;
  }
  if (seed === undefined) throw new UsageError('the trials of a check need a seed', help, ' exact');
  if (unbounded)
    throw new UsageError(
      'trials end with the clock, so they check no answer without a horizon',
      help,
      ' exact',
    );
  return { trials, seed };
}

/** Nothing when the run was stopped; that has been said then. */
async function checkAgainstTrials(
  { ir }: Scenario,
  questions: ExactDocument['questions'],
  { trials, seed }: Wanted,
): Promise<ExactCheck | undefined> {
  const interrupt = listenForInterrupt();
  try {
    const { signal } = interrupt;
    const run = await forecast({ ir, count: countHere(ir, compileJs(ir)), seed, trials, signal });
    if (!('stopped' in run)) {
      const comparisons = compareWithTrials(questions, run.questions);
      return { trials, seed, failed: run.failed, comparisons };
    }
  } finally {
    interrupt.release();
  }
  process.stderr.write('stopped; nothing was written\n');
  process.exitCode = interrupt.exitCode() ?? 1;
  return undefined;
}

/** The Ir knows no places in the text; the model does. */
function placed({ element, ...diagnostic }: Refusal, model: Model): Diagnostic {
  const span = element && spanOf(element, model);
  return { ...diagnostic, ...(span && { span }) };
}

function spanOf({ kind, name }: NonNullable<Refusal['element']>, model: Model): Span | undefined {
  switch (kind) {
    case 'parameter':
      return model.parameters.find((parameter) => parameter.name === name)?.span;
    case 'indicator':
      return model.indicators.find((indicator) => indicator.name === name)?.span;
    case 'question':
      return model.questions.find((question) => question.id === name)?.span;
  }
}

function text(document: ExactDocument, { model }: Scenario, { lang }: ExactOptions): string {
  const { stdout, env } = process;
  const options = { lang, color: wantsColour(stdout, env), width: widthOf(stdout) };
  return exactReport(document, presentationOf(model), options);
}

function failuresText({ failed, failures }: ExactDocument): string {
  const lines = failures.map(({ code, place, probability }) => `  ${probability}: ${code} at ${place}`);
  return [`error: a trial fails with probability ${failed}`, ...lines, ''].join('\n');
}
