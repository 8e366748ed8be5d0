/** The packet of one seat: brief and roles, its secret goals on sheets of their own, move cards, order forms. */
import type { LegalMove } from '@stave/engine/reference';
import type { ExerciseSeat } from '../exercise/exercise.ts';
import { outcomeLabel } from '../room/view/moves.ts';
import { markup, type Html } from './html.ts';
import { blanks, lines, paragraph, percent, seatLabel, sheet, turnsOf, type Packet } from './packet.ts';
import { bracketed, listed, named } from '../grammar/punctuation.ts';

/** `goal` is the one that was drawn; without it there is a sheet for each that may be. */
export function seatSheets(packet: Packet, seat: ExerciseSeat, goal?: string): Html {
  const drawn = seat.goals.filter(({ id }) => goal === undefined || id === goal);
  return markup`<article class="packet" data-seat="${seat.name}">
    ${briefSheet(packet, seat)}${drawn.map((_, i) => goalSheet(packet, seat, drawn, i))}${cardSheet(packet, seat)}${turnsOf(
      packet,
    ).map(({ turn, from, to }) => orderSheet(packet, seat, turn, `${from} – ${to}`))}
  </article> `;
}

function briefSheet(packet: Packet, seat: ExerciseSeat): Html {
  const { words, said, language } = packet;
  const roles = seat.roles.map(
    (role) =>
      markup`<li>
        <b>${said(role.label)}</b
        >${
          role.rights.length > 0
            ? bracketed(
                language,
                '',
                listed(
                  language,
                  role.rights.map((right) => words.rights[right]),
                ),
              )
            : undefined
        }${role.brief && named(language, '', said(role.brief))}
      </li> `,
  );
  return sheet(packet, seatLabel(packet, seat), 'brief', seatLabel(packet, seat), [
    markup`<h2>${words.brief}</h2> `,
    paragraph(said(seat.brief)),
    roles.length === 0
      ? undefined
      : markup`<h2>${words.roles}</h2>
          <ul>
            ${roles}
          </ul> `,
  ]);
}

function goalSheet(packet: Packet, seat: ExerciseSeat, goals: ExerciseSeat['goals'], index: number): Html {
  const { words, said } = packet;
  const goal = goals[index]!;
  return sheet(packet, `${seatLabel(packet, seat)} · ${words.secret}`, 'goal', words.goal, [
    markup`<div class="secret" data-goal="${seat.name}.${goal.id}">${said(goal.text)}</div>
      <p>${words.goalRule}</p> `,
    goals.length > 1 ? markup`<p class="note">${words.goalOf(index + 1, goals.length)}</p> ` : undefined,
  ]);
}

function cardSheet(packet: Packet, seat: ExerciseSeat): Html {
  const { world, frame, words } = packet;
  return sheet(packet, seatLabel(packet, seat), 'moves', words.moves, [
    markup`<p class="note">${words.atStart}</p>
      <div class="cards">
        ${world.play.legalMoves(frame, seat.name).map((move) => card(packet, seat, move))}
      </div> `,
  ]);
}

function card(packet: Packet, seat: ExerciseSeat, move: LegalMove): Html {
  const { world, words, said, label, language } = packet;
  const written = world.model.seats
    .find(({ name }) => name === seat.name)
    ?.moves.find(({ name }) => name === move.name);
  const full = `${seat.name}.${move.name}`;
  const hasCapital = world.model.seats.find(({ name }) => name === seat.name)?.capital !== undefined;
  return markup`<div class="card" data-move="${full}">
    <h3>${label(full)}</h3>
    <p><code>${move.name}</code> · ${words[move.kind]}${written?.once ? ` · ${words.once}` : ''}</p>
    ${written?.text && paragraph(said(written.text))}${hasCapital ? costLine(packet, move.cost) : undefined}${oddsOf(packet, full, move)}${
      move.consents.length > 0
        ? paragraph(
            named(
              language,
              words.asks,
              listed(
                language,
                move.consents.map((who) => label(who)),
              ),
            ),
          )
        : undefined
    }
  </div> `;
}

const costLine = ({ words, language }: Packet, cost: number): Html | undefined =>
  paragraph(
    Number.isNaN(cost)
      ? named(language, words.cost, words.capital('–'))
      : named(
          language,
          cost < 0 ? words.gains : words.cost,
          words.capital(String(Math.abs(Math.round(cost * 100) / 100))),
        ),
  );

function oddsOf({ world, words, language }: Packet, full: string, { outcomes }: LegalMove): Html | undefined {
  const known = outcomes.filter(({ probability }) => Number.isFinite(probability));
  if (known.length === 0) return undefined;
  const rest = 1 - known.reduce((sum, { probability }) => sum + probability, 0);
  const all = [
    ...known.map(
      ({ name, probability }) => `${outcomeLabel(world, full, name, language)} ${percent(probability)}`,
    ),
    ...(rest > 0.005 ? [`${words.nothingElse} ${percent(rest)}`] : []),
  ];
  return paragraph(named(language, words.odds, listed(language, all)));
}

function orderSheet(packet: Packet, seat: ExerciseSeat, turn: number, when: string): Html {
  const { world, words, said, language } = packet;
  const { argued, levers, vetoCost } = world.exercise;
  const consenting = seat.roles.filter(({ rights }) => rights.includes('consent'));
  const own = levers.filter(({ seats }) => seats === undefined || seats.includes(seat.name));
  const consents = consenting.map(
    (role) =>
      markup`<tr>
        <th>${said(role.label)}</th>
        <td>
          <span class="tick">${words.agrees}</span>
          <span class="tick">${vetoCost > 0 ? bracketed(language, words.refuses, words.capital(`−${vetoCost}`)) : words.refuses}</span>
        </td>
        <td class="write">${words.signature}</td>
      </tr> `,
  );
  const arguedForm = markup`<div class="form" data-form="argued">
    <h2>${words.argued}</h2>
    <p>${words.action}</p>
    <div class="box"></div>
    <p class="note">
      ${named(
        language,
        words.effect,
        own
          .map(({ label, most, effect }) =>
            'add' in effect ? bracketed(language, said(label), `±${most}`) : said(label),
          )
          .join(' · '),
      )}
    </p>
    ${lines(1)}
    <div class="two">
      ${[words.reasons, words.counterReasons].map(
        (title) =>
          markup`<div>
            <p>${title}</p>
            <ol>
              ${[1, 2, 3].map(() => markup`<li><div class="line"></div></li>`)}
            </ol>
          </div>`,
      )}
    </div>
    <p>${named(language, words.probability(percent(argued.low), percent(argued.high)), '________')}</p>
  </div> `;
  return sheet(packet, seatLabel(packet, seat), 'orders', `${words.orders} · ${words.turnN(turn)}`, [
    markup`<p>${when}</p>
      <p class="note">${words.ordersRule}</p>
      <div class="form" data-form="orders">
        <table>
          <tr>
            <th>${words.openMove}</th>
            <td class="write"></td>
          </tr>
          <tr>
            <th>${words.covertMove}</th>
            <td class="write"></td>
          </tr>
          <tr>
            <th>${words.why}</th>
            <td class="write"></td>
          </tr>
          <tr>
            <th>${words.submittedBy}</th>
            <td class="write"></td>
          </tr>
        </table>
        ${
          consents.length > 0
            ? markup`<table>
              ${consents}
            </table>`
            : undefined
        }
      </div> `,
    isAsked(packet, seat)
      ? markup`<h2>${words.answersToOthers}</h2>
          <table>
            <tr>
              <th>${words.moves}</th>
              <th>${words.seat}</th>
              <th></th>
            </tr>
            ${[1, 2].map(
              () =>
                markup`<tr>
                  ${blanks(2)}
                  <td>
                    <span class="tick">${words.agrees}</span> <span class="tick">${words.refuses}</span>
                  </td>
                </tr>`,
            )}
          </table> `
      : undefined,
    argued.perTurn > 0 ? arguedForm : undefined,
  ]);
}

/** Whether any move in the scenario may ask this seat or somebody in it. */
const isAsked = ({ world }: Packet, { name }: ExerciseSeat): boolean =>
  world.model.seats.some(({ moves }) =>
    moves.some(({ consent }) => consent.some(({ seat }) => seat === name)),
  );
