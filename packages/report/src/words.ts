/** The report's own words. A language without words here gets English; scenario text is chosen apart from this. */

export interface Words {
  readonly question: string;
  readonly outcome: string;
  readonly probability: string;
  /** In two lines, as in the head of a table. */
  readonly simulation: readonly [string, string];
  readonly range: readonly [string, string];
  readonly baseRate: string;
  readonly yes: string;
  readonly no: string;
  readonly never: string;
  readonly by: (moment: string) => string;
  readonly internal: string;
  readonly trials: (count: string) => string;
  readonly seed: (seed: string) => string;
  readonly failed: (count: string) => string;
  readonly numbers: string;
  /** The scenario's texts in this language have had no fluent reader. */
  readonly unreviewed: string;
  readonly bases: Readonly<Record<string, string>>;
  /** Goes on after the shares by basis. */
  readonly hindsight: (share: string) => string;
  /** Head of the column of numbers. */
  readonly value: string;
  readonly mean: string;
  readonly median: string;
  /** Trials in which a condition held, of how many. */
  readonly given: (applicable: string, of: string) => string;
  readonly date: string;
  readonly step: string;
  readonly aboutSimulation: string;
  readonly aboutRange: string;
  readonly aboutNumbers: string;
  /** How the range was estimated: draws of the parameters and trials on each. */
  readonly nested: (points: string, share: string) => string;
  /** Why there is nothing to estimate. */
  readonly certain: string;
  readonly tooFew: string;
  /** What brackets around a range mean. */
  readonly aboutBound: string;
  readonly exact: ExactWords;
}

/** Words of exact answers. */
export interface ExactWords {
  readonly states: (count: string) => string;
  readonly transitions: (count: string) => string;
  readonly unbounded: string;
  readonly fails: (probability: string) => string;
  readonly given: (probability: string) => string;
  readonly exact: string;
  readonly estimate: string;
  readonly interval: string;
  readonly inside: string;
  readonly outside: string;
  readonly ever: string;
  readonly never: string;
  readonly infinite: string;
  readonly unsettled: string;
  /** Expectations, by what they are of. */
  readonly expected: Readonly<Record<'steps' | 'count' | 'number', string>>;
  /** Of an expectation: what it is taken under. */
  readonly if: Readonly<Record<'passage' | 'rest', string>>;
  /** A probability or mean under a condition that never holds. */
  readonly undefined: string;
  readonly summary: (inside: string, of: string) => string;
  readonly aboutInside: string;
}

const en: Words = {
  question: 'Question',
  outcome: 'Outcome',
  probability: 'Probability',
  simulation: ['Simulation', '95%'],
  range: ['Assumptions', '5–95%'],
  baseRate: 'Base rate',
  yes: 'yes',
  no: 'no',
  never: 'later or never',
  by: (moment) => `by ${moment}`,
  internal: 'internal: cannot be scored',
  trials: (count) => `${count} ${count === '1' ? 'trial' : 'trials'}`,
  seed: (seed) => `seed ${seed}`,
  failed: (count) => `${count} failed`,
  numbers: 'Numbers by basis',
  unreviewed: 'The texts in this language have not been checked by a fluent reader.',
  bases: {
    data: 'data',
    literature: 'literature',
    judgement: 'judgement',
    assumption: 'assumption',
    unmarked: 'unmarked',
  },
  hindsight: (share) => `; ${share} judged with hindsight`,
  value: 'Value',
  mean: 'mean',
  median: 'median',
  given: (applicable, of) => `given its condition: ${applicable} of ${of} trials`,
  date: 'Date',
  step: 'Step',
  aboutSimulation: 'Simulation 95%: what is due to a finite number of trials; more trials shrink it.',
  aboutRange:
    'Assumptions 5–95%: how far the probability moves over draws of the parameters; more trials do not shrink it.',
  aboutNumbers: 'Numbers: the assumptions column moves the mean; quantiles have no such range.',
  nested: (points, share) => ` (nested ${points}x${share}, binomial mixture)`,
  certain: ' (no uncertain parameters)',
  tooFew: ' (–: too few trials for it)',
  aboutBound: 'In brackets: no spread beyond simulation noise was seen; one that was missed lies inside.',
  exact: {
    states: (count) => `${count} ${count === '1' ? 'state' : 'states'}`,
    transitions: (count) => `${count} ${count === '1' ? 'transition' : 'transitions'}`,
    unbounded: 'without a horizon',
    fails: (probability) => `fails with probability ${probability}`,
    given: (probability) => `given its condition, which has probability ${probability}`,
    exact: 'Exact',
    estimate: 'Estimate',
    interval: 'Simulation 95%',
    inside: 'inside',
    outside: 'outside',
    ever: 'ever',
    never: 'never',
    infinite: 'infinite',
    unsettled: 'never at rest',
    expected: { steps: 'expected steps', count: 'expected count', number: 'mean' },
    if: { passage: ', if it happens', rest: ', if it comes to rest' },
    undefined: 'undefined',
    summary: (inside, of) => `${inside} of ${of} exact numbers lie inside their interval.`,
    aboutInside: 'Of numbers that do not hang together about 95% do, by luck alone.',
  },
};

const zh: Words = {
  question: '问题',
  outcome: '结果',
  probability: '概率',
  simulation: ['模拟误差', '95%'],
  range: ['假设范围', '5–95%'],
  baseRate: '基准率',
  yes: '是',
  no: '否',
  never: '更晚或从未发生',
  by: (moment) => `至 ${moment}`,
  internal: '内部问题：无法评分',
  trials: (count) => `${count} 次试验`,
  seed: (seed) => `种子 ${seed}`,
  failed: (count) => `${count} 次失败`,
  numbers: '数值依据',
  unreviewed: '本语言的文本尚未经熟练读者审校。',
  bases: { data: '数据', literature: '文献', judgement: '判断', assumption: '假设', unmarked: '未注明' },
  hindsight: (share) => `；其中 ${share} 带有事后之见`,
  value: '数值',
  mean: '平均值',
  median: '中位数',
  given: (applicable, of) => `满足条件：${of} 次试验中的 ${applicable} 次`,
  date: '日期',
  step: '步',
  aboutSimulation: '模拟误差 95%：源于试验次数有限；增加试验次数会缩小。',
  aboutRange: '假设范围 5–95%：概率随参数抽取而变动的幅度；增加试验次数不会缩小。',
  aboutNumbers: '数值：假设范围是平均值的范围；分位数没有这一范围。',
  nested: (points, share) => `（嵌套 ${points}x${share}，二项混合）`,
  certain: '（没有不确定的参数）',
  tooFew: '（–：试验次数太少）',
  aboutBound: '括号内：未见超出模拟噪声的变动；若有未察觉的变动，也在此范围内。',
  exact: {
    states: (count) => `${count} 个状态`,
    transitions: (count) => `${count} 个转移`,
    unbounded: '不限时间',
    fails: (probability) => `失败概率 ${probability}`,
    given: (probability) => `满足条件（概率 ${probability}）`,
    exact: '精确值',
    estimate: '估计值',
    interval: '模拟误差 95%',
    inside: '在内',
    outside: '在外',
    ever: '终会发生',
    never: '永不发生',
    infinite: '无穷',
    unsettled: '永不静止',
    expected: { steps: '期望步数', count: '期望次数', number: '平均值' },
    if: { passage: '（若发生）', rest: '（若静止）' },
    undefined: '无定义',
    summary: (inside, of) => `${of} 个精确值中有 ${inside} 个在其区间内。`,
    aboutInside: '互不相关的数中约 95% 会在区间内，这只是运气。',
  },
};

const ja: Words = {
  question: '問い',
  outcome: '結果',
  probability: '確率',
  simulation: ['シミュレーション誤差', '95%'],
  range: ['前提の幅', '5–95%'],
  baseRate: '基準率',
  yes: 'はい',
  no: 'いいえ',
  never: 'それ以降、または起きない',
  by: (moment) => `${moment} まで`,
  internal: '内部の問い：採点できない',
  trials: (count) => `試行 ${count} 回`,
  seed: (seed) => `シード ${seed}`,
  failed: (count) => `失敗 ${count} 回`,
  numbers: '数値の根拠',
  unreviewed: 'この言語の文章は、堪能な読み手による確認を受けていません。',
  bases: { data: 'データ', literature: '文献', judgement: '判断', assumption: '仮定', unmarked: '記載なし' },
  hindsight: (share) => `。うち ${share} は後知恵を含む`,
  value: '値',
  mean: '平均',
  median: '中央値',
  given: (applicable, of) => `条件が成り立つ試行：${of}回中${applicable}回`,
  date: '日付',
  step: 'ステップ',
  aboutSimulation: 'シミュレーション誤差 95%：試行回数が有限であることによる。回数を増やせば縮む。',
  aboutRange: '前提の幅 5–95%：パラメータの引き方によって確率が動く幅。回数を増やしても縮まない。',
  aboutNumbers: '数値：前提の幅は平均についてのもの。分位点にはない。',
  nested: (points, share) => `（入れ子 ${points}x${share}、二項混合）`,
  certain: '（不確かなパラメータはない）',
  tooFew: '（–：試行回数が足りない）',
  aboutBound: '括弧内：シミュレーション雑音を超える幅は見られない。見落とした幅があってもこの中に収まる。',
  exact: {
    states: (count) => `状態 ${count} 個`,
    transitions: (count) => `遷移 ${count} 個`,
    unbounded: '期限なし',
    fails: (probability) => `失敗の確率 ${probability}`,
    given: (probability) => `条件（確率 ${probability}）のもとで`,
    exact: '厳密値',
    estimate: '推定値',
    interval: 'シミュレーション誤差 95%',
    inside: '内',
    outside: '外',
    ever: 'いつか起きる',
    never: '決して起きない',
    infinite: '無限',
    unsettled: '落ち着かない',
    expected: { steps: '期待ステップ数', count: '期待回数', number: '平均' },
    if: { passage: '（起きる場合）', rest: '（落ち着く場合）' },
    undefined: '定義なし',
    summary: (inside, of) => `厳密値 ${of} 個のうち ${inside} 個が区間の内にある。`,
    aboutInside: '互いに関わりのない数なら、運だけで約 95% が内にある。',
  },
};

const ko: Words = {
  question: '질문',
  outcome: '결과',
  probability: '확률',
  simulation: ['시뮬레이션 오차', '95%'],
  range: ['가정 범위', '5–95%'],
  baseRate: '기저율',
  yes: '예',
  no: '아니요',
  never: '그 이후 또는 일어나지 않음',
  by: (moment) => `${moment}까지`,
  internal: '내부 질문: 채점할 수 없음',
  trials: (count) => `시행 ${count}회`,
  seed: (seed) => `시드 ${seed}`,
  failed: (count) => `실패 ${count}회`,
  numbers: '수치의 근거',
  unreviewed: '이 언어의 글은 능숙한 독자의 검토를 받지 않았습니다.',
  bases: { data: '자료', literature: '문헌', judgement: '판단', assumption: '가정', unmarked: '표시 없음' },
  hindsight: (share) => `; 그중 ${share}는 사후 지식에 따른 판단`,
  value: '값',
  mean: '평균',
  median: '중앙값',
  given: (applicable, of) => `조건이 성립한 시행: ${of}회 중 ${applicable}회`,
  date: '날짜',
  step: '단계',
  aboutSimulation: '시뮬레이션 오차 95%: 시행 횟수가 유한하기 때문에 생긴다. 횟수를 늘리면 줄어든다.',
  aboutRange:
    '가정 범위 5–95%: 매개변수를 어떻게 뽑느냐에 따라 확률이 움직이는 폭. 횟수를 늘려도 줄지 않는다.',
  aboutNumbers: '값: 가정 범위는 평균에 대한 것이다. 분위수에는 없다.',
  nested: (points, share) => ` (중첩 ${points}x${share}, 이항 혼합)`,
  certain: ' (불확실한 매개변수 없음)',
  tooFew: ' (–: 시행 횟수가 너무 적음)',
  aboutBound: '괄호 안: 시뮬레이션 잡음을 넘는 폭은 보이지 않았다. 놓친 폭이 있더라도 이 안에 있다.',
  exact: {
    states: (count) => `상태 ${count}개`,
    transitions: (count) => `전이 ${count}개`,
    unbounded: '기한 없음',
    fails: (probability) => `실패 확률 ${probability}`,
    given: (probability) => `조건(확률 ${probability}) 아래`,
    exact: '정확값',
    estimate: '추정값',
    interval: '시뮬레이션 오차 95%',
    inside: '안',
    outside: '밖',
    ever: '언젠가 일어남',
    never: '결코 일어나지 않음',
    infinite: '무한',
    unsettled: '안정되지 않음',
    expected: { steps: '기대 단계 수', count: '기대 횟수', number: '평균' },
    if: { passage: ' (일어날 경우)', rest: ' (안정될 경우)' },
    undefined: '정의되지 않음',
    summary: (inside, of) => `정확값 ${of}개 가운데 ${inside}개가 구간 안에 있다.`,
    aboutInside: '서로 무관한 수라면 운만으로 약 95%가 안에 있다.',
  },
};

const LANGUAGES: Readonly<Record<string, Words>> = { en, zh, ja, ko };

export function wordsFor(lang: string): Words {
  return LANGUAGES[lang.split('-')[0] ?? ''] ?? en;
}
