/** A person's own code to come in again by: on another device, or where the server has a new address. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { newReturn } from '../api.ts';
import { REFUSALS } from '../refusals.ts';
import { useRoom } from '../room.ts';
import { keepReturnCode, returnCodeOf } from '../session.ts';
import { grouped } from '../words/formats.ts';
import { Button } from './basics.tsx';

/** Nobody else is to see it: it is folded away until it is asked for. */
export function ReturnCode(): JSX.Element | null {
  const { view, say, token, tell } = useRoom();
  const [code, setCode] = useState(returnCodeOf(token));
  if (view.me.kind === 'control' || view.me.kind === 'projector') return null;
  const renew = async (): Promise<void> => {
    const answer = await newReturn(token);
    if (answer.ok) {
      keepReturnCode(token, answer.value.returnCode);
      setCode(answer.value.returnCode);
    } else
      tell(say(answer.code === undefined ? 'joinUnreachable' : REFUSALS[answer.code]), 'bad', answer.why);
  };
  return (
    <details class="return-code">
      <summary>{say('returnCode')}</summary>
      {code === undefined ? (
        <p>{say('returnNone')}</p>
      ) : (
        <p>
          <strong class="code">{grouped(code)}</strong>
        </p>
      )}
      <p class="hint">{say('returnHint')}</p>
      <Button look="quiet" onClick={() => void renew()}>
        {say('returnNew')}
      </Button>
      <p class="hint">{say('returnNewHint')}</p>
    </details>
  );
}

/** While the line is down, when it is needed: the page is still open, and the server may be elsewhere. */
export function ReturnShown(): JSX.Element | null {
  const { say, token } = useRoom();
  const code = returnCodeOf(token);
  if (code === undefined) return null;
  return (
    <details class="return-code">
      <summary>{say('returnShow')}</summary>
      <p>
        {say('lineMoved')} <strong class="code">{grouped(code)}</strong>
      </p>
    </details>
  );
}
