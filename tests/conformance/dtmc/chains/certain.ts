/**
 * Jump chains of continuous time. With competing hazards of sum L the probability that something happens in a step
 * of length d is 1 - exp(-L d), and what happens is alternative i with share L_i / L. When L d > 40 the first is 1 in
 * binary64 and the step is exactly one jump of the continuous-time chain. Under a step this long, with every sum of
 * hazards at least one a year, the clock only counts jumps; how long a state lasts is written as a reward, 1 / L.
 */
export const CERTAIN_STEP = '100000 day';
