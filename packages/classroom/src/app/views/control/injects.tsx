/** What control puts in: injects of the file or by hand, and overrides of drivers; each can be looked at first. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Effect } from '@stave/engine';
import type { Command, FanAnswer, View } from '../../../protocol/protocol.ts';
import { keepText, keptText, useKeptData } from '../../kept.ts';
import { Badge, Button, Card, Choice, Empty, TextField } from '../../parts/basics.tsx';
import { Levers, type Pulled } from '../../parts/levers.tsx';
import { useRoom } from '../../room.ts';
import { Answer } from './fan.tsx';
import { named } from '../../../grammar/punctuation.ts';

const STATE_WORDS = {
  waits: 'injectWaits',
  next: 'injectNext',
  in: 'injectIn',
  withheld: 'injectWithheld',
} as const;
const STATE_TONES = { waits: 'plain', next: 'warn', in: 'good', withheld: 'bad' } as const;

export function Injects(): JSX.Element | null {
  const { view } = useRoom();
  const [question, setQuestion] = useState(view.control?.questions[0]?.id ?? '');
  if (view.control === undefined) return null;
  return (
    <div class="stack">
      <FromFile question={question} onQuestion={setQuestion} />
      <ByHand question={question} />
      <Override question={question} />
    </div>
  );
}

/** Asks for a preview, and says that it is under way: a slow machine takes seconds. */
function usePreview(): readonly [
  boolean,
  (command: Extract<Command, { do: 'preview' }>, then: (answer: FanAnswer) => void) => void,
] {
  const { send } = useRoom();
  const [isBusy, setBusy] = useState(false);
  return [
    isBusy,
    (command, then) => {
      setBusy(true);
      void send(command).then((outcome) => {
        setBusy(false);
        if (outcome.ok && outcome.answer !== undefined) then(outcome.answer);
      });
    },
  ];
}

interface PreviewOf {
  readonly what: string;
  readonly answer?: FanAnswer;
}

function Running(): JSX.Element {
  const { say } = useRoom();
  return (
    <p class="hint" role="status">
      {say('fanRunning')}
    </p>
  );
}

function FromFile({
  question,
  onQuestion,
}: {
  question: string;
  onQuestion: (id: string) => void;
}): JSX.Element {
  const { view, say, send } = useRoom();
  const injects = view.control?.injects ?? [];
  const [preview, setPreview] = useState<PreviewOf | undefined>(undefined);
  const [isBusy, ask] = usePreview();
  return (
    <Card title={say('injectsTitle')}>
      <Choice
        label={say('previewQuestion')}
        value={question}
        options={(view.control?.questions ?? []).map(({ id, label }) => ({ value: id, label }))}
        onChange={onQuestion}
      />
      {injects.length === 0 ? <Empty>{say('noInjects')}</Empty> : null}
      <ul class="injects">
        {injects.map((inject) => (
          <li key={inject.id}>
            <p class="inject-name">
              <strong>{inject.label}</strong>{' '}
              <Badge tone={STATE_TONES[inject.state]}>{say(STATE_WORDS[inject.state])}</Badge>{' '}
              <span class="hint">{inject.when}</span>
            </p>
            <p>{inject.news}</p>
            <div class="row">
              {inject.state === 'in' ? null : (
                <>
                  {inject.canPreview ? (
                    <Button
                      name={say('previewWhat', { what: inject.label })}
                      isOff={isBusy}
                      onClick={() => {
                        setPreview({ what: inject.id });
                        ask({ do: 'preview', inject: inject.id, question }, (answer) =>
                          setPreview({ what: inject.id, answer }),
                        );
                      }}
                    >
                      {say('preview')}
                    </Button>
                  ) : null}
                  {inject.state === 'next' ? (
                    <Button
                      look="quiet"
                      name={say('withholdWhat', { what: inject.label })}
                      onClick={() => void send({ do: 'withhold', id: inject.id })}
                    >
                      {say('withhold')}
                    </Button>
                  ) : (
                    <Button
                      name={say('injectWhat', { what: inject.label })}
                      onClick={() => void send({ do: 'inject', inject: inject.id })}
                    >
                      {say('injectNow')}
                    </Button>
                  )}
                </>
              )}
            </div>
            {preview?.what !== inject.id ? null : preview.answer !== undefined ? (
              <Answer answer={preview.answer} />
            ) : isBusy ? (
              <Running />
            ) : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** What levers do that are pulled so far; a scale does so many times what one unit of it does. */
function effectsOf(levers: NonNullable<View['control']>['levers'], pull: Pulled): readonly Effect[] {
  return levers.flatMap(({ id, effect }): readonly Effect[] => {
    const units = pull[id];
    if (units === undefined) return [];
    return 'add' in effect ? [{ ...effect, add: effect.add * units }] : [effect];
  });
}

function ByHand({ question }: { question: string }): JSX.Element {
  const { view, say, send, field, tell } = useRoom();
  const [to, setTo] = useState<readonly string[]>([]);
  const [pull, keepPull] = useKeptData<Pulled>(field('inject-pull'), {});
  const [answer, setAnswer] = useState<FanAnswer | undefined>(undefined);
  const effects = effectsOf(view.control?.levers ?? [], pull);
  const hasEffects = effects.length > 0;
  const [isBusy, ask] = usePreview();
  const [problem, setProblem] = useState('');
  const name = 'inject-text';
  const inject = async (): Promise<void> => {
    const text = keptText(field(name)).trim();
    setProblem(text === '' ? say('textMissing') : '');
    if (text === '') return;
    keepText(field(name), '');
    const outcome = await send(
      { do: 'inject', text, ...(to.length === 0 ? {} : { to }), ...(hasEffects ? { effects } : {}) },
      { field: field(name), text },
    );
    if (!outcome.ok) return;
    keepPull(undefined);
    // The next one goes to all again, unless it is said otherwise.
    setTo([]);
    setAnswer(undefined);
    tell(say('injectTaken'), 'good');
  };
  return (
    <Card title={say('injectByHand')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void inject();
        }}
      >
        <TextField label={say('injectText')} hint={say('injectTextHint')} name={name} rows={3} />
        <fieldset>
          <legend>{say('injectTo')}</legend>
          <div class="checks">
            {view.places.map((place) => (
              <label key={place.seat} class="check">
                <input
                  type="checkbox"
                  checked={to.includes(place.seat)}
                  onChange={(event) =>
                    setTo(
                      event.currentTarget.checked
                        ? [...to, place.seat]
                        : to.filter((one) => one !== place.seat),
                    )
                  }
                />
                <span>{place.label}</span>
              </label>
            ))}
          </div>
        </fieldset>
        {view.exercise.levers.length === 0 ? null : (
          <Levers legend={say('injectEffects')} pull={pull} onChange={keepPull} />
        )}
        <p class="problem" role="alert">
          {problem}
        </p>
        <div class="row">
          <Button
            name={say('previewByHand')}
            isOff={!hasEffects || isBusy}
            onClick={() => ask({ do: 'preview', effects, question }, setAnswer)}
          >
            {say('preview')}
          </Button>
          <Button look="main" type="submit">
            {say('injectByHandNow')}
          </Button>
        </div>
        {isBusy ? <Running /> : answer === undefined ? null : <Answer answer={answer} />}
      </form>
    </Card>
  );
}

function Override({ question }: { question: string }): JSX.Element {
  const { view, say, language, send, field, tell } = useRoom();
  const drivers = view.control?.drivers ?? [];
  const overrides = view.control?.overrides ?? [];
  const [driver, setDriver] = useState(drivers[0]?.name ?? '');
  const [state, setState] = useState('');
  const [answer, setAnswer] = useState<FanAnswer | undefined>(undefined);
  const [problem, setProblem] = useState('');
  const [isBusy, ask] = usePreview();
  const current = drivers.find(({ name }) => name === driver) ?? drivers[0];
  const label = (name: string, id: string): string => {
    const one = drivers.find((each) => each.name === name);
    return named(language, one?.label ?? name, one?.states.find((each) => each.id === id)?.label ?? id);
  };
  const override = async (): Promise<void> => {
    const reason = keptText(field('override')).trim();
    if (current === undefined || state === '' || reason === '') {
      setProblem(say('overrideMissing'));
      return;
    }
    setProblem('');
    const outcome = await send({ do: 'override', driver: current.name, state, reason });
    if (!outcome.ok) return;
    keepText(field('override'), '');
    setState('');
    setAnswer(undefined);
    tell(say('overrideTaken'), 'good');
  };
  return (
    <Card title={say('overrideTitle')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void override();
        }}
      >
        <div class="fields">
          <Choice
            label={say('driver')}
            value={current?.name ?? ''}
            options={drivers.map(({ name, label }) => ({ value: name, label }))}
            onChange={(name) => {
              setDriver(name);
              setState('');
              setAnswer(undefined);
            }}
          />
          <Choice
            label={say('newState')}
            value={state}
            options={[
              { value: '', label: say('choose') },
              ...(current?.states ?? []).map(({ id, label }) => ({
                value: id,
                label: id === current?.state ? say('stateNow', { state: label }) : label,
                isOff: id === current?.state,
              })),
            ]}
            onChange={setState}
          />
        </div>
        <TextField label={say('reasonNeeded')} name="override" />
        <p class="problem" role="alert">
          {problem}
        </p>
        <div class="row">
          <Button
            name={say('previewOverride')}
            isOff={state === '' || isBusy}
            onClick={() => {
              if (current === undefined) return;
              ask({ do: 'preview', override: { driver: current.name, state }, question }, setAnswer);
            }}
          >
            {say('preview')}
          </Button>
          <Button look="main" type="submit">
            {say('override')}
          </Button>
        </div>
      </form>
      {isBusy ? <Running /> : answer === undefined ? null : <Answer answer={answer} />}
      {overrides.length === 0 ? null : (
        <ul class="plain-list">
          {overrides.map((one, i) => (
            <li key={i}>
              {say('turnN', { n: one.turn })}: {label(one.driver, one.state)}{' '}
              <span class="hint">{one.reason}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
