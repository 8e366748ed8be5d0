/** One scene of an exercise, made up so that every part of a page has something to show. No engine stands behind it. */
import type {
  FanAnswer,
  InsteadAnswer,
  MessageView,
  MoveView,
  QuestionView,
  SeatView,
  View,
} from '../../protocol/protocol.ts';

const START = Date.UTC(2026, 0, 15, 10, 0);

const SEATS = ['Washington', 'Tokyo', 'Seoul', 'Beijing', 'Pyongyang', 'Moscow'] as const;
const IDS = ['us', 'japan', 'korea', 'china', 'dprk', 'russia'] as const;
const ROLES = [
  ['leader', 'Leader'],
  ['foreign', 'Foreign affairs'],
  ['defence', 'Defence'],
  ['legislature', 'Legislature'],
] as const;

const NAMES = Array.from({ length: 12 }, (_, i) => `Player ${i + 1}`);

export const places: readonly SeatView[] = IDS.map((seat, i) => ({
  seat,
  label: SEATS[i] ?? seat,
  held: i < 3 ? 'people' : 'rules',
  members: (i < 3 ? ROLES : []).map(([role, roleLabel], k) => ({
    person: `p${i * 4 + k + 1}`,
    name: NAMES[i * 4 + k] ?? '',
    role,
    roleLabel,
    isHere: !(i === 1 && k === 2),
  })),
  open: i < 3 ? [] : ROLES.slice(0, 2).map(([role, label]) => ({ role, label, left: 1 })),
}));

/** Of somebody who waits. */
export const offered = {
  seat: 'china',
  role: 'leader',
  seatLabel: 'Beijing',
  roleLabel: 'Leader',
};

const move = (
  id: string,
  label: string,
  text: string,
  kind: MoveView['kind'],
  cost: number,
  more: Partial<MoveView> = {},
): MoveView => ({ move: id, label, text, kind, cost, obstacles: [], consents: [], outcomes: [], ...more });

export const moves: readonly MoveView[] = [
  move(
    'hostSummit',
    'Host a summit of three',
    'Invite both leaders, for a meeting of the three alone.',
    'open',
    3,
    {
      consents: ['Tokyo', 'Seoul'],
      outcomes: [
        { label: 'Held, with a joint statement', probability: 0.66 },
        { label: 'Held, without one', probability: 0.34 },
      ],
    },
  ),
  move(
    'showGuarantee',
    'Show the guarantee',
    'A submarine with ballistic missiles calls at Busan.',
    'open',
    1,
  ),
  move('exemptFirms', 'Exempt the firms of allies', 'From the rules on batteries and chips.', 'open', 2, {
    obstacles: ['You have no room at home for this in an election season.'],
  }),
  move(
    'demandBurden',
    'Ask for more burden sharing',
    'Both allies are asked to pay more for the forces.',
    'open',
    -1,
  ),
  move('offerIntelligence', 'Offer to share intelligence', 'A written arrangement of three.', 'open', 2, {
    consents: ['Tokyo', 'Seoul', 'Legislature'],
    outcomes: [
      { label: 'Signed this quarter', probability: 0.21 },
      { label: 'Talks go on', probability: 0.79 },
    ],
  }),
  move('quietChips', 'Press chip makers in private', 'Allied firms are told what is expected.', 'covert', 1),
  move('brokerHistory', 'Send an envoy over history', 'Back and forth between Tokyo and Seoul.', 'covert', 2),
];

const numbers: View['world']['numbers'] = [
  { name: 'usJapan', label: 'US-Japan', kind: 'indicator', range: [0, 1], values: [0.86, 0.87, 0.88] },
  { name: 'usKorea', label: 'US-Korea', kind: 'indicator', range: [0, 1], values: [0.83, 0.84, 0.81] },
  { name: 'japanKorea', label: 'Japan-Korea', kind: 'indicator', range: [0, 1], values: [0.58, 0.62, 0.55] },
  { name: 'cohesion', label: 'Cohesion', kind: 'measure', range: [0, 1], values: [0.6, 0.64, 0.57] },
  { name: 'tac', label: 'Activity count', kind: 'measure', range: [0, 12], values: [8, 9, 9] },
  { name: 'threat', label: 'Perceived threat', kind: 'indicator', range: [0, 1], values: [0.45, 0.52, 0.61] },
  { name: 'approval', label: 'Approval in Seoul', unit: '%', kind: 'indicator', values: [37, 35, 33] },
];

const DRIVERS = [
  ['washington', 'Washington', 'Networked', false, 'Washington'],
  ['blueHouse', 'Seoul, presidency', 'Conservative', false],
  ['kantei', 'Tokyo, cabinet', 'Pragmatic', false, 'Tokyo'],
  ['opinion', 'Opinion in Korea', 'Wary', true],
  ['history', 'History', 'Flared', true],
  ['water', 'Treated water', 'Releasing', false, 'Tokyo'],
  ['peninsula', 'Peninsula', 'Testing', true, 'Pyongyang'],
  ['usChina', 'US-China', 'Managed', false, 'Beijing'],
  ['ukraine', 'War in Ukraine', 'Stalemate', false, 'Moscow'],
  ['industry', 'Industrial policy', 'Mixed', false, 'Washington'],
  ['institution', 'Institution of three', 'Regular', false],
  ['gsomia', 'GSOMIA', 'In force', false],
] as const;

const world: View['world'] = {
  drivers: DRIVERS.map(([name, label, stateLabel, changed, holder]) => ({
    name,
    label,
    state: stateLabel.toLowerCase(),
    stateLabel,
    changed,
    heldBy: holder === undefined ? [] : [holder],
  })),
  numbers,
  links: [
    ['history', 'japanKorea'],
    ['opinion', 'japanKorea'],
    ['washington', 'usJapan'],
    ['washington', 'usKorea'],
    ['peninsula', 'threat'],
    ['threat', 'usJapan'],
    ['threat', 'usKorea'],
    ['threat', 'japanKorea'],
    ['kantei', 'history'],
    ['blueHouse', 'history'],
    ['history', 'opinion'],
    ['water', 'opinion'],
    ['opinion', 'approval'],
    ['opinion', 'gsomia'],
    ['gsomia', 'japanKorea'],
    ['institution', 'japanKorea'],
    ['approval', 'blueHouse'],
    ['industry', 'usKorea'],
    ['usChina', 'industry'],
  ],
  barrel: { label: 'Cohesion of the three', staves: ['usJapan', 'usKorea', 'japanKorea'] },
};

const outcomes3 = [
  { id: 'erode', label: 'Erodes' },
  { id: 'hold', label: 'Holds' },
  { id: 'strengthen', label: 'Strengthens' },
];
const said3 = [20, 25, 30, 30, 35, 40, 15, 50, 25, 30].map((erode, i) => {
  const strengthen = 10 + ((i * 7) % 25);
  return { erode: erode / 100, hold: (100 - erode - strengthen) / 100, strengthen: strengthen / 100 };
});
const saidYes = [12, 20, 35, 5, 15, 15, 40, 22, 10, 30].map((yes) => ({ yes: yes / 100, no: 1 - yes / 100 }));

export const questions: readonly QuestionView[] = [
  {
    id: 'tac',
    label: 'On 30 June 2026, has trilateral activity strengthened, held or eroded against June 2023?',
    outcomes: outcomes3,
    revealed: [{ turn: 1, said: said3, mean: { erode: 0.3, hold: 0.5, strengthen: 0.2 } }],
  },
  {
    id: 'gsomia',
    label: 'Does Seoul suspend GSOMIA before the end of 2025?',
    outcomes: [
      { id: 'yes', label: 'Yes' },
      { id: 'no', label: 'No' },
    ],
    revealed: [{ turn: 1, said: saidYes, mean: { yes: 0.204, no: 0.796 } }],
  },
];

export const messages: readonly MessageView[] = [
  {
    id: 'm1',
    at: START,
    turn: 1,
    channel: 'all',
    by: 'control',
    from: 'Facilitator',
    text: 'Welcome. Five turns, eleven minutes each.',
  },
  {
    id: 'm2',
    at: START + 90_000,
    turn: 1,
    channel: 'team:us',
    by: 'p2',
    from: 'Player 2',
    seat: 'us',
    text: 'Tokyo will want something in return. I would not spend three on a summit now.',
  },
  {
    id: 'm3',
    at: START + 130_000,
    turn: 1,
    channel: 'team:us',
    by: 'p1',
    from: 'Player 1',
    seat: 'us',
    text: 'Agreed, unless Seoul asks for it.',
  },
];

const bulletin: View['bulletin'] = [
  {
    turn: 1,
    lines: [
      { date: '2023-07', text: 'A research institute warns of a season of anniversaries.', kind: 'inject' },
      {
        date: '2023-08-18',
        text: 'Washington hosts the leaders of Japan and the ROK for a summit of the three alone.',
        kind: 'news',
        seat: 'us',
      },
      {
        date: '2023-08-24',
        text: 'Treated water is released at Fukushima; Beijing bans seafood from Japan.',
        kind: 'news',
      },
      { date: '2023-11-21', text: 'Pyongyang launches a satellite and says that it works.', kind: 'news' },
      {
        date: '2024-01',
        text: 'Officials are said to have pressed allied chip makers in private.',
        kind: 'news',
      },
      { text: 'A hotline of three is announced and comes into use.', kind: 'argued' },
    ],
  },
];

const planOfControl = {
  revision: 1,
  orders: { open: 'offerIntelligence', covert: 'quietChips' },
  by: 'Player 2',
  why: 'While all three can say yes.',
  consents: [{ role: 'legislature', label: 'Leaders of Congress', agrees: true }],
};

const team: NonNullable<View['team']> = {
  seat: 'us',
  label: 'Washington',
  brief:
    'You want a region that is free and open. You modernise the alliances, tie them to each other, deter attack and coercion, and build supply chains and technology with partners.\n\nCapital is what the president can spend at home: three to begin with, two a turn, one in an election season.',
  roleBrief:
    'You speak for the president. You may put plans forward and hand them in; the legislature must agree.',
  goal: {
    text: 'By the end, an arrangement of three to share intelligence is signed, and neither ally has left a table in public.',
  },
  capital: 4,
  moves,
  isTurn: true,
  draft: {
    revision: 2,
    orders: { open: 'offerIntelligence', covert: 'quietChips' },
    by: 'Player 2',
    why: 'Now that history has flared, a summit would fail in public. Intelligence is quieter.',
    consents: [
      { role: 'defence', label: 'Defence', agrees: true },
      { role: 'legislature', label: 'Legislature' },
      { role: 'leader', label: 'Leader' },
    ],
  },
  vetoes: [],
  asked: [
    {
      move: 'korea.proposeAcsa',
      who: 'us',
      label: 'Agreement on supplies and services',
      seat: 'Seoul',
      text: 'Seoul proposes an agreement with Tokyo, and asks for your blessing.',
    },
  ],
  mayBeAsked: [{ move: 'china.easeRivalry', who: 'us', label: 'Restore military contacts', seat: 'Beijing' }],
  argued: { left: 1 },
  past: [
    {
      turn: 1,
      orders: { open: 'hostSummit' },
      fates: [
        {
          move: 'us.hostSummit',
          label: 'Host a summit of three',
          fate: 'made',
          outcome: 'Held, with a joint statement',
        },
        {
          move: 'us.brokerHistory',
          label: 'Send an envoy over history',
          fate: 'refused',
          why: 'refused by Tokyo',
        },
      ],
    },
  ],
};

export const base = (): Omit<View, 'me'> => ({
  exercise: {
    title: 'The trilateral: 2023 to 2027',
    summary:
      'Three capitals, one barrel: what the three can carry together is limited by the weakest of their three sides.',
    room: 'A',
    code: 'KTRVXBCD',
    languages: ['en', 'zh', 'ja', 'ko'],
    contentNotes: [
      'The exercise speaks of wartime forced labour and sexual violence.',
      'It names real governments; nobody plays a named person.',
    ],
    learningGoals: [
      { id: 'g1', text: 'Tell a decision from its outcome.' },
      { id: 'g2', text: 'Say a probability, and revise it on evidence.' },
      { id: 'g3', text: 'Find the stave that limits the whole before spending on another.' },
    ],
    turns: [1, 2, 3, 4, 5].map((turn) => ({ turn, steps: 9 })),
    afterAction: [
      'Which decision would you take again although it turned out badly?',
      'What did you learn about your own certainty?',
    ],
    levers: [
      {
        id: 'japanKorea',
        label: 'Japan-Korea side',
        most: 0.05,
        isScale: true,
        moves: [
          {
            name: 'japanKorea',
            label: 'Japan-Korea',
            unit: '1',
            range: [0, 1],
            by: 0.5,
            isAbout: false,
            isLasting: false,
          },
        ],
      },
      { id: 'threat', label: 'Perceived threat', most: 2, isScale: true, isWhole: true },
      { id: 'exercise', label: 'A joint exercise is held', most: 1, isScale: false },
    ],
    forms: [
      {
        id: 'communique',
        label: 'Communiqué of three',
        text: 'The three leaders declare …',
        signers: ['us', 'japan', 'korea'],
      },
    ],
    longest: 600,
    argued: { perTurn: 1, judge: 'room' },
    vetoCost: 1,
  },
  clock: { turn: 2, phase: 'deliberation', date: '2024-04', endsAt: Date.now() + 8 * 60_000 },
  world,
  bulletin,
  places,
  messages,
  channels: [
    { id: 'team:us', label: 'Your team', kind: 'team' },
    { id: 'all', label: 'Everybody', kind: 'all' },
    { id: 'control:us', label: 'The facilitator', kind: 'control' },
    { id: 'joint:us+japan', label: 'Tokyo', kind: 'joint' },
    { id: 'joint:us+korea', label: 'Seoul', kind: 'joint' },
  ],
  argued: [
    {
      id: 'a1',
      turn: 1,
      seat: 'japan',
      action: 'Tokyo opens a hotline of three and pays for it.',
      pull: { japanKorea: 0.03 },
      reasons: ['All three have asked for one since 2022.', 'It costs nobody face.'],
      counters: [{ seat: 'china', reason: 'Nobody will pick up in a crisis over history.' }],
      probability: 0.6,
      judge: 'room',
      votes: 9,
      succeeded: true,
      draw: 0.31,
    },
    {
      id: 'a2',
      turn: 2,
      seat: 'korea',
      action: 'Seoul invites Japanese relatives of victims to a joint memorial.',
      pull: { japanKorea: 0.05, threat: -0.02 },
      reasons: [
        'Both publics answer to families rather than to ministers.',
        'It asks nothing of the courts.',
      ],
      counters: [{ seat: 'japan', reason: 'The cabinet cannot be seen there before the vote.' }],
    },
  ],
  proposals: [
    {
      id: 'pp1',
      turn: 2,
      form: 'communique',
      label: 'Communiqué of three',
      seat: 'japan',
      text: 'The three leaders affirm that a challenge to one is of concern to all, and will consult at once.',
      signatures: [{ seat: 'us' }, { seat: 'japan', signs: true }, { seat: 'korea' }],
      isEffective: false,
    },
  ],
  questions,
});

export const seatSections = (): Pick<View, 'me' | 'team'> => ({
  me: {
    person: 'p1',
    kind: 'seat',
    name: 'Player 1',
    language: 'en',
    seat: 'us',
    role: 'leader',
    rights: ['draft', 'consent', 'submit'],
  },
  team,
});

export const control = (): NonNullable<View['control']> => ({
  people: [
    ...places.flatMap(({ seat, members }) =>
      members.map(({ person, name, role, isHere }) => ({ person, name, seat, role, isHere })),
    ),
    { person: 'p13', name: 'Mio', isHere: true, offered },
    { person: 'p14', name: 'Noor', seat: null, isHere: true },
  ],
  levers: [
    { id: 'japanKorea', effect: { add: 0.5, to: 'japanKorea' } },
    { id: 'exercise', effect: { raise: 'exercise' } },
  ],
  desks: IDS.map((seat, i) => ({
    seat,
    goal: `The secret goal of ${SEATS[i] ?? seat}.`,
    capital: 4 - (i % 3),
    ...(i === 0 ? { draft: planOfControl } : {}),
    ...(i === 1 ? { submitted: { open: 'showGuarantee' } } : {}),
    vetoes: i === 2 ? 1 : 0,
    moves,
  })),
  asked: [
    {
      move: 'us.offerIntelligence',
      who: 'japan',
      label: 'Offer to share intelligence · Tokyo',
      agrees: true,
    },
    { move: 'us.offerIntelligence', who: 'korea', label: 'Offer to share intelligence · Seoul' },
  ],
  injects: [
    {
      id: 'i1',
      label: 'A leak',
      news: 'A newspaper prints minutes of talks on forced labour.',
      state: 'waits',
      when: 'by hand',
      canPreview: true,
    },
    {
      id: 'i2',
      label: 'Launch',
      news: 'A missile flies over Hokkaido.',
      state: 'next',
      when: 'turn 2',
      canPreview: true,
    },
    {
      id: 'i3',
      label: 'Anniversaries',
      news: 'An institute warns of anniversaries.',
      state: 'in',
      when: 'turn 1',
      canPreview: false,
    },
  ],
  waiting: [
    {
      id: 'w1',
      at: START + 200_000,
      turn: 2,
      channel: 'joint:us+japan',
      by: 'p5',
      from: 'Player 5',
      seat: 'japan',
      text: 'Would you back us on the memorial if we drop the tax?',
      waits: true,
    },
  ],
  drivers: world.drivers.map(({ name, label, state, stateLabel }) => ({
    name,
    label,
    state,
    states: [
      { id: state, label: stateLabel },
      { id: 'other', label: 'Another state' },
    ],
  })),
  overrides: [{ turn: 1, driver: 'water', state: 'releasing', reason: 'The date is known.' }],
  questions: questions.map(({ id, label }) => ({ id, label })),
  ticks: [
    { goal: 'g1', text: 'Tell a decision from its outcome.', ticked: false, by: 'hand', evidence: '' },
    {
      goal: 'g2',
      text: 'Say a probability, and revise it on evidence.',
      ticked: true,
      by: 'log',
      evidence: '12 revised forecasts',
    },
  ],
  canUndo: [1],
  played: IDS.map((seat) => ({
    ...{ turn: 1, seat, orders: { open: 'hostSummit' } },
    possible: ['hostSummit', 'showGuarantee', 'demandBurden', 'quietChips'],
  })),
  isForgotten: false,
});

export const results = (): NonNullable<View['results']> => ({
  answers: [
    { id: 'tac', label: 'Trilateral activity in June 2026', outcome: 'Holds' },
    { id: 'gsomia', label: 'Seoul suspends GSOMIA', outcome: 'No' },
  ],
  goals: [
    { seat: 'us', goal: 'An arrangement of three to share intelligence is signed.', reached: true },
    { seat: 'japan', goal: 'The defence budget passes without a tax rise before the vote.', reached: false },
    { seat: 'korea', goal: 'History is settled in words that both publics accept.' },
  ],
  turns: [
    {
      turn: 1,
      moves: [
        {
          seat: 'us',
          label: 'Host a summit of three',
          fate: 'made: held, with a joint statement',
          covert: false,
        },
        { seat: 'china', label: 'History campaign', fate: 'made', covert: true },
      ],
    },
    { turn: 2, moves: [{ seat: 'korea', label: 'Name the strait', fate: 'made', covert: false }] },
  ],
  scores: ['Player 1', 'Player 3', 'Player 5', 'Player 8', 'Player 10'].map((name, i) => ({
    person: `p${i * 2 + 1}`,
    name,
    seat: IDS[i % 3] ?? 'us',
    questions: 8,
    brier: 0.12 + 0.05 * i,
    timeAveraged: 0.15 + 0.05 * i,
    peer: 0.08 - 0.04 * i,
  })),
});

/** Made-up luck, of the shape that trials have. */
export const luck = (): NonNullable<View['luck']> => ({
  trials: 10_000,
  question: {
    id: 'tac',
    label: 'On 30 June 2026, has trilateral activity strengthened, held or eroded against June 2023?',
    outcomes: outcomes3.map(({ id, label }, i) => {
      const value = [0.28, 0.6, 0.12][i] ?? 0;
      return { id, label, value, low: value - 0.01, high: value + 0.01, happened: id === 'strengthen' };
    }),
    carriedOn: false,
    says: [
      '“Strengthens” came. On other luck the same decisions bring it in 12% of the trials.',
      'They seldom lead there: that it came was luck in the main.',
    ],
  },
  measures: [
    {
      name: 'tac',
      label: 'Activity count',
      happened: 10,
      place: 0.92,
      quantiles: [4, 6, 8, 9, 10],
      bins: {
        edges: [3, 4, 5, 6, 7, 8, 9, 10, 11],
        counts: [200, 600, 900, 1400, 1700, 2100, 1800, 1000, 300],
      },
      says: 'on the high side',
    },
    {
      name: 'cohesion',
      label: 'Cohesion',
      happened: 0.617,
      place: 0.58,
      quantiles: [0.46, 0.55, 0.6, 0.65, 0.69],
      bins: {
        edges: Array.from({ length: 13 }, (_, i) => 0.4 + i * 0.03),
        counts: [60, 150, 420, 800, 1300, 1900, 2100, 1600, 900, 500, 200, 70],
      },
      says: 'ordinary luck: in the middle half',
    },
  ],
  seats: IDS.map((seat, i) => ({
    seat,
    goals: [
      {
        id: 'own',
        ...{ value: 0.68 - i * 0.1, low: 0.67 - i * 0.1, high: 0.69 - i * 0.1 },
        text: 'An arrangement of three to share intelligence is signed.',
        ...{
          reached: i > 0,
          isOwn: true,
          says: i === 0 ? 'missed though the odds were for it' : 'as the odds were',
        },
      },
      {
        id: 'other',
        ...{ value: 0.3, low: 0.29, high: 0.31, text: 'Neither ally has left a table in public.' },
        ...{ reached: false, isOwn: false, says: 'as the odds were' },
      },
    ],
    ...(i < 2 && {
      best: {
        ...{ turn: 2, was: 'Offer to share intelligence', orders: 'Exempt the firms of allies', goal: 'own' },
        ...{ goalText: 'An arrangement of three to share intelligence is signed.', tried: 47 },
        worth: { id: 'own', ...[{ value: 0.091, low: 0.085, high: 0.098 }, { value: 0.004, low: -0.003, high: 0.011 }][i]! }, // prettier-ignore
        isBetter: i === 0,
        says:
          i === 0
            ? 'Turn 2: “Exempt the firms of allies” instead of “Offer to share intelligence” would have raised the chance of “An arrangement of three to share intelligence is signed.” from 68% to 77%: +9 points (95% interval +9 to +10). No other of 47 was found better.'
            : 'None of 47 other decisions would have raised the chance of “An arrangement of three to share intelligence is signed.” by more than luck explains.',
      },
    }),
  })),
});

/** What would have been, made up. */
export const instead = (): InsteadAnswer => ({
  ...{ turn: 1, seat: 'us', was: 'Host a summit of three', would: 'Show the guarantee' },
  states: [{ step: 4, date: '2023-11', driver: 'History', was: 'Flared', would: 'Quiet' }],
  measures: [{ name: 'cohesion', label: 'Cohesion', from: 2, was: 0.617, would: 0.583 }],
  answers: [{ id: 'tac', label: 'Trilateral activity in June 2026', was: 'Strengthens', would: 'Holds' }],
});

/** A made-up answer of the shape that trials have. */
export function answer(question: string, options: readonly { readonly open?: string }[]): FanAnswer {
  const outcomes = questions.find(({ id }) => id === question)?.outcomes ?? [];
  return {
    question,
    trials: 1000,
    seconds: 1.37,
    options: options.map((orders, k) => {
      const shares = outcomes.map((_, i) => 1 + ((i + k) % outcomes.length) + k * 0.3);
      const sum = shares.reduce((a, b) => a + b, 0);
      return {
        orders,
        label: moves.find((one) => one.move === orders.open)?.label ?? 'No move',
        failed: 0,
        outcomes: outcomes.map(({ id, label }, i) => {
          const probability = (shares[i] ?? 0) / sum;
          return { id, label, probability, low: probability - 0.03, high: probability + 0.03 };
        }),
        measures: ['cohesion', 'tac'].map((name) => ({
          name,
          label: name === 'tac' ? 'Activity count' : 'Cohesion',
          steps: [9, 18, 27, 36, 45],
          quantiles: [1, 2, 3, 4, 5].map((t) =>
            [-0.16, -0.07, 0, 0.06, 0.13].map(
              (q) => (name === 'tac' ? 8 : 0.58) * (1 + (q * t) / 4 + k * 0.02 * t),
            ),
          ),
        })),
        ...(k === 0
          ? {}
          : {
              difference: outcomes.map(({ id }, i) => ({
                id,
                value: 0.05 * (i - 1) * k,
                low: 0.05 * (i - 1) * k - 0.03,
                high: 0.05 * (i - 1) * k + 0.03,
              })),
            }),
      };
    }),
  };
}
