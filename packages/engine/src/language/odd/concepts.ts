/** Element 4: the design concepts as people say them, and what the model itself says of three of them. */
import type { Model, Question } from '../model.ts';
import { askedText, givenText } from '../print.ts';
import { printExpr } from '../print-expr.ts';
import { CONCEPTS, type Concept } from '../shape-odd.ts';
import type { Context } from './context.ts';
import { code, codes, paragraphs, plain, table, type Block } from './markdown.ts';
import { said } from './overview.ts';
import {
  actionsOf,
  causedBy,
  eventsOfSeat,
  elementsRead,
  exprsOfDriver,
  exprsOfIndicator,
  exprsOfSeat,
} from './reads.ts';

export const conceptBlocks = (context: Context): readonly Block[] =>
  CONCEPTS.flatMap((concept) => {
    const text = context.model.odd?.concepts[concept];
    const derived = derivedBlocks(concept, context);
    return [
      `### ${context.words.concepts[concept]}`,
      ...(derived.length === 0 ? said(text, context) : text ? paragraphs(context.say(text)) : []),
      ...derived,
    ];
  });

function derivedBlocks(concept: Concept, context: Context): readonly Block[] {
  const { model, words } = context;
  switch (concept) {
    case 'stochasticity':
      return [
        words.chance(sitesOf(model)),
        ...(model.seats.length > 0 ? [words.decisions(decisionsOf(model))] : []),
        words.addressed,
      ];
    case 'interaction':
      return interaction(context);
    case 'observation':
      return [
        words.observed(model.measures.filter(({ reported }) => reported).length, model.questions.length),
        ...questionsTable(context),
      ];
    default:
      return [];
  }
}

function sitesOf({ parameters, drivers, indicators }: Model): Parameters<Context['words']['chance']>[0] {
  const states = drivers.flatMap((driver) => driver.states);
  const handlers = [...drivers, ...states].flatMap(({ on }) => on);
  return {
    priors: parameters.filter(({ value }) => 'prior' in value).length,
    initial: drivers.filter(({ initial }) => initial.length > 1).length,
    blocks: states.filter(({ chance }) => chance !== undefined).length,
    handlers: handlers.filter(({ transitions }) => transitions.some(({ probability }) => probability)).length,
    noises: indicators.filter(({ noise }) => noise !== undefined).length,
  };
}

const decisionsOf = ({ seats }: Model): Parameters<Context['words']['decisions']>[0] => ({
  choices: seats.filter(({ bot }) =>
    [...(bot?.open ?? []), ...(bot?.covert ?? [])].some(({ weight }) => weight !== undefined),
  ).length,
  outcomes: seats.flatMap(({ moves }) => moves).filter(({ outcomes }) => outcomes.length > 0).length,
});

const interaction = (context: Context): readonly Block[] => [
  ...titled(context.words.byReading, readsTable(context)),
  ...titled(context.words.byEvents, eventsTable(context)),
];

const titled = (title: string, blocks: readonly Block[]): readonly Block[] =>
  blocks.length > 0 ? [title, ...blocks] : [];

function readsTable({ model, words }: Context): readonly Block[] {
  const elements = [
    ...model.drivers.map((driver) => ({ name: driver.name, exprs: exprsOfDriver(driver) })),
    ...model.indicators.map((indicator) => ({ name: indicator.name, exprs: exprsOfIndicator(indicator) })),
    ...model.measures.map(({ name, value }) => ({ name, exprs: [value] })),
    ...model.seats.map((seat) => ({ name: seat.name, exprs: exprsOfSeat(seat) })),
  ];
  return table(
    [words.element, words.reads],
    elements.flatMap(({ name, exprs }) => {
      const read = elementsRead(exprs, model).filter((other) => other !== name);
      return read.length > 0 ? [[code(name), codes(read)]] : [];
    }),
  );
}

/** Every event with who causes and who handles it. */
function eventsTable({ model, words }: Context): readonly Block[] {
  const causes = new Map<string, Set<string>>();
  const cause = (event: string, by: string): void => {
    const list = causes.get(event) ?? new Set();
    causes.set(event, list.add(by));
  };
  for (const driver of model.drivers)
    for (const event of causedBy(actionsOf(driver))) cause(event, code(driver.name));
  for (const seat of model.seats) for (const event of eventsOfSeat(seat)) cause(event, code(seat.name));
  for (const { event } of model.calendar) cause(event, words.calendar);
  const handlers = model.drivers.map(({ name, on, states }) => ({
    name,
    descriptors: [...on, ...states.flatMap((state) => state.on)].map(({ descriptor }) => descriptor),
  }));
  const rows = [...causes].map(([event, by]) => [
    code(event),
    [...by].join(', '),
    codes(
      handlers
        .filter(({ descriptors }) => descriptors.some((d) => matches(d, event)))
        .map(({ name }) => name),
    ),
  ]);
  return table([words.event, words.causedBy, words.handledBy], rows);
}

function matches(descriptor: string, event: string): boolean {
  if (descriptor === '*' || descriptor === event) return true;
  const prefix = descriptor.endsWith('.*') ? descriptor.slice(0, -2) : undefined;
  return prefix !== undefined && (event === prefix || event.startsWith(`${prefix}.`));
}

function questionsTable(context: Context): readonly Block[] {
  const { model, words, line } = context;
  return table(
    [
      words.name,
      words.question,
      words.kind,
      words.formula,
      words.when,
      words.baseline,
      words.cluster,
      words.proxy,
      words.note,
    ],
    model.questions.map((question) => [
      code(question.id),
      line(question.ask),
      question.kind,
      formula(question),
      windowOf(question),
      baseline(question),
      question.cluster === undefined ? '' : plain(question.cluster),
      line(question.proxy),
      question.internal ? words.internal : '',
    ]),
  );
}

function formula(question: Question): string {
  const answer = question.kind === 'count' ? 'count' : 'value';
  const outcomes =
    'outcomes' in question
      ? question.outcomes.map(({ id, when }) => (when ? `${id}: ${printExpr(when, { answer })}` : id))
      : [];
  const given = question.given ? [`given ${givenText(question.given)}`] : [];
  const asked = askedText(question);
  return [...(asked === 'outcome' ? [] : [asked]), ...outcomes, ...given].map(code).join('; ');
}

function windowOf(question: Question): string {
  if ('at' in question) return `at ${question.at}`;
  const from = 'from' in question && question.from !== undefined ? `from ${question.from} ` : '';
  return `${from}by ${question.by}`;
}

function baseline({ baseline: base, kind }: Question): string {
  if (!base) return '';
  const entries = Object.entries(base.probabilities).filter(([id]) => kind !== 'binary' || id === 'yes');
  const numbers = entries.map(([id, p]) => (kind === 'binary' ? `${p}` : `${id} ${p}`)).join(', ');
  return `${numbers} (${plain(base.source)})`;
}
