/** Notes by turn, seat and learning goal. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { keepText, keptText } from '../kept.ts';
import { Button, Card, Choice, Empty, TextField } from '../parts/basics.tsx';
import { seatLabel, useRoom } from '../room.ts';

const NONE = '';

export function Notes(): JSX.Element {
  const { view, say, send, field } = useRoom();
  const { exercise, places, clock } = view;
  const [seat, setSeat] = useState(NONE);
  const [goal, setGoal] = useState(NONE);
  const [turn, setTurn] = useState<number | undefined>(undefined);
  const add = async (): Promise<void> => {
    const text = keptText(field('note')).trim();
    if (text === '') return;
    keepText(field('note'), '');
    await send(
      {
        do: 'note',
        turn: turn ?? clock.turn,
        text,
        ...(seat === NONE ? {} : { seat }),
        ...(goal === NONE ? {} : { goal }),
      },
      { field: field('note'), text },
    );
  };
  const notes = view.notes ?? [];
  return (
    <div class="stack">
      <Card title={say('newNote')}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <TextField label={say('note')} name="note" rows={3} onSend={() => void add()} />
          <div class="fields">
            <Choice
              label={say('turn')}
              value={String(turn ?? clock.turn)}
              options={Array.from({ length: clock.turn + 1 }, (_, i) => ({
                value: String(i),
                label: i === 0 ? say('beforeStart') : say('turnN', { n: i }),
              }))}
              onChange={(value) => setTurn(Number(value) === clock.turn ? undefined : Number(value))}
            />
            <Choice
              label={say('seat')}
              value={seat}
              options={[
                { value: NONE, label: say('any') },
                ...places.map((p) => ({ value: p.seat, label: p.label })),
              ]}
              onChange={setSeat}
            />
            <Choice
              label={say('learningGoal')}
              value={goal}
              options={[
                { value: NONE, label: say('any') },
                ...exercise.learningGoals.map(({ id, text }) => ({ value: id, label: text })),
              ]}
              onChange={setGoal}
            />
          </div>
          <Button look="main" type="submit">
            {say('addNote')}
          </Button>
        </form>
      </Card>
      <Card title={say('notes')}>
        {notes.length === 0 ? <Empty>{say('noNotes')}</Empty> : null}
        <ul class="notes">
          {notes.toReversed().map((note) => (
            <li key={note.id}>
              <p class="kicker">
                {[
                  say('turnN', { n: note.turn }),
                  note.seat === undefined ? '' : seatLabel(view, note.seat),
                  exercise.learningGoals.find(({ id }) => id === note.goal)?.text ?? '',
                  note.by,
                ]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </p>
              <p>{note.text}</p>
            </li>
          ))}
        </ul>
      </Card>
    </div>
  );
}
