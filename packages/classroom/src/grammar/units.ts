/** Units of a scenario (`point/month`) as a reader of another language has them; a name that is not known here stays. */
const NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  zh: { point: '点', seat: '席', day: '天', week: '周', month: '月', quarter: '季度', year: '年' },
  ja: {
    point: 'ポイント',
    seat: '議席',
    day: '日',
    week: '週',
    month: 'か月',
    quarter: '四半期',
    year: '年',
  },
  ko: { point: '포인트', seat: '석', day: '일', week: '주', month: '개월', quarter: '분기', year: '년' },
};

export function unitSaid(language: string, unit: string): string {
  const names = NAMES[language.split('-')[0] ?? ''] ?? {};
  return unit.replaceAll(/[A-Za-z]\w*/g, (name) => (Object.hasOwn(names, name) ? names[name] : name) ?? name);
}
