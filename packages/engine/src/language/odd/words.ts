/** The protocol's own words. A language without words here gets English; texts of the scenario are chosen apart. */
import type { Basis } from '../model.ts';
import type { Concept } from '../shape-odd.ts';
import { ja } from './words-ja.ts';
import { ko } from './words-ko.ts';
import { zh } from './words-zh.ts';

export interface OddWords {
  readonly follows: string;
  readonly elements: readonly [
    purpose: string,
    entities: string,
    process: string,
    concepts: string,
    initialization: string,
    input: string,
    submodels: string,
  ];
  readonly purpose: string;
  readonly patterns: string;
  readonly unsaid: string;
  readonly hindsight: string;
  readonly knownUntil: (date: string) => string;
  readonly restsOnHindsight: (elements: number) => string;
  readonly scales: string;
  readonly drivers: string;
  readonly indicators: string;
  readonly measures: string;
  readonly variables: string;
  readonly parameters: string;
  readonly correlations: string;
  readonly calendar: string;
  readonly claims: string;
  readonly sources: string;
  readonly shares: string;
  readonly others: string;
  readonly all: string;
  readonly states: string;
  /** Heads of columns. */
  readonly name: string;
  readonly label: string;
  readonly type: string;
  readonly unit: string;
  readonly range: string;
  readonly start: string;
  readonly next: string;
  readonly noise: string;
  readonly formula: string;
  readonly value: string;
  readonly basis: string;
  readonly evidence: string;
  readonly why: string;
  readonly state: string;
  readonly inside: string;
  readonly entry: string;
  readonly exit: string;
  readonly from: string;
  readonly to: string;
  readonly when: string;
  readonly does: string;
  readonly date: string;
  readonly event: string;
  readonly carries: string;
  readonly causedBy: string;
  readonly handledBy: string;
  readonly question: string;
  readonly kind: string;
  readonly baseline: string;
  readonly cluster: string;
  readonly proxy: string;
  readonly claim: string;
  readonly source: string;
  readonly uses: string;
  readonly usedBy: string;
  readonly note: string;
  readonly element: string;
  readonly rows: string;
  readonly numbers: string;
  readonly share: string;
  readonly bases: Readonly<Record<Basis | 'unmarked', string>>;
  readonly concepts: Readonly<Record<Concept, string>>;
  readonly omitted: string;
  readonly background: string;
  readonly reported: string;
  readonly helper: string;
  readonly internal: string;
  readonly yearly: string;
  readonly also: string;
  readonly stateKinds: Readonly<Record<'compound' | 'parallel' | 'final' | 'history', string>>;
  readonly beginsIn: string;
  /** Of a transition. */
  readonly every: string;
  readonly isEvent: string;
  readonly stepScale: (step: string, steps: number) => string;
  readonly spans: (from: string, to: string) => string;
  readonly undated: string;
  readonly until: string;
  readonly recorded: (every: number) => string;
  readonly noSpace: string;
  readonly counts: (drivers: number, indicators: number, measures: number) => string;
  readonly process: readonly string[];
  readonly order: string;
  readonly chance: (of: {
    readonly priors: number;
    readonly initial: number;
    readonly blocks: number;
    readonly handlers: number;
    readonly noises: number;
  }) => string;
  readonly addressed: string;
  readonly byReading: string;
  readonly byEvents: string;
  readonly reads: string;
  readonly observed: (reported: number, questions: number) => string;
  readonly frameZero: string;
  readonly seats: string;
  readonly moves: string;
  readonly sees: string;
  readonly seesAll: string;
  readonly controls: string;
  readonly goal: string;
  readonly text: string;
  readonly move: string;
  readonly cost: string;
  readonly consent: string;
  readonly outcomes: string;
  readonly covert: string;
  readonly once: string;
  readonly income: string;
  readonly carry: string;
  readonly most: string;
  readonly role: string;
  readonly consentOf: string;
  readonly anyMove: string;
  readonly weight: string;
  readonly hold: string;
  readonly turn: (steps: number) => string;
  readonly nobody: string;
  readonly rules: string;
  readonly decided: string;
  readonly decisions: (of: { readonly choices: number; readonly outcomes: number }) => string;
  readonly terms: string;
  readonly form: string;
  readonly forms: string;
  readonly noInput: string;
}

const en: OddWords = {
  follows:
    'Generated from the checked scenario. It follows the ODD (Overview, Design concepts, Details) protocol of Grimm et al. 2020.',
  elements: [
    'Purpose and patterns',
    'Entities, state variables and scales',
    'Process overview and scheduling',
    'Design concepts',
    'Initialization',
    'Input data',
    'Submodels',
  ],
  purpose: 'Purpose',
  patterns: 'Patterns',
  unsaid: '_Not said._',
  hindsight: 'Hindsight',
  knownUntil: (date) => `What is used without a word was known by ${date}.`,
  restsOnHindsight: (elements) =>
    `What rests on later knowledge says so: ${elements} ${elements === 1 ? 'element' : 'elements'}, listed at the end.`,
  scales: 'Scales',
  drivers: 'Drivers',
  indicators: 'Indicators',
  measures: 'Measures',
  variables: 'Variables',
  parameters: 'Parameters',
  correlations: 'Correlations',
  calendar: 'Calendar',
  claims: 'Claims',
  sources: 'Sources',
  shares: 'Numbers by basis',
  others: 'Other elements',
  all: 'All elements',
  states: 'States',
  name: 'Name',
  label: 'Label',
  type: 'Type',
  unit: 'Unit',
  range: 'Range',
  start: 'Start',
  next: 'Next',
  noise: 'Noise',
  formula: 'Formula',
  value: 'Prior or value',
  basis: 'Basis',
  evidence: 'Evidence',
  why: 'Why',
  state: 'State',
  inside: 'Inside',
  entry: 'On entry',
  exit: 'On exit',
  from: 'From',
  to: 'To',
  when: 'When',
  does: 'Does',
  date: 'Date',
  event: 'Event',
  carries: 'Carries',
  causedBy: 'Caused by',
  handledBy: 'Handled by',
  reads: 'Reads',
  question: 'Question',
  kind: 'Kind',
  baseline: 'Base rate',
  cluster: 'Cluster',
  proxy: 'How the model stands for it',
  claim: 'Claim',
  source: 'Source',
  uses: 'Uses',
  usedBy: 'Where claims are used',
  note: 'Note',
  element: 'Element',
  rows: 'Rows',
  numbers: 'Numbers',
  share: 'Share',
  bases: {
    data: 'data',
    literature: 'literature',
    judgement: 'judgement',
    assumption: 'assumption',
    unmarked: 'unmarked',
  },
  concepts: {
    basicPrinciples: 'Basic principles',
    emergence: 'Emergence',
    adaptation: 'Adaptation',
    objectives: 'Objectives',
    learning: 'Learning',
    prediction: 'Prediction',
    sensing: 'Sensing',
    interaction: 'Interaction',
    stochasticity: 'Stochasticity',
    collectives: 'Collectives',
    observation: 'Observation',
  },
  omitted: 'Left out',
  background: 'Background',
  reported: 'Reported',
  helper: 'helper',
  internal: 'internal',
  yearly: 'each year from',
  also: 'Read here too',
  stateKinds: {
    compound: 'with states inside',
    parallel: 'all states inside at once',
    final: 'end',
    history: 'what was left last',
  },
  beginsIn: 'begins in',
  every: 'any state',
  isEvent: 'on',
  stepScale: (step, steps) => `One step is ${step}; a trial has ${steps} steps.`,
  spans: (from, to) => `It begins on ${from} and ends on ${to}.`,
  undated: 'The clock has no dates and counts in the unit of its step.',
  until: 'A trial ends before that as soon as this holds',
  recorded: (every) => `Measures are kept at every ${every} steps and at the last.`,
  noSpace: 'Space is not represented.',
  counts: (drivers, indicators, measures) =>
    `Drivers (statecharts that run side by side): ${drivers}. Indicators (numbers that move once a step): ${indicators}. Measures (names for expressions): ${measures}.`,
  process: [
    'Dated: `always` transitions see what the indicators did; then delays that are due and calendar events of the interval happen, by date, each followed through before the next.',
    'Chance: a snapshot is taken. Each active state with chances draws once and picks at most one; all that is written there reads the snapshot. The picks are taken together, and what they raise is followed through.',
    'Indicators: every `next` reads states and variables as they are now and indicators as they were; noise is added, then the range clamps; all are written at once.',
    'Observation: the frame is complete, and measures and questions read it.',
  ],
  order:
    'There is no other order among drivers than that of statecharts (SCXML); the check names every place where it would matter.',
  chance: ({ priors, initial, blocks, handlers, noises }) =>
    `Drawn once a trial: parameters ${priors}, initial states ${initial}. Drawn each step: chances of states ${blocks}, noises ${noises}. Drawn when an event is handled: handlers with probabilities ${handlers}.`,
  addressed:
    'Every draw is a function of seed, trial, place and step, so a change in one place leaves the luck of all others alone.',
  byReading: 'What the elements read of each other:',
  byEvents: 'Events between drivers:',
  observed: (reported, questions) =>
    `Measures reported at every recorded frame: ${reported}. Questions answered in every trial: ${questions}.`,
  frameZero:
    'At frame 0 parameters are drawn, start values are set, initial states are drawn and entered; measures and questions read that frame. No chance, calendar event or indicator step happens in it.',
  seats: 'Seats',
  moves: 'Moves',
  sees: 'Sees',
  seesAll: 'everything',
  controls: 'Controls',
  goal: 'Goal',
  text: 'Text',
  move: 'Move',
  cost: 'Cost',
  consent: 'Needs consent of',
  outcomes: 'May come to',
  covert: 'covert',
  once: 'once',
  income: 'Income a turn',
  carry: 'Carried over at most',
  most: 'Held at most',
  role: 'Role',
  consentOf: 'Who consents',
  anyMove: 'any',
  weight: 'Weight',
  hold: 'no move',
  turn: (steps) => (steps === 1 ? 'It has a turn every step.' : `It has a turn every ${steps} steps.`),
  nobody: 'Nobody plays it in trials.',
  rules:
    'Where nobody plays it, the first rule that holds and whose move can be made decides; with weights one of them is drawn.',
  decided:
    'Decided: the moves of seats whose turn it is, chosen on the frame before without sight of each other, are made in file order; one that nothing takes any more has lapsed.',
  decisions: ({ choices, outcomes }) =>
    `Drawn by seats: choices with weights ${choices}, moves with several outcomes ${outcomes}.`,
  terms: 'Words',
  form: 'Form',
  forms: 'Forms',
  noInput: 'No event has a date; nothing is read from other files while it runs.',
};

const LANGUAGES: Readonly<Record<string, OddWords>> = { en, zh, ja, ko };

export const oddWordsFor = (lang: string): OddWords => LANGUAGES[lang.split('-')[0] ?? ''] ?? en;
