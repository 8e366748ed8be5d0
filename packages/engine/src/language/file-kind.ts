/** What a file is, by its first key. */
import type { Report } from '../diagnostics/report.ts';
import { nameSpan, type Located } from './located.ts';

const KINDS = {
  stave: { is: 'a scenario', verb: '`stave run` takes scenarios, `stave batch` takes studies of them' },
  'stave-study': {
    is: 'a study',
    verb: '`stave batch` takes studies; their `scenario` is what other verbs take',
  },
  'stave-exercise': {
    is: 'an exercise',
    verb: '`stave host` and `stave play` take exercises; their `scenario` is what other verbs take',
  },
  'stave-moves': { is: 'a file of moves', verb: '`stave play --moves` takes files of moves' },
  'stave-fragment': { is: 'a fragment', verb: 'a scenario takes fragments under `import`' },
} as const;

/** Says so when a file of another kind stands here, rather than that all its keys are unknown. */
export function isForm(root: Located, wanted: keyof typeof KINDS, report: Report): boolean {
  if (root.entries?.has(wanted) !== false) return true;
  for (const [key, { is, verb }] of Object.entries(KINDS)) {
    const at = root.entries.get(key);
    if (!at) continue;
    report.add('file-kind', `this is ${is}, and ${KINDS[wanted].is} is wanted`, nameSpan(at), { help: verb });
    return false;
  }
  return true;
}

const begins = (key: keyof typeof KINDS): RegExp => new RegExp(`^["']?${key}["']?[ \\t]*:`, 'm');
const [STUDY, FRAGMENT, EXERCISE] = [
  begins('stave-study'),
  begins('stave-fragment'),
  begins('stave-exercise'),
];

/** Whether a text says of itself that it is a study. */
export const isStudyText = (text: string): boolean => STUDY.test(text);
/** Whether a text says of itself that it is a fragment. */
export const isFragmentText = (text: string): boolean => FRAGMENT.test(text);
/** Whether a text says of itself that it is an exercise. */
export const isExerciseText = (text: string): boolean => EXERCISE.test(text);
