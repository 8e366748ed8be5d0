/** What belongs to the whole room: the facilitator's sheets, bulletins, forecast sheets, papers, slips with places. */
import type { Inject } from '../exercise/exercise.ts';
import { turnOfInject } from '../exercise/turns.ts';
import { stateSaid } from '../room/said.ts';
import { markup, type Html } from './html.ts';
import { blanks, lines, paragraph, percent, sheet, turnsOf, type Packet } from './packet.ts';
import { bracketed, listed, named } from '../grammar/punctuation.ts';

/** Who sits where. */
export interface Place {
  readonly seat: string;
  readonly role: string;
}

/** `goals` by seat, where they have been drawn. */
export function facilitatorSheet(packet: Packet, goals: Readonly<Record<string, string>>): Html {
  const { world, words, said, label, language } = packet;
  const { exercise } = world;
  const list = (title: string, items: readonly (Html | string)[]): Html | undefined =>
    items.length === 0
      ? undefined
      : markup`<h2>${title}</h2>
          <ul>
            ${items.map((item) => markup`<li>${item}</li> `)}
          </ul> `;
  return sheet(packet, words.facilitator, 'facilitator', words.facilitator, [
    markup`<p>${words.handOut}</p> `,
    timing(packet),
    list(words.contentNotes, exercise.contentNotes.map(said)),
    list(
      words.learningGoals,
      exercise.learningGoals.map(({ text }) => said(text)),
    ),
    injectTable(packet),
    list(
      words.levers,
      exercise.levers.map(({ label: lever, most, effect }) =>
        'add' in effect ? bracketed(language, said(lever), `±${most}`) : said(lever),
      ),
    ),
    list(
      words.papers,
      exercise.proposals.map(({ label: form, signers }) =>
        named(
          language,
          said(form),
          listed(
            language,
            signers.map((who) => label(who)),
          ),
        ),
      ),
    ),
    exercise.argued.perTurn > 0
      ? paragraph(
          named(
            language,
            words.argued,
            words.probability(percent(exercise.argued.low), percent(exercise.argued.high)),
          ),
        )
      : undefined,
    list(
      words.goal,
      exercise.seats.flatMap((seat) => {
        const goal = seat.goals.find(({ id }) => id === goals[seat.name]);
        return goal ? [named(language, said(seat.label), said(goal.text))] : [];
      }),
    ),
    list(words.questionsAfter, exercise.afterAction.map(said)),
  ]);
}

function timing(packet: Packet): Html {
  const { preset, words, language } = packet;
  const turns = turnsOf(packet);
  const inTurn = Object.values(preset.minutes).reduce((sum, minutes) => sum + minutes, 0);
  const phases = (Object.keys(words.phases) as (keyof typeof words.phases)[]).filter(
    (phase) => preset.minutes[phase] > 0,
  );
  const total = preset.join + turns.length * inTurn + preset.debrief;
  return markup`<h2>${words.timing}</h2>
    <table data-table="timing">
      <tr>
        <th>${words.phase}</th>
        <th>${words.minutes}</th>
      </tr>
      <tr>
        <td>${words.join}</td>
        <td>${preset.join}</td>
      </tr>
      <tr>
        <td>
          ${bracketed(
            language,
            `${turns.length} ×`,
            listed(
              language,
              phases.map((phase) => `${words.phases[phase]} ${preset.minutes[phase]}`),
            ),
          )}
        </td>
        <td>${turns.length * inTurn}</td>
      </tr>
      <tr>
        <td>${words.debrief}</td>
        <td>${preset.debrief}</td>
      </tr>
      <tr>
        <th>${words.total}</th>
        <th>${total}</th>
      </tr>
    </table>
    <table>
      <tr>
        <th>${words.turn}</th>
        <th>${words.from}</th>
        <th>${words.to}</th>
        <th>${words.steps}</th>
      </tr>
      ${turns.map(
        ({ turn, from, to, steps }) =>
          markup`<tr>
            <td>${turn}</td>
            <td>${from}</td>
            <td>${to}</td>
            <td>${steps}</td>
          </tr> `,
      )}
    </table> `;
}

function injectTable(packet: Packet): Html | undefined {
  const { world, preset, words, said, label, language } = packet;
  // What is dated after the last turn of a short preset does not come.
  const injects = world.exercise.injects.filter(
    (inject) => inject.when.kind !== 'turn' || turnOfInject(preset, inject) !== undefined,
  );
  if (injects.length === 0) return undefined;
  return markup`<h2>${words.injects}</h2>
    <table data-table="injects">
      <tr>
        <th>${words.when}</th>
        <th>${words.news}</th>
        <th>${words.readers}</th>
      </tr>
      ${injects.map(
        (inject) =>
          markup`<tr>
            <td>${whenText(packet, inject)}</td>
            <td><b>${named(language, said(inject.label), '')}</b>${said(inject.news)}</td>
            <td>${
              inject.to
                ? listed(
                    language,
                    inject.to.map((seat) => label(seat)),
                  )
                : words.everybody
            }</td>
          </tr> `,
      )}
    </table> `;
}

function whenText({ world, preset, words, said, language }: Packet, inject: Inject): string {
  const { when } = inject;
  if (when.kind === 'turn') return words.inTurn(turnOfInject(preset, inject) ?? when.turn);
  if (when.kind === 'condition') return words.onCondition(stateSaid(world.model, when.state, language));
  if (when.kind === 'byHand') return words.byHand;
  const first = world.exercise.injects.find(({ id }) => id === when.inject);
  return words.after(first ? said(first.label) : when.inject, when.turns);
}

export const bulletinSheets = (packet: Packet): readonly Html[] =>
  turnsOf(packet).map(({ turn, from, to }) => {
    const { words } = packet;
    return sheet(packet, words.facilitator, 'bulletin', `${words.bulletin} · ${words.turnN(turn)}`, [
      markup`<p>${from} – ${to}</p>
        <p class="note">${words.bulletinRule}</p>
        <table>
          <tr>
            <th>${words.date}</th>
            <th>${words.news}</th>
          </tr>
          ${Array.from(
            { length: 14 },
            () =>
              markup`<tr>
                <td class="write"></td>
                <td class="write"></td>
              </tr> `,
          )}
        </table> `,
    ]);
  });

/** One for each person: a row an outcome, a column a turn. */
export function forecastSheet(packet: Packet, owner: string): Html | undefined {
  const { world, words, said } = packet;
  const { questions } = world.exercise;
  if (questions.length === 0) return undefined;
  const turns = turnsOf(packet);
  return sheet(packet, owner, 'forecasts', words.forecasts, [
    markup`<p class="note">${words.forecastRule}</p> `,
    ...questions.map(
      ({ label, outcomes }) =>
        markup`<table>
          <tr>
            <th>${said(label)}</th>
            ${turns.map(({ turn }) => markup`<th class="write">${words.turnN(turn)}</th>`)}
          </tr>
          ${outcomes.map(
            (outcome) =>
              markup`<tr>
                <td>${said(outcome.label)}</td>
                ${blanks(turns.length)}
              </tr> `,
          )}
        </table> `,
    ),
  ]);
}

export const paperForms = (packet: Packet): readonly Html[] =>
  packet.world.exercise.proposals.map(({ id, label: form, text, signers }) => {
    const { words, said, label } = packet;
    return sheet(packet, words.papers, 'paper', said(form), [
      markup`<div class="form" data-form="paper" data-paper="${id}">
        ${text && paragraph(said(text))}${lines(text ? 4 : 8)}
        <h2>${words.signers}</h2>
        <table>
          ${signers.map(
            (who) =>
              markup`<tr>
                <th>${label(who)}</th>
                <td class="write"></td>
                <td class="write">${words.date}</td>
              </tr> `,
          )}
        </table>
      </div> `,
    ]);
  });

/** A slip for each person, to be cut and handed out at the door. */
export function placeSlips(packet: Packet, places: readonly Place[]): Html | undefined {
  const { world, words, said } = packet;
  if (places.length === 0) return undefined;
  const slips = places.map(({ seat: name, role: id }, i) => {
    const seat = world.exercise.seats.find((one) => one.name === name);
    const role = seat?.roles.find((one) => one.id === id);
    return markup`<div class="card" data-place="${i + 1}">
      <h3>p${i + 1} · ${seat ? said(seat.label) : name}</h3>
      ${paragraph(role ? said(role.label) : id)}${role?.brief && paragraph(said(role.brief))}
    </div> `;
  });
  return sheet(packet, words.facilitator, 'places', words.places, [
    markup`<div class="slips">${slips}</div> `,
  ]);
}
