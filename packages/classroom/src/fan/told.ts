/** A fan in a person's language, as it travels. */
import { textIn, type Model, type Text } from '@stave/engine';
import type { FanAnswer } from '../protocol/protocol.ts';
import type { Orders } from '../room/events.ts';
import type { Estimate } from './estimates.ts';
import type { Fan } from './fan.ts';

export const WORDS = {
  none: { en: 'No move', zh: '不行动', ja: '何もしない', ko: '행동 없음' },
  without: { en: 'As it stands', zh: '维持现状', ja: '現状のまま', ko: '현재대로' },
  with: { en: 'With it', zh: '加入之后', ja: '加えた場合', ko: '추가할 경우' },
  yes: { en: 'Yes', zh: '是', ja: 'はい', ko: '예' },
  no: { en: 'No', zh: '否', ja: 'いいえ', ko: '아니요' },
  passed: { en: 'It happens', zh: '发生', ja: '起きる', ko: '일어남' },
  never: { en: 'Never', zh: '从未', ja: '起きない', ko: '일어나지 않음' },
  mean: { en: 'Mean', zh: '均值', ja: '平均', ko: '평균' },
} as const satisfies Record<string, Text>;

/**
 * @param kind of a preview the two options are named for it
 * @param seconds how long it took
 */
export function fanAnswer(
  { question, trials, options }: Fan,
  {
    model,
    language,
    kind,
    seat,
    seconds,
  }: {
    readonly model: Model;
    readonly language: string;
    readonly kind: 'fan' | 'preview';
    readonly seat?: string;
    readonly seconds: number;
  },
): FanAnswer {
  const said = (text: Text | undefined, otherwise: string): string =>
    text === undefined ? otherwise : textIn(text, language);
  const moves = model.seats.find(({ name }) => name === seat)?.moves ?? [];
  const labelOf = ({ open, covert }: Orders, i: number): string => {
    if (kind === 'preview') return said(i === 0 ? WORDS.without : WORDS.with, '');
    const names = [open, covert].flatMap((name) =>
      name === undefined ? [] : [said(moves.find((move) => move.name === name)?.label, name)],
    );
    return names.length === 0 ? said(WORDS.none, '') : names.join(' + ');
  };
  const asked = model.questions.find(({ id }) => id === question);
  const outcomes = asked && 'outcomes' in asked ? asked.outcomes : [];
  const outcomeLabel = (id: string): string =>
    said(outcomes.find((outcome) => outcome.id === id)?.label ?? WORDS[id as keyof typeof WORDS], id);
  return {
    ...{ question, trials, seconds },
    options: options.map(({ orders, failed, answer, measures }, i) => {
      const rows = [...answer.outcomes, ...(answer.number ? [{ id: 'mean', ...answer.number }] : [])];
      const differences = rows.flatMap(({ id, difference }) => {
        const told = difference && known(difference);
        return told ? [{ id, ...told }] : [];
      });
      return {
        ...{ orders, failed, label: labelOf(orders, i) },
        outcomes: rows.flatMap(({ id, ...row }) => {
          const told = known(row);
          return told
            ? [{ id, label: outcomeLabel(id), probability: told.value, low: told.low, high: told.high }]
            : [];
        }),
        measures: measures.flatMap(({ name, steps, quantiles }) => {
          const label = said(model.measures.find((measure) => measure.name === name)?.label, name);
          const whole = quantiles.flatMap((row, s) => {
            const step = steps[s];
            return step === undefined || row.includes(null) ? [] : [{ step, row: row as readonly number[] }];
          });
          return [
            { name, label, steps: whole.map(({ step }) => step), quantiles: whole.map(({ row }) => row) },
          ];
        }),
        ...(differences.length > 0 && { difference: differences }),
      };
    }),
  };
}

/** What has a value and an interval; the rest is left out rather than shown without one. */
function known({ value, low, high }: Estimate): { value: number; low: number; high: number } | undefined {
  return value === null || low === null || high === null ? undefined : { value, low, high };
}
