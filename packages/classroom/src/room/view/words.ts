/** The few sentences that views themselves say; all else is text of the scenario, the exercise or people. */
import type { Obstacle } from '@stave/engine/reference';
import type { Text } from '@stave/engine';
import { withParticle } from '../../grammar/particles.ts';

export const OBSTACLES: Readonly<Record<Obstacle, Text>> = {
  made: {
    en: 'it can be made once, and was',
    zh: '只能采取一次，且已采取',
    ja: '一度しか行えず、すでに行いました',
    ko: '한 번만 할 수 있고 이미 했습니다',
  },
  capital: {
    en: 'it costs more capital than there is',
    zh: '所需政治资本不足',
    ja: '政治資本が足りません',
    ko: '정치 자본이 부족합니다',
  },
  condition: {
    en: 'its condition does not hold now',
    zh: '目前条件不满足',
    ja: '今は条件を満たしていません',
    ko: '지금은 조건이 맞지 않습니다',
  },
  nobody: {
    en: 'nothing would come of it now',
    zh: '目前不会产生任何效果',
    ja: '今は何も起こりません',
    ko: '지금은 아무 일도 일어나지 않습니다',
  },
};

/** With what of it fails. */
export const conditionUnmet = (unmet: readonly string[]): Text => ({
  en: `not now: ${unmet.join('; ')}`,
  zh: `目前不行：${unmet.join('；')}`,
  ja: `今は不可：${unmet.join('、')}`,
  ko: `지금은 안 됨: ${unmet.join('; ')}`,
});

/** What became of a move. */
export const FATES: Readonly<Record<'made' | 'lapsed' | 'refused', Text>> = {
  made: { en: 'made', zh: '已执行', ja: '実行', ko: '실행' },
  lapsed: { en: 'lapsed', zh: '落空', ja: '不発', ko: '무산' },
  refused: { en: 'refused', zh: '遭拒', ja: '拒否', ko: '거부됨' },
};

export const NO_ANSWER: Text = {
  en: 'does not apply',
  zh: '不适用',
  ja: '該当しない',
  ko: '해당 없음',
};

export const ALL: Text = { en: 'Everybody', zh: '所有人', ja: '全員', ko: '모두' };
export const TEAM: Text = { en: 'My team', zh: '本团队', ja: '自チーム', ko: '우리 팀' };
export const CONTROL: Text = { en: 'Facilitator', zh: '主持人', ja: '進行役', ko: '진행자' };
/** A team's own channel, as control finds it beside the one in which the team talks to control. */
export const amongThemselves = (seat: string): Text => ({
  en: `${seat}, among themselves`,
  zh: `${seat}（团队内部）`,
  ja: `${seat}（チーム内）`,
  ko: `${seat} (팀 내부)`,
});

export const refusedBy = (who: string): Text => ({
  en: `refused by ${who}`,
  zh: `${who}拒绝`,
  ja: `${who}が拒否`,
  ko: `${withParticle(who, '이(가)')} 거부`,
});

export const inTurn = (turn: number): Text => ({
  en: `turn ${turn}`,
  zh: `第${turn}回合`,
  ja: `第${turn}ターン`,
  ko: `${turn}턴`,
});
/** How often something was found, and in which turns. */
export function foundIn(count: number, turns: readonly number[]): Text {
  const list = turns.join(', ');
  return {
    en: `${count === 1 ? 'once' : `${count} times`}, in turn${turns.length === 1 ? '' : 's'} ${list}`,
    zh: `${count}次，第${list}回合`,
    ja: `${count}回、第${list}ターン`,
    ko: `${count}번, ${list}턴`,
  };
}
export const onDate = (turn: number, date: string): Text => ({
  en: `turn ${turn}, ${date}`,
  zh: `第${turn}回合，${date}`,
  ja: `第${turn}ターン、${date}`,
  ko: `${turn}턴, ${date}`,
});
export const NEVER_HERE: Text = {
  en: 'after the last turn of this timetable',
  zh: '在本日程最后一回合之后',
  ja: 'この日程の最終ターンより後',
  ko: '이 일정의 마지막 턴 이후',
};
export const BY_HAND: Text = { en: 'by hand', zh: '手动', ja: '手動', ko: '수동' };
export const onceIn = (state: string): Text => ({
  en: `once “${state}”`,
  zh: `当“${state}”`,
  ja: `「${state}」になったら`,
  ko: `‘${state}’ 상태이면`,
});
export const afterInject = (inject: string, turns: number): Text => ({
  en: `${turns} ${turns === 1 ? 'turn' : 'turns'} after: ${inject}`,
  zh: `“${inject}”之后${turns}回合`,
  ja: `「${inject}」の${turns}ターン後`,
  ko: `‘${inject}’ ${turns}턴 뒤`,
});
