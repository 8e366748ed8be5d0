/** Elements of an SVG as text. Everything that comes from outside goes through `escape`. */
import { clean } from './text.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for element content or a quoted attribute; what XML does not allow at all is left out. */
export function escape(text: string): string {
  return clean(text)
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g, '')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/** Coordinates and lengths: two decimals, never -0.00. */
export function fixed(value: number): string {
  return (Math.round(value * 100) / 100 + 0).toFixed(2);
}

type Attributes = Readonly<Record<string, string | number>>;

/** `content` is markup already; numbers among the attributes are lengths. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? fixed(value) : escape(value)}"`)
    .join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

export function text(content: string, x: number, y: number, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, escape(content));
}
