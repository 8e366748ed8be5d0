/**
 * Every diagnostic there is. A code is stable once released: programs and documents refer to it. Only warnings may
 * be given another level. docs/reference/diagnostics.md has a row, and language/fixtures a failing file, for each;
 * codes with `outside` have no fixture, for the reason given.
 */
import type { Severity } from './diagnostic.ts';

export interface CodeEntry {
  readonly severity: Severity;
  readonly title: string;
  readonly outside?: string;
}

const IN_CLASSROOM = 'its fixture is an exercise: packages/classroom/src/exercise/fixtures';

const registry = {
  // Outside the text
  'file-missing': {
    severity: 'error',
    title: 'The file does not exist.',
    outside: 'the command finds it before there is a text',
  },
  'file-is-directory': {
    severity: 'error',
    title: 'A directory stands where a file is wanted.',
    outside: 'the command finds it before there is a text',
  },
  'file-unreadable': {
    severity: 'error',
    title: 'The file cannot be read.',
    outside: 'the command finds it before there is a text',
  },
  // Text and YAML
  'text-too-large': {
    severity: 'error',
    title: 'The file is larger than 2 MB.',
    outside: 'its fixture would be 2 MB; yaml.test.ts makes one',
  },
  'text-binary': { severity: 'error', title: 'The file is no UTF-8 text.' },
  'yaml-syntax': { severity: 'error', title: 'The file is no YAML 1.2 document.' },
  'yaml-too-deep': { severity: 'error', title: 'The YAML is nested too deeply.' },
  'yaml-duplicate-key': { severity: 'error', title: 'A key stands twice in one map.' },
  'yaml-key': { severity: 'error', title: 'Something that is no plain word is used as a key.' },
  'yaml-alias': {
    severity: 'error',
    title:
      'An alias has no anchor, stands inside its anchor, or the aliases repeat too much (100 are followed).',
  },
  // Shape
  'file-kind': {
    severity: 'error',
    title: 'A study or an exercise stands where a scenario is wanted, or the other way round.',
  },
  'shape-unknown-key': { severity: 'error', title: 'A key that this element does not have.' },
  'shape-missing-key': { severity: 'error', title: 'A required key is missing.' },
  'shape-type': {
    severity: 'error',
    title: 'A value of the wrong kind: text where a list is wanted, and so on.',
  },
  'shape-value': {
    severity: 'error',
    title: 'A value that is none of those allowed, or a list that is too short or too long.',
  },
  'name-invalid': { severity: 'error', title: 'A name that is no name of the language.' },
  'name-reserved': { severity: 'error', title: 'A word of the language is used as a name.' },
  'name-declared-twice': { severity: 'error', title: 'Two elements have one name.' },
  // Expressions
  'expression-syntax': { severity: 'error', title: 'The expression does not parse.' },
  'expression-form': {
    severity: 'error',
    title:
      'The expression uses something that is no part of the language: texts, assignments, units after numbers, other operators.',
  },
  'expression-product': { severity: 'error', title: 'An operator is missing between two values.' },
  'expression-number': { severity: 'error', title: 'A number is too large for binary64.' },
  'expression-too-long': { severity: 'error', title: 'The expression has more than 2,000 characters.' },
  'expression-too-deep': {
    severity: 'error',
    title: 'The expression has more than 64 levels, or names read each other through more than 500.',
  },
  'unknown-name': {
    severity: 'error',
    title: 'No parameter, variable, indicator, measure or driver has that name.',
  },
  'unknown-state': { severity: 'error', title: 'The driver has no such state.' },
  'unknown-function': { severity: 'error', title: 'The language has no such function.' },
  'unknown-evidence': { severity: 'error', title: 'No row of `evidence` or `works` has that id.' },
  'name-of-driver': { severity: 'error', title: 'A driver is used as a value.' },
  'function-arguments': {
    severity: 'error',
    title: 'A function with too few, too many or the wrong arguments.',
  },
  'context-unreadable': {
    severity: 'error',
    title: 'Something is read where it does not exist yet, such as a state in a prior.',
  },
  'context-now': {
    severity: 'error',
    title: '`now` is used outside the `next` of an indicator, or inside `delay` or `smooth`.',
  },
  'context-frame-zero': {
    severity: 'error',
    title:
      '`prev`, `start`, `delay` or `smooth` is read in what may run while frame 0 is made, directly or through a measure.',
  },
  'parameter-cycle': { severity: 'error', title: 'Parameters read each other in a circle.' },
  'start-cycle': { severity: 'error', title: 'Start values read each other in a circle.' },
  'now-cycle': { severity: 'error', title: 'Indicators read each other with `now` in a circle.' },
  'measure-cycle': { severity: 'error', title: 'Measures read each other in a circle.' },
  'delay-cycle': {
    severity: 'error',
    title: 'At frame 0 a measure needs itself, through a `delay` or `smooth` without initial value.',
  },
  'time-range': {
    severity: 'error',
    title: 'A constant delay or width below 0, or a constant smoothing time or period that is not above 0.',
  },
  'table-points': {
    severity: 'error',
    title: 'The points of a table are too few, not as many across as up, not constant or not increasing.',
  },
  'type-condition': { severity: 'error', title: 'A number stands where a condition is wanted.' },
  // Units
  'unit-invalid': { severity: 'error', title: 'A unit that cannot be read.' },
  'unit-mismatch': { severity: 'error', title: 'Two different units are added, compared or assigned.' },
  'unit-rate': { severity: 'error', title: 'A rate is not 1/time.' },
  'unit-probability': { severity: 'error', title: 'A probability has a unit.' },
  'unit-time': {
    severity: 'error',
    title: 'A half-life, a delay or a moment of `step`, `pulse`, `pulseTrain` or `ramp` is no time.',
  },
  'unit-argument': {
    severity: 'error',
    title: 'A function or exponent that wants a plain number is given a quantity with a unit.',
  },
  // Parameters and distributions
  'parameter-value': { severity: 'error', title: 'A parameter has both or neither of `prior` and `value`.' },
  'distribution-unknown': { severity: 'error', title: 'No distribution has that name.' },
  'distribution-arguments': { severity: 'error', title: 'The arguments fit no form of the distribution.' },
  'distribution-value': {
    severity: 'error',
    title: 'The arguments are impossible, such as a standard deviation below 0.',
  },
  'distribution-within': {
    severity: 'error',
    title: 'The limits of `within` are in the wrong order or leave nothing.',
  },
  'correlation-invalid': {
    severity: 'error',
    title:
      'A correlation of a parameter with itself or of one without a prior, a pair given twice, or an `r` outside -1 to 1.',
  },
  'correlations-impossible': {
    severity: 'error',
    title: 'No joint distribution has these correlations together.',
    outside: 'found when a model is lowered; its tests are in ir/',
  },
  'expression-value': { severity: 'error', title: 'A constant expression has no finite value.' },
  'range-order': { severity: 'error', title: 'A range, or the limits of `clamp`, end below their start.' },
  'range-width': {
    severity: 'error',
    title: 'The range of a measure is too wide or too narrow to be parted into bins.',
  },
  // Drivers
  'variable-range': {
    severity: 'error',
    title: 'An integer or number variable has no range, or an integer has one that is not whole.',
  },
  'variable-start': { severity: 'error', title: 'A variable starts outside its range.' },
  'set-foreign': { severity: 'error', title: 'A variable is set by a driver it does not belong to.' },
  'initial-sum': { severity: 'error', title: 'The initial probabilities do not sum to 1.' },
  'final-transitions': { severity: 'error', title: 'A final state has transitions.' },
  'chance-weight': {
    severity: 'error',
    title: 'An alternative has none or several of `rate`, `probability` and `else`.',
  },
  'chance-mixed': { severity: 'error', title: 'Rates and probabilities stand in one chance block.' },
  'chance-else': {
    severity: 'error',
    title: '`else` does not stand last, stands twice, or stands among rates.',
  },
  'probability-range': { severity: 'error', title: 'A constant probability below 0 or above 1.' },
  'probability-sum': {
    severity: 'error',
    title: 'Constant probabilities without `when`, or of the outcomes of a move, sum to more than 1.',
  },
  'rate-negative': { severity: 'error', title: 'A constant rate below 0.' },
  'delay-invalid': {
    severity: 'error',
    title:
      'A delay that is none: no unit, not above 0, above 1,000,000,000 of its unit, or no whole number of a calendar unit.',
  },
  'delay-rounded': {
    severity: 'warning',
    title: 'A delay ends inside a step, so it waits for the end of that step.',
  },
  'event-uncaused': {
    severity: 'warning',
    title: 'An event is handled or counted that nothing raises, sends or dates.',
  },
  'event-unhandled': {
    severity: 'warning',
    title: 'An event is raised, sent or dated, or a move made, that no driver handles and nothing counts.',
  },
  'event-reserved': {
    severity: 'error',
    title: 'An event that only the engine or a seat causes is sent by an action or dated.',
  },
  'event-data': {
    severity: 'error',
    title: 'An event is read for something it does not carry, or carries different things in two places.',
  },
  'cancel-unknown': { severity: 'error', title: 'An action cancels what nobody sends later.' },
  'state-twice': { severity: 'error', title: 'Two states of a driver have one name.' },
  'state-form': { severity: 'error', title: 'A state has keys that do not go together.' },
  'target-conflict': { severity: 'error', title: 'Two targets of one transition cannot be active together.' },
  'always-endless': {
    severity: 'warning',
    title:
      '`always` transitions without a condition lead round in a circle, which fails every trial that enters it.',
  },
  'state-unreachable': { severity: 'warning', title: 'No way leads to a state.' },
  'unused-name': {
    severity: 'warning',
    title: 'A parameter or variable is never read. (Indicators and measures are outputs.)',
  },
  'order-raise': {
    severity: 'warning',
    title:
      'Two drivers may raise or send different events in one microstep (chance picks, handlers of one event, `always`, initial states), and one third driver handles both. The driver written first comes first.',
  },
  'order-cancel': {
    severity: 'warning',
    title:
      'One driver may cancel in a microstep what another sends in it. The driver written first comes first.',
  },
  'order-read': {
    severity: 'warning',
    title:
      'An action of one driver reads a variable or state that another driver may set, enter or leave in the same microstep (chance picks, handlers of one event, `always`). Actions written in a chance block read the snapshot and never count.',
  },
  'luck-collision': {
    severity: 'error',
    title: 'Two places would share their luck.',
    outside: 'found when a model is lowered; its tests are in ir/',
  },
  // Seats
  'unknown-seat': { severity: 'error', title: 'A move asks for consent whom there is not.' },
  'unknown-move': { severity: 'error', title: 'A rule or an answer names a move that is not there.' },
  'seat-capital': {
    severity: 'error',
    title:
      'A cost without capital, an income that needs a `start` beside it, or more carried over than can be held.',
  },
  'seat-turn': { severity: 'error', title: 'A turn that is no whole number of steps.' },
  'bot-rule': {
    severity: 'error',
    title:
      'A rule with both or neither of `move` and `hold`, with a covert move among the open ones, with a weight below 0, or without one where others have one.',
  },
  'bot-sees': {
    severity: 'error',
    title: 'A bot reads what its seat does not see, or a seat controls no driver.',
  },
  'move-unaffordable': { severity: 'warning', title: 'A move costs more than its seat can ever hold.' },
  'consent-unanswered': {
    severity: 'warning',
    title: 'A bot may make a move that needs a consent which nobody gives in trials.',
  },
  // Clock, dates and questions
  'clock-step': {
    severity: 'error',
    title: 'The step is no number and unit, or not whole on a clock with dates.',
  },
  'clock-steps': {
    severity: 'error',
    title:
      'The number of steps is not a whole number from 1 to 100,000, or the clock runs beyond the year 9999.',
  },
  'clock-record': {
    severity: 'error',
    title: '`record` is not `every N steps` with N from 1 to the number of steps.',
  },
  'date-invalid': { severity: 'error', title: 'A date that is none.' },
  'date-kind': {
    severity: 'error',
    title: 'A date on a clock without dates, or a number on one with dates.',
  },
  'calendar-outside': {
    severity: 'warning',
    title: 'A dated event or rule lies outside the clock and never happens.',
  },
  'question-window': {
    severity: 'error',
    title:
      'A question or its `given` has both or neither of `at` and `by`, a `from` or `within` without `by`, or a `from` after `by`.',
  },
  'question-outside': {
    severity: 'error',
    title: 'A question asks about a moment before or after the clock.',
  },
  'question-inside': {
    severity: 'warning',
    title: 'A date of a question falls inside a step, so the model answers for the last frame before it.',
  },
  'question-incomplete': {
    severity: 'warning',
    title: 'A question lacks `resolution`, `baseline`, `cluster` or `proxy`.',
  },
  'outcome-twice': { severity: 'error', title: 'Two outcomes of a question have one id.' },
  'outcomes-open': {
    severity: 'error',
    title: 'No outcome holds when all conditions fail, or one before the last has no `when`.',
  },
  'baseline-outcomes': {
    severity: 'error',
    title: 'A baseline names an outcome the question does not have, or leaves one out.',
  },
  'baseline-sum': {
    severity: 'error',
    title: 'The probabilities of a baseline are out of range or do not sum to 1.',
  },
  'resolution-dates': { severity: 'error', title: 'A question closes before it opens.' },
  'resolution-zone': { severity: 'error', title: 'The time zone has not the form of an IANA name.' },
  // Evidence
  'evidence-hindsight': {
    severity: 'error',
    title:
      'Material from after what may be known is used without saying so. A date without a day counts as its last day.',
  },
  'evidence-unused': {
    severity: 'warning',
    title: 'A row of the evidence, or a work, that nothing rests on and that does not say so.',
  },
  'evidence-omitted': { severity: 'error', title: 'A row that is left out of the model is cited.' },
  'evidence-use': { severity: 'error', title: 'A row of the evidence is both left out and background.' },
  'number-without-basis': {
    severity: 'warning',
    title: 'Numbers of an element have no basis. 0, 1, -1 and whole powers need none.',
  },
  // Whole scenario
  'scenario-too-large': {
    severity: 'error',
    title: 'Written out, the expressions have more than 200,000 parts.',
    outside: 'found when a model is lowered; its tests are in ir/',
  },
  'odd-twice': { severity: 'error', title: 'Two submodels have one id, or one element is in two.' },
  // Imports
  'import-path': { severity: 'error', title: 'A path of a fragment that is not relative, or empty.' },
  'import-unreadable': { severity: 'error', title: 'A fragment that cannot be read.' },
  'import-cycle': { severity: 'error', title: 'Fragments import each other in a circle.' },
  'import-limit': {
    severity: 'error',
    title: 'More than 100 fragments, or more than 8 MB with them.',
    outside: 'its fixture would be a hundred files; imports.test.ts makes them',
  },
  'restate-unknown': { severity: 'error', title: 'Something is restated that no fragment defines.' },
  // Studies
  'study-trials': {
    severity: 'error',
    title: '`trials`, `precision` or `replications` of a study is missing or out of its limits.',
  },
  'study-arms': {
    severity: 'error',
    title: 'A study without an arm, or two arms whose names differ in nothing but capital letters.',
  },
  'study-design': {
    severity: 'error',
    title: 'A design that cannot be made, or trials and replications that do not go with it.',
  },
  'study-scripts': {
    severity: 'error',
    title: 'An arm has a script, and the scenario has no seat to play it.',
    outside: 'it takes a scenario and a study; its tests are in tests/semantics/scripts.test.ts',
  },
  'arm-event': {
    severity: 'error',
    title: 'An arm removes a dated event that the calendar does not have.',
    outside: 'it takes a scenario and a study; its tests are in tests/semantics/forced-states.test.ts',
  },
  'arm-state': {
    severity: 'error',
    title: 'What an arm forces, a state or a move, cannot be forced then.',
    outside: 'it takes a scenario and a study; its tests are in tests/semantics/forced-states.test.ts',
  },
  'study-scenario': {
    severity: 'error',
    title: 'The scenario that a study names cannot be read.',
    outside: 'the command finds it before there is a text',
  },
  // Exercises
  'exercise-scenario': {
    severity: 'error',
    title: 'The scenario that an exercise names cannot be read.',
    outside: IN_CLASSROOM,
  },
  'exercise-language': {
    severity: 'warning',
    title: 'A text, or the scenario, is not there in one of the languages of the exercise.',
    outside: IN_CLASSROOM,
  },
  'exercise-limit': {
    severity: 'error',
    title: 'A number of an exercise lies outside its limits.',
    outside: IN_CLASSROOM,
  },
  'exercise-role': {
    severity: 'error',
    title: 'A team in which nobody may draft or submit, with a role twice, or too large.',
    outside: IN_CLASSROOM,
  },
  'exercise-bot': {
    severity: 'warning',
    title: 'A seat that nobody holds is left to rules that the scenario does not have.',
    outside: IN_CLASSROOM,
  },
  'exercise-veto': {
    severity: 'warning',
    title: 'A refusal inside a team costs capital, and the seat has none.',
    outside: IN_CLASSROOM,
  },
  'exercise-turns': {
    severity: 'error',
    title: 'Turns that are no whole number of steps, or go on after the end of the clock.',
    outside: IN_CLASSROOM,
  },
  'exercise-idle': {
    severity: 'warning',
    title: 'A turn of a preset in which a seat cannot decide anything.',
    outside: IN_CLASSROOM,
  },
  'exercise-minutes': {
    severity: 'error',
    title: 'Minutes without room to decide, or more than the name of the preset says.',
    outside: IN_CLASSROOM,
  },
  'exercise-question': {
    severity: 'error',
    title: 'A standing question that has no outcomes to give probabilities to, or stands twice.',
    outside: IN_CLASSROOM,
  },
  'exercise-horizon': {
    severity: 'warning',
    title: 'A standing question that no preset plays to its date.',
    outside: IN_CLASSROOM,
  },
  'exercise-inject': {
    severity: 'error',
    title: 'An inject with several occasions, with one that never comes, or that waits for itself.',
    outside: IN_CLASSROOM,
  },
  'exercise-effect': {
    severity: 'error',
    title: 'An effect on something that takes none.',
    outside: IN_CLASSROOM,
  },
  'exercise-signers': {
    severity: 'error',
    title: 'A paper or a channel of fewer than two seats, or of one twice.',
    outside: IN_CLASSROOM,
  },
  'exercise-tick': {
    severity: 'warning',
    title: 'A learning goal waits for something that this exercise does not have.',
    outside: IN_CLASSROOM,
  },
  'exercise-assignment': {
    severity: 'error',
    title: 'An assignment that does not fit its number of people, the roles or the seats.',
    outside: IN_CLASSROOM,
  },
  'exercise-history': {
    severity: 'error',
    title: 'History of a question that is not asked, that nobody can look up, or with another answer.',
    outside: IN_CLASSROOM,
  },
  // Exact answers
  'exact-prior': {
    severity: 'error',
    title: 'A prior has no list of values, or is correlated, so no exact answer can be given.',
    outside: 'found when a scenario is solved; its tests are in exact/',
  },
  'exact-noise': {
    severity: 'error',
    title: 'A noise has no list of values, so no exact answer can be given.',
    outside: 'found when a scenario is solved; its tests are in exact/',
  },
  'exact-too-large': {
    severity: 'error',
    title: 'More states are reached than can be followed.',
    outside: 'found when a scenario is solved; its tests are in exact/',
  },
  'exact-unbounded': {
    severity: 'error',
    title: 'There is no exact answer without a horizon.',
    outside: 'found when a scenario is solved; its tests are in exact/',
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;

export type Code = keyof typeof registry;

export const codes: Readonly<Record<Code, CodeEntry>> = registry;
