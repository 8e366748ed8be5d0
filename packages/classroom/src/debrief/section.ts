/** Parts that the sections of a page are put together from. */
import type { Block } from '@stave/report';
import type { DebriefDocument } from './document.ts';
import type { Picture } from './plots.ts';

export interface Section {
  /** In addresses: letters alone. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

export const pictured = (picture: Picture | undefined): readonly Block[] =>
  picture ? [{ is: 'plot', svg: picture.svg, alt: picture.alt }] : [];

/** The label of a seat; nothing for an observer. */
export const seatName = (
  { seats }: Pick<DebriefDocument, 'seats'>,
  seat: string | null | undefined,
): string => (typeof seat === 'string' ? (seats.find((one) => one.seat === seat)?.label ?? seat) : '');
