/** Language and light or dark, for each person and at any time. */
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { read, write } from '../storage.ts';
import { LANGUAGE_NAMES, type Key, type Say } from '../words/words.ts';

const THEMES = ['system', 'light', 'dark'] as const;
type Theme = (typeof THEMES)[number];
const THEME_WORDS: Readonly<Record<Theme, Key>> = {
  system: 'themeSystem',
  light: 'themeLight',
  dark: 'themeDark',
};

const theme = (): Theme => THEMES.find((one) => one === read('device', 'theme')) ?? 'system';

const DARK = matchMedia('(prefers-color-scheme: dark)');
// Older browsers know no listeners there; they follow the device when the page is opened again.
DARK.addEventListener?.('change', applyTheme);

/** Says light or dark to the style sheet, which has each once. */
export function applyTheme(): void {
  const chosen = theme();
  document.documentElement.dataset['theme'] =
    chosen === 'system' ? (DARK.matches ? 'dark' : 'light') : chosen;
}

export interface SwitchesProps {
  readonly say: Say;
  readonly language: string;
  readonly languages: readonly string[];
  readonly onLanguage: (language: string) => void;
}

export function Switches({ say, language, languages, onLanguage }: SwitchesProps): JSX.Element {
  const id = useId();
  const [chosen, choose] = useState(theme());
  return (
    <div class="switches">
      <div class="field">
        <label for={`${id}-language`}>{say('language')}</label>
        <select
          id={`${id}-language`}
          value={language}
          onChange={(event) => onLanguage(event.currentTarget.value)}
        >
          {languages.map((one) => (
            <option key={one} value={one} lang={one}>
              {LANGUAGE_NAMES[one] ?? one}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for={`${id}-theme`}>{say('theme')}</label>
        <select
          id={`${id}-theme`}
          value={chosen}
          onChange={(event) => {
            const next = THEMES.find((one) => one === event.currentTarget.value) ?? 'system';
            write('device', 'theme', next === 'system' ? null : next);
            applyTheme();
            choose(next);
          }}
        >
          {THEMES.map((one) => (
            <option key={one} value={one}>
              {say(THEME_WORDS[one])}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}
