/**
 * The tools of the language for files of other packages that are read as scenarios are: YAML with places, the check of
 * a shape, diagnostics with a suggestion, and the parts that shapes share. Exported as `@stave/engine/reading`.
 */
export { codes, type Code } from './diagnostics/codes.ts';
export { Report } from './diagnostics/report.ts';
export { readMoment } from './language/build/moment.ts';
export { stepsIn } from './language/build/turn.ts';
export { matches } from './language/events.ts';
export { isForm } from './language/file-kind.ts';
export { child, nameSpan, place, type Located } from './language/located.ts';
export type { Move, Seat } from './language/model.ts';
export { textOf } from './language/reader.ts';
export { checkShape, type Form } from './language/shape-check.ts';
export { about, event, moment, name, nameKey, text } from './language/shape-parts.ts';
export { armOf, armShape } from './language/study-arm.ts';
export { checkNamed, wordedText } from './language/terms.ts';
export { checkText } from './language/text.ts';
export { Timeline } from './language/timeline.ts';
export { KEBAB, LANGUAGE_TAG, parseDuration, STATE } from './language/words.ts';
export { readYaml } from './language/yaml.ts';
