/** Generated functions of parameters, starts, indicators, kept values, measures and questions. */
import { NOT_APPLICABLE } from '../ir/executor.ts';
import { frameZero } from '../ir/frame-zero.ts';
import type { Ir, IrExpr, IrIndicator, IrQuestion } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import type { Bounds } from './bounds.ts';
import { isByScore, type DrawSource } from './distributions.ts';
import { finitePart, isFinite } from './interval.ts';
import { directlyWritten, noiseSum } from './moves.ts';
import { NOTHING, STEP, type ProgramText } from './program.ts';
import { literal, type Writer, type WriterOptions } from './writer.ts';

const START: WriterOptions = { unset: true };

/** Options of what reads a frame after its measures. */
const READ: WriterOptions = { ...STEP, measured: Infinity };

/** Source of each entry of the program, by name. */
export function writeValues(text: ProgramText): Readonly<Record<string, string>> {
  const { ir } = text;
  const parameters = ir.parameters.map((_, slot) => writeParameter(text, slot));
  const starts = ir.startOrder.map(({ kind, slot }) =>
    kind === 'variable' ? writeVariableStart(text, slot) : writeIndicatorStart(text, slot),
  );
  const first = [
    ...ir.lines.map((_, slot) => writeLineStart(text, slot)),
    ...ir.starts.map((e, slot) => writeKept(text, 'first', STEP, frameZero(e, ir), 'L', slot)),
    ...ir.previous.map((e, slot) => writeKept(text, 'firstPrevious', STEP, frameZero(e, ir), 'K', slot)),
  ];
  const next = ir.previous.map((e, slot) => writeKept(text, 'next', READ, e, 'N', slot));
  const measures = ir.measures.slice(0, ir.reported).map(({ name, value }, slot) =>
    text.define(`observe${slot}`, '', { ...STEP, measured: slot }, (w) => {
      const source = w.at(name).value(value);
      w.requireFinite([[value, source]]);
      w.line(`M[${slot}] = ${source};`);
    }),
  );
  return {
    parameters: text.defineAll('parameters', '', parameters),
    starts: text.defineAll('starts', '', starts),
    keepFirst: text.defineAll('keepFirst', '', first),
    keep: text.defineAll('keep', '', next),
    takeIn: text.defineAll(
      'takeInAll',
      '',
      ir.lines.map((_, slot) => writeLineInput(text, slot)),
    ),
    indicators: writeIndicators(text),
    measures: text.defineAll('measures', '', measures),
    questions: writeQuestions(text),
    until: writeUntil(text),
  };
}

/** Writes an assignment that fails the trial when the value is not finite, and stores 0 for -0. */
function writeStored(w: Writer, bounds: Bounds, e: IrExpr, target: string): void {
  const value = w.value(e);
  w.requireFinite([[e, value]]);
  w.line(`${target} = ${nonNegativeZero(bounds, e, value)};`);
}

/** Source of `value + 0`, or of the value where it cannot be -0. */
function nonNegativeZero(bounds: Bounds, e: IrExpr, source: string): string {
  const { constant, range } = bounds.of(e);
  if (constant !== undefined) return literal(constant + 0);
  return range && (range.low > 0 || range.high < 0) ? source : `${source} + 0`;
}

// ---------------------------------------------------------------- frame 0

function writeParameter(text: ProgramText, slot: number): string {
  const { name, value, copula } = itemOf(text.ir.parameters, slot);
  return text.define(`parameter${slot}`, '', START, (w) => {
    const place = `parameters.${name}`;
    if ('fixed' in value) return writeStored(w.at(place), text.bounds, value.fixed, `P[${slot}]`);
    const drawn = text.distribution(w, value.prior, drawOf(text, w, slot, copula), START);
    w.at(place).line(`if (${drawn} - ${drawn} !== 0) ${w.fail('not-finite')}`);
    w.line(`P[${slot}] = ${drawn} + 0;`);
  });
}

type Copula = readonly { readonly parameter: number; readonly weight: number }[];

/** All parameters' draws are made together, and with them the normal scores that most priors are made from. */
function drawOf(text: ProgramText, w: Writer, slot: number, copula: Copula | undefined): DrawSource {
  if (copula) return { kind: 'unit', source: w.name(copulaSource(text.ir, copula)) };
  const source = `PU[${slot}]`;
  const scored = (from: number, width: number): string => {
    text.scoredParameters.set(slot, { from, width });
    return source;
  };
  return { kind: 'unit', source, scored };
}

function copulaSource(ir: Ir, copula: Copula): string {
  const units = copula.map(({ parameter }) => {
    const { value } = itemOf(ir.parameters, parameter);
    if (!('prior' in value)) throw new Error('InvariantError: a correlated parameter without prior');
    return `unit(${value.prior.site})`;
  });
  return `copulaUniform([${copula.map(({ weight }) => literal(weight)).join(', ')}], [${units.join(', ')}])`;
}

function writeVariableStart(text: ProgramText, slot: number): string {
  const variable = itemOf(text.ir.variables, slot);
  return text.define(`startVariable${slot}`, '', START, (w) => {
    const value = w.at(`${variable.name}.start`).value(variable.start);
    writeVariable(w, text, slot, value, text.boundsBeforeStart.of(variable.start).range);
  });
}

/** Writes the tests and the store of a variable. */
export function writeVariable(
  w: Writer,
  text: ProgramText,
  slot: number,
  source: string,
  range: { readonly low: number; readonly high: number } | undefined,
): void {
  const { type, low, high } = itemOf(text.ir.variables, slot);
  const value = w.name(source);
  if (!isFinite(range)) w.line(`if (${value} - ${value} !== 0) ${w.fail('not-finite')}`);
  const known = finitePart(range);
  const tests = [
    ...(type === 'number' || (known.low === known.high && Number.isInteger(known.low))
      ? []
      : [`floor(${value}) !== ${value}`]),
    ...(known.low >= low ? [] : [`${value} < ${literal(low)}`]),
    ...(known.high <= high ? [] : [`${value} > ${literal(high)}`]),
  ];
  if (tests.length > 0) w.line(`if (${tests.join(' || ')}) ${w.fail('out-of-range')}`);
  w.line(`V[${slot}] = ${value} + 0;`);
  if (!text.unseen.has(slot)) w.line('R[3]++;');
}

function writeIndicatorStart(text: ProgramText, slot: number): string {
  const indicator = itemOf(text.ir.indicators, slot);
  return text.define(`startIndicator${slot}`, '', START, (w) => {
    const value = w.at(`${indicator.name}.start`).value(indicator.start);
    w.requireFinite([[indicator.start, value]]);
    writeClamped(w, text.boundsBeforeStart, indicator, value, `X[${slot}]`);
  });
}

/** Writes the clamp to an indicator's range and the store. */
function writeClamped(
  w: Writer,
  bounds: Bounds,
  { name, range }: IrIndicator,
  source: string,
  target: string,
): void {
  if (!range) return w.line(`${target} = ${source} + 0;`);
  const value = w.name(source);
  w.at(`${name}.range`);
  const [low, high] = [w.value(range[0]), w.value(range[1])];
  w.requireFinite([
    [range[0], low],
    [range[1], high],
  ]);
  const [lowest, highest] = [finitePart(bounds.of(range[0]).range), finitePart(bounds.of(range[1]).range)];
  if (lowest.high > highest.low) w.line(`if (${low} > ${high}) ${w.fail('out-of-range')}`);
  w.line(`${target} = (${value} < ${low} ? ${low} : ${value} > ${high} ? ${high} : ${value}) + 0;`);
}

// ---------------------------------------------------------------- kept values

function writeKept(
  text: ProgramText,
  kind: string,
  options: WriterOptions,
  e: IrExpr,
  array: 'K' | 'L' | 'N',
  slot: number,
): string {
  const place = `${array === 'L' ? 'start' : 'prev'}[${slot}]`;
  return text.define(`${kind}${slot}`, '', options, (w) =>
    writeStored(w.at(place), text.bounds, e, `${array}[${slot}]`),
  );
}

// ---------------------------------------------------------------- delay lines

function writeLineStart(text: ProgramText, slot: number): string {
  const { ir, bounds } = text;
  const line = itemOf(ir.lines, slot);
  return text.define(`startLine${slot}`, '', STEP, (w) => {
    w.at(line.name);
    const start = frameZero(line.start, ir);
    const value = w.value(start);
    w.requireFinite([[start, value]]);
    const length = frameZero(line.length, ir);
    const steps = w.value(length);
    w.requireFinite([[length, steps]]);
    if (finitePart(bounds.of(length).range).low < 0) w.line(`if (${steps} < 0) ${w.fail('out-of-range')}`);
    w.line(`startLine(${slot}, ${nonNegativeZero(bounds, start, value)}, ${steps});`);
  });
}

function writeLineInput(text: ProgramText, slot: number): string {
  const { ir, bounds } = text;
  const { name, input, positive } = itemOf(ir.lines, slot);
  return text.define(`takeIn${slot}`, '', READ, (w) => {
    w.at(name);
    if (positive) {
      const least = w.value(positive);
      w.requireFinite([[positive, least]]);
      if (finitePart(bounds.of(positive).range).low <= 0)
        w.line(`if (${least} <= 0) ${w.fail('out-of-range')}`);
    }
    const value = w.value(input);
    w.requireFinite([[input, value]]);
    w.line(`takeIn(${slot}, ${nonNegativeZero(bounds, input, value)});`);
  });
}

// ---------------------------------------------------------------- indicators

function writeIndicators(text: ProgramText): string {
  const { ir } = text;
  const written = directlyWritten(ir);
  const calls = ir.indicatorOrder.map((slot) => writeIndicator(text, slot, written));
  const copies = ir.indicatorOrder
    .filter((slot) => !written.has(slot))
    .map((slot) => `X[${slot}] = Y[${slot}];`);
  return text.defineText('indicators', 'r', [...calls.map((call) => `${call}(r);`), ...copies].join('\n'));
}

function writeIndicator(text: ProgramText, slot: number, written: ReadonlySet<number>): string {
  const indicator = itemOf(text.ir.indicators, slot);
  const options: WriterOptions = { ...STEP, written };
  return text.define(`indicator${slot}`, 'r', options, (w) => {
    const place = `${indicator.name}.next`;
    let value = w.at(place).value(indicator.next);
    if (indicator.noise) {
      const kind = isByScore(text.bounds, indicator.noise) ? 'score' : 'unit';
      if (kind === 'score') text.scoredNoise.add(slot);
      const source = w.name(`U[${4 * slot} + r]`);
      const noise = text.distribution(w, indicator.noise, { kind, source }, options);
      value = w.at(place).name(`${value} + ${noise}`);
      const sum = noiseSum(text.bounds, indicator);
      if (!isFinite(sum)) w.line(`if (${value} - ${value} !== 0) ${w.fail('not-finite')}`);
    } else {
      w.requireFinite([[indicator.next, value]]);
    }
    writeClamped(w, text.bounds, indicator, value, written.has(slot) ? `X[${slot}]` : `Y[${slot}]`);
  });
}

// ---------------------------------------------------------------- questions

function writeUntil(text: ProgramText): string {
  const { until } = text.ir.clock;
  if (!until) return NOTHING;
  return text.define('until', '', READ, (w) => w.line(`return ${w.at('until').test(until)};`));
}

/** `questions(k, end)`: reads frame k, with `end` when the trial ends with it. */
function writeQuestions(text: ProgramText): string {
  const body = text.ir.questions.flatMap((question, slot) => writeQuestion(text, question, slot));
  return text.defineText('questions', 'k, end', body.join('\n'));
}

/** Source of the conditions, all of which hold in the frames that a window reads. */
function isRead(
  { at, first, last }: Pick<IrQuestion, 'at' | 'first' | 'last'>,
  steps: number,
): readonly string[] {
  if (at) return [isLastOf(last)];
  return [
    ...(first > 0 ? [`k >= ${first}`] : []),
    ...(last < steps ? [`k <= ${last}`] : []),
    ...(first > steps ? ['false'] : []),
  ];
}

/** Source of the condition that frame k is the window's last one in this trial. */
const isLastOf = (last: number): string => `(k === ${last} || (end && k < ${last}))`;

/** `if (…)` before a statement, or nothing where there is no condition. */
const onlyIf = (conditions: readonly string[], statement: string): string =>
  conditions.length === 0 ? statement : `if (${conditions.join(' && ')}) ${statement}`;

function writeQuestion(text: ProgramText, question: IrQuestion, slot: number): readonly string[] {
  const { given, id } = question;
  const answer = writeAnswer(text, question, slot);
  if (!given) return answer;
  const call = text.define(`given${slot}`, '', READ, (w) =>
    w.line(`if (${w.at(`questions.${id}`).test(given.test)}) I[${2 * slot}] = 1;`),
  );
  return [
    onlyIf([...isRead(given, text.ir.clock.steps), `I[${2 * slot}] === 0`], `${call}();`),
    ...answer,
    `if (end && I[${2 * slot}] === 0) { Q[${slot}] = ${NOT_APPLICABLE}; C[${slot}] = NaN; }`,
  ];
}

function writeAnswer(text: ProgramText, question: IrQuestion, slot: number): readonly string[] {
  const { last, kind } = question;
  const { steps } = text.ir.clock;
  const read = isRead(question, steps);
  const closes = isLastOf(last);
  const place = `questions.${question.id}`;
  switch (kind) {
    case 'binary':
    case 'time': {
      const open = kind === 'binary' ? 1 : steps + 1;
      const call = text.define(`question${slot}`, 'k', READ, (w) => writeHit(w.at(place), question, slot));
      return [onlyIf([...read, `Q[${slot}] === ${open}`], `${call}(k);`)];
    }
    case 'count':
    case 'total': {
      const { transitions, stop, value } = question;
      const isOpen = [...read, ...(stop ? [`I[${2 * slot + 1}] === 0`] : [])];
      const count = text.define(`count${slot}`, '', READ, (w) => {
        w.at(place);
        if (transitions) writeAdd(w, transitions, slot);
        if (stop) w.line(`if (${w.test(stop)}) { I[${2 * slot + 1}] = 1; return; }`);
        if (value) writeAdd(w, value, slot);
      });
      const close =
        kind === 'total' ? `Q[${slot}] = 0;` : `${writeOutcomes(text, question, slot, `C[${slot}]`)}();`;
      return [onlyIf(isOpen, `${count}();`), `if (${closes}) ${close}`];
    }
    case 'numeric': {
      const call = text.define(`number${slot}`, '', READ, (w) => {
        const { value } = question;
        if (value) writeStored(w.at(place), text.bounds, value, `C[${slot}]`);
        w.line(`Q[${slot}] = 0;`);
      });
      return [`if (${closes}) ${call}();`];
    }
    case 'ordered':
    case 'nominal':
      return [`if (${closes}) ${writeOutcomes(text, question, slot)}();`];
  }
}

/** Answers a binary question or one of time where its condition holds, within its budget if it has one. */
function writeHit(w: Writer, { kind, test, value, transitions, most }: IrQuestion, slot: number): void {
  const hit = `Q[${slot}] = ${kind === 'binary' ? 0 : 'k'};`;
  if (!test) return;
  if (!most) return w.line(`if (${w.test(test)}) ${hit}`);
  if (transitions) writeAdd(w, transitions, slot);
  w.when(w.test(test), () => {
    const limit = w.value(most);
    w.requireFinite([[most, limit]]);
    w.line(`if (C[${slot}] <= ${limit}) { ${hit} return; }`);
  });
  if (value) writeAdd(w, value, slot);
}

/** Adds a value to the sum of a question. */
function writeAdd(w: Writer, value: IrExpr, slot: number): void {
  const sum = w.fresh();
  w.line(`const ${sum} = C[${slot}] + ${w.value(value)};`);
  w.line(`if (${sum} - ${sum} !== 0) ${w.fail('not-finite')}`);
  w.line(`C[${slot}] = ${sum} + 0;`);
}

/** The first outcome whose condition holds; without one the trial fails. */
function writeOutcomes(
  text: ProgramText,
  { value, outcomes, id }: IrQuestion,
  slot: number,
  count?: string,
): string {
  const answer = count ?? (value ? 'value' : 'NaN');
  return text.define(`outcome${slot}`, '', { ...READ, answer }, (w) => {
    w.at(`questions.${id}`);
    if (count === undefined && value) {
      const source = w.value(value);
      w.requireFinite([[value, source]]);
      w.line(`const value = ${source} + 0;`);
    }
    for (const [i, { when }] of outcomes.entries()) {
      const pick = `Q[${slot}] = ${i};`;
      if (!when) return w.line(pick);
      w.line(`if (${w.test(when)}) { ${pick} return; }`);
    }
    w.line(w.fail('out-of-range'));
  });
}
