/** Kinds of states, and which keys go with which. */
import { child, nameSpan, type Located } from '../located.ts';
import type { State } from '../model.ts';
import type { StateShape } from '../shape-charts.ts';
import type { DriverContext } from './actions.ts';

export function kindOf(input: StateShape): State['kind'] {
  if (input.history) return 'history';
  if (input.final) return 'final';
  if (input.parallel) return 'parallel';
  return childrenOf(input).length > 0 ? 'compound' : 'atomic';
}

/** The states that one can be in inside a state; a history state is none. */
export const childrenOf = ({ states }: StateShape): readonly string[] =>
  Object.entries(states ?? {}).flatMap(([name, body]) => (body?.history ? [] : [name]));

/** Keys that do not go with a kind of state, and what each is refused as. */
const REFUSED: Readonly<Record<State['kind'], readonly (keyof StateShape)[]>> = {
  atomic: ['initial', 'states', 'to'],
  compound: ['to'],
  parallel: ['initial', 'to'],
  final: ['chance', 'on', 'always', 'after', 'states', 'initial', 'parallel', 'to'],
  history: ['states', 'initial', 'parallel', 'final', 'entry', 'exit', 'chance', 'on', 'always', 'after'],
};

export function checkKeys(
  name: string,
  kind: State['kind'],
  input: StateShape,
  at: Located,
  parent: StateShape | undefined,
  { reader }: DriverContext,
): void {
  const { report } = reader;
  const written = child(at, 'states');
  const onlyHistory = written && Object.keys(input.states ?? {}).length > 0 && childrenOf(input).length === 0;
  if (onlyHistory && (kind === 'atomic' || kind === 'parallel')) {
    report.add('state-form', `\`${name}\` has only history states inside`, nameSpan(written), {
      help: 'put the states beside them that they are to remember',
    });
    return;
  }
  for (const key of REFUSED[kind]) {
    const found = child(at, key);
    if (!found) continue;
    if (kind === 'final') {
      report.add('final-transitions', `\`${name}\` is final and has no \`${key}\``, nameSpan(found));
    } else {
      const what = kind === 'atomic' ? 'has no states inside' : `is a ${kind} state`;
      report.add('state-form', `\`${name}\` ${what} and takes no \`${key}\``, nameSpan(found), {
        help: STATE_FORM_HELP,
      });
    }
  }
  if (kind === 'parallel' && childrenOf(input).length === 0) {
    report.add('state-form', `\`${name}\` is parallel but has no states inside`, nameSpan(at), {
      help: STATE_FORM_HELP,
    });
  }
  if (kind === 'final' && parent?.parallel) {
    report.add(
      'state-form',
      `\`${name}\` is final, so it cannot be a region of a parallel state`,
      nameSpan(at),
      {
        help: 'put it inside a region: a parallel state is done when each of its regions is',
      },
    );
  }
  if (kind === 'history' && !parent) {
    report.add('state-form', `\`${name}\` has nothing to remember: a driver is never left`, nameSpan(at), {
      help: 'a history state stands inside the state whose past it remembers',
    });
  }
}

const STATE_FORM_HELP =
  'a state has `states` (and `initial`), is `parallel: true` with `states`, `final: true`, or `history: shallow | deep` with `to`';
