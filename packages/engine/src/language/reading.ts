/** What an expression may read at the place where it stands. */

export interface Reading {
  /** Completes "… cannot be read". */
  readonly where: string;
  readonly variables: boolean;
  readonly indicators: boolean;
  /** States, measures, `t` and time in a state. */
  readonly moment: boolean;
  readonly now: boolean;
  /** What the event that is being handled carries. */
  readonly event?: true;
  /** Of the frame alone: `prev` and `happened` look behind it, which no saved frame can. */
  readonly frame?: true;
  /** The question's own word. */
  readonly answer?: 'value' | 'count';
}

export const PRIOR: Reading = {
  where: 'in a parameter, which is drawn before anything else; only other parameters',
  variables: false,
  indicators: false,
  moment: false,
  now: false,
};

export const START: Reading = {
  where: 'in a start value, only parameters and other start values',
  variables: true,
  indicators: true,
  moment: false,
  now: false,
};

export const INITIAL: Reading = {
  ...START,
  where: 'in an initial probability, only parameters and start values',
};

export const MOMENT: Reading = { where: 'here', variables: true, indicators: true, moment: true, now: false };

/** In a transition `on` an event. */
export const HANDLED: Reading = { ...MOMENT, event: true };

/** What seats decide on. */
export const DECIDED: Reading = {
  ...MOMENT,
  where:
    'by who decides on a frame: what should be remembered is kept in a variable, a state or an indicator',
  frame: true,
};

export const NEXT: Reading = { ...MOMENT, now: true };

/** What `delay` and `smooth` take in when a frame is read: nothing of the step or the question they stand in. */
export function takenIn({ where, variables, indicators, moment }: Reading): Reading {
  return { where, variables, indicators, moment, now: false };
}

export const OUTCOME = (answer: 'value' | 'count'): Reading => ({ ...MOMENT, answer });
