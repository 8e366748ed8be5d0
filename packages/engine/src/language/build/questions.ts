/** Questions: what is asked of which frames, how it resolves and what a simple forecaster would say. */
import { nameSpan, place, child, type Located } from '../located.ts';
import type { Expr, Moment, Outcome, Question, QuestionBase, Resolution } from '../model.ts';
import { MOMENT, OUTCOME } from '../reading.ts';
import { labelOf, NOBODY, textOf, type Owner, type Reader } from '../reader.ts';
import type { ScenarioShape } from '../shape.ts';
import type { Timeline } from '../timeline.ts';
import type { Span } from '../../diagnostics/diagnostic.ts';
import { parseIso } from '../calendar.ts';
import { readBaseline } from './baseline.ts';
import { readQuestionMoment } from './moment.ts';

export type QuestionInput = NonNullable<ScenarioShape['questions']>[string];
type OutcomesInput = Extract<QuestionInput, { outcomes: unknown }>['outcomes'];

export function readQuestion(
  id: string,
  input: QuestionInput,
  at: Located,
  timeline: Timeline | undefined,
  reader: Reader,
  common?: CommonResolution,
): Question | undefined {
  const owner = reader.owner(NOBODY, `questions.${id}`, input, at);
  const base = readBase(id, input, at, owner, reader, common);
  const expr = (key: string, want: 'number' | 'condition' | 'any'): Expr =>
    reader.expr(place(at, key), MOMENT, owner, { want, key });
  const when = (key: 'at' | 'by' | 'from'): Moment | 'end' | undefined => readWhen(key, at, timeline, reader);
  switch (input.kind) {
    case 'binary': {
      const yes = expr('yes', 'condition');
      if ((input.at === undefined) === (input.by === undefined)) {
        const found = input.at === undefined ? 'neither' : 'both';
        reader.report.add(
          'question-window',
          `a binary question has \`at\` or \`by\`, found ${found}`,
          nameSpan(at),
        );
        return undefined;
      }
      if (input.at !== undefined) {
        if (input.from !== undefined) {
          reader.report.add(
            'question-window',
            '`from` opens the window of `by`, not of `at`',
            nameSpan(place(at, 'from')),
          );
        }
        const moment = when('at');
        return moment === undefined ? undefined : { ...base, kind: 'binary', yes, at: moment };
      }
      const window = readWindow(at, timeline, reader);
      return window && { ...base, kind: 'binary', yes, ...window };
    }
    case 'ordered':
    case 'nominal': {
      const value = input.value === undefined ? undefined : expr('value', 'any');
      const outcomes = readOutcomes(input.outcomes, at, value, value && 'value', owner, reader);
      const moment = when('at');
      return moment === undefined
        ? undefined
        : { ...base, kind: input.kind, ...(value && { value }), outcomes, at: moment };
    }
    case 'count': {
      const count = expr('count', 'number');
      const outcomes = readOutcomes(input.outcomes, at, undefined, 'count', owner, reader);
      const window = readWindow(at, timeline, reader);
      return window && { ...base, kind: 'count', count, outcomes, ...window };
    }
    case 'time': {
      const first = expr('first', 'condition');
      const by = when('by');
      return by === undefined ? undefined : { ...base, kind: 'time', first, by };
    }
  }
}

function readBase(
  id: string,
  input: QuestionInput,
  at: Located,
  owner: Owner,
  reader: Reader,
  common: CommonResolution | undefined,
): QuestionBase {
  const ids = 'outcomes' in input ? input.outcomes.map((outcome) => outcome.id) : undefined;
  const baseline = input.baseline && readBaseline(input.baseline, ids, place(at, 'baseline'), owner, reader);
  const resolution =
    input.resolution && readResolution(input.resolution, place(at, 'resolution'), common, reader);
  const internal = input.internal ?? false;
  const missing = (['resolution', 'baseline', 'cluster', 'proxy'] as const).filter(
    (key) => input[key] === undefined,
  );
  if (!internal && missing.length > 0) {
    const names = missing.map((key) => `\`${key}\``).join(', ');
    reader.report.add('question-incomplete', `the question \`${id}\` has no ${names}`, nameSpan(at), {
      help: 'a question that somebody should be able to resolve says all four; say `internal: true` when nobody can',
    });
  }
  return {
    id,
    span: nameSpan(at),
    provenance: owner.provenance,
    ...labelOf(input.label),
    ask: textOf(input.ask),
    internal,
    ...(resolution && { resolution }),
    ...(baseline && { baseline }),
    ...(input.cluster !== undefined && { cluster: input.cluster }),
    ...(input.proxy !== undefined && { proxy: textOf(input.proxy) }),
  };
}

function readWhen(
  key: 'at' | 'by' | 'from',
  at: Located,
  timeline: Timeline | undefined,
  reader: Reader,
): Moment | 'end' | undefined {
  const found = child(at, key);
  if (!found || !timeline) return undefined;
  const { value } = found;
  if (value === 'end' && key !== 'from') return 'end';
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return readQuestionMoment(value, found, key === 'from', timeline, reader)?.moment;
}

function readWindow(
  at: Located,
  timeline: Timeline | undefined,
  reader: Reader,
): { by: Moment | 'end'; from?: Moment } | undefined {
  const by = readWhen('by', at, timeline, reader);
  const from = readWhen('from', at, timeline, reader);
  if (by === undefined || (child(at, 'from') && from === undefined) || from === 'end') return undefined;
  if (from !== undefined && by !== 'end' && from > by) {
    reader.report.add('question-window', '`from` is after `by`', place(at, 'from').span);
    return undefined;
  }
  return { by, ...(from !== undefined && { from }) };
}

function readOutcomes(
  list: OutcomesInput,
  at: Located,
  value: Expr | undefined,
  answer: 'value' | 'count' | undefined,
  owner: Owner,
  reader: Reader,
): readonly Outcome[] {
  const items = place(at, 'outcomes');
  const seen = new Set<string>();
  const outcomes = list.map((input, i): Outcome => {
    const item = place(items, i);
    const idSpan = place(item, 'id').span;
    if (seen.has(input.id))
      reader.report.add('outcome-twice', `the outcome \`${input.id}\` stands twice`, idSpan);
    seen.add(input.id);
    const when = child(item, 'when');
    const wanted = { want: 'condition' as const, answer: value, key: `outcomes.${input.id}` };
    return {
      id: input.id,
      ...labelOf(input.label),
      ...(when && { when: reader.expr(when, answer ? OUTCOME(answer) : MOMENT, owner, wanted) }),
      span: idSpan,
    };
  });
  for (const [i, outcome] of outcomes.entries()) {
    const isLast = i === outcomes.length - 1;
    if ((outcome.when === undefined) === isLast) continue;
    reader.report.add(
      'outcomes-open',
      isLast
        ? 'the last outcome must hold when no other does'
        : `\`${outcome.id}\` has no \`when\`, so no later outcome is ever reached`,
      outcome.span,
      {
        help: isLast
          ? 'leave out its `when`, or add an outcome without one'
          : 'only the last outcome leaves `when` out',
      },
    );
  }
  return outcomes;
}

type ResolutionInput = NonNullable<QuestionInput['resolution']>;

/** What the resolutions of all questions have in common, and where it stands. */
export interface CommonResolution {
  readonly input: ResolutionInput;
  readonly at: Located;
}

const RESOLUTION_KEYS = ['criteria', 'sources', 'resolver', 'void', 'opens', 'closes', 'zone'] as const;

function readResolution(
  own: ResolutionInput,
  at: Located,
  common: CommonResolution | undefined,
  { report }: Reader,
): Resolution | undefined {
  const input = { ...common?.input, ...own };
  const { criteria, sources, resolver, void: voids, opens, closes, zone } = input;
  const missing = RESOLUTION_KEYS.filter((key) => input[key] === undefined);
  if (missing.length > 0) {
    const names = missing.map((key) => `\`${key}\``).join(', ');
    report.add('shape-missing-key', `the resolution has no ${names}`, nameSpan(at), {
      help: 'say it here, or once for all questions under `resolution:` at the top level',
    });
  }
  const where = (key: 'opens' | 'closes' | 'zone'): Span =>
    (child(at, key) ?? place(common?.at ?? at, key)).span;
  const day = (key: 'opens' | 'closes', date: string | undefined): number | undefined => {
    const found = date === undefined ? undefined : parseIso(date);
    if (date !== undefined && found === undefined)
      report.add('date-invalid', `\`${date}\` is no date`, where(key), { help: 'write YYYY-MM-DD' });
    return found;
  };
  const first = day('opens', opens);
  const last = day('closes', closes);
  if (first !== undefined && last !== undefined && first > last) {
    report.add('resolution-dates', 'the question closes before it opens', where('closes'));
  }
  if (zone !== undefined && !/^(UTC|GMT|[A-Z][A-Za-z_]+(\/[A-Za-z0-9_+-]+){1,2})$/.test(zone)) {
    report.add('resolution-zone', `\`${zone}\` is no time zone`, where('zone'), {
      help: 'write the IANA name, such as `Asia/Seoul` or `UTC`',
    });
  }
  if (!criteria || !sources || !resolver || !voids || !opens || !closes || !zone) return undefined;
  return {
    criteria: textOf(criteria),
    sources,
    resolver: textOf(resolver),
    void: textOf(voids),
    opens,
    closes,
    zone,
  };
}
