/** Seats of the checked model as text, one line an element. */
import type { Asked, Bot, Capital, Consent, Move, Provenance, Rule, Seat } from './model.ts';
import { printExpr } from './print-expr.ts';

export function seatLines(seat: Seat): readonly string[] {
  const sees = seat.sees === 'all' ? 'all' : seat.sees.join(', ');
  return [
    `seat ${seat.name}${sees === '' ? '' : `, sees ${sees}`}, a turn every ${seat.turn === 1 ? 'step' : `${seat.turn} steps`}${basisText(seat.provenance)}`,
    ...(seat.controls.length > 0 ? [`  controls ${seat.controls.join(', ')}`] : []),
    ...seat.goals.map(({ id, when }) => `  goal ${id}${when ? `: ${printExpr(when)}` : ''}`),
    ...(seat.capital ? [`  ${capitalText(seat.capital)}`] : []),
    ...seat.moves.map((move) => `  ${moveText(move)}`),
    ...seat.roles.flatMap(({ name, consents }) => consentLines(`role ${name}`, consents)),
    ...(seat.bot ? botLines(seat.bot) : ['  bot none']),
  ];
}

function basisText({ basis, evidence }: Provenance): string {
  const from = evidence.length > 0 ? ` from ${evidence.join(', ')}` : '';
  return basis === undefined && from === '' ? '' : `  # ${basis ?? 'no basis'}${from}`;
}

function capitalText({ start, income, carry, most }: Capital): string {
  const rest = carry === undefined ? 'all' : String(carry);
  return `capital ${printExpr(start)}, income ${printExpr(income)}, ${rest} carried over, at most ${most}`;
}

function moveText(move: Move): string {
  const { name, covert, once, cost, when, data, consent, outcomes, luck, provenance } = move;
  const carries = data.map(({ field, value }) => `${field} = ${printExpr(value)}`).join(', ');
  const odds = outcomes.map(
    (o) => `${o.name} ${o.probability === 'else' ? 'else' : printExpr(o.probability)}`,
  );
  return [
    `${covert ? 'covert ' : ''}move ${name}${carries === '' ? '' : `(${carries})`}`,
    luck === undefined ? '' : ` (luck ${luck})`,
    cost ? ` for ${printExpr(cost)}` : '',
    once ? ' once' : '',
    when ? ` when ${printExpr(when)}` : '',
    consent.length > 0 ? ` with consent of ${consent.map(askedText).join(', ')}` : '',
    odds.length > 0 ? ` comes to ${odds.join(' | ')}` : '',
    basisText(provenance),
  ].join('');
}

const askedText = ({ seat, role }: Asked): string => (role === undefined ? seat : `${seat}.${role}`);

const botLines = ({ luck, open, covert, script, consents }: Bot): readonly string[] => [
  ...[open.map((rule) => ruleText('', rule)), covert.map((rule) => ruleText('covert ', rule))]
    .flat()
    .map((line) => `  bot${luck === undefined ? '' : ` (luck ${luck})`} ${line}`),
  ...(script ?? []).map((rule) => `  script ${ruleText('', rule)}`),
  ...consentLines('bot', consents),
];

function ruleText(kind: string, { move, when, at, weight }: Rule): string {
  const share = weight ? ` weight ${printExpr(weight)}` : '';
  const date = at === undefined ? '' : ` at ${at}`;
  return `${kind}${move ?? 'hold'}${share}${date}${when ? ` when ${printExpr(when)}` : ''}`;
}

const consentLines = (who: string, consents: readonly Consent[]): readonly string[] =>
  consents.map(({ move, when }) => `  ${who} consents to ${move ?? 'all'} when ${printExpr(when)}`);
