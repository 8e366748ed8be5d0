/** What is said of a condition that does not hold, around the labels of the scenario. */
import type { Text } from '@stave/engine';

/** `driver` has to be in one of the states, and is in `now`. */
export const mustBe = (driver: string, states: readonly string[], now: string): Text => ({
  en: `${driver} must be ${states.map((state) => `“${state}”`).join(' or ')}, and is “${now}”`,
  zh: `“${driver}”须为${states.map((state) => `“${state}”`).join('或')}，现为“${now}”`,
  ja: `「${driver}」が${states.map((state) => `「${state}」`).join('か')}であること（現在は「${now}」）`,
  ko: `‘${driver}’: ${states.map((state) => `‘${state}’`).join(' 또는 ')} 상태여야 함(지금은 ‘${now}’)`,
});

export const mustNotBe = (driver: string, state: string): Text => ({
  en: `${driver} must not be “${state}”`,
  zh: `“${driver}”不得为“${state}”`,
  ja: `「${driver}」が「${state}」でないこと`,
  ko: `‘${driver}’: ‘${state}’ 상태가 아니어야 함`,
});

/** `what`: a comparison such as `Threat > 0.4`; `now`: what its two sides are worth, as far as they are no constants. */
export const mustCompare = (what: string, now: string): Text => ({
  en: `${what} is needed (now ${now})`,
  zh: `须${what}（现为${now}）`,
  ja: `${what}であること（現在${now}）`,
  ko: `${what}이어야 함(지금 ${now})`,
});

export const mustHold = (what: string): Text => ({
  en: `needed: ${what}`,
  zh: `须满足：${what}`,
  ja: `必要：${what}`,
  ko: `필요: ${what}`,
});

export const mustNotHold = (what: string): Text => ({
  en: `in the way: ${what}`,
  zh: `受阻于：${what}`,
  ja: `妨げ：${what}`,
  ko: `걸림돌: ${what}`,
});

export const either = (one: string, other: string): Text => ({
  en: `${one}; or ${other}`,
  zh: `${one}；或${other}`,
  ja: `${one}、または${other}`,
  ko: `${one}, 또는 ${other}`,
});

/** Nothing of it is named, not even whether it holds. */
export const UNSEEN: Text = {
  en: 'it also depends on something that your seat does not see',
  zh: '还取决于本席位看不到的情况',
  ja: 'この席から見えない事柄にもよります',
  ko: '이 자리에서 보이지 않는 것에도 달려 있습니다',
};

export const capitalOf = (seat: string): Text => ({
  en: `capital of ${seat}`,
  zh: `${seat}的政治资本`,
  ja: `${seat}の政治資本`,
  ko: `${seat}의 정치 자본`,
});

export const atStart = (what: string): Text => ({
  en: `${what} at the start`,
  zh: `起点的${what}`,
  ja: `開始時の${what}`,
  ko: `시작 시점의 ${what}`,
});

/** `unit`: `month`, as the scenario has it. */
export const timeIn = (state: string, unit: string): Text => ({
  en: `${unit}s in “${state}”`,
  zh: `处于“${state}”的时间（${UNITS[unit]?.zh ?? unit}）`,
  ja: `「${state}」にある期間（${UNITS[unit]?.ja ?? unit}）`,
  ko: `‘${state}’ 상태인 기간(${UNITS[unit]?.ko ?? unit})`,
});

const UNITS: Readonly<Record<string, { readonly zh: string; readonly ja: string; readonly ko: string }>> = {
  step: { zh: '步', ja: 'ステップ', ko: '단계' },
  day: { zh: '天', ja: '日', ko: '일' },
  week: { zh: '周', ja: '週', ko: '주' },
  month: { zh: '月', ja: '月', ko: '개월' },
  quarter: { zh: '季度', ja: '四半期', ko: '분기' },
  year: { zh: '年', ja: '年', ko: '년' },
};
