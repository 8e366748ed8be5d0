/** What `stave replay --json` prints. */
import { replay, type Log, type LogProblem, type World } from '@stave/classroom';

export function replayDocument(
  { ir, exercise }: World,
  log: Log,
  problem: LogProblem | undefined,
  turn?: number,
): object {
  const state = replay(log.events);
  return {
    schema: 'stave-replay/1',
    room: log.room,
    exercise: { id: exercise.id, digest: state.exercise },
    scenario: { id: ir.id, hash: state.scenario },
    preset: state.preset,
    seed: state.seed,
    trial: state.trial,
    ...(state.forkOf && { forkOf: state.forkOf }),
    events: log.events.length,
    ok: problem === undefined,
    ...(problem && { problem }),
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
