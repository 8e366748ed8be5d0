/** Who one is, what one wants, and what one may do about it. */
import type { JSX } from 'preact';
import { Badge, Card, Fold } from '../../parts/basics.tsx';
import { useRoom } from '../../room.ts';
import type { Key } from '../../words/words.ts';
import { ContentNotes } from '../waiting.tsx';
import { Members } from './members.tsx';

const RIGHT_WORDS: Readonly<Record<string, Key>> = {
  draft: 'rightDraft',
  consent: 'rightConsent',
  submit: 'rightSubmit',
};

export function Brief(): JSX.Element | null {
  const { view, say } = useRoom();
  const { team, me, exercise, clock } = view;
  if (team === undefined) return null;
  const isOver = clock.phase === 'debrief' || clock.phase === 'closed';
  const role = view.places
    .find(({ seat }) => seat === team.seat)
    ?.members.find(({ person }) => person === me.person)?.roleLabel;
  return (
    <div class="stack">
      {clock.phase === 'lobby' ? <ContentNotes /> : null}
      <Card title={team.label}>
        <p class="prose">{team.brief}</p>
      </Card>
      {team.goal === undefined ? null : (
        <Card
          title={say('secretGoal')}
          look="secret"
          aside={
            team.goal.reached === undefined ? null : (
              <Badge tone={team.goal.reached ? 'good' : isOver ? 'bad' : 'plain'}>
                {say(
                  team.goal.reached
                    ? isOver
                      ? 'goalReached'
                      : 'goalHolds'
                    : isOver
                      ? 'goalMissed'
                      : 'goalNotYet',
                )}
              </Badge>
            )
          }
        >
          <p class="prose">{team.goal.text}</p>
          <p class="hint">{say('secretGoalHint')}</p>
        </Card>
      )}
      <Card title={role === undefined ? say('yourRole') : say('yourRoleIs', { role })}>
        {team.roleBrief === undefined ? null : <p class="prose">{team.roleBrief}</p>}
        <ul class="plain-list">
          {me.rights.map((right) => (
            <li key={right}>{say(RIGHT_WORDS[right] ?? 'rightDraft')}</li>
          ))}
          {me.rights.length === 0 ? <li>{say('rightNone')}</li> : null}
        </ul>
        <Members seat={team.seat} />
      </Card>
      {exercise.learningGoals.length === 0 ? null : (
        <Fold title={say('learningGoals')}>
          <ul class="plain-list">
            {exercise.learningGoals.map((goal) => (
              <li key={goal.id}>{goal.text}</li>
            ))}
          </ul>
        </Fold>
      )}
    </div>
  );
}
