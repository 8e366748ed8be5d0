/** What `stave bench` measures: models of any size, the same models in other languages, and what agreement is. */
export {
  greatestDistance,
  greatestScore,
  haveSameBytes,
  sampleOf,
  type Outputs,
  type Sample,
} from './agreement.ts';
export { printC, type CStyle } from './c.ts';
export { printNumpy } from './numpy.ts';
export { PROTOTYPE, prototypeText, STRESS, type PrototypeSize } from './prototype.ts';
