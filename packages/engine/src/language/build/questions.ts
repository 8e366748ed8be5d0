/** Questions: what is asked of which frames, how it resolves and what a simple forecaster would say. */
import { nameSpan, place, child, type Located } from '../located.ts';
import type {
  Budget,
  Expr,
  Given,
  Moment,
  Outcome,
  Question,
  QuestionBase,
  Resolution,
  Sum,
  Window,
} from '../model.ts';
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
  const given = input.given === undefined ? {} : readGiven(at, owner, timeline, reader);
  const base = given && { ...readBase(id, input, at, owner, reader, common), ...given };
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
      const within = readWithin(at, owner, reader);
      if (input.at !== undefined) {
        for (const key of ['from', 'within'] as const) {
          if (input[key] === undefined) continue;
          reader.report.add(
            'question-window',
            `\`${key}\` goes with \`by\`, not with \`at\``,
            nameSpan(place(at, key)),
          );
        }
        const moment = when('at');
        return moment === undefined ? undefined : base && { ...base, kind: 'binary', yes, at: moment };
      }
      const window = readWindow(at, timeline, reader);
      return window && base && { ...base, kind: 'binary', yes, ...window, ...within };
    }
    case 'ordered':
    case 'nominal': {
      const value = input.value === undefined ? undefined : expr('value', 'any');
      const outcomes = readOutcomes(input.outcomes, at, value, value && 'value', owner, reader);
      const moment = when('at');
      return moment === undefined
        ? undefined
        : base && { ...base, kind: input.kind, ...(value && { value }), outcomes, at: moment };
    }
    case 'count': {
      const { value: count, ...rest } = readSum(at, 'count', owner, reader);
      const outcomes = readOutcomes(input.outcomes, at, undefined, 'count', owner, reader);
      const until = input.until === undefined ? {} : { until: expr('until', 'condition') };
      const window = readWindow(at, timeline, reader);
      return (
        window &&
        base && { ...base, kind: 'count', ...(count && { count }), ...rest, ...until, outcomes, ...window }
      );
    }
    case 'time': {
      const first = expr('first', 'condition');
      const within = readWithin(at, owner, reader);
      const by = when('by');
      return by === undefined ? undefined : base && { ...base, kind: 'time', first, by, ...within };
    }
    case 'numeric': {
      const value = expr('value', 'number');
      const moment = when('at');
      return moment === undefined ? undefined : base && { ...base, kind: 'numeric', value, at: moment };
    }
    case 'total': {
      const sum = readSum(at, 'value', owner, reader);
      const until = input.until === undefined ? {} : { until: expr('until', 'condition') };
      const window = readWindow(at, timeline, reader);
      return window && base && { ...base, kind: 'total', ...sum, ...until, ...window };
    }
  }
}

/** What is added up; the key of what each frame adds is `key`. */
function readSum(at: Located, key: 'value' | 'count', owner: Owner, reader: Reader): Sum {
  const part = (name: string): Expr | undefined => {
    const found = child(at, name);
    return found && reader.expr(found, MOMENT, owner, { want: 'number', key: name });
  };
  const value = part(key);
  const transitions = part('transitions');
  if (!value && !transitions) {
    reader.report.add(
      'shape-missing-key',
      `nothing is added up: neither \`${key}\` nor \`transitions\``,
      nameSpan(at),
      { help: `add \`${key}:\` with what each frame adds, or \`transitions:\` with what each step adds` },
    );
  }
  return { ...(value && { value }), ...(transitions && { transitions }) };
}

function readWithin(at: Located, owner: Owner, reader: Reader): { within?: Budget } {
  const found = child(at, 'within');
  if (!found) return {};
  const most = reader.expr(place(found, 'most'), MOMENT, owner, { want: 'number', key: 'within.most' });
  return { within: { ...readSum(found, 'value', owner, reader), most } };
}

/** Undefined when its window is broken, which is reported. */
function readGiven(
  question: Located,
  owner: Owner,
  timeline: Timeline | undefined,
  reader: Reader,
): { given: Given } | undefined {
  const at = place(question, 'given');
  const wanted = { want: 'condition', key: 'given' } as const;
  if (!at.entries) return { given: { that: reader.expr(at, MOMENT, owner, wanted) } };
  const that = reader.expr(place(at, 'that'), MOMENT, owner, wanted);
  const has = (key: 'at' | 'by' | 'from'): boolean => child(at, key) !== undefined;
  const wrong =
    has('at') && (has('by') || has('from'))
      ? '`given` has `at`, or `by` with or without `from`, found both'
      : has('from') && !has('by')
        ? 'the `from` of `given` opens the window of its `by`, which is missing'
        : undefined;
  if (wrong !== undefined) {
    reader.report.add('question-window', wrong, nameSpan(at));
    return undefined;
  }
  if (has('at')) {
    const moment = readWhen('at', at, timeline, reader);
    return moment === undefined ? undefined : { given: { that, at: moment } };
  }
  if (!has('by')) return { given: { that } };
  const window = readWindow(at, timeline, reader);
  return window && { given: { that, ...window } };
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
  const isNumber = input.kind === 'numeric' || input.kind === 'total';
  const said = isNumber ? undefined : input.baseline;
  const baseline = said && readBaseline(said, ids, place(at, 'baseline'), owner, reader);
  const resolution =
    input.resolution && readResolution(input.resolution, place(at, 'resolution'), common, reader);
  const internal = input.internal ?? false;
  // A number has no probability that could be fixed in advance.
  const missing = (['resolution', 'baseline', 'cluster', 'proxy'] as const).filter((key) =>
    key === 'baseline' ? !isNumber && said === undefined : input[key] === undefined,
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

function readWindow(at: Located, timeline: Timeline | undefined, reader: Reader): Window | undefined {
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
