/** Effects on the world in the exercise's levers: which ones, how far each is pulled, and what that means. */
import type { JSX } from 'preact';
import type { LeverTarget, View } from '../../protocol/protocol.ts';
import { listed } from '../../grammar/punctuation.ts';
import { useRoom } from '../room.ts';
import { change, number } from '../words/formats.ts';
import { Button, DeedChoice } from './basics.tsx';

export type Pulled = Readonly<Record<string, number>>;
type Lever = View['exercise']['levers'][number];

export interface LeversProps {
  readonly legend: string;
  readonly pull: Pulled;
  readonly onChange: (pull: Pulled) => void;
}

export function Levers({ legend, pull, onChange }: LeversProps): JSX.Element {
  const { view, say } = useRoom();
  const unused = view.exercise.levers.filter((lever) => !(lever.id in pull) && isMine(view, lever));
  return (
    <fieldset>
      <legend>{legend}</legend>
      {Object.entries(pull).map(([id, amount]) => {
        const lever = view.exercise.levers.find((one) => one.id === id);
        if (lever === undefined) return null;
        return (
          <div key={id} class="lever-box">
            <div class="row lever">
              {lever.isScale ? (
                <Scale
                  lever={lever}
                  amount={amount}
                  onChange={(units) => onChange({ ...pull, [id]: units })}
                />
              ) : (
                <span>{lever.label}</span>
              )}
              <Button
                look="quiet"
                name={say('removeLever', { lever: lever.label })}
                onClick={() =>
                  onChange(Object.fromEntries(Object.entries(pull).filter(([key]) => key !== id)))
                }
              >
                {say('remove')}
              </Button>
            </div>
            <Meaning lever={lever} units={amount} />
          </div>
        );
      })}
      {unused.length === 0 ? null : (
        <DeedChoice
          label={say('addLever')}
          text={say('chooseLever')}
          options={unused.map(({ id, label }) => ({ value: id, label }))}
          onChoose={(id) => {
            const lever = view.exercise.levers.find((one) => one.id === id);
            if (lever !== undefined) onChange({ ...pull, [id]: lever.isScale ? lever.most : 1 });
          }}
        />
      )}
    </fieldset>
  );
}

/** Whoever steers may pull all; a seat those that are its. */
const isMine = ({ me, team }: View, { seats }: Lever): boolean =>
  seats === undefined || me.kind === 'control' || (team !== undefined && seats.includes(team.seat));

function Scale({
  lever,
  amount,
  onChange,
}: {
  lever: Lever;
  amount: number;
  onChange: (units: number) => void;
}): JSX.Element {
  const { say } = useRoom();
  const { label, most, isWhole = false } = lever;
  return (
    <label class="lever-scale">
      <span>{label}</span>
      <input
        type="number"
        step={isWhole ? 1 : 'any'}
        min={-most}
        max={most}
        value={amount}
        onInput={(event) => {
          const value = event.currentTarget.valueAsNumber;
          if (!Number.isFinite(value)) return;
          const units = Math.min(most, Math.max(-most, value));
          onChange(isWhole ? Math.round(units) : units);
        }}
      />
      <span class="hint">{say(isWhole ? 'leverMostWhole' : 'leverMost', { most })}</span>
    </label>
  );
}

/** What so many units of it do to what is seen of the world, from where it stands now. */
function Meaning({ lever, units }: { lever: Lever; units: number }): JSX.Element {
  const { view, say, language } = useRoom();
  const { puts, moves = [], isScale } = lever;
  const now = view.world.drivers.find(({ name }) => name === puts?.driver)?.stateLabel;
  if (puts !== undefined && now !== undefined)
    return <p class="hint">{say('leverPuts', { driver: puts.label, now, then: puts.stateLabel })}</p>;
  if (moves.length === 0) return <p class="hint">{say(isScale ? 'leverUnseen' : 'leverEvent')}</p>;
  return (
    <ul class="hint lever-meaning">
      {moves.map((target) => (
        <li key={target.name}>{meaning(view, target, units, { say, language })}</li>
      ))}
    </ul>
  );
}

function meaning(
  view: View,
  target: LeverTarget,
  units: number,
  { say, language }: Pick<ReturnType<typeof useRoom>, 'say' | 'language'>,
): string {
  const { label, range, by, isAbout, isLasting } = target;
  const value = presentValue(view, target.name);
  const unit = target.unit === undefined || target.unit === '1' ? '' : ` ${target.unit}`;
  const figure = (of: number): string => `${number(language, of)}${unit}`;
  const parts = [
    value === undefined ? label : say('leverNow', { label, now: figure(value) }),
    ...(range === undefined
      ? []
      : [say('leverRange', { low: number(language, range[0]), high: figure(range[1]) })]),
  ];
  if (by === undefined) return [...parts, say('leverSomehow')].join('; ');
  const far = `${change(language, by * units)}${unit}`;
  const then =
    value === undefined || isLasting
      ? say(isAbout ? 'leverByAbout' : 'leverBy', { far })
      : say(isAbout ? 'leverToAbout' : 'leverTo', { far, then: figure(within(value + by * units, range)) });
  return [...parts, then, ...(isLasting ? [say('leverLasting')] : [])].join('; ');
}

const within = (value: number, [low, high]: readonly [number, number] = [-Infinity, Infinity]): number =>
  Math.min(high, Math.max(low, value));

function presentValue(view: View, name: string): number | undefined {
  const [seat, rest] = name.split('.');
  if (rest === 'capital')
    return seat === view.team?.seat
      ? view.team?.capital
      : view.control?.desks.find((desk) => desk.seat === seat)?.capital;
  return view.world.numbers.find((one) => one.name === name)?.values.at(-1);
}

/** What an argued move is meant to do: `Approval in Tokyo +2 (about +3 point)`. */
export function pulledSaid(
  { exercise }: Pick<View, 'exercise'>,
  pull: Pulled,
  { say, language }: Pick<ReturnType<typeof useRoom>, 'say' | 'language'>,
): string {
  const all = Object.entries(pull).map(([id, amount]) => {
    const lever = exercise.levers.find((one) => one.id === id);
    if (lever?.isScale === false) return lever.label;
    const pulled = `${lever?.label ?? id} ${change(language, amount)}`;
    const [target] = lever?.moves ?? [];
    if (target?.by === undefined) return pulled;
    const unit = target.unit === undefined || target.unit === '1' ? '' : ` ${target.unit}`;
    const far = `${change(language, target.by * amount)}${unit}`;
    return say(target.isAbout ? 'pulledAbout' : 'pulledBy', { pulled, far });
  });
  return listed(language, all);
}
