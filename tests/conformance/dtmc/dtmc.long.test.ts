/** The cases of dtmc.test.ts with the trials that the rule asks for: 200,000, below 0.01 a million. */
import { describeCases } from './suite.ts';

describeCases((check) => check.trials ?? 0);
