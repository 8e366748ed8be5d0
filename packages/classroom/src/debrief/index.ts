/** The debrief of a room: one document, and the page and the tables that are made of it. */
export { debriefOf, type DebriefOptions } from './debrief.ts';
export * from './document.ts';
export { debriefHtml } from './html.ts';
export { debriefTable, TABLES, type TableName } from './tables.ts';
export { debriefText } from './text.ts';
