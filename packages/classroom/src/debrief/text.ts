/** A debrief as text for a terminal: all that the page says, but for its pictures. */
import { blocksText, heading, type Block, type ScoreTextOptions } from '@stave/report';
import { headOf, sectionsOf, titleOf } from './content.ts';
import type { DebriefDocument } from './document.ts';
import { wordsFor } from './words.ts';

export function debriefText(document: DebriefDocument, options: ScoreTextOptions): string {
  const words = wordsFor(document.language);
  const blocks = [
    heading(1, titleOf(document, words)),
    ...headOf(document, words),
    ...sectionsOf(document, words).flatMap(({ title, blocks: own }) => [heading(2, title), ...own]),
  ];
  return blocksText(saidOnce(blocks), options);
}

/** A page needs a caption for each table; here one that says what the heading above it has said is left out. */
function saidOnce(blocks: readonly Block[]): readonly Block[] {
  let last = '';
  return blocks.map((block) => {
    if (block.is === 'heading') last = block.text;
    if (block.is !== 'table' || block.caption !== last) return block;
    const { caption: _, ...table } = block;
    return table;
  });
}
