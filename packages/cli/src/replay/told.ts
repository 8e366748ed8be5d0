/** A log told event by event: who did what, in which turn, and what the engine made of it. */
import type { Log, RoomEvent, World } from '@stave/classroom';
import { clean } from '@stave/report';
import { numberText, percentText } from '../play/telling.ts';

/** @param turn only what belongs to it; everything when left out */
export function toldLog(world: World, log: Log, turn?: number): string {
  const teller = new Teller(log);
  const lines: string[] = [];
  let current = 0;
  for (const event of log.events) {
    if (event.kind === 'phase') current = event.turn;
    if (event.kind === 'undone') current = event.turn;
    if (turn !== undefined && current !== turn) continue;
    lines.push(`${String(event.seq).padStart(5)}  ${timeOf(event.at)}  ${event.by}: ${teller.event(event)}`);
    if (event.kind === 'adjudicated') lines.push(...teller.steps(event, world));
  }
  return lines.map((line) => `${line}\n`).join('');
}

const JUDGES = {
  whiteCell: 'given by control',
  room: 'by the votes of the room',
  house: 'by the rule of the house',
} as const;

const timeOf = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

class Teller {
  private readonly log: Log;

  constructor(log: Log) {
    this.log = log;
  }

  /** Words of people; a log without them still tells what was done. */
  private text(id: number | undefined): string {
    if (id === undefined) return '';
    const found = this.log.texts.get(id);
    return found === undefined ? ' (words not kept)' : ` “${clean(found)}”`;
  }

  private name(person: string): string {
    const name = [...this.log.names].find(([id]) => id === person)?.[1];
    return name === undefined ? person : `${person} (${clean(name)})`;
  }

  event(event: RoomEvent): string {
    switch (event.kind) {
      case 'opened':
        return `opens ${event.room}, preset ${event.preset}, seed ${event.seed}, trial ${event.trial}${event.forkOf ? `, forked from ${event.forkOf.room} at ${event.forkOf.seq}` : ''}`;
      case 'joined':
        return `${this.name(event.person)} joins`;
      case 'assigned':
        return event.seat === null
          ? `${this.name(event.person)} observes`
          : `${this.name(event.person)} sits in ${event.seat} as ${event.role ?? 'a member'}`;
      case 'left':
        return `${this.name(event.person)} leaves`;
      case 'handed':
        return `${event.seat} is played by ${event.to}`;
      case 'started':
        return `starts; goals ${pairs(event.goals)}`;
      case 'phase':
        return event.phase === 'debrief' || event.phase === 'closed'
          ? event.phase
          : `turn ${event.turn}, ${event.phase}${(event.endsAt ?? Infinity) <= event.at ? ' ends' : ''}`;
      case 'undone':
        return `undoes to turn ${event.turn}${this.text(event.reason)}`;
      case 'drafted':
        return `drafts for ${event.seat} (${event.revision}): ${ordersText(event.orders)}${this.text(event.why)}`;
      case 'consented':
        return `${event.role} of ${event.seat} ${event.agrees ? 'agrees' : 'refuses'}${this.text(event.why)}`;
      case 'submitted':
        return `hands in for ${event.seat}: ${ordersText(event.orders)}`;
      case 'vetoed':
        return `the plan of ${event.seat} is off, refused by ${event.role}; it costs ${numberText(event.cost)}`;
      case 'withdrawn':
        return `takes back what ${event.seat} handed in`;
      case 'answered':
        return `${event.who} ${event.agrees ? 'agrees to' : 'refuses'} ${event.move}`;
      case 'argued':
        return `argues for ${event.seat}:${this.text(event.action)}, ${pairs(event.pull)}; because${event.reasons.map((reason) => this.text(reason)).join(',')}`;
      case 'countered':
        return `against ${event.id}:${this.text(event.reason)}`;
      case 'judged':
        return `${event.id} works with probability ${percentText(event.probability)} (${JUDGES[event.judge]})${this.text(event.why)}`;
      case 'proposed':
        return `proposes ${event.form} for ${event.seat}:${this.text(event.text)}`;
      case 'message':
        return `writes to ${event.channel}:${this.text(event.text)}`;
      case 'forecast':
        return `forecasts ${event.question}: ${Object.entries(event.probabilities)
          .map(([id, probability]) => `${id} ${percentText(probability)}`)
          .join(', ')}`;
      case 'overridden':
        return `puts ${event.driver}.${event.state}${this.text(event.reason)}`;
      case 'ruled':
        return `rules for ${event.seat}: ${ordersText(event.orders)}${this.text(event.reason)}`;
      case 'adjudicated':
        return `adjudicates turn ${event.turn}`;
      case 'injected':
        return `injects ${event.inject ?? event.id}${this.text(event.text)}`;
      default:
        return this.other(event);
    }
  }

  /** What few logs have: its kind, and what stands in it. */
  private other(event: RoomEvent): string {
    const {
      kind,
      seq: _seq,
      at: _at,
      by: _by,
      ref: _ref,
      ...rest
    } = event as RoomEvent & Record<string, unknown>;
    const said = Object.entries(rest).map(([key, value]) =>
      (key === 'text' || key === 'reason' || key === 'why') && typeof value === 'number'
        ? this.text(value).trim()
        : `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
    return [kind, ...said].join(' ');
  }

  steps(event: Extract<RoomEvent, { kind: 'adjudicated' }>, { ir }: World): readonly string[] {
    const lines = event.steps.flatMap(({ step, decisions, moves, attempts }) => {
      const told = [
        ...decisions.map(
          ({ move, fate, outcome, consents }) =>
            `${move} ${fate}${outcome === undefined ? '' : `, ${outcome}`}${consents
              .map(({ who, agrees }) => `; ${who} ${agrees ? 'agreed' : 'refused'}`)
              .join('')}`,
        ),
        ...attempts.map(
          ({ id, probability, draw, succeeded }) =>
            `${id} ${succeeded ? 'works' : 'fails'} (probability ${percentText(probability)}, drawn ${numberText(draw)})`,
        ),
        // What a move costs is paid by a transition without a driver.
        ...moves
          .filter(({ driver }) => driver !== '')
          .map((move) => `${move.driver}: ${move.from ?? '–'} to ${move.to ?? 'the same'}`),
      ];
      return told.map((text) => `${ir.clock.dates?.[step] ?? `step ${step}`}  ${text}`);
    });
    const end = [
      ...(event.failure
        ? [`the trial fails in step ${event.failure.step}: ${event.failure.code} at ${event.failure.place}`]
        : []),
      ...(event.ended ? [`the trial ends: ${pairs(event.ended.answers)}`] : []),
    ];
    return [...lines, ...end].map((line) => `         ${line}`);
  }
}

const ordersText = ({ open, covert }: { readonly open?: string; readonly covert?: string }): string =>
  [open, covert === undefined ? undefined : `${covert} (covert)`]
    .filter((move) => move !== undefined)
    .join(', ') || 'no move';

const pairs = (values: Readonly<Record<string, unknown>>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ') || 'none';
