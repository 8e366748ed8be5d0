/** Options of a seat, each on a thousand trials from this turn: what may come of each. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ControlView, FanAnswer, InsteadAnswer, MoveView } from '../../../protocol/protocol.ts';
import { download, insteadOf } from '../../api.ts';
import { useKeptData } from '../../kept.ts';
import { Badge, Button, Card, Choice } from '../../parts/basics.tsx';
import { OutcomeBars } from '../../plots/bars.tsx';
import { Fans } from '../../plots/fan.tsx';
import { seatLabel, useRoom, type Orders } from '../../room.ts';
import { number } from '../../words/formats.ts';
import { MovePicker } from './desks.tsx';
import { Instead } from './instead.tsx';

const MOST_OPTIONS = 4;

const isSame = (a: Orders, b: Orders): boolean => a.open === b.open && a.covert === b.covert;

/** To begin with: of a turn to come no move, against the first ones that can be made; of one that was played, what was. */
function usualOptions(
  moves: readonly MoveView[],
  played: ControlView['played'][number] | undefined,
): readonly Orders[] {
  const open = moves.filter(({ kind, obstacles }) => kind === 'open' && obstacles.length === 0);
  const tries: readonly Orders[] = [{}, ...open.map(({ move }) => ({ open: move }))];
  const was = played?.orders;
  if (was === undefined) return tries.slice(0, MOST_OPTIONS);
  const others = tries.filter((one) => !isSame(one, was));
  return [was, ...others].slice(0, MOST_OPTIONS - 1);
}

/** As they were in a turn that was played: what could be made is to be chosen from, whatever hinders it now. */
const movesThen = (
  moves: readonly MoveView[],
  played: ControlView['played'][number] | undefined,
): readonly MoveView[] =>
  played === undefined
    ? moves
    : moves.map((move) => ({ ...move, obstacles: played.possible.includes(move.move) ? [] : [''] }));

export function Fan(): JSX.Element {
  const { view, say, send, field, token, tell, language } = useRoom();
  const { clock, control } = view;
  const desks = control?.desks ?? [];
  const questions = control?.questions ?? [];
  const past = control?.canUndo ?? [];
  // When the turns are over, nothing follows that could be tried.
  const isOver = (clock.phase === 'debrief' || clock.phase === 'closed') && past.length > 0;
  const [seat, setSeat] = useState(desks[0]?.seat ?? '');
  const [question, setQuestion] = useState(questions[0]?.id ?? '');
  const [chosen, setTurn] = useState('');
  const [answer, setAnswer] = useState<FanAnswer | undefined>(undefined);
  const [would, setWould] = useState<{ readonly answer: InsteadAnswer; readonly orders: Orders } | undefined>(
    undefined,
  );
  const [isBusy, setBusy] = useState(false);
  const turn = chosen === '' && isOver ? String(past.at(-1)) : chosen;
  const played = control?.played.find((one) => one.seat === seat && String(one.turn) === turn);
  const moves = movesThen(desks.find((desk) => desk.seat === seat)?.moves ?? [], played);
  const [options, keep] = useKeptData<readonly Orders[]>(
    field(`fan-${turn === '' ? clock.turn : `of-${turn}`}-${seat}`),
    usualOptions(moves, played),
  );
  const ask = (change: () => void): void => {
    change();
    setAnswer(undefined);
    setWould(undefined);
  };
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
  // One option on the luck that the room had: here, and as a page to keep.
  const instead = async (orders: Orders): Promise<void> => {
    setBusy(true);
    const found = await insteadOf(token, view.exercise.room, { turn, seat, language, ...orders });
    setBusy(false);
    if (found.ok) setWould({ answer: found.value, orders });
    else tell(say('refusedIllegal'), 'bad', found.why);
  };
  const keepPage = async (orders: Orders): Promise<void> => {
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
            onChange={(value) => ask(() => setSeat(value))}
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
              ...(isOver ? [] : [{ value: '', label: say('fromNow') }]),
              ...past.map((n) => ({ value: String(n), label: say('turnN', { n }) })),
            ]}
            onChange={(value) => ask(() => setTurn(value))}
          />
        </div>
        <ol class="fan-options">
          {options.map((orders, i) => (
            <li key={i} aria-label={say('optionN', { n: i + 1 })}>
              <MovePicker
                moves={moves}
                orders={orders}
                onPick={(next) => keep(options.map((one, k) => (k === i ? next : one)))}
              />
              {played !== undefined && isSame(orders, played.orders) ? (
                <Badge tone="info">{say('asItWas')}</Badge>
              ) : turn === '' ? null : (
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
      {would === undefined ? null : (
        <Instead answer={would.answer} isBusy={isBusy} onKeep={() => void keepPage(would.orders)} />
      )}
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
