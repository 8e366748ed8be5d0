/**
 * How a page of its own sets a language: fonts that devices have, with the letters of that language (Chinese, Japanese and
 * Korean share code points and not shapes), and where lines may break. The app's pages say the same in `style/`.
 */
const LATIN = "-apple-system, 'Segoe UI', Roboto";
const FONTS: Readonly<Record<string, string>> = {
  zh: `${LATIN}, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', system-ui, sans-serif`,
  ja: `${LATIN}, 'Hiragino Sans', 'Yu Gothic UI', Meiryo, 'Noto Sans CJK JP', 'Noto Sans JP', system-ui, sans-serif`,
  ko: `${LATIN}, 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans CJK KR', 'Noto Sans KR', system-ui, sans-serif`,
};
const OTHERS = `system-ui, ${LATIN}, 'Noto Sans', sans-serif`;

/** Korean breaks between words, the others by their own rules. */
const BREAKS: Readonly<Record<string, string>> = {
  zh: 'line-break: strict;',
  ja: 'line-break: strict;',
  ko: 'word-break: keep-all; overflow-wrap: anywhere;',
};

/** Rules of a style sheet for a page in `language`, after all others. Letters in pictures are set as those around them. */
export function typesetting(language: string): string {
  const primary = language.split('-')[0] ?? language;
  return `
body, svg { font-family: ${FONTS[primary] ?? OTHERS}; }
body { ${BREAKS[primary] ?? ''} }
th { word-break: keep-all; }
td:first-child { min-width: 4.5em; }
p, li, td { text-wrap: pretty; }
h1, h2, h3 { text-wrap: balance; }
`;
}
