/** Estimates to what people read: text for a terminal, a chart as SVG. */
export { comparisonText, type ComparedPair, type ComparisonOptions } from './compare.ts';
export { comparisonPage, comparisonSections } from './compare-page.ts';
export { diffText, type ChangeTold } from './diff.ts';
export { valueText } from './fan.ts';
export { exactReport } from './exact.ts';
export { presentationOf, type Presentation, type QuestionPresentation } from './presentation.ts';
export { heading, list, note, paragraph, table, type Block } from './score/blocks.ts';
export {
  area,
  bar,
  colourOf,
  dashOf,
  dot,
  legend,
  line,
  plot,
  svg,
  type Point,
  type Scales,
} from './score/plot.ts';
export { element, escape, text as svgText } from './xml.ts';
export { svgChart, type SvgOptions } from './svg.ts';
export { clean, inLanguage, wrap } from './text.ts';
export { terminalReport, type TerminalOptions } from './terminal.ts';
export type { ReportDocument } from './score/document.ts';
export { blockHtml, htmlPage, scoreHtml, type HtmlPage } from './score/html.ts';
export { blocksText, scoreText, type ScoreTextOptions } from './score/terminal.ts';
