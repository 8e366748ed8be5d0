/** What every seat intends, what it has at hand, and control's word over it. Also where paper and hot seat are entered. */
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { ControlView, MoveView } from '../../../protocol/protocol.ts';
import { keepText, keptText, useKeptData } from '../../kept.ts';
import { Said } from '../../parts/said.tsx';
import { Ask, Badge, Button, Card, Fold, TextField } from '../../parts/basics.tsx';
import { OrdersText } from '../../parts/orders.tsx';
import { seatLabel, useRoom, type Orders } from '../../room.ts';
import { bracketed } from '../../../grammar/punctuation.ts';

type Desk = ControlView['desks'][number];

export function Desks(): JSX.Element {
  const { view, say } = useRoom();
  const desks = view.control?.desks ?? [];
  return (
    <>
      <Card title={say('desksTitle')}>
        <p class="hint">{say('desksHint')}</p>
        <div class="desks">
          {desks.map((desk) => (
            <DeskCard key={desk.seat} desk={desk} />
          ))}
        </div>
      </Card>
      <AskedAnswers />
    </>
  );
}

const BOT_WORDS = {
  rules: 'heldRules',
  random: 'heldRandom',
  lookAhead: 'heldLookAhead',
  hold: 'heldHold',
} as const;

function DeskCard({ desk }: { desk: Desk }): JSX.Element {
  const { view, say } = useRoom();
  const held = view.places.find(({ seat }) => seat === desk.seat)?.held ?? 'people';
  const label = seatLabel(view, desk.seat);
  const state =
    desk.ruled !== undefined
      ? 'deskRuled'
      : desk.submitted !== undefined
        ? 'deskSubmitted'
        : desk.draft !== undefined
          ? 'deskDraft'
          : 'deskNothing';
  const tone = { deskRuled: 'info', deskSubmitted: 'good', deskDraft: 'warn', deskNothing: 'plain' } as const;
  const orders = desk.ruled ?? desk.submitted ?? desk.draft?.orders;
  return (
    <article class="desk" aria-label={label}>
      <header class="desk-head">
        <h3>{label}</h3>
        {held === 'people' ? (
          <Badge tone={tone[state]}>{say(state)}</Badge>
        ) : (
          <Badge>{say(BOT_WORDS[held])}</Badge>
        )}
      </header>
      {orders === undefined ? (
        <p class="hint">{say('nothingYet')}</p>
      ) : (
        <OrdersText orders={orders} moves={desk.moves} />
      )}
      {desk.draft === undefined ? null : <Said draft={desk.draft} />}
      <p class="hint">
        {[
          desk.capital === undefined ? '' : say('capitalIs', { n: desk.capital }),
          desk.vetoes > 0 ? say('vetoesN', { n: desk.vetoes }) : '',
        ]
          .filter((part) => part !== '')
          .join(' · ')}
      </p>
      {desk.goal === undefined ? null : (
        <Fold title={say('secretGoal')}>
          <p>{desk.goal}</p>
        </Fold>
      )}
      <div class="row">
        <OrdersDialog desk={desk} label={label} does="enter" />
        <OrdersDialog desk={desk} label={label} does="rule" />
      </div>
    </article>
  );
}

/** `enter`: what the team wrote on paper. `rule`: control decides otherwise, with a reason. */
function OrdersDialog({
  desk,
  label,
  does,
}: {
  desk: Desk;
  label: string;
  does: 'enter' | 'rule';
}): JSX.Element {
  const { view, say, send, field } = useRoom();
  const key = `${does}-${view.clock.turn}-${desk.seat}`;
  const [orders, keep] = useKeptData<Orders>(field(key), {});
  const go = async (): Promise<boolean | string> => {
    const reason = keptText(field(`${key}-why`)).trim();
    if (does === 'rule' && reason === '') return say('textMissing');
    const outcome = await send(
      does === 'enter'
        ? { do: 'enter', seat: desk.seat, orders }
        : { do: 'rule', seat: desk.seat, orders, reason },
    );
    if (outcome.ok) {
      keep(undefined);
      keepText(field(`${key}-why`), '');
    }
    return outcome.ok;
  };
  return (
    <Ask
      label={say(does === 'enter' ? 'enterOrders' : 'ruleOrders')}
      name={say(does === 'enter' ? 'enterOrdersOf' : 'ruleOrdersOf', { seat: label })}
      look="quiet"
      title={say(does === 'enter' ? 'enterOrdersOf' : 'ruleOrdersOf', { seat: label })}
      confirm={say(does === 'enter' ? 'enterOrders' : 'ruleOrders')}
      onConfirm={go}
    >
      <MovePicker moves={desk.moves} orders={orders} onPick={keep} />
      {does === 'rule' ? <TextField label={say('reasonNeeded')} name={`${key}-why`} /> : null}
    </Ask>
  );
}

export interface MovePickerProps {
  readonly moves: readonly MoveView[];
  readonly orders: Orders;
  readonly onPick: (orders: Orders) => void;
}

export function MovePicker({ moves, orders, onPick }: MovePickerProps): JSX.Element {
  const { say, language } = useRoom();
  const id = useId();
  return (
    <div class="fields">
      {(['open', 'covert'] as const).map((kind) => {
        const own = moves.filter((move) => move.kind === kind);
        if (own.length === 0) return null;
        return (
          <div key={kind} class="field">
            <label for={`${id}-${kind}`}>{say(kind === 'open' ? 'openMove' : 'covertMove')}</label>
            <select
              id={`${id}-${kind}`}
              value={orders[kind] ?? ''}
              onChange={(event) => {
                const { [kind]: _, ...rest } = orders;
                const value = event.currentTarget.value;
                onPick(value === '' ? rest : { ...rest, [kind]: value });
              }}
            >
              <option value="">{say(kind === 'open' ? 'noOpenMove' : 'noCovertMove')}</option>
              {own.map((move) => (
                <option key={move.move} value={move.move} disabled={move.obstacles.length > 0}>
                  {bracketed(language, move.label, String(move.cost))}
                </option>
              ))}
            </select>
          </div>
        );
      })}
    </div>
  );
}

function AskedAnswers(): JSX.Element | null {
  const { view, say, send } = useRoom();
  const asked = view.control?.asked ?? [];
  if (asked.length === 0) return null;
  return (
    <Card title={say('answersTitle')}>
      <ul class="consents">
        {asked.map((one) => (
          <li key={`${one.move} ${one.who}`}>
            <span>{one.label}</span>
            <Badge tone={one.agrees === undefined ? 'plain' : one.agrees ? 'good' : 'bad'}>
              {say(one.agrees === undefined ? 'hasNotAnswered' : one.agrees ? 'agrees' : 'refuses')}
            </Badge>
            <span class="row">
              {([true, false] as const).map((agrees) => (
                <Button
                  key={String(agrees)}
                  look="quiet"
                  name={say(agrees ? 'enterYesFor' : 'enterNoFor', { what: one.label })}
                  onClick={() => void send({ do: 'enterAnswer', move: one.move, who: one.who, agrees })}
                >
                  {say(agrees ? 'enterYes' : 'enterNo')}
                </Button>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
