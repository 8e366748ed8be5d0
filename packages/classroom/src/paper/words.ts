/** The packets' own words. A language without words here gets English; texts of the exercise are chosen apart from this. */

export interface PaperWords {
  readonly facilitator: string;
  readonly handOut: string;
  readonly timing: string;
  readonly phase: string;
  readonly minutes: string;
  readonly total: string;
  readonly join: string;
  readonly debrief: string;
  readonly phases: Readonly<
    Record<'briefing' | 'deliberation' | 'answers' | 'adjudication' | 'reveal', string>
  >;
  readonly turn: string;
  readonly turns: string;
  readonly steps: string;
  readonly from: string;
  readonly to: string;
  readonly contentNotes: string;
  readonly learningGoals: string;
  readonly injects: string;
  readonly when: string;
  readonly byHand: string;
  readonly onCondition: (state: string) => string;
  readonly after: (inject: string, turns: number) => string;
  readonly inTurn: (turn: number) => string;
  readonly everybody: string;
  readonly levers: string;
  readonly papers: string;
  readonly signers: string;
  readonly signature: string;
  readonly brief: string;
  readonly roles: string;
  readonly rights: Readonly<Record<'draft' | 'consent' | 'submit', string>>;
  readonly goal: string;
  readonly goalRule: string;
  readonly goalOf: (number: number, of: number) => string;
  readonly moves: string;
  readonly open: string;
  readonly covert: string;
  readonly cost: string;
  readonly gains: string;
  readonly capital: string;
  readonly odds: string;
  readonly nothingElse: string;
  readonly asks: string;
  readonly once: string;
  readonly atStart: string;
  readonly orders: string;
  readonly ordersRule: string;
  readonly openMove: string;
  readonly covertMove: string;
  readonly why: string;
  readonly agrees: string;
  readonly refuses: string;
  readonly submittedBy: string;
  readonly argued: string;
  readonly action: string;
  readonly effect: string;
  readonly reasons: string;
  readonly counterReasons: string;
  readonly probability: (low: string, high: string) => string;
  readonly answersToOthers: string;
  readonly forecasts: string;
  readonly forecastRule: string;
  readonly person: string;
  readonly bulletin: string;
  readonly bulletinRule: string;
  readonly date: string;
  readonly news: string;
  readonly secret: string;
  readonly unreviewed: string;
  readonly questionsAfter: string;
  readonly seat: string;
  readonly role: string;
  readonly places: string;
}

const en: PaperWords = {
  facilitator: 'For the facilitator',
  handOut:
    'Cut at the broken lines. A seat gets its own packet and no other; the sheet with the secret goal is folded.',
  timing: 'Timing',
  phase: 'Phase',
  minutes: 'Minutes',
  total: 'Together',
  join: 'Joining, briefs, first forecast',
  debrief: 'Debrief',
  phases: {
    briefing: 'Briefing',
    deliberation: 'Deliberation',
    answers: 'Answers to others',
    adjudication: 'Adjudication',
    reveal: 'Reveal',
  },
  turn: 'Turn',
  turns: 'Turns',
  steps: 'Steps',
  from: 'From',
  to: 'To',
  contentNotes: 'Read out before the start',
  learningGoals: 'Learning goals',
  injects: 'Injects',
  when: 'When',
  byHand: 'when you choose',
  onCondition: (state) => `when ${state} holds as a turn begins`,
  after: (inject, turns) => `${turns} ${turns === 1 ? 'turn' : 'turns'} after “${inject}”`,
  inTurn: (turn) => `turn ${turn}`,
  everybody: 'everybody',
  levers: 'What argued moves may change',
  papers: 'Paper to be signed',
  signers: 'Must be signed by',
  signature: 'Signature',
  brief: 'Brief',
  roles: 'Roles',
  rights: { draft: 'drafts', consent: 'is asked for consent', submit: 'submits' },
  goal: 'Secret goal',
  goalRule: 'Show it to nobody outside your seat before the debrief.',
  goalOf: (number, of) => `${number} of ${of}: the facilitator draws one for the seat and keeps the others`,
  moves: 'Moves',
  open: 'open',
  covert: 'covert',
  cost: 'Cost',
  gains: 'Gains',
  capital: 'capital',
  odds: 'What may come of it',
  nothingElse: 'nothing more',
  asks: 'Asks',
  once: 'once only',
  atStart: 'Costs and odds as they are at the start.',
  orders: 'Orders',
  ordersRule:
    'At most one open and one covert move. Write the name in small type on the card. Without a form there is no move.',
  openMove: 'Open move',
  covertMove: 'Covert move',
  why: 'Why',
  agrees: 'agrees',
  refuses: 'refuses',
  submittedBy: 'Submitted by',
  argued: 'Argued move',
  action: 'What we do',
  effect: 'What it is to change, and how far',
  reasons: 'Reasons why it works',
  counterReasons: 'Reasons of others why it does not',
  probability: (low, high) => `Probability (${low} to ${high})`,
  answersToOthers: 'Answers to others who ask for consent',
  forecasts: 'Forecasts',
  forecastRule:
    'A probability in percent for each outcome, in every turn before the reveal; those of a question add up to 100. Show it to nobody before the reveal.',
  person: 'Person',
  bulletin: 'Bulletin',
  bulletinRule: 'Filled in by the facilitator after the adjudication and read out.',
  date: 'Date',
  news: 'News',
  secret: 'Secret',
  unreviewed: 'The texts in this language have not been checked by a fluent reader.',
  questionsAfter: 'Questions for the debrief',
  seat: 'Seat',
  role: 'Role',
  places: 'Who sits where',
};

const zh: PaperWords = {
  facilitator: '主持人用',
  handOut: '沿虚线裁开。每个席位只拿自己的资料袋；秘密目标页请对折。',
  timing: '时间安排',
  phase: '阶段',
  minutes: '分钟',
  total: '合计',
  join: '入场、阅读说明、首次预测',
  debrief: '复盘',
  phases: {
    briefing: '简报',
    deliberation: '商议',
    answers: '答复他方',
    adjudication: '裁定',
    reveal: '公布',
  },
  turn: '回合',
  turns: '各回合',
  steps: '步数',
  from: '自',
  to: '至',
  contentNotes: '开始前宣读',
  learningGoals: '学习目标',
  injects: '注入事件',
  when: '时机',
  byHand: '由主持人决定',
  onCondition: (state) => `回合开始时 ${state} 成立`,
  after: (inject, turns) => `“${inject}”之后 ${turns} 个回合`,
  inTurn: (turn) => `第 ${turn} 回合`,
  everybody: '所有人',
  levers: '论证行动可以改变的内容',
  papers: '待签署文件',
  signers: '须由以下各方签署',
  signature: '签名',
  brief: '说明',
  roles: '角色',
  rights: { draft: '起草', consent: '须征得其同意', submit: '提交' },
  goal: '秘密目标',
  goalRule: '复盘之前不得让本席位以外的人看到。',
  goalOf: (number, of) => `第 ${number} 张，共 ${of} 张：主持人为本席位抽取一张，其余收回`,
  moves: '行动',
  open: '公开',
  covert: '秘密',
  cost: '费用',
  gains: '收益',
  capital: '资本',
  odds: '可能的结果',
  nothingElse: '别无结果',
  asks: '须征求',
  once: '仅限一次',
  atStart: '费用与概率以开局时为准。',
  orders: '行动单',
  ordersRule: '至多一项公开行动和一项秘密行动。请填写卡片上的小字名称。不交单即不行动。',
  openMove: '公开行动',
  covertMove: '秘密行动',
  why: '理由',
  agrees: '同意',
  refuses: '拒绝',
  submittedBy: '提交人',
  argued: '论证行动',
  action: '我们要做什么',
  effect: '要改变什么、改变多少',
  reasons: '会奏效的理由',
  counterReasons: '他方认为不会奏效的理由',
  probability: (low, high) => `概率（${low} 至 ${high}）`,
  answersToOthers: '对他方征求同意的答复',
  forecasts: '预测',
  forecastRule: '每回合公布之前，为每个结果写下百分比概率；同一问题合计为 100。公布之前不得给他人看。',
  person: '人员',
  bulletin: '公报',
  bulletinRule: '由主持人在裁定后填写并宣读。',
  date: '日期',
  news: '消息',
  secret: '秘密',
  unreviewed: '本语言的文本尚未经熟练读者审校。',
  questionsAfter: '复盘问题',
  seat: '席位',
  role: '角色',
  places: '座位安排',
};

const ja: PaperWords = {
  facilitator: '進行役用',
  handOut: '破線で切り離す。各席には自席の資料だけを渡し、秘密の目標の紙は折る。',
  timing: '時間配分',
  phase: '段階',
  minutes: '分',
  total: '合計',
  join: '参加、説明書、最初の予測',
  debrief: '振り返り',
  phases: {
    briefing: '説明',
    deliberation: '協議',
    answers: '他席への返答',
    adjudication: '裁定',
    reveal: '公表',
  },
  turn: 'ターン',
  turns: '各ターン',
  steps: 'ステップ',
  from: '開始',
  to: '終了',
  contentNotes: '開始前に読み上げる',
  learningGoals: '学習目標',
  injects: '状況付与',
  when: '時機',
  byHand: '進行役が選ぶとき',
  onCondition: (state) => `ターン開始時に ${state} が成り立つとき`,
  after: (inject, turns) => `「${inject}」の ${turns} ターン後`,
  inTurn: (turn) => `第 ${turn} ターン`,
  everybody: '全員',
  levers: '論証による行動が変えられるもの',
  papers: '署名する文書',
  signers: '署名すべき席',
  signature: '署名',
  brief: '説明書',
  roles: '役割',
  rights: { draft: '起案する', consent: '同意を求められる', submit: '提出する' },
  goal: '秘密の目標',
  goalRule: '振り返りまで、席の外の誰にも見せない。',
  goalOf: (number, of) => `${of} 枚中 ${number} 枚目：進行役が席のために一枚を引き、残りを保管する`,
  moves: '行動',
  open: '公開',
  covert: '秘密',
  cost: '費用',
  gains: '収入',
  capital: '資本',
  odds: '起こりうること',
  nothingElse: 'ほかには何もない',
  asks: '同意を求める相手',
  once: '一度限り',
  atStart: '費用と確率は開始時のもの。',
  orders: '行動票',
  ordersRule: '公開の行動と秘密の行動を一つずつまで。札の小さな文字の名前を書く。票がなければ行動しない。',
  openMove: '公開の行動',
  covertMove: '秘密の行動',
  why: '理由',
  agrees: '同意',
  refuses: '拒否',
  submittedBy: '提出者',
  argued: '論証による行動',
  action: '何をするか',
  effect: '何をどれだけ変えるか',
  reasons: 'うまくいく理由',
  counterReasons: 'うまくいかないとする他席の理由',
  probability: (low, high) => `確率（${low}〜${high}）`,
  answersToOthers: '同意を求められたときの返答',
  forecasts: '予測',
  forecastRule:
    '毎ターン、公表の前に、結果ごとの確率を百分率で書く。一つの問いの合計は 100。公表まで誰にも見せない。',
  person: '参加者',
  bulletin: '速報',
  bulletinRule: '裁定の後に進行役が記入し、読み上げる。',
  date: '日付',
  news: '知らせ',
  secret: '秘密',
  unreviewed: 'この言語の文章は、堪能な読み手による確認を受けていません。',
  questionsAfter: '振り返りの問い',
  seat: '席',
  role: '役割',
  places: '席割り',
};

const ko: PaperWords = {
  facilitator: '진행자용',
  handOut: '점선을 따라 자른다. 각 자리는 자기 자료만 받으며, 비밀 목표 종이는 접는다.',
  timing: '시간 배분',
  phase: '단계',
  minutes: '분',
  total: '합계',
  join: '참가, 설명서, 첫 예측',
  debrief: '사후 검토',
  phases: {
    briefing: '브리핑',
    deliberation: '협의',
    answers: '다른 자리에 대한 답',
    adjudication: '판정',
    reveal: '공개',
  },
  turn: '차례',
  turns: '각 차례',
  steps: '단계 수',
  from: '시작',
  to: '끝',
  contentNotes: '시작 전에 읽어 준다',
  learningGoals: '학습 목표',
  injects: '상황 부여',
  when: '시점',
  byHand: '진행자가 정할 때',
  onCondition: (state) => `차례가 시작될 때 ${state}이면`,
  after: (inject, turns) => `“${inject}” 이후 ${turns}차례`,
  inTurn: (turn) => `${turn}번째 차례`,
  everybody: '모두',
  levers: '논증 행동이 바꿀 수 있는 것',
  papers: '서명할 문서',
  signers: '서명해야 할 자리',
  signature: '서명',
  brief: '설명서',
  roles: '역할',
  rights: { draft: '초안을 쓴다', consent: '동의를 요청받는다', submit: '제출한다' },
  goal: '비밀 목표',
  goalRule: '사후 검토 전에는 자리 밖의 누구에게도 보이지 않는다.',
  goalOf: (number, of) => `${of}장 중 ${number}번째: 진행자가 자리마다 한 장을 뽑고 나머지는 보관한다`,
  moves: '행동',
  open: '공개',
  covert: '비밀',
  cost: '비용',
  gains: '수입',
  capital: '자본',
  odds: '일어날 수 있는 일',
  nothingElse: '그 밖에는 없음',
  asks: '동의를 구할 상대',
  once: '한 번만',
  atStart: '비용과 확률은 시작할 때의 것이다.',
  orders: '행동표',
  ordersRule:
    '공개 행동과 비밀 행동을 하나씩까지. 카드의 작은 글씨 이름을 적는다. 표가 없으면 행동하지 않는다.',
  openMove: '공개 행동',
  covertMove: '비밀 행동',
  why: '이유',
  agrees: '동의',
  refuses: '거부',
  submittedBy: '제출한 사람',
  argued: '논증 행동',
  action: '무엇을 하는가',
  effect: '무엇을 얼마나 바꾸는가',
  reasons: '효과가 있을 이유',
  counterReasons: '효과가 없다고 보는 다른 자리의 이유',
  probability: (low, high) => `확률 (${low}~${high})`,
  answersToOthers: '동의를 요청받았을 때의 답',
  forecasts: '예측',
  forecastRule:
    '매 차례 공개 전에 결과마다 확률을 백분율로 적는다. 한 질문의 합은 100. 공개 전에는 아무에게도 보이지 않는다.',
  person: '참가자',
  bulletin: '속보',
  bulletinRule: '판정 뒤 진행자가 적고 읽어 준다.',
  date: '날짜',
  news: '소식',
  secret: '비밀',
  unreviewed: '이 언어의 글은 능숙한 독자의 검토를 받지 않았습니다.',
  questionsAfter: '사후 검토 질문',
  seat: '자리',
  role: '역할',
  places: '자리 배치',
};

const WORDS: Readonly<Record<string, PaperWords>> = { en, zh, ja, ko };

export const paperWords = (language: string): PaperWords => WORDS[language.split('-')[0] ?? ''] ?? en;
