/** Estimates to what people read: text for a terminal, a chart as SVG. */
export { comparisonText, type ComparedPair, type ComparisonOptions } from './compare.ts';
export { comparisonPage, comparisonSections } from './compare-page.ts';
export { diffText, type ChangeTold } from './diff.ts';
export { exactReport } from './exact.ts';
export { presentationOf, type Presentation, type QuestionPresentation } from './presentation.ts';
export { svgChart, type SvgOptions } from './svg.ts';
export { clean, inLanguage, wrap } from './text.ts';
export { terminalReport, type TerminalOptions } from './terminal.ts';
export type { ReportDocument } from './score/document.ts';
export { scoreHtml } from './score/html.ts';
export { scoreText, type ScoreTextOptions } from './score/terminal.ts';
