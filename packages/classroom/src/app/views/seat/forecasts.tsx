/** Standing questions: what I say this turn, and what all said once it is revealed. */
import type { JSX } from 'preact';
import type { QuestionView, View } from '../../../protocol/protocol.ts';
import {
  even,
  scaled,
  sumOf,
  toPercents,
  toProbabilities,
  withOne,
  type Percents,
} from '../../forecast-sums.ts';
import { useKeptData } from '../../kept.ts';
import { Badge, Button, Card, Empty, PercentField } from '../../parts/basics.tsx';
import { Spread } from '../../plots/spread.tsx';
import { useRoom } from '../../room.ts';

/** Until the turn has been adjudicated; what is said before the start is of turn 0. */
const mayForecast = (view: View): boolean =>
  view.clock.phase !== 'reveal' && view.clock.phase !== 'debrief' && view.clock.phase !== 'closed';

export const openForecasts = (view: View): number =>
  mayForecast(view)
    ? view.questions.filter(({ mine, settled }) => mine === undefined && settled === undefined).length
    : 0;

export function Forecasts(): JSX.Element {
  const { view, say } = useRoom();
  return (
    <div class="stack">
      {view.questions.length === 0 ? <Empty>{say('noQuestions')}</Empty> : null}
      {view.questions.map((question) => (
        <Question key={question.id} question={question} />
      ))}
      {view.questions.length === 0 ? null : <p class="hint">{say('forecastHint')}</p>}
    </div>
  );
}

function Question({ question }: { question: QuestionView }): JSX.Element {
  const { view, say } = useRoom();
  const settled = question.outcomes.find(({ id }) => id === question.settled);
  return (
    <Card
      title={question.label}
      aside={
        settled !== undefined ? (
          <Badge tone="info">{say('settledAs', { outcome: settled.label })}</Badge>
        ) : question.mine === undefined ? null : (
          <Badge tone="good">{say('forecastSaid')}</Badge>
        )
      }
    >
      {settled === undefined && mayForecast(view) ? <Form key={view.clock.turn} question={question} /> : null}
      {settled === undefined && !mayForecast(view) ? <p class="hint">{say('forecastClosed')}</p> : null}
      <Spread question={question} />
    </Card>
  );
}

function Form({ question }: { question: QuestionView }): JSX.Element {
  const { view, say, send, field, tell } = useRoom();
  const ids = question.outcomes.map(({ id }) => id);
  const said = question.mine === undefined ? undefined : toPercents(question.mine, ids);
  const [percents, keep] = useKeptData<Percents>(
    field(`forecast-${view.clock.turn}-${question.id}`),
    said ?? even(ids),
  );
  // Of two outcomes one says the other.
  const isBinary = ids.length === 2;
  const other = question.outcomes[1];
  const sum = sumOf(percents);
  const isSaid = said !== undefined && ids.every((id) => said[id] === percents[id]);
  const save = async (): Promise<void> => {
    const outcome = await send({
      do: 'forecast',
      question: question.id,
      probabilities: toProbabilities(percents),
    });
    if (!outcome.ok) return;
    tell(say('forecastSaved'), 'good');
  };
  return (
    <form
      noValidate
      aria-label={say('forecastFor', { question: question.label })}
      onSubmit={(event) => {
        event.preventDefault();
        if (sum === 100) void save();
      }}
    >
      {(isBinary ? question.outcomes.slice(0, 1) : question.outcomes).map((outcome, i) => (
        <PercentField
          key={outcome.id}
          label={outcome.label}
          tone={i}
          value={percents[outcome.id] ?? 0}
          onChange={(value) => keep(withOne(percents, outcome.id, value))}
        />
      ))}
      <div class="row between">
        <p class={sum === 100 ? 'sum' : 'sum off'} aria-live="polite">
          {isBinary ? `${other?.label ?? ''} ${percents[other?.id ?? ''] ?? 0}%` : say('sumIs', { sum })}
          {sum === 100 ? null : (
            <Button look="quiet" onClick={() => keep(scaled(percents))}>
              {say('scaleTo100')}
            </Button>
          )}
        </p>
        <Button look="main" type="submit" isOff={sum !== 100 || isSaid}>
          {say(isSaid ? 'forecastSaid' : said === undefined ? 'forecastSave' : 'forecastChange')}
        </Button>
      </div>
    </form>
  );
}
