/** Another decision on the luck that the room had: all that would have gone otherwise. */
import type { JSX } from 'preact';
import type { InsteadAnswer } from '../../../protocol/protocol.ts';
import { Button, Card } from '../../parts/basics.tsx';
import { seatLabel, useDate, useRoom } from '../../room.ts';
import { number } from '../../words/formats.ts';

export interface InsteadProps {
  readonly answer: InsteadAnswer;
  /** As a page to keep. */
  readonly onKeep: () => void;
  readonly isBusy: boolean;
}

export function Instead({ answer, onKeep, isBusy }: InsteadProps): JSX.Element {
  const { view, say, language } = useRoom();
  const date = useDate();
  const { turn, seat, was, would, states, measures, answers } = answer;
  const isSame = states.length + measures.length + answers.length === 0;
  return (
    <Card title={say('insteadTitle', { turn, seat: seatLabel(view, seat) })}>
      <p>
        <strong>{say('insteadWould', { would, was: was ?? say('insteadBot') })}</strong>
      </p>
      <p class="hint">{say('insteadHint')}</p>
      {isSame ? <p>{say('insteadSame')}</p> : null}
      <Pairs
        caption={say('insteadAnswers')}
        rows={answers.map((one) => ({ what: one.label, was: one.was, would: one.would }))}
      />
      <Pairs
        caption={say('insteadMeasures')}
        rows={measures.map((one) => ({
          what: one.label,
          was: number(language, one.was),
          would: number(language, one.would),
        }))}
      />
      <Pairs
        caption={say('insteadStates')}
        rows={states.map((one) => ({
          what: `${one.driver} · ${one.date === undefined ? say('step', { n: one.step }) : date(one.date)}`,
          was: one.was,
          would: one.would,
        }))}
      />
      <div class="row">
        <Button look="quiet" isOff={isBusy} onClick={onKeep}>
          {say('insteadKeep')}
        </Button>
      </div>
    </Card>
  );
}

interface PairsProps {
  readonly caption: string;
  readonly rows: readonly { readonly what: string; readonly was: string; readonly would: string }[];
}

function Pairs({ caption, rows }: PairsProps): JSX.Element | null {
  const { say } = useRoom();
  if (rows.length === 0) return null;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table class="pairs-table">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{say('luckWhat')}</th>
            <th scope="col">{say('insteadWas')}</th>
            <th scope="col">{say('insteadWouldBe')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ what, was, would }, i) => (
            <tr key={i}>
              <th scope="row">{what}</th>
              <td>{was}</td>
              <td>{would}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
