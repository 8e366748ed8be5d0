/** Names, keys and texts of a room deleted for good, with what that takes along said first. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { forgetPeople } from '../../api.ts';
import { Ask, Card } from '../../parts/basics.tsx';
import { REFUSALS } from '../../refusals.ts';
import { useHouse, useRoom } from '../../room.ts';

const numberOf = (room: string): string => room.replace(/^room-/, '');

export function PersonalData(): JSX.Element {
  const { view, say, tell, language } = useRoom();
  const { secret, look, rooms } = useHouse();
  const { exercise, clock, control } = view;
  const [isSure, setSure] = useState(false);
  const [problem, setProblem] = useState('');
  const forks = forksOf(exercise.room, rooms.rooms);
  const isOver = clock.phase === 'debrief' || clock.phase === 'closed';
  const room = numberOf(exercise.room);
  const forget = async (): Promise<boolean> => {
    if (!isSure) {
      setProblem(say('forgetTick'));
      return false;
    }
    setProblem('');
    const answer = await forgetPeople(secret, exercise.room);
    if (!answer.ok) {
      setProblem(say(answer.code === undefined ? 'joinUnreachable' : REFUSALS[answer.code]));
      tell(say(answer.code === undefined ? 'joinUnreachable' : REFUSALS[answer.code]), 'bad', answer.why);
      return false;
    }
    setSure(false);
    tell(say('forgotten', { room }), 'good');
    look();
    return true;
  };
  return (
    <Card title={say('forgetTitle')}>
      <p>{say(control?.isForgotten === true ? 'forgottenHint' : 'forgetHint')}</p>
      <div class="row">
        <Ask
          label={say('forget')}
          look="bad"
          title={say('forgetWhat', { room })}
          confirm={say('forget')}
          onConfirm={forget}
        >
          {isOver ? null : <p class="notice warn">{say('forgetRunning')}</p>}
          <p class="list-title bad">{say('forgetGoes')}</p>
          <ul class="points">
            <li>{say('forgetNames')}</li>
            <li>{say('forgetTexts')}</li>
            {forks.length === 0 ? null : (
              <li>
                {say('forgetForks', {
                  n: forks.length,
                  rooms: new Intl.ListFormat(language).format(forks.map(numberOf)),
                })}
              </li>
            )}
          </ul>
          <p class="list-title good">{say('forgetStays')}</p>
          <ul class="points">
            <li>{say('forgetLog')}</li>
            <li>{say('forgetCopies')}</li>
          </ul>
          <label class="check">
            <input
              type="checkbox"
              checked={isSure}
              onChange={(event) => setSure(event.currentTarget.checked)}
            />
            <span>{say('forgetSure')}</span>
          </label>
          <p class="problem" role="alert">
            {problem}
          </p>
        </Ask>
      </div>
    </Card>
  );
}

/** Rooms that began as this one was, and those that began as they were: they hold the same words. */
function forksOf(
  room: string,
  all: readonly { readonly room: string; readonly forkOf?: { readonly room: string } }[],
): readonly string[] {
  return all
    .filter(({ forkOf }) => forkOf?.room === room)
    .flatMap(({ room: fork }) => [fork, ...forksOf(fork, all)]);
}
