/**
 * The cases of dtmc.test.ts with the trials that the rule asks for: 200,000, below 0.01 a million. Seeds are fixed, the
 * interval (99.9%) and the one retry are those of dtmc.test.ts, so here too each of the 36 checks raises a false alarm
 * for at most 1 in a million choices of seeds, and all together for at most 1 of 27,000.
 */
import { describeCases } from './suite.ts';

describeCases((check) => check.trials ?? 0);
