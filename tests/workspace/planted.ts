/** Forbidden code, one line each, with the rule that must see it. The import matrix is generated from `mayImport`. */

export interface Planted {
  /** Where it is planted, such as `packages/engine/src/ir/x.ts`. */
  readonly folder: string;
  readonly code: string;
  readonly rule: string;
}

/** Folders of the engine and what each may import from the others; `type` allows types alone. */
export const mayImport: Readonly<Record<string, Readonly<Record<string, 'all' | 'type'>>>> = {
  diagnostics: {},
  chance: {},
  language: { diagnostics: 'all', chance: 'all' },
  ir: { language: 'all', diagnostics: 'all', chance: 'all', tally: 'type' },
  reference: { ir: 'all', tally: 'all', chance: 'all' },
  kernel: { ir: 'all', tally: 'all', chance: 'all' },
  exact: { ir: 'all', chance: 'all' },
  batch: { ir: 'all', tally: 'all', estimate: 'all', chance: 'all' },
  tally: { ir: 'type' },
  estimate: { ir: 'type', tally: 'all' },
  threads: { batch: 'all', ir: 'all', kernel: 'all' },
  files: { batch: 'all' },
  laws: { chance: 'all', language: 'all', ir: 'all', tally: 'all' },
  bench: { chance: 'all', ir: 'all', kernel: 'all' },
};

export const folders = Object.keys(mayImport);
const computing = folders.filter((folder) => folder !== 'diagnostics');

const IMPORTS = 'eslint(no-restricted-imports)';
const src = (...folder: string[]): string => ['packages/engine/src', ...folder].join('/');

/** Every forbidden way from one folder of the engine into another, at both depths at which files stand. */
const imports: readonly Planted[] = folders.flatMap((from) =>
  folders
    .filter((to) => to !== from && mayImport[from]?.[to] !== 'all')
    .flatMap((to) => [
      { folder: src(from), code: `import { x } from '../${to}/x.ts'; x();`, rule: IMPORTS },
      { folder: src(from, 'deeper'), code: `export { x } from '../../${to}/x.ts';`, rule: IMPORTS },
      { folder: src(from), code: `export const x = () => import('../${to}/x.ts');`, rule: IMPORTS },
    ]),
);

const packages: readonly Planted[] = [
  ...[src(), ...folders.map((folder) => src(folder))].map((folder) => ({
    folder,
    code: "import { x } from '@stave/report'; x();",
    rule: IMPORTS,
  })),
  // Files: only where the folder is for them.
  ...[src(), ...folders.filter((folder) => folder !== 'files').map((folder) => src(folder))].map(
    (folder) => ({
      folder,
      code: "import { readFileSync } from 'node:fs'; readFileSync('x');",
      rule: IMPORTS,
    }),
  ),
  // Worker threads: only where the folder is for them, and the way there is `node.ts` alone.
  ...[src(), ...folders.filter((folder) => folder !== 'threads').map((folder) => src(folder))].map(
    (folder) => ({
      folder,
      code: "export { Worker } from 'node:worker_threads';",
      rule: IMPORTS,
    }),
  ),
  { folder: src(), code: "export { x } from './threads/x.ts';", rule: IMPORTS },
  { folder: src(), code: "export { x } from './files/x.ts';", rule: IMPORTS },
  ...[
    "import { x } from '@stave/engine'; x();",
    "import { x } from '@stave/report'; x();",
    "import { x } from '../../engine/src/index.ts'; x();",
    "import { readFileSync } from 'node:fs'; readFileSync('x');",
  ].map((code) => ({ folder: 'packages/forecast/src', code, rule: IMPORTS })),
  // Inference on scores starts from numbers, and statistics from nothing.
  ...['calibration', 'comparison', 'pools', 'tournament', 'elicitation'].flatMap((folder) =>
    [
      "import { x } from '../scores/x.ts'; x();",
      "import { x } from '../formats/x.ts'; x();",
      "import { x } from '@stave/engine'; x();",
    ].map((code) => ({ folder: `packages/forecast/src/${folder}`, code, rule: IMPORTS })),
  ),
  ...[
    "import { x } from '../pools/x.ts'; x();",
    "import { readFileSync } from 'node:fs'; readFileSync('x');",
  ].map((code) => ({ folder: 'packages/forecast/src/statistics', code, rule: IMPORTS })),
  { folder: 'packages/report/src', code: "import { x } from '@stave/cli'; x();", rule: IMPORTS },
  {
    folder: 'packages/report/src',
    code: "import { x } from '@stave/forecast/src/records/forecast.ts'; x();",
    rule: IMPORTS,
  },
  {
    folder: 'packages/report/src',
    code: "import { x } from '@stave/engine/src/ir/ir.ts'; x();",
    rule: IMPORTS,
  },
  {
    folder: 'packages/report/src',
    code: "import { x } from '../../engine/src/index.ts'; x();",
    rule: IMPORTS,
  },
  { folder: 'packages/cli/src', code: "import { x } from '@stave/engine/src/ir/ir.ts'; x();", rule: IMPORTS },
  { folder: 'packages/cli/src', code: "import { x } from '../../engine/src/index.ts'; x();", rule: IMPORTS },
];

/** Folders of the classroom and what each may import from the others (docs/decisions/0027). */
const classroomMayImport: Readonly<Record<string, Readonly<Record<string, 'all' | 'type'>>>> = {
  exercise: {},
  grammar: {},
  protocol: { exercise: 'type', room: 'type' },
  room: { exercise: 'all', protocol: 'all', grammar: 'all' },
  fan: { exercise: 'all', protocol: 'all', room: 'all' },
  scores: { exercise: 'all', protocol: 'all', room: 'all' },
  debrief: { exercise: 'all', protocol: 'all', room: 'all', scores: 'all', fan: 'all', grammar: 'all' },
  paper: { exercise: 'all', protocol: 'all', room: 'all', grammar: 'all' },
  store: { exercise: 'all', protocol: 'all', room: 'all' },
  server: {
    ...{ exercise: 'all', protocol: 'all', room: 'all', fan: 'all', scores: 'all', debrief: 'all' },
    ...{ paper: 'all', store: 'all', grammar: 'all' },
  },
  app: { exercise: 'type', protocol: 'all', room: 'type', grammar: 'all' },
};
const classroomFolders = Object.keys(classroomMayImport);
const classroomSrc = (...folder: string[]): string => ['packages/classroom/src', ...folder].join('/');
/** Those that browsers and replays take, which nothing of Node may enter. */
const classroomPure = ['exercise', 'grammar', 'protocol', 'room', 'scores', 'debrief', 'paper', 'app'];

const classroom: readonly Planted[] = [
  ...classroomFolders.flatMap((from) =>
    classroomFolders
      .filter((to) => to !== from && classroomMayImport[from]?.[to] !== 'all')
      .flatMap((to) => [
        { folder: classroomSrc(from), code: `import { x } from '../${to}/x.ts'; x();`, rule: IMPORTS },
        {
          folder: classroomSrc(from, 'deeper'),
          code: `export { x } from '../../${to}/x.ts';`,
          rule: IMPORTS,
        },
      ]),
  ),
  ...classroomPure.map((folder) => ({
    folder: classroomSrc(folder),
    code: "import { readFileSync } from 'node:fs'; readFileSync('x');",
    rule: IMPORTS,
  })),
  ...['exercise', 'room', 'protocol', 'paper', 'app'].map((folder) => ({
    folder: classroomSrc(folder),
    code: "import { x } from '@stave/forecast'; x();",
    rule: IMPORTS,
  })),
  ...['protocol', 'app'].map((folder) => ({
    folder: classroomSrc(folder),
    code: "import { x } from '@stave/engine'; x();",
    rule: IMPORTS,
  })),
];

/** What differs between engines, machines or moments, in code that decides results. */
const numbers: readonly Planted[] = computing.flatMap((folder) =>
  [
    ['export const x = new Date();', 'eslint(no-restricted-globals)'],
    ['export const x = performance.now();', 'eslint(no-restricted-globals)'],
    ["export const x = new Intl.NumberFormat('en');", 'eslint(no-restricted-globals)'],
    ['export const x = globalThis.Date.now();', 'eslint(no-restricted-globals)'],
    ...[
      ...[
        'random',
        'exp',
        'expm1',
        'log',
        'log2',
        'log10',
        'log1p',
        'pow',
        'sin',
        'cos',
        'tan',
        'asin',
        'acos',
      ],
      ...['atan', 'atan2', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh', 'cbrt', 'hypot'],
    ].map((name) => [`export const x = Math.${name};`, 'eslint(no-restricted-properties)']),
    ['export const x = (a: number) => a.toLocaleString();', 'eslint(no-restricted-properties)'],
    ["export const x = (a: string) => a.localeCompare('b');", 'eslint(no-restricted-properties)'],
    ['export const x = (a: number) => a ** 3;', 'stave(no-power-operator)'],
    ['export const x = (a: number) => { a **= 3; return a; };', 'stave(no-power-operator)'],
  ].map(([code = '', rule = '']) => ({ folder: src(folder), code, rule })),
);

const mistakes: readonly Planted[] = [
  {
    folder: 'packages/cli/src',
    code: 'async function f() {} f();',
    rule: 'typescript(no-floating-promises)',
  },
  {
    folder: 'packages/cli/src',
    code: 'export const f = (a: any) => a;',
    rule: 'typescript(no-explicit-any)',
  },
  {
    folder: 'packages/cli/src',
    code: "export const f = () => { throw 'x'; };",
    rule: 'typescript(only-throw-error)',
  },
  { folder: 'packages/cli/src', code: 'export const f = (a: number) => a == 1;', rule: 'eslint(eqeqeq)' },
];

export const planted: readonly Planted[] = [...imports, ...packages, ...classroom, ...numbers, ...mistakes];

/** What must stay allowed, or the rules above would prove nothing. */
export const allowed: readonly Omit<Planted, 'rule'>[] = [
  ...folders.flatMap((from) =>
    Object.entries(mayImport[from] ?? {}).map(([to, what]) => ({
      folder: src(from),
      code:
        what === 'type'
          ? `import type { X } from '../${to}/x.ts'; export const x: X | undefined = undefined;`
          : `export { x } from '../${to}/x.ts';`,
    })),
  ),
  ...classroomFolders.flatMap((from) =>
    Object.entries(classroomMayImport[from] ?? {}).map(([to, what]) => ({
      folder: classroomSrc(from),
      code:
        what === 'type'
          ? `import type { X } from '../${to}/x.ts'; export const x: X | undefined = undefined;`
          : `export { x } from '../${to}/x.ts';`,
    })),
  ),
  {
    folder: classroomSrc('exercise'),
    code: "export { x } from '@stave/engine'; export { y } from '@stave/engine/reading';",
  },
  { folder: classroomSrc('scores'), code: "export { x } from '@stave/forecast';" },
  // A folder of the app may be called as one of the classroom is.
  { folder: classroomSrc('app', 'deeper'), code: "export { x } from '../room/x.ts';" },
  {
    folder: 'packages/report/src',
    code: "export { x } from '@stave/engine'; export { y } from '@stave/forecast';",
  },
  {
    folder: 'packages/cli/src',
    code: "export { x } from '@stave/engine'; export { y } from '@stave/report'; export { z } from '@stave/forecast';",
  },
  { folder: 'packages/cli/src', code: "export const x = () => import('@stave/engine/reference');" },
  { folder: 'packages/cli/src', code: "export { readFileSync } from 'node:fs';" },
  { folder: src('files'), code: "export { readFileSync } from 'node:fs';" },
  { folder: src('threads'), code: "export { Worker } from 'node:worker_threads';" },
  {
    folder: src('chance'),
    code: 'export const x = Math.sqrt(2) + Math.abs(3) + Math.floor(1) + Math.imul(2, 3);',
  },
];
