/** An exercise on paper: one HTML file that prints, for rooms without a network and for those who want it in hand. */
import type { SavedFrame } from '@stave/engine';
import type { Preset } from '../exercise/exercise.ts';
import { markup, pageOf, type Html, type PaperSize } from './html.ts';
import { packetOf, paragraph, type PaperWorld } from './packet.ts';
import {
  bulletinSheets,
  facilitatorSheet,
  forecastSheet,
  paperForms,
  placeSlips,
  type Place,
} from './room-sheets.ts';
import { seatSheets } from './seat-sheets.ts';
import { paperWords } from './words.ts';

export interface PacketOptions {
  readonly preset: Preset;
  readonly language: string;
  readonly size: PaperSize;
  /** Frame 0, which costs and odds are read from. */
  readonly frame: SavedFrame;
  /** One for each person, in the order of arrival. */
  readonly places: readonly Place[];
  /** The goal of each seat where it has been drawn; else a sheet for each that may be. */
  readonly goals?: Readonly<Record<string, string>>;
}

/** The whole page; its packets stand in the order of the seats, each with nothing that belongs to another seat. */
export function packets(world: PaperWorld, options: PacketOptions): string {
  const { preset, language, size, frame, places, goals = {} } = options;
  const words = paperWords(language);
  const packet = packetOf(world, preset, frame, language, words);
  const forecasts =
    places.length === 0
      ? [forecastSheet(packet, `${words.person} ________`)]
      : places.map(({ seat, role }, i) => {
          const held = world.exercise.seats.find(({ name }) => name === seat);
          const part = held?.roles.find(({ id }) => id === role);
          const owner = [packet.label(seat), ...(part ? [packet.said(part.label)] : [])].join(' · ');
          return forecastSheet(packet, `p${i + 1} · ${owner}`);
        });
  const facilitator = [
    isUnread(world, language) ? paragraph(words.unreviewed) : undefined,
    facilitatorSheet(packet, goals),
    placeSlips(packet, places),
    ...bulletinSheets(packet),
  ];
  const body: readonly Html[] = [
    markup`<article class="packet" data-room="facilitator">
${facilitator}</article>
`,
    ...world.exercise.seats.map((seat) => seatSheets(packet, seat, goals[seat.name])),
    markup`<article class="packet" data-room="everybody">
${[...forecasts, ...paperForms(packet)]}</article>
`,
  ];
  return pageOf({
    title: packet.said(world.exercise.title),
    language,
    size,
    body,
  });
}

const isUnread = ({ model }: PaperWorld, language: string): boolean =>
  model.languages[language] === 'unreviewed';
