/** The words and the picture of a forecast: what the report package makes of the document. */
import type { Model, RunDocument } from '@stave/engine';

export interface TextOptions {
  readonly lang: string;
  readonly colour: boolean;
  readonly columns: number;
}

export function runText(document: RunDocument, _model: Model, _options: TextOptions): string {
  return `${JSON.stringify(document.questions, null, 1)}\n`;
}

export function runChart(_document: RunDocument, _model: Model, _lang: string): string {
  return '<svg xmlns="http://www.w3.org/2000/svg"/>\n';
}
