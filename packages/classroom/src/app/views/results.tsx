/** What there is to talk about afterwards: what came true, who wanted what, who did what, and how well it was foreseen. */
import type { JSX } from 'preact';
import { keptText } from '../kept.ts';
import { Badge, Button, Card, TextField } from '../parts/basics.tsx';
import { Calibration, calibration } from '../plots/calibration.tsx';
import { seatLabel, useRoom } from '../room.ts';
import { number } from '../words/formats.ts';
import { Luck } from './luck.tsx';

export function ResultsPanel(): JSX.Element | null {
  const { view } = useRoom();
  if (view.results === undefined) return null;
  return (
    <div class="stack">
      <Answers />
      <Goals />
      <Luck />
      <Timeline />
      <Scores />
      {view.me.kind === 'seat' || view.me.kind === 'observer' ? <AfterAction /> : null}
    </div>
  );
}

export function Answers(): JSX.Element | null {
  const { view, say } = useRoom();
  const answers = view.results?.answers ?? [];
  if (answers.length === 0) return null;
  return (
    <Card title={say('resultsAnswers')}>
      <dl class="pairs">
        {answers.map((answer) => (
          <div key={answer.id}>
            <dt>{answer.label}</dt>
            <dd>{answer.outcome}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

export function Goals(): JSX.Element | null {
  const { view, say } = useRoom();
  const goals = view.results?.goals ?? [];
  if (goals.length === 0) return null;
  return (
    <Card title={say('resultsGoals')}>
      <ul class="goals">
        {goals.map((goal) => (
          <li key={`${goal.seat} ${goal.goal}`}>
            <strong>{seatLabel(view, goal.seat)}</strong>
            <span>{goal.goal}</span>
            {goal.reached === undefined ? (
              <Badge>{say('goalForTheRoom')}</Badge>
            ) : (
              <Badge tone={goal.reached ? 'good' : 'bad'}>
                {say(goal.reached ? 'goalReached' : 'goalMissed')}
              </Badge>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function Timeline(): JSX.Element | null {
  const { view, say } = useRoom();
  const turns = view.results?.turns ?? [];
  if (turns.length === 0) return null;
  return (
    <Card title={say('resultsTimeline')}>
      <ol class="timeline">
        {turns.map((turn) => (
          <li key={turn.turn}>
            <h3>{say('turnN', { n: turn.turn })}</h3>
            {turn.moves.length === 0 ? <p class="hint">{say('noMoves')}</p> : null}
            <ul>
              {turn.moves.map((move, i) => (
                <li key={i}>
                  <strong>{seatLabel(view, move.seat)}</strong> {move.label}{' '}
                  {move.covert ? <Badge tone="info">{say('covert')}</Badge> : null}{' '}
                  <span class="hint">{move.fate}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </Card>
  );
}

export function Scores(): JSX.Element | null {
  const { view, say, language } = useRoom();
  const scores = view.results?.scores ?? [];
  const bins = calibration(view.questions);
  if (scores.length === 0 && bins.length === 0) return null;
  const ordered = scores;
  return (
    <Card title={say('resultsScores')}>
      <p class="hint">{say('scoresHint')}</p>
      {ordered.length === 0 ? null : (
        <div class="scroll" tabIndex={0} role="region" aria-label={say('leaderboard')}>
          <table class="scores">
            <caption class="unseen">{say('leaderboard')}</caption>
            <thead>
              <tr>
                <th scope="col">{say('rank')}</th>
                <th scope="col">{say('name')}</th>
                <th scope="col" class="figure">
                  {say('questionsSaid')}
                </th>
                <th scope="col" class="figure">
                  {say('brier')}
                </th>
                <th scope="col" class="figure">
                  {say('timeAveraged')}
                </th>
                <th scope="col" class="figure">
                  {say('peerScore')}
                </th>
              </tr>
            </thead>
            <tbody>
              {ordered.map((row, i) => (
                <tr key={row.person} class={row.person === view.me.person ? 'me' : undefined}>
                  <td>{i + 1}</td>
                  <th scope="row">
                    {row.name === '' ? row.person : row.name}{' '}
                    <small>{row.seat === undefined ? '' : seatLabel(view, row.seat)}</small>
                  </th>
                  <td class="figure">{row.questions}</td>
                  <td class="figure">{number(language, row.brier)}</td>
                  <td class="figure">{number(language, row.timeAveraged)}</td>
                  <td class="figure">{number(language, row.peer)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Calibration bins={bins} />
    </Card>
  );
}

function AfterAction(): JSX.Element | null {
  const { view, say, send, field, tell } = useRoom();
  const questions = view.exercise.afterAction;
  if (questions.length === 0) return null;
  return (
    <Card title={say('afterAction')}>
      {questions.map((question, i) => {
        const name = `reflect-${i}`;
        const reflect = async (): Promise<void> => {
          const text = keptText(field(name)).trim();
          if (text === '') return;
          const outcome = await send({ do: 'reflect', question: i, text }, { field: field(name), text });
          if (outcome.ok) tell(say('reflectionSaved'), 'good');
        };
        return (
          <form
            key={question}
            class="reflection"
            onSubmit={(event) => {
              event.preventDefault();
              void reflect();
            }}
          >
            <TextField label={question} name={name} rows={3} />
            <Button type="submit" name={say('saveAnswerTo', { question })}>
              {say('save')}
            </Button>
          </form>
        );
      })}
      <p class="hint">{say('answersKept')}</p>
    </Card>
  );
}
