/** The chains by name: parameters in, text of a scenario out. */
import { readFileSync } from 'node:fs';
import { brp } from './brp.ts';
import { coupon } from './coupon.ts';
import { crowds } from './crowds.ts';
import { egl } from './egl.ts';
import { embedded } from './embedded.ts';
import { herman } from './herman.ts';
import { leaderSync } from './leader-sync.ts';
import { nand } from './nand.ts';
import { oscillators } from './oscillators.ts';
import { polling } from './polling.ts';

/** A chain without parameters is a file of its own. */
const file = (name: string) => (): string =>
  readFileSync(new URL(`../${name}.yaml`, import.meta.url), 'utf8');

export const CHAINS = {
  brp,
  coupon,
  crowds,
  egl,
  embedded,
  herman,
  knp07a: file('knp07a'),
  'knuth-yao-die': file('knuth-yao-die'),
  'leader-sync': leaderSync,
  nand,
  oscillators,
  'pctl-lec15': file('pctl-lec15'),
  polling,
};
