/** Options of a seat, each on a thousand trials from this turn: what may come of each. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { FanAnswer } from '../../../protocol/protocol.ts';
import { download } from '../../api.ts';
import { useKeptData } from '../../kept.ts';
import { Button, Card, Choice } from '../../parts/basics.tsx';
import { OutcomeBars } from '../../plots/bars.tsx';
import { Fans } from '../../plots/fan.tsx';
import { seatLabel, useRoom, type Orders } from '../../room.ts';
import { number } from '../../words/formats.ts';
import { MovePicker } from './desks.tsx';

const MOST_OPTIONS = 4;

export function Fan(): JSX.Element {
  const { view, say, send, field, token, tell, language } = useRoom();
  const desks = view.control?.desks ?? [];
  const questions = view.control?.questions ?? [];
  const [seat, setSeat] = useState(desks[0]?.seat ?? '');
  const [question, setQuestion] = useState(questions[0]?.id ?? '');
  const [turn, setTurn] = useState('');
  const [answer, setAnswer] = useState<FanAnswer | undefined>(undefined);
  const [isBusy, setBusy] = useState(false);
  const moves = desks.find((desk) => desk.seat === seat)?.moves ?? [];
  // To begin with: no move, against the first ones that can be made.
  const usual = moves.filter(({ kind, obstacles }) => kind === 'open' && obstacles.length === 0);
  const [options, keep] = useKeptData<readonly Orders[]>(field(`fan-${view.clock.turn}-${seat}`), [
    {},
    ...usual.slice(0, MOST_OPTIONS - 1).map(({ move }) => ({ open: move })),
  ]);
  const past = view.control?.canUndo ?? [];
  const run = async (): Promise<void> => {
    setBusy(true);
    const outcome = await send({
      do: 'fan',
      seat,
      options,
      question,
      ...(turn === '' ? {} : { turn: Number(turn) }),
    });
    setBusy(false);
    if (outcome.ok) setAnswer(outcome.answer);
  };
  // One option on the luck that the room had: a page to keep.
  const instead = async (orders: Orders): Promise<void> => {
    setBusy(true);
    const asked = { turn, seat, language, ...orders };
    const fetched = await download(token, view.exercise.room, 'instead', asked);
    setBusy(false);
    if (!fetched.ok) tell(fetched.why ?? say('downloadFailed'), 'bad');
  };
  return (
    <div class="stack">
      <Card title={say('fanTitle')}>
        <p class="hint">{say('fanHint')}</p>
        <div class="fields">
          <Choice
            label={say('seat')}
            value={seat}
            options={desks.map((desk) => ({ value: desk.seat, label: seatLabel(view, desk.seat) }))}
            onChange={(value) => {
              setSeat(value);
              setAnswer(undefined);
            }}
          />
          <Choice
            label={say('question')}
            value={question}
            options={questions.map(({ id, label }) => ({ value: id, label }))}
            onChange={setQuestion}
          />
          <Choice
            label={say('fromTurn')}
            value={turn}
            options={[
              { value: '', label: say('fromNow') },
              ...past.map((n) => ({ value: String(n), label: say('turnN', { n }) })),
            ]}
            onChange={setTurn}
          />
        </div>
        <ol class="fan-options">
          {options.map((orders, i) => (
            <li key={i} aria-label={say('optionN', { n: i + 1 })}>
              <MovePicker
                moves={moves}
                orders={orders}
                isHinderedOff={turn === ''}
                onPick={(next) => keep(options.map((one, k) => (k === i ? next : one)))}
              />
              {turn === '' ? null : (
                <Button
                  look="quiet"
                  isOff={isBusy}
                  name={say('insteadWhat', { n: i + 1 })}
                  onClick={() => void instead(orders)}
                >
                  {say('instead')}
                </Button>
              )}
              {options.length > 1 ? (
                <Button
                  look="quiet"
                  name={say('removeOption', { n: i + 1 })}
                  onClick={() => keep(options.filter((_, k) => k !== i))}
                >
                  {say('remove')}
                </Button>
              ) : null}
            </li>
          ))}
        </ol>
        <div class="row">
          <Button isOff={options.length >= MOST_OPTIONS} onClick={() => keep([...options, {}])}>
            {say('addOption')}
          </Button>
          <Button look="main" isOff={isBusy || question === ''} onClick={() => void run()}>
            {say(isBusy ? 'fanRunning' : 'fanRun')}
          </Button>
        </div>
      </Card>
      {answer === undefined ? null : (
        <Card title={say('fanResult')}>
          <Answer answer={answer} />
        </Card>
      )}
    </div>
  );
}

export function Answer({ answer }: { answer: FanAnswer }): JSX.Element {
  const { say, language } = useRoom();
  const measures = answer.options[0]?.measures ?? [];
  const [chosen, choose] = useState(measures[0]?.name ?? '');
  const measure = measures.some(({ name }) => name === chosen) ? chosen : (measures[0]?.name ?? '');
  return (
    <div class="answer">
      <OutcomeBars answer={answer} />
      {measures.length === 0 ? null : (
        <>
          {measures.length === 1 ? null : (
            <Choice
              label={say('measure')}
              value={measure}
              options={measures.map(({ name, label }) => ({ value: name, label }))}
              onChange={choose}
            />
          )}
          <Fans answer={answer} measure={measure} />
        </>
      )}
      <p class="hint">
        {say('fanFooter', { trials: answer.trials, seconds: number(language, answer.seconds) })}
      </p>
    </div>
  );
}
