/** Before there is a person: code, name if one likes, language. */
import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import type { Door } from '../../protocol/http.ts';
import { door, join, type Answered } from '../api.ts';
import { REFUSALS } from '../refusals.ts';
import type { Session } from '../session.ts';
import { Switches } from '../parts/switches.tsx';
import { catalogues, type Key, type Say } from '../words/words.ts';

export interface JoinProps {
  readonly say: Say;
  readonly language: string;
  readonly onLanguage: (language: string) => void;
  /** From the address. */
  readonly code: string;
  readonly onJoined: (session: Session) => void;
  /** Why one stands here, such as after being removed. */
  readonly because?: string;
}

export function Join({ say, language, onLanguage, code: given, onJoined, because }: JoinProps): JSX.Element {
  const id = useId();
  const [code, setCode] = useState(given);
  const [name, setName] = useState('');
  const [observer, setObserver] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState(because ?? '');
  const [detail, setDetail] = useState('');
  const [before, setBefore] = useState<Door | undefined>(undefined);
  useEffect(() => {
    if (given === '') return;
    void door(given, language).then((answer) => setBefore(answer.ok ? answer.value : undefined));
  }, [given, language]);
  const submit = async (): Promise<void> => {
    setDetail('');
    const tidy = code.trim().toUpperCase();
    if (tidy === '') {
      setProblem(say('codeMissing'));
      return;
    }
    setBusy(true);
    const answer = await join({
      code: tidy,
      language,
      ...(name.trim() === '' ? {} : { name: name.trim() }),
      ...(observer ? { observer: true as const } : {}),
    });
    setBusy(false);
    if (answer.ok)
      // Whoever came by a code of one's own is in the room where the place is, whatever room the address names.
      onJoined({ kind: 'person', ...answer.value });
    else {
      setProblem(say(problemOf(answer)));
      setDetail(answer.why ?? '');
    }
  };
  return (
    <main class="join" id="main">
      <div class="join-box">
        <p class="brand">
          <Mark /> Stave
        </p>
        <h1>{before?.title ?? say('joinTitle')}</h1>
        {before?.summary === undefined ? null : <p class="lead">{before.summary}</p>}
        {before === undefined || before.contentNotes.length === 0 ? null : (
          <section class="card warn" aria-labelledby={`${id}-notes`}>
            <h2 id={`${id}-notes`}>{say('contentNotes')}</h2>
            <ul class="plain-list">
              {before.contentNotes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          </section>
        )}
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <div class="field">
            <label for={`${id}-code`}>{say('code')}</label>
            <p class="hint" id={`${id}-code-hint`}>
              {say('codeHint')}
            </p>
            <input
              id={`${id}-code`}
              class="code-input"
              value={code}
              autoComplete="off"
              autoCapitalize="characters"
              spellcheck={false}
              maxLength={20}
              aria-describedby={problem === '' ? `${id}-code-hint` : `${id}-code-hint ${id}-problem`}
              aria-invalid={problem !== ''}
              onInput={(event) => setCode(event.currentTarget.value)}
            />
          </div>
          <div class="field">
            <label for={`${id}-name`}>{say('yourName')}</label>
            <p class="hint" id={`${id}-hint`}>
              {say('nameHint')}
            </p>
            <input
              id={`${id}-name`}
              value={name}
              autoComplete="off"
              maxLength={40}
              aria-describedby={`${id}-hint`}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </div>
          <label class="check">
            <input
              type="checkbox"
              checked={observer}
              onChange={(event) => setObserver(event.currentTarget.checked)}
            />
            <span>{say('joinAsObserver')}</span>
          </label>
          <p class="problem" id={`${id}-problem`} role="alert">
            {problem}
            {detail === '' ? null : <small lang="en">{detail}</small>}
          </p>
          <button type="submit" class="button main wide" disabled={isBusy}>
            {isBusy ? say('joining') : say('join')}
          </button>
        </form>
        <Switches say={say} language={language} languages={Object.keys(catalogues)} onLanguage={onLanguage} />
      </div>
    </main>
  );
}

export const Mark = (): JSX.Element => (
  <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect class="mark-water" x="5" y="16" width="22" height="12" />
    <path d="M5 9h6v19H5zM13 16h6v12h-6zM21 4h6v24h-6z" />
  </svg>
);

function problemOf({ status, code }: Answered<unknown> & { ok: false }): Key {
  if (status === undefined) return 'joinUnreachable';
  if (code === undefined || code === 'unknown') return status === 429 ? 'joinTooMany' : 'joinUnknownCode';
  return REFUSALS[code];
}
