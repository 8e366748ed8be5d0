/** Papers that named seats sign together. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ProposalView, View } from '../../protocol/protocol.ts';
import { keepText, keptText } from '../kept.ts';
import { Badge, Button, Card, Choice, Fold, TextField } from '../parts/basics.tsx';
import { seatLabel, useRoom } from '../room.ts';
import { listed } from '../../grammar/punctuation.ts';

/** Of this turn, in the time for it. */
export const canSign = (view: View, paper: ProposalView): boolean =>
  !paper.isEffective && (view.clock.phase === 'deliberation' || view.clock.phase === 'answers');

export function Papers(): JSX.Element | null {
  const { view, say, send } = useRoom();
  const { proposals, exercise, team, clock, me } = view;
  const forms = exercise.forms.filter(({ signers }) => team !== undefined && signers.includes(team.seat));
  const canPropose = clock.phase === 'deliberation' && forms.length > 0 && me.rights.includes('submit');
  if (proposals.length === 0 && !canPropose) return null;
  return (
    <Card title={say('papersTitle')}>
      {proposals.toReversed().map((paper) => {
        const mine = paper.signatures.find(({ seat }) => seat === team?.seat);
        return (
          <article key={paper.id} class="paper" aria-label={paper.label}>
            <p class="kicker">
              {say('paperOf', { seat: seatLabel(view, paper.seat), turn: paper.turn })}{' '}
              {paper.isEffective ? <Badge tone="good">{say('paperInForce')}</Badge> : null}
            </p>
            <p class="argued-action">{paper.label}</p>
            <p class="prose">{paper.text}</p>
            <ul class="consents">
              {paper.signatures.map(({ seat, signs }) => (
                <li key={seat}>
                  <span>{seatLabel(view, seat)}</span>
                  <Badge tone={signs === undefined ? 'plain' : signs ? 'good' : 'bad'}>
                    {say(signs === undefined ? 'notSigned' : signs ? 'signed' : 'refuses')}
                  </Badge>
                </li>
              ))}
            </ul>
            {mine !== undefined && canSign(view, paper) && me.rights.includes('submit') ? (
              <div class="row">
                {([true, false] as const).map((signs) => (
                  <Button
                    key={String(signs)}
                    look={signs ? 'good' : 'bad'}
                    isPressed={mine.signs === signs}
                    name={say(signs ? 'signWhat' : 'refuseTo', { what: paper.label })}
                    onClick={() => void send({ do: 'sign', id: paper.id, signs })}
                  >
                    {say(signs ? 'sign' : 'refuse')}
                  </Button>
                ))}
              </div>
            ) : null}
          </article>
        );
      })}
      {canPropose ? (
        <Fold title={say('proposePaper')}>
          <ProposeForm forms={forms} />
        </Fold>
      ) : null}
    </Card>
  );
}

type Form = ReturnType<typeof useRoom>['view']['exercise']['forms'][number];

function ProposeForm({ forms }: { forms: readonly Form[] }): JSX.Element {
  const { view, say, language, send, field } = useRoom();
  const [chosen, choose] = useState(forms[0]?.id ?? '');
  const form = forms.find(({ id }) => id === chosen) ?? forms[0];
  const name = `paper-${chosen}`;
  const propose = async (): Promise<void> => {
    const text = keptText(field(name)).trim();
    if (form === undefined || text === '') return;
    const outcome = await send({ do: 'propose', form: form.id, text }, { field: field(name), text });
    if (outcome.ok) keepText(field(name), '');
  };
  return (
    <form
      aria-label={say('proposePaper')}
      onSubmit={(event) => {
        event.preventDefault();
        void propose();
      }}
    >
      <Choice
        label={say('paperForm')}
        value={form?.id ?? ''}
        options={forms.map(({ id, label }) => ({ value: id, label }))}
        onChange={choose}
      />
      {form?.text === undefined ? null : <p class="prose">{form.text}</p>}
      <p class="hint">
        {say('paperSigners', {
          seats: listed(
            language,
            (form?.signers ?? []).map((seat) => seatLabel(view, seat)),
          ),
        })}
      </p>
      <TextField label={say('paperText')} name={name} rows={4} />
      <Button look="main" type="submit">
        {say('propose')}
      </Button>
    </form>
  );
}
