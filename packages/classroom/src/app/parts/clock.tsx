/** The clock of a turn, ticking by the server's time, and what is said of it aloud: sparsely, or nobody could listen. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ClockView } from '../../protocol/protocol.ts';
import { useRoom } from '../room.ts';
import { span } from '../words/formats.ts';
import type { Key, Say } from '../words/words.ts';

const ALOUD_SECONDS = [600, 300, 120, 60, 30];

export const PHASE_WORDS: Readonly<Record<ClockView['phase'], Key>> = {
  lobby: 'phaseLobby',
  briefing: 'phaseBriefing',
  deliberation: 'phaseDeliberation',
  answers: 'phaseAnswers',
  adjudication: 'phaseAdjudication',
  reveal: 'phaseReveal',
  debrief: 'phaseDebrief',
  closed: 'phaseClosed',
};

export const whereWeAre = (say: Say, clock: ClockView, turns: number): string =>
  clock.turn === 0 || clock.phase === 'lobby' || clock.phase === 'debrief' || clock.phase === 'closed'
    ? say(PHASE_WORDS[clock.phase])
    : say('turnAndPhase', { turn: clock.turn, turns, phase: say(PHASE_WORDS[clock.phase]) });

/** Milliseconds that are left of the phase; none where it lasts until somebody goes on. */
export function useLeft(): number | undefined {
  const { view, connection } = useRoom();
  const [, tick] = useState(0);
  const { endsAt, paused } = view.clock;
  useEffect(() => {
    if (endsAt === undefined || paused !== undefined) return;
    const timer = setInterval(() => tick((n) => n + 1), 500);
    return () => clearInterval(timer);
  }, [endsAt, paused === undefined]);
  if (paused !== undefined) return paused.left;
  const now = connection.serverNow;
  return endsAt === undefined || now === undefined ? undefined : endsAt - now;
}

export function Timer(): JSX.Element | null {
  const { view, say } = useRoom();
  const left = useLeft();
  const isPaused = view.clock.paused !== undefined;
  if (left === undefined) return isPaused ? <span class="timer paused">{say('paused')}</span> : null;
  const near = left < 60_000 ? ' near' : '';
  return (
    <span
      class={`timer${near}${isPaused ? ' paused' : ''}`}
      role="timer"
      aria-live="off"
      aria-label={say('timeLeft')}
    >
      {span(left)}
      {isPaused ? <small>{say('paused')}</small> : null}
    </span>
  );
}

/** Says changes of phase, pauses, and a few marks of the time that is left. */
export function Announcer(): JSX.Element {
  const { view, say } = useRoom();
  const { clock, exercise } = view;
  const left = useLeft();
  const phase = whereWeAre(say, clock, exercise.turns.length);
  const [said, tell] = useState('');
  const last = useRef({ phase, isPaused: clock.paused !== undefined, mark: -1 });
  useEffect(() => {
    const before = last.current;
    const isPaused = clock.paused !== undefined;
    const seconds = left === undefined ? Infinity : left / 1000;
    const mark = ALOUD_SECONDS.findLast((one) => seconds <= one && seconds > 0) ?? Infinity;
    if (phase !== before.phase) tell(say('nowPhase', { phase }));
    else if (isPaused !== before.isPaused) tell(say(isPaused ? 'nowPaused' : 'nowResumed'));
    else if (mark < before.mark && !isPaused)
      tell(mark >= 60 ? say('minutesLeft', { n: mark / 60 }) : say('secondsLeft', { n: mark }));
    last.current = { phase, isPaused, mark };
  });
  return (
    <div class="unseen" role="status" aria-live="polite">
      {said}
    </div>
  );
}
