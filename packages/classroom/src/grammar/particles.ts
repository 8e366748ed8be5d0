/**
 * Korean particles that follow the last sound of the word before them. A text has both forms (`{who}이(가)`), and the one
 * that fits is taken once the word is known. After letters that are read in more than one way both stay, as in print.
 */

/** After a consonant, after a vowel. */
const FORMS: Readonly<Record<string, readonly [string, string]>> = {
  '이(가)': ['이', '가'],
  '을(를)': ['을', '를'],
  '은(는)': ['은', '는'],
  '과(와)': ['과', '와'],
  '(으)로': ['으로', '로'],
};

/** The particles as texts have them, for a regular expression. */
export const PARTICLES = Object.keys(FORMS)
  .map((form) => form.replaceAll(/[()]/g, String.raw`\$&`))
  .join('|');

/** Digits as they are read alone or at the end of a number: 영 일 이 삼 사 오 육 칠 팔 구. */
const DIGITS_FINAL: readonly Final[] = [
  ...(['other', 'l', 'none', 'other', 'none'] as const),
  ...(['none', 'other', 'l', 'l', 'none'] as const),
];

type Final = 'none' | 'l' | 'other';

const FIRST_SYLLABLE = 0xac_00;
const LAST_SYLLABLE = 0xd7_a3;
/** Syllables of one initial and vowel: no final consonant, then the 27 of Unicode's table (chapter 3.12), of which ㄹ is the eighth. */
const FINALS = 28;
const RIEUL = 8;

/** The consonant that the word ends with, past quotation marks and brackets that close. */
function finalOf(word: string): Final | undefined {
  const last = /([\d가-힣])['’"”」』)）\]]*$/u.exec(word)?.[1];
  if (last === undefined) return undefined;
  if (/\d/.test(last)) return DIGITS_FINAL[Number(last)];
  const code = last.codePointAt(0) ?? 0;
  if (code < FIRST_SYLLABLE || code > LAST_SYLLABLE) return undefined;
  const final = (code - FIRST_SYLLABLE) % FINALS;
  return final === 0 ? 'none' : final === RIEUL ? 'l' : 'other';
}

/** `particle` (one of those above) as it is after `word`: `서울`, `이(가)` gives `이`. */
export function particleAfter(word: string, particle: string): string {
  const [consonant, vowel] = FORMS[particle] ?? [particle, particle];
  const final = finalOf(word);
  if (final === undefined) return particle;
  const isLikeVowel = final === 'none' || (final === 'l' && particle === '(으)로');
  return isLikeVowel ? vowel : consonant;
}

/** The word with its particle. */
export const withParticle = (word: string, particle: string): string =>
  `${word}${particleAfter(word, particle)}`;

const PARTICLE = new RegExp(PARTICLES, 'gu');

/** Every particle of a text that is complete. */
export const withParticles = (text: string): string =>
  text.replace(PARTICLE, (particle, at: number) => particleAfter(text.slice(0, at), particle));
