/**
 * Charts and steps of the published SCXML cases, in the shape in which cases.json, forks.json and own.json hold them:
 * one object a state, in document order; conditions and values are JavaScript.
 */
export interface ChartState {
  readonly id: string;
  readonly type: 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
  readonly history?: 'shallow' | 'deep';
  /** Of a history state: where to while nothing is remembered. */
  readonly default?: readonly string[];
  readonly initial?: readonly string[];
  /** What runs when the state is entered by default, after its entry blocks. */
  readonly initial_actions?: readonly ChartAction[];
  /** Variables and the JavaScript of their first values; null leaves them undefined. */
  readonly data?: Readonly<Record<string, string | null>>;
  readonly onentry?: readonly (readonly ChartAction[])[];
  readonly onexit?: readonly (readonly ChartAction[])[];
  readonly transitions?: readonly ChartTransition[];
  readonly states?: readonly ChartState[];
}

export interface ChartTransition {
  /** Descriptors; none: taken as soon as the condition holds. */
  readonly event?: readonly string[];
  readonly cond?: string;
  readonly target?: readonly string[];
  readonly type?: 'internal' | 'external';
  readonly actions?: readonly ChartAction[];
}

export interface ChartAction {
  readonly raise?: string;
  readonly send?: ChartSend;
  /** The id of sends. */
  readonly cancel?: string;
  readonly assign?: { readonly var: string; readonly expr: string };
  /** if, elseif …, else (whose condition is null). */
  readonly if?: readonly { readonly cond: string | null; readonly do: readonly ChartAction[] }[];
}

export interface ChartSend {
  readonly event: string;
  readonly delay_ms?: number;
  readonly id?: string;
  /** JavaScript, by name; read as `_event.data.name`. */
  readonly data?: Readonly<Record<string, string>>;
}

export interface Step {
  readonly start?: true;
  /** Virtual time that passes before the event. */
  readonly advance_ms?: number;
  readonly send?: string;
  /** Let time pass until no timer is left. */
  readonly settle?: boolean;
  /** The innermost active states, sorted. */
  readonly expect: readonly string[];
}

export interface Case {
  readonly id: string;
  readonly machine: ChartState;
  readonly steps: readonly Step[];
}

/** The state and all inside it, in document order. */
export const everyState = (state: ChartState): readonly ChartState[] => [
  state,
  ...(state.states ?? []).flatMap(everyState),
];

/** All actions of a state, those under a condition too. */
export function actionsIn(state: ChartState): readonly ChartAction[] {
  const inside = (action: ChartAction): readonly ChartAction[] => [
    action,
    ...(action.if ?? []).flatMap((branch) => branch.do.flatMap(inside)),
  ];
  const { onentry = [], onexit = [], transitions = [], initial_actions: initial = [] } = state;
  return [
    ...onentry.flat(),
    ...onexit.flat(),
    ...initial,
    ...transitions.flatMap((t) => t.actions ?? []),
  ].flatMap(inside);
}

/** Whether it has an end, so that `done.state.id` may happen. */
export const canBeDone = ({ type, states = [] }: ChartState): boolean =>
  type === 'parallel' || states.some((child) => child.type === 'final');

/** SCXML 3.12.1: a descriptor stands for an event and all that begin with it; `foo`, `foo.` and `foo.*` are one. */
export function describes(descriptor: string, event: string): boolean {
  const stem = stemOf(descriptor);
  return stem === '*' || event === stem || event.startsWith(`${stem}.`);
}

export const stemOf = (descriptor: string): string => descriptor.replace(/(?<=.)\.\*?$/, '');
