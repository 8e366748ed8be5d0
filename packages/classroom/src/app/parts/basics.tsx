/** Buttons, cards, badges and fields: the parts that all pages are made of. */
import type { ComponentChildren, JSX } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { useKept } from '../kept.ts';
import { useRoom } from '../room.ts';

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick?: () => void;
  readonly look?: 'main' | 'plain' | 'quiet' | 'bad' | 'good';
  readonly isOff?: boolean;
  readonly type?: 'button' | 'submit';
  /** When what is written on it does not say which one it is. */
  readonly name?: string;
  readonly isPressed?: boolean;
  readonly describedBy?: string;
}

export function Button(props: ButtonProps): JSX.Element {
  const {
    children,
    onClick,
    look = 'plain',
    isOff = false,
    type = 'button',
    name,
    isPressed,
    describedBy,
  } = props;
  return (
    <button
      type={type}
      class={`button ${look}`}
      disabled={isOff}
      onClick={onClick}
      {...(name === undefined ? {} : { 'aria-label': name })}
      {...(isPressed === undefined ? {} : { 'aria-pressed': isPressed })}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
    >
      {children}
    </button>
  );
}

export interface CardProps {
  readonly title?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly aside?: ComponentChildren;
  readonly look?: 'plain' | 'secret' | 'good' | 'warn' | 'bad' | 'flat' | 'call';
  readonly level?: 2 | 3 | 4;
}

/** A section with a heading of its own, by which it is also called. */
export function Card({ title, children, aside, look = 'plain', level = 2 }: CardProps): JSX.Element {
  const id = useId();
  const Heading: 'h2' | 'h3' | 'h4' = `h${level}`;
  if (title === undefined) return <div class={`card ${look}`}>{children}</div>;
  return (
    <section class={`card ${look}`} aria-labelledby={id}>
      <header class="card-head">
        <Heading id={id}>{title}</Heading>
        {aside}
      </header>
      {children}
    </section>
  );
}

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'info';

export const Badge = ({
  children,
  tone = 'plain',
}: {
  children: ComponentChildren;
  tone?: Tone;
}): JSX.Element => <span class={`badge ${tone}`}>{children}</span>;

export const Empty = ({ children }: { children: ComponentChildren }): JSX.Element => (
  <p class="empty">{children}</p>
);

export interface TextFieldProps {
  readonly label: string;
  /** Under which it is kept; see `kept.ts`. */
  readonly name: string;
  readonly rows?: number;
  readonly hint?: string;
  readonly longest?: number;
  readonly isLabelHidden?: boolean;
  /** With Control or Command and Enter. */
  readonly onSend?: () => void;
}

/** A field whose text is kept while it is typed. */
export function TextField(props: TextFieldProps): JSX.Element {
  const { label, name, rows = 2, hint, longest, isLabelHidden = false, onSend } = props;
  const room = useRoom();
  const id = useId();
  const [text, keep] = useKept(room.field(name));
  const most = longest ?? room.view.exercise.longest;
  const left = most - text.length;
  const isNear = left < Math.max(20, most / 10);
  const described = [hint === undefined ? '' : `${id}-hint`, isNear ? `${id}-left` : '']
    .filter(Boolean)
    .join(' ');
  return (
    <div class="field">
      <label for={id} class={isLabelHidden ? 'unseen' : undefined}>
        {label}
      </label>
      {hint === undefined ? null : (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <textarea
        id={id}
        rows={rows}
        maxLength={most}
        value={text}
        aria-describedby={described === '' ? undefined : described}
        onInput={(event) => keep(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSend?.();
        }}
      />
      {isNear ? (
        <p class="hint" id={`${id}-left`}>
          {room.say('charactersLeft', { n: left })}
        </p>
      ) : null}
    </div>
  );
}

export interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly isOff?: boolean }[];
  readonly onChange: (value: string) => void;
  readonly isLabelHidden?: boolean;
}

export function Choice({ label, value, options, onChange, isLabelHidden = false }: ChoiceProps): JSX.Element {
  const id = useId();
  return (
    <div class="field">
      <label for={id} class={isLabelHidden ? 'unseen' : undefined}>
        {label}
      </label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.isOff === true}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

export interface DeedChoiceProps extends Pick<ChoiceProps, 'label' | 'options' | 'isLabelHidden'> {
  /** What is written on it. */
  readonly text: string;
  readonly onChoose: (value: string) => void;
}

/** A choice that does something at once, and then stands as before. */
export const DeedChoice = ({ text, options, onChoose, ...rest }: DeedChoiceProps): JSX.Element => (
  <Choice
    {...rest}
    value=""
    options={[{ value: '', label: text }, ...options]}
    onChange={(value) => {
      if (value !== '') onChoose(value);
    }}
  />
);

export interface PercentFieldProps {
  readonly label: string;
  /** 0 to 100. */
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly least?: number;
  readonly most?: number;
  readonly tone?: number;
}

/** A slider and a number that say the same; the slider is for fingers, the number for whoever knows it. */
export function PercentField({
  label,
  value,
  onChange,
  least = 0,
  most = 100,
  tone,
}: PercentFieldProps): JSX.Element {
  const id = useId();
  const { say } = useRoom();
  return (
    <div class={`percent${tone === undefined ? '' : ` tone-${tone}`}`}>
      <label for={id}>{label}</label>
      <input
        type="range"
        aria-label={say('sliderOf', { name: label })}
        min={least}
        max={most}
        step={1}
        value={value}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <span class="number-with-unit">
        <input
          id={id}
          type="number"
          inputMode="numeric"
          min={least}
          max={most}
          step={1}
          value={value}
          onInput={(event) => {
            const number = event.currentTarget.valueAsNumber;
            if (Number.isFinite(number)) onChange(number);
          }}
        />
        <span aria-hidden="true">%</span>
      </span>
    </div>
  );
}

/** Opens what it holds; the browser's own element, so keys and screen readers know it. */
export const Fold = ({
  title,
  children,
  isOpen = false,
}: {
  title: ComponentChildren;
  children: ComponentChildren;
  isOpen?: boolean;
}): JSX.Element => (
  <details class="fold" open={isOpen}>
    <summary>{title}</summary>
    <div class="fold-body">{children}</div>
  </details>
);

export interface AskProps {
  readonly label: string;
  readonly look?: 'plain' | 'quiet' | 'bad' | 'main' | 'good';
  readonly name?: string;
  readonly isOff?: boolean;
  readonly title: string;
  readonly confirm: string;
  /** `close` is called once what was asked is done. */
  readonly children: ComponentChildren;
  /** Says whether the dialog may close, or what is missing. */
  readonly onConfirm: () => boolean | string | Promise<boolean | string>;
}

/** A button that asks something first. */
export function Ask(props: AskProps): JSX.Element {
  const { label, look = 'plain', name, isOff = false, title, confirm, children, onConfirm } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const { say } = useRoom();
  const [missing, setMissing] = useState('');
  return (
    <>
      <Button
        look={look}
        isOff={isOff}
        {...(name === undefined ? {} : { name })}
        onClick={() => {
          setMissing('');
          dialog.current?.showModal();
        }}
      >
        {label}
      </Button>
      <dialog ref={dialog} aria-labelledby={id} class="ask">
        <h2 id={id}>{title}</h2>
        {children}
        <p class="problem" role="alert">
          {missing}
        </p>
        <div class="row end">
          <Button look="quiet" onClick={() => dialog.current?.close()}>
            {say('cancel')}
          </Button>
          <Button
            look={look === 'bad' ? 'bad' : 'main'}
            onClick={() => {
              void Promise.resolve(onConfirm()).then((isDone) => {
                setMissing(typeof isDone === 'string' ? isDone : '');
                if (isDone === true) dialog.current?.close();
              });
            }}
          >
            {confirm}
          </Button>
        </div>
      </dialog>
    </>
  );
}
