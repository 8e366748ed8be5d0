/** What `stave replay --json` prints. */
import { lastLink, replay, type Log, type LogProblem, type World } from '@stave/classroom';

export function replayDocument(
  { ir, exercise }: World,
  log: Log,
  problem: LogProblem | undefined,
  turn?: number,
): object {
  // What comes after something that cannot be is not told: nobody knows what it would mean.
  const told = problem ? log.events.slice(0, problem.seq - 1) : log.events;
  const head = {
    schema: 'stave-replay/1',
    room: log.room,
    events: log.events.length,
    ok: problem === undefined,
    ...(problem && { problem }),
  };
  if (told.length === 0) return head;
  const state = replay(told);
  return {
    ...head,
    exercise: { id: exercise.id, digest: state.exercise },
    scenario: { id: ir.id, hash: state.scenario },
    preset: state.preset,
    seed: state.seed,
    trial: state.trial,
    ...(state.forkOf && { forkOf: state.forkOf }),
    ...(!problem && { chain: lastLink(log) }),
    phase: state.clock.phase,
    held: state.held,
    goals: state.goals,
    turns: state.past
      .filter((past) => turn === undefined || past.turn === turn)
      .map(
        ({ frame: _frame, from: _from, ...past }: (typeof state.past)[number] & { frame?: unknown }) => past,
      ),
    argued: state.argued,
    proposals: state.proposals,
    forecasts: state.forecasts,
    ...(state.ended && { ended: state.ended }),
    ...(state.failure && { failure: state.failure }),
  };
}
