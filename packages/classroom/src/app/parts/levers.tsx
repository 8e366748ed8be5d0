/** Effects on the world in the exercise's levers: which ones, and how far each is pulled. */
import type { JSX } from 'preact';
import { useRoom } from '../room.ts';
import { Button, DeedChoice } from './basics.tsx';

export type Pulled = Readonly<Record<string, number>>;

export interface LeversProps {
  readonly legend: string;
  readonly pull: Pulled;
  readonly onChange: (pull: Pulled) => void;
}

export function Levers({ legend, pull, onChange }: LeversProps): JSX.Element {
  const { view, say } = useRoom();
  const unused = view.exercise.levers.filter(({ id }) => !(id in pull));
  return (
    <fieldset>
      <legend>{legend}</legend>
      {Object.entries(pull).map(([id, amount]) => {
        const lever = view.exercise.levers.find((one) => one.id === id);
        if (lever === undefined) return null;
        return (
          <div key={id} class="row lever">
            {lever.isScale ? (
              <label class="lever-scale">
                <span>{lever.label}</span>
                <input
                  type="number"
                  step="any"
                  min={-lever.most}
                  max={lever.most}
                  value={amount}
                  onInput={(event) => {
                    const value = event.currentTarget.valueAsNumber;
                    if (Number.isFinite(value))
                      onChange({ ...pull, [id]: Math.min(lever.most, Math.max(-lever.most, value)) });
                  }}
                />
                <span class="hint">{say('leverMost', { most: lever.most })}</span>
              </label>
            ) : (
              <span>{lever.label}</span>
            )}
            <Button
              look="quiet"
              name={say('removeLever', { lever: lever.label })}
              onClick={() => onChange(Object.fromEntries(Object.entries(pull).filter(([key]) => key !== id)))}
            >
              {say('remove')}
            </Button>
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
