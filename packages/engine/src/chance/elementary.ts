/**
 * The elementary functions of every number in a result. Besides these, only + - * /, comparisons, Math.sqrt,
 * Math.floor and Math.abs are used: ECMAScript leaves Math.exp and its kin to the engine, and results must not
 * depend on the engine.
 *
 * Invariant: nothing here calls a function whose result ECMAScript leaves approximate.
 */
export { exp, expm1 } from './exponential.ts';
export { log, log1p } from './logarithm.ts';
export { pow } from './power.ts';
export { cos, GREATEST_ANGLE, sin } from './trigonometry.ts';
