/** The packets' own words. A language without words here gets English; texts of the exercise are chosen apart from this. */
import { en } from './words/en.ts';
import { ja } from './words/ja.ts';
import { ko } from './words/ko.ts';
import type { PaperWords } from './words/paper-words.ts';
import { zh } from './words/zh.ts';

const WORDS: Readonly<Record<string, PaperWords>> = { en, zh, ja, ko };

export const paperWords = (language: string): PaperWords => WORDS[language.split('-')[0] ?? ''] ?? en;
