/** What a player sees of the room, as text for a terminal of some width. All of it comes from the player's own view. */
import type { BulletinView, MoveView, ResultsView, TeamView, View, WorldView } from '@stave/classroom';
import { clean, wrap } from '@stave/report';

const INDENT = 4;

export class Telling {
  private readonly width: number;

  constructor(width: number) {
    this.width = Math.max(40, width);
  }

  heading(text: string): string {
    const line = '═'.repeat(Math.min(this.width, 72));
    return `\n${line}\n${clean(text)}\n${line}\n`;
  }

  paragraph(text: string): string {
    return `${wrap(clean(text), this.width).join('\n')}\n`;
  }

  items(lines: readonly string[]): string {
    return lines.map((line) => this.item(line)).join('');
  }

  item(text: string): string {
    return wrap(clean(text), this.width - INDENT)
      .map((line, i) => (i === 0 ? `  - ${line}\n` : `    ${line}\n`))
      .join('');
  }

  /** Before the first turn. */
  opening({ exercise, team, questions }: View): string {
    const { title, summary, contentNotes, turns } = exercise;
    const parts = [this.heading(title)];
    if (summary !== undefined) parts.push(this.paragraph(summary));
    if (contentNotes.length > 0) parts.push('\nBefore you start\n', this.items(contentNotes));
    if (team) parts.push(`\nYou hold: ${clean(team.label)}\n`, this.paragraph(team.brief));
    if (team?.roleBrief !== undefined) parts.push(this.paragraph(team.roleBrief));
    const last = turns.at(-1);
    parts.push(
      `\n${counted(turns.length, 'turn')}${last?.to === undefined ? '' : `, from ${turns[0]?.from ?? ''} to ${last.to}`}`,
      questions.length > 0 ? `; ${counted(questions.length, 'standing question')} to forecast\n` : '\n',
    );
    return parts.join('');
  }

  goal({ goal }: TeamView): string {
    return goal ? `\nYour secret goal\n${this.item(goal.text)}` : '';
  }

  bulletin({ lines }: BulletinView): string {
    if (lines.length === 0) return '\nBulletin\n  no news\n';
    const told = lines.map(({ date, text }) => (date === undefined ? text : `${date}: ${text}`));
    return `\nBulletin\n${this.items(told)}`;
  }

  /** Where everything is that the seat can see; what changed in the last turn is marked. */
  world({ drivers, numbers }: WorldView): string {
    const states = drivers.map(
      ({ label, stateLabel, changed }) => `${changed ? '* ' : '  '}${clean(label)}: ${clean(stateLabel)}`,
    );
    const values = numbers.map(({ label, unit, values: all }) => {
      const now = all.at(-1) ?? Number.NaN;
      const before = all.at(-2);
      const change = before === undefined || before === now ? '' : ` (${signed(now - before, { of: now })})`;
      return `  ${clean(label)}: ${numberText(now)}${unit === undefined || unit === '1' ? '' : ` ${unit}`}${change}`;
    });
    const changed = drivers.some((driver) => driver.changed) ? ' (* changed in the last turn)' : '';
    return `\nThe world as you see it${changed}\n${[...states, ...values].map((line) => `  ${line}\n`).join('')}`;
  }

  moves({ moves, capital, isTurn }: TeamView): string {
    if (!isTurn) return '\nYour seat has no turn now.\n';
    const told = moves.map((move) => this.item(`${move.move} (${move.kind}): ${this.aboutMove(move)}`));
    const purse = capital === undefined ? '' : `, capital ${numberText(capital)}`;
    return `\nYour moves${purse}\n${told.join('')}`;
  }

  /** Cost, odds, who is asked and what stands against it, on one line. */
  aboutMove({ label, text, cost, outcomes, consents, obstacles }: MoveView): string {
    const parts = [
      cost === 0 ? '' : cost < 0 ? `gains ${numberText(-cost)}` : `costs ${numberText(cost)}`,
      outcomes.map(({ label: name, probability }) => `${name} ${percentText(probability)}`).join(', '),
      consents.length > 0 ? `asks ${consents.join(', ')}` : '',
      obstacles.length > 0 ? `not now: ${obstacles.join(', ')}` : '',
    ].filter((part) => part !== '');
    const about = parts.length > 0 ? ` [${parts.join('; ')}]` : '';
    return `${label}${about}${text === undefined ? '' : `. ${text}`}`;
  }

  /** What became of the seat's own moves in a turn. */
  fates({ past }: TeamView, turn: number): string {
    const fates = past.find((one) => one.turn === turn)?.fates ?? [];
    if (fates.length === 0) return '\nYou made no move.\n';
    const told = fates.map(
      ({ label, fate, why, outcome }) =>
        `${label}: ${fate}${why === undefined ? '' : ` (${why})`}${outcome === undefined ? '' : `, ${outcome}`}`,
    );
    return `\nYour moves\n${this.items(told)}`;
  }

  argued({ argued, places }: View, turn: number): string {
    const label = (seat: string): string => places.find((place) => place.seat === seat)?.label ?? seat;
    const own = argued.filter((one) => one.turn === turn && one.succeeded !== undefined);
    if (own.length === 0) return '';
    const told = own.map(
      ({ seat, action, probability = Number.NaN, draw = Number.NaN, succeeded }) =>
        `${label(seat)}: ${action}: ${succeeded === true ? 'it works' : 'it fails'} (probability ${percentText(probability)}, drawn ${numberText(draw)})`,
    );
    return `\nArgued moves\n${this.items(told)}`;
  }

  results({ goals, answers }: ResultsView, label: (seat: string) => string): string {
    const reached = (goal: { readonly reached?: boolean }): string =>
      goal.reached === undefined ? 'for you to judge' : goal.reached ? 'reached' : 'not reached';
    const parts = [this.heading('The end')];
    if (goals.length > 0)
      parts.push(
        '\nGoals\n',
        this.items(goals.map((goal) => `${label(goal.seat)}: ${goal.goal} ${reached(goal)}`)),
      );
    if (answers.length > 0)
      parts.push('\nStanding questions\n', this.items(answers.map((one) => `${one.label} ${one.outcome}`)));
    return parts.join('');
  }
}

/** Three figures are enough to tell two numbers of a game apart. Not a number: a dash. */
export const numberText = (value: number, digits = digitsOf(value)): string =>
  Number.isFinite(value) ? String(Number(value.toFixed(digits))) : '–';

const digitsOf = (value: number): number => {
  const size = Math.abs(value);
  return size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
};

/** What is not certain is never written as 0% or 100%. */
export const percentText = (probability: number): string => {
  if (!Number.isFinite(probability)) return '–';
  if (probability > 0 && probability < 0.0005) return '<0.1%';
  if (probability < 1 && probability >= 0.9995) return '>99.9%';
  return `${Number((probability * 100).toFixed(1))}%`;
};

/** With the figures of the number that has changed. */
const signed = (change: number, { of }: { readonly of: number }): string =>
  `${change > 0 ? '+' : ''}${numberText(change, digitsOf(of))}`;

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
