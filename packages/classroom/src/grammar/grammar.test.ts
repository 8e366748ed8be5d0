/** Particles as any grammar of Korean has them; marks as Chinese and Japanese print has them. */
import { expect, test } from 'vitest';
import { particleAfter, withParticles } from './particles.ts';
import { bracketed, clauses, listed, named } from './punctuation.ts';
import { unitSaid } from './units.ts';

test.each([
  ['서울', '이(가)', '이'],
  ['도쿄', '이(가)', '가'],
  ['베이징', '을(를)', '을'],
  ['러시아', '을(를)', '를'],
  ['의회', '은(는)', '는'],
  ['정당', '과(와)', '과'],
  // After ㄹ the vowel of (으)로 falls out, and only there.
  ['서울', '(으)로', '로'],
  ['평양', '(으)로', '으로'],
  ['도쿄', '(으)로', '로'],
  // Numbers as they are read: 이, 삼, 칠, 십.
  ['2', '을(를)', '를'],
  ['3', '을(를)', '을'],
  ['7', '(으)로', '로'],
  ['10', '이(가)', '이'],
  ['‘정세’', '이(가)', '가'],
  ['어장(남)', '을(를)', '을'],
])('%s and %s', (word, particle, right) => {
  expect(particleAfter(word, particle)).toBe(right);
});

test('after letters that may be read in more than one way both forms stay', () => {
  expect(particleAfter('Maya', '이(가)')).toBe('이(가)');
  expect(particleAfter('', '을(를)')).toBe('을(를)');
});

test('a sentence is set right everywhere', () => {
  expect(withParticles('의회이(가) 거부했습니다. 자본 3을(를) 잃습니다.')).toBe(
    '의회가 거부했습니다. 자본 3을 잃습니다.',
  );
  // Brackets that are no particle stay.
  expect(withParticles('독도(다케시마)은(는) 섬(2)')).toBe('독도(다케시마)는 섬(2)');
});

test('marks are those of the language', () => {
  expect(['en', 'ko', 'zh', 'ja', 'zh-Hans'].map((language) => listed(language, ['a', 'b']))).toEqual([
    ...['a, b', 'a, b', 'a、b', 'a、b', 'a、b'],
  ]);
  expect(named('en', 'a', 'b')).toBe('a: b');
  expect(named('zh', '甲', '乙')).toBe('甲：乙');
  expect(bracketed('ko', '가', '나')).toBe('가 (나)');
  expect(bracketed('ja', 'あ', 'い')).toBe('あ（い）');
  expect(clauses('zh', ['甲', '乙'])).toBe('甲；乙');
});

test('units are said in the language, as far as they are known', () => {
  expect(unitSaid('ja', 'point/month')).toBe('ポイント/か月');
  expect(unitSaid('ko', '1/year')).toBe('1/년');
  expect(unitSaid('zh', 'usd*person^2')).toBe('usd*person^2');
  expect(unitSaid('en', 'point')).toBe('point');
});
