/** Learning goals: some the log ticks, the others the facilitator. */
import type { JSX } from 'preact';
import { Badge, Card, Empty } from '../../parts/basics.tsx';
import { useRoom } from '../../room.ts';

export function LearningGoals(): JSX.Element {
  const { view, say, send } = useRoom();
  const ticks = view.control?.ticks ?? [];
  return (
    <Card title={say('learningGoals')}>
      {ticks.length === 0 ? <Empty>{say('noGoals')}</Empty> : null}
      <ul class="ticks">
        {ticks.map((tick) => (
          <li key={tick.goal}>
            <label class="check">
              <input
                type="checkbox"
                checked={tick.ticked}
                onChange={(event) =>
                  void send({ do: 'tick', goal: tick.goal, ticked: event.currentTarget.checked })
                }
              />
              <span>{tick.text}</span>
            </label>
            <p class="hint">
              <Badge>{say(tick.by === 'log' ? 'tickedByLog' : 'tickedByHand')}</Badge> {tick.evidence}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
