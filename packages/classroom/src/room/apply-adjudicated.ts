/** A turn that the engine has played, folded into the state: what was handed in goes to the past with what came of it. */
import type { Orders, RoomEvent } from './events.ts';
import type { Past, RoomState } from './state.ts';
import { ATTEMPTS } from './things.ts';

type Adjudicated = Extract<RoomEvent, { kind: 'adjudicated' }>;

export function adjudicated(state: RoomState, event: Adjudicated): RoomState {
  const { turn, interventions, bots, steps, readings, frame, ended, failure, seq } = event;
  const attempts = new Map(steps.flatMap((step) => step.attempts.map((one) => [one.id, one] as const)));
  const last = steps.at(-1)?.step ?? 0;
  const past: Past = {
    turn,
    from: state.frame,
    interventions,
    bots,
    orders: ordersOf(state),
    vetoes: Object.entries(state.desks).flatMap(([seat, { vetoes }]) =>
      vetoes.map(({ role, cost }) => ({ seat, role, cost })),
    ),
    steps,
    readings,
    since: state.briefings.at(-1)?.seq ?? seq,
    until: seq,
  };
  return {
    ...state,
    frame: frame ?? state.frame,
    readings: [...state.readings, ...readings],
    argued: state.argued.map((one) => {
      const attempted = one.attempted ?? attempts.get(ATTEMPTS.argued(one));
      return attempted ? { ...one, attempted } : one;
    }),
    proposals: state.proposals.map((one) =>
      one.effective === undefined && attempts.has(ATTEMPTS.paper(one)) ? { ...one, effective: turn } : one,
    ),
    // A trial that ended in the turn never came to what was dated later.
    injected: state.injected.map((one) =>
      one.turn === turn && !one.isWithheld && (one.step ?? 0) <= last ? { ...one, isIn: true } : one,
    ),
    past: [...state.past, past],
    ...(ended && { ended }),
    ...(failure && { failure: { turn, ...failure } }),
  };
}

/** What seats that people hold had handed in, or control ruled. */
const ordersOf = (state: RoomState): Readonly<Record<string, Orders>> =>
  Object.fromEntries(
    Object.entries(state.held)
      .filter(([, held]) => held === 'people')
      .map(([seat]) => [seat, state.ruled[seat]?.orders ?? state.desks[seat]?.submitted?.orders ?? {}]),
  );
