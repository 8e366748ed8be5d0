/** Start, next, pause, extend, undo, broadcast. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { keepText, keptText } from '../../kept.ts';
import { Ask, Button, Choice, TextField } from '../../parts/basics.tsx';
import { PHASE_WORDS } from '../../parts/clock.tsx';
import { useRoom } from '../../room.ts';

const STEPS = ['briefing', 'deliberation', 'answers', 'adjudication', 'reveal'] as const;

export function Steering(): JSX.Element {
  const { view, say, send, field, connection } = useRoom();
  const { clock, control, exercise } = view;
  const canUndo = control?.canUndo ?? [];
  const [turn, setTurn] = useState<number | undefined>(undefined);
  const chosen = turn !== undefined && canUndo.includes(turn) ? turn : canUndo.at(-1);
  const isPaused = clock.paused !== undefined;
  const isOver = clock.phase === 'closed';
  const isLast = clock.turn === exercise.turns.length && clock.phase === 'reveal';
  const next = (): void => {
    // One that has not been answered yet is not sent again by a second click.
    if (connection.pending.some(({ command }) => command.do === 'next')) return;
    void send({ do: 'next', from: { turn: clock.turn, phase: clock.phase } });
  };
  const undo = async (): Promise<boolean | string> => {
    const reason = keptText(field('undo')).trim();
    if (reason === '') return say('textMissing');
    if (chosen === undefined) return false;
    const outcome = await send({ do: 'undo', turn: chosen, reason });
    if (outcome.ok) keepText(field('undo'), '');
    return outcome.ok;
  };
  const broadcast = async (): Promise<boolean | string> => {
    const text = keptText(field('broadcast')).trim();
    if (text === '') return say('textMissing');
    const outcome = await send({ do: 'broadcast', text }, { field: field('broadcast'), text });
    if (outcome.ok) keepText(field('broadcast'), '');
    return outcome.ok;
  };
  return (
    <section class="steering" aria-label={say('steering')}>
      <ol class="phases" aria-label={say('phases')}>
        {STEPS.map((phase) => (
          <li
            key={phase}
            class={phase === clock.phase ? 'now' : undefined}
            aria-current={phase === clock.phase ? 'step' : undefined}
          >
            {say(PHASE_WORDS[phase])}
          </li>
        ))}
      </ol>
      <div class="row">
        {clock.phase === 'lobby' ? (
          <Button look="main" onClick={() => void send({ do: 'start' })}>
            {say('start')}
          </Button>
        ) : (
          <Button look="main" isOff={isOver} onClick={next}>
            {say(clock.phase === 'debrief' ? 'close' : isLast ? 'toDebrief' : 'next')}
          </Button>
        )}
        {connection.pending.some(({ command }) => command.do === 'next' || command.do === 'start') ? (
          <span class="hint sending" role="status">
            {say('sending')}
          </span>
        ) : null}
        <Button
          isOff={clock.phase === 'lobby' || isOver}
          onClick={() => void send({ do: isPaused ? 'resume' : 'pause' })}
        >
          {say(isPaused ? 'resume' : 'pause')}
        </Button>
        {[1, 5].map((minutes) => (
          <Button
            key={minutes}
            isOff={clock.endsAt === undefined && clock.paused?.left === undefined}
            onClick={() => void send({ do: 'extend', minutes })}
          >
            {say('plusMinutes', { n: minutes })}
          </Button>
        ))}
        <Ask
          label={say('broadcast')}
          title={say('broadcast')}
          confirm={say('sendMessage')}
          onConfirm={broadcast}
        >
          <TextField label={say('broadcastText')} name="broadcast" rows={3} />
        </Ask>
        <Ask
          label={say('undo')}
          look="quiet"
          isOff={canUndo.length === 0}
          title={say('undoTitle')}
          confirm={say('undo')}
          onConfirm={undo}
        >
          <Choice
            label={say('undoTo')}
            value={String(chosen ?? '')}
            options={canUndo.map((n) => ({ value: String(n), label: say('undoToTurn', { n }) }))}
            onChange={(value) => setTurn(Number(value))}
          />
          <TextField label={say('reasonNeeded')} name="undo" />
          <p class="hint">{say('undoHint')}</p>
        </Ask>
      </div>
    </section>
  );
}
