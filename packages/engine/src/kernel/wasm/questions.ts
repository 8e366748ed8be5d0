/**
 * Questions as WebAssembly, each for all trials of the block; the counterpart of the questions of kernel/values.ts.
 *
 * Invariant: a question is read under the mask of the trials for which it is open, so nothing else can fail or answer.
 */
import { NOT_APPLICABLE } from '../../ir/executor.ts';
import type { IrExpr, IrQuestion } from '../../ir/ir.ts';
import type { Callable, Code } from './encoder.ts';
import { f64x2, i32, i32x4, v128, when } from './instructions.ts';
import type { Value } from './pair-writer.ts';
import { READ, type Program } from './program.ts';
import { nonNegativeZero, writeStored } from './values.ts';
import type { Writer } from './writer.ts';

/** `()`: whether each trial ends with this frame, by the clock's `until`. */
export function writeUntil(program: Program): Callable | undefined {
  const { until } = program.ir.clock;
  if (!until) return undefined;
  return program.all(READ, (w) => w.store(program.map.ends, 0, w.at('until').test(until)));
}

/** `()`: reads this frame. */
export function writeQuestions(program: Program): Callable {
  return program.sequence(
    program.ir.questions.flatMap((question, slot) => writeQuestion(program, question, slot)),
  );
}

type Window = Pick<IrQuestion, 'at' | 'first' | 'last'>;

/** Whether the frame at hand is read by anyone. */
function isRead({ map }: Program, { at, first, last }: Window): Code {
  const k = i32.load(i32.const(0), map.step);
  if (!at) return i32.and(i32.ge(k, i32.const(first)), i32.le(k, i32.const(last)));
  return isLastForAny(map, last);
}

/** Whether it is the window's last frame for anyone. */
function isLastForAny(map: Program['map'], last: number): Code {
  const k = i32.load(i32.const(0), map.step);
  const early = i32.and(i32.lt(k, i32.const(last)), i32.load(i32.const(0), map.anyEnds));
  return i32.or(i32.eq(k, i32.const(last)), early);
}

/** The mask of trials for which it is the window's last frame: the frame itself, or that with which they end before. */
function isLast(w: Writer, last: number): Value {
  const { map } = w.program;
  const k = i32.load(i32.const(0), map.step);
  const all = i32x4.splat(i32.sub(i32.const(0), i32.eq(k, i32.const(last))));
  return w.name(`last${last}`, v128.or(all, w.load(map.ends).code));
}

/** A function that reads under a mask. */
function under(
  program: Program,
  mask: (w: Writer) => Value,
  write: (w: Writer) => void,
  answer?: () => Value,
): Callable {
  return program.all(answer ? { ...READ, answer } : READ, (w) => {
    const open = mask(w);
    w.jump(open, () => w.under(open, () => write(w)));
  });
}

function writeQuestion(program: Program, question: IrQuestion, slot: number): readonly Code[] {
  const { given, id } = question;
  const { map } = program;
  const answer = writeAnswer(program, question, slot);
  if (!given) return answer;
  const meet = under(
    program,
    (w) => {
      const open = w.not(w.load(map.given, slot));
      return given.at ? w.and(open, isLast(w, given.last)) : open;
    },
    (w) => w.store(map.given, slot, w.at(`questions.${id}`).test(given.test)),
  );
  const close = under(
    program,
    (w) => w.and(w.load(map.ends), w.not(w.load(map.given, slot))),
    (w) => {
      w.store(map.answers, slot, w.literal(NOT_APPLICABLE));
      w.store(map.sums, slot, w.literal(Number.NaN));
    },
  );
  return [
    when(isRead(program, given), meet.call()),
    ...answer,
    when(i32.load(i32.const(0), map.anyEnds), close.call()),
  ];
}

function writeAnswer(program: Program, question: IrQuestion, slot: number): readonly Code[] {
  const { last, kind, id } = question;
  const { map, ir } = program;
  const place = `questions.${id}`;
  const closes = isLastForAny(map, last);
  const closing = (w: Writer): Value => isLast(w, last);
  switch (kind) {
    case 'binary':
    case 'time': {
      const open = kind === 'binary' ? 1 : ir.clock.steps + 1;
      const read = under(
        program,
        (w) => {
          const unanswered = w.fresh(f64x2.eq(w.load(map.answers, slot).code, w.literal(open).code));
          return question.at ? w.and(unanswered, closing(w)) : unanswered;
        },
        (w) => writeHit(w.at(place), question, slot),
      );
      return [when(isRead(program, question), read.call())];
    }
    case 'count':
    case 'total': {
      const { transitions, stop, value } = question;
      const count = under(
        program,
        (w) => {
          const all = stop ? w.not(w.load(map.stopped, slot)) : w.ones();
          return question.at ? w.and(all, closing(w)) : all;
        },
        (w) => {
          w.at(place);
          if (transitions) writeAdd(w, transitions, slot);
          if (!stop) {
            if (value) writeAdd(w, value, slot);
            return;
          }
          const stops = w.test(stop);
          w.store(map.stopped, slot, stops);
          if (value) w.under(w.not(stops), () => writeAdd(w, value, slot));
        },
      );
      const close =
        kind === 'total'
          ? under(program, closing, (w) => w.store(map.answers, slot, w.zeros()))
          : writeOutcomes(program, question, slot, closing, true);
      return [when(isRead(program, question), count.call()), when(closes, close.call())];
    }
    case 'numeric': {
      const { value } = question;
      const read = under(program, closing, (w) => {
        if (value) writeStored(w.at(place), value, map.sums, slot);
        w.store(map.answers, slot, w.zeros());
      });
      return [when(closes, read.call())];
    }
    case 'ordered':
    case 'nominal':
      return [when(closes, writeOutcomes(program, question, slot, closing, false).call())];
  }
}

/** Answers a binary question or one of time where its condition holds, within its budget if it has one. */
function writeHit(w: Writer, { kind, test, value, transitions, most }: IrQuestion, slot: number): void {
  const { map } = w.program;
  if (!test) return;
  const hit = (): void =>
    w.store(
      map.answers,
      slot,
      kind === 'binary' ? w.zeros() : w.fresh(f64x2.ofI32(i32x4.splat(i32.load(i32.const(0), map.step)))),
    );
  if (!most) return w.under(w.test(test), hit);
  if (transitions) writeAdd(w, transitions, slot);
  const holds = w.test(test);
  let within = w.zeros();
  w.under(holds, () => {
    const limit = w.value(most);
    w.requireFinite([[most, limit]]);
    within = w.fresh(v128.and(holds.code, f64x2.le(w.load(map.sums, slot).code, limit.code)));
    w.under(within, hit);
  });
  if (value) w.under(w.not(within), () => writeAdd(w, value, slot));
}

/** Adds a value to the sum of a question. */
function writeAdd(w: Writer, value: IrExpr, slot: number): void {
  const { sums } = w.program.map;
  const added = w.value(value);
  const sum = w.fresh(f64x2.add(w.load(sums, slot).code, added.code));
  w.requireFiniteValues([sum]);
  w.store(sums, slot, nonNegativeZero(w, sum));
  w.forget();
}

/** The first outcome whose condition holds; without one the trial fails. */
function writeOutcomes(
  program: Program,
  { value, outcomes, id }: IrQuestion,
  slot: number,
  mask: (w: Writer) => Value,
  isCount: boolean,
): Callable {
  const { map } = program;
  let answer: Value = { key: '', code: [] };
  return under(
    program,
    mask,
    (w) => {
      w.at(`questions.${id}`);
      answer = w.literal(Number.NaN);
      if (isCount) {
        answer = w.load(map.sums, slot);
      } else if (value) {
        const source = w.value(value);
        w.requireFinite([[value, source]]);
        answer = nonNegativeZero(w, source);
      }
      const open = w.fresh(w.ones().code);
      writeChoice(w, outcomes, 0, slot, open);
    },
    () => answer,
  );
}

function writeChoice(
  w: Writer,
  outcomes: IrQuestion['outcomes'],
  i: number,
  slot: number,
  open: Value,
): void {
  const outcome = outcomes[i];
  if (!outcome) return w.failWhere('out-of-range', open);
  const { answers } = w.program.map;
  w.under(open, () => {
    const holds = outcome.when ? w.test(outcome.when) : w.ones();
    w.under(holds, () => w.store(answers, slot, w.literal(i)));
    if (outcome.when) writeChoice(w, outcomes, i + 1, slot, w.and(open, w.not(holds)));
  });
}
