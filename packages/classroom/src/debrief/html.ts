/**
 * A debrief as one page to read, print and keep: no script, nothing fetched, each section on a page of its own on paper.
 * Whatever people wrote is text here and nothing else.
 */
import { blockHtml, escape, htmlPage, type Block } from '@stave/report';
import { typesetting } from '../grammar/typesetting.ts';
import { headOf, sectionsOf, titleOf } from './content.ts';
import type { DebriefDocument } from './document.ts';
import type { Section } from './section.ts';
import { wordsFor, type Words } from './words.ts';

const STYLE = `
nav ul { columns: 2; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
section { margin-top: 24px; }
td { overflow-wrap: break-word; max-width: 26em; }
@page { size: A4; margin: 15mm; }
@media print {
  body { font-size: 10.5pt; }
  nav { display: none; }
  section { break-before: page; margin-top: 0; }
  /* What is said first stands with what the log is of, and what came of it below. */
  #short, #short + section { break-before: auto; margin-top: 16px; }
  h2, h3, caption { break-after: avoid; }
  tr, figure { break-inside: avoid; }
  .scroll { overflow: visible; }
  table { width: 100%; font-size: 8.5pt; }
  th, td { padding: 2pt 5pt 2pt 0; }
}
`;

export function debriefHtml(document: DebriefDocument): string {
  const words = wordsFor(document.language);
  const sections = sectionsOf(document, words);
  const title = titleOf(document, words);
  const body = [
    `<h1>${escape(title)}</h1>`,
    ...headOf(document, words).map(blockHtml),
    contentsHtml(sections, words),
    ...sections.map(sectionHtml),
  ].join('\n');
  return htmlPage({
    title,
    lang: document.language,
    style: `${STYLE}${typesetting(document.language)}`,
    body,
  });
}

const contentsHtml = (sections: readonly Section[], words: Words): string =>
  `<nav aria-label="${escape(words.contents)}"><ul>${sections
    .map(({ id, title }) => `<li><a href="#${id}">${escape(title)}</a></li>`)
    .join('')}</ul></nav>`;

const sectionHtml = ({ id, title, blocks }: Section): string =>
  [
    `<section id="${id}" aria-labelledby="${id}-title">`,
    `<h2 id="${id}-title">${escape(title)}</h2>`,
    ...unrepeated(title, blocks.filter(isSomething)),
    '</section>',
  ].join('\n');

/** A caption that says what the heading above it says is there for whoever does not see that, and not shown. */
function unrepeated(title: string, blocks: readonly Block[]): readonly string[] {
  let heading = title;
  return blocks.map((block) => {
    if (block.is === 'heading') heading = block.text;
    const html = blockHtml(block);
    const isRepeated = block.is === 'table' && block.caption === heading;
    return isRepeated ? html.replace('<caption>', '<caption class="unseen">') : html;
  });
}

const isSomething = (block: Block): boolean =>
  block.is === 'table' ? block.rows.length > 0 : block.is === 'list' ? block.items.length > 0 : true;
