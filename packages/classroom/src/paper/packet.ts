/** What every sheet of a packet is made from, and the small pieces that several sheets have. */
import type { Ir, Model, SavedFrame, Text } from '@stave/engine';
import type { Play } from '@stave/engine/reference';
import { said as inLanguage } from '../room/said.ts';
import type { Exercise, ExerciseSeat, Preset } from '../exercise/exercise.ts';
import { markup, type Html } from './html.ts';
import type { PaperWords } from './words/paper-words.ts';
import { bracketed } from '../grammar/punctuation.ts';

/** Of an exercise, as far as paper needs it. */
export interface PaperWorld {
  readonly exercise: Exercise;
  readonly model: Model;
  readonly ir: Ir;
  readonly play: Play;
}

export interface Packet {
  readonly world: PaperWorld;
  readonly preset: Preset;
  /** Frame 0, which costs and odds are read from. */
  readonly frame: SavedFrame;
  readonly words: PaperWords;
  readonly language: string;
  readonly said: (text: Text) => string;
  /** Of a seat, a move `seat.move` or a role `seat.role`, as people read it. */
  readonly label: (name: string) => string;
}

export function packetOf(
  world: PaperWorld,
  preset: Preset,
  frame: SavedFrame,
  language: string,
  words: PaperWords,
): Packet {
  const said = (text: Text): string => inLanguage(text, language);
  return {
    world,
    preset,
    frame,
    words,
    language,
    said,
    label: (name) => labelOf(world, name, said, language),
  };
}

function labelOf(
  { exercise, model }: PaperWorld,
  name: string,
  said: (text: Text) => string,
  language: string,
): string {
  const [seatName = name, part] = name.split('.');
  const seat = exercise.seats.find((one) => one.name === seatName);
  const written = model.seats.find((one) => one.name === seatName);
  const seatLabel = seat ? said(seat.label) : seatName;
  if (part === undefined) return seatLabel;
  const move = written?.moves.find((one) => one.name === part);
  if (move) return move.label ? said(move.label) : part;
  const role = written?.roles.find((one) => one.name === part);
  return bracketed(language, role?.label ? said(role.label) : part, seatLabel);
}

/** First and last step of each turn. */
export function turnsOf({ world, preset }: Pick<Packet, 'world' | 'preset'>): readonly {
  readonly turn: number;
  readonly steps: number;
  readonly from: string;
  readonly to: string;
}[] {
  const { dates, perStep } = world.ir.clock;
  const at = (step: number): string => dates?.[step] ?? String(step * perStep);
  let done = 0;
  return preset.turns.map((steps, i) => {
    const from = done;
    done += steps;
    return { turn: i + 1, steps, from: at(from), to: at(done) };
  });
}

/** A page of its own, under a line that says whose it is. */
export const sheet = (
  { world, said }: Packet,
  owner: string,
  what: string,
  title: string,
  body: readonly (Html | undefined)[],
): Html =>
  markup`<section class="sheet" data-sheet="${what}">
    <div class="head"><span>${said(world.exercise.title)}</span><span>${owner}</span></div>
    <h1>${title}</h1>
    ${body}
  </section> `;

/** Cells that people write into. */
export const blanks = (count: number): readonly Html[] =>
  Array.from({ length: count }, () => markup`<td class="write"></td>`);

export const lines = (count: number): readonly Html[] =>
  Array.from({ length: count }, () => markup`<div class="line"></div>`);

export const paragraph = (text: string | undefined): Html | undefined =>
  text === undefined || text === '' ? undefined : markup`<p>${text}</p> `;

export const percent = (probability: number): string => `${Math.round(probability * 100)}%`;

export const seatLabel = ({ said }: Packet, seat: ExerciseSeat): string => said(seat.label);
