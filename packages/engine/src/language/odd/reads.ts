/** Which names the expressions of an element read: where a parameter belongs. */
import { walk } from '../expression/walk.ts';
import type {
  Action,
  DistributionUse,
  Driver,
  Expr,
  Indicator,
  Model,
  Parameter,
  Seat,
  Transition,
} from '../model.ts';

/** Parameters that are read, in the order in which they are met. */
export function readsOf(exprs: readonly Expr[]): readonly string[] {
  return exprs.flatMap((expr) =>
    [...walk(expr)].flatMap((part) => (part.op === 'ref' && part.kind === 'parameter' ? [part.name] : [])),
  );
}

/** Drivers, indicators and measures that are read, each once. */
export function elementsRead(exprs: readonly Expr[], model: Model): readonly string[] {
  const driverOf = new Map(
    model.drivers.flatMap(({ name, variables }) =>
      variables.map((variable) => [variable.name, name] as const),
    ),
  );
  const names = exprs
    .flatMap((expr) => [...walk(expr)])
    .flatMap((part): readonly string[] => {
      if (part.op === 'state' || part.op === 'elapsed') return [part.driver];
      if (part.op === 'now') return [part.indicator];
      if (part.op !== 'ref' || part.kind === 'parameter') return [];
      return [driverOf.get(part.name) ?? part.name];
    });
  return [...new Set(names)];
}

export const exprsOfUse = (use: DistributionUse | undefined): readonly Expr[] =>
  use ? [...use.args, ...(use.within ?? [])] : [];

export const exprsOfParameter = ({ value }: Parameter): readonly Expr[] =>
  'fixed' in value ? [value.fixed] : exprsOfUse(value.prior);

export const exprsOfIndicator = ({ start, next, noise, range }: Indicator): readonly Expr[] => [
  start,
  next,
  ...exprsOfUse(noise),
  ...(range ?? []),
];

export function exprsOfDriver({ initial, variables, states, on }: Driver): readonly Expr[] {
  return [
    ...initial.map(({ probability }) => probability),
    ...variables.map(({ start }) => start),
    ...states.flatMap((state) => [
      ...exprsOfActions([...state.entry, ...state.exit, ...(state.initial?.actions ?? [])]),
      ...(state.chance?.alternatives ?? []).flatMap(({ weight, ...transition }) => [
        ...(weight === 'else' ? [] : [weight]),
        ...exprsOfTransition(transition),
      ]),
      ...state.always.flatMap(exprsOfTransition),
      ...state.after.flatMap(exprsOfTransition),
    ]),
    ...[...on, ...states.flatMap((state) => state.on)].flatMap(({ transitions }) =>
      transitions.flatMap(({ probability, ...transition }) => [
        ...(probability ? [probability] : []),
        ...exprsOfTransition(transition),
      ]),
    ),
  ];
}

export function exprsOfSeat({ goals, capital, roles, moves, bot }: Seat): readonly Expr[] {
  const rules = [...(bot?.open ?? []), ...(bot?.covert ?? [])];
  const consents = [...(bot?.consents ?? []), ...roles.flatMap((role) => role.consents)];
  return [
    ...goals.flatMap(({ when }) => (when ? [when] : [])),
    ...(capital ? [capital.start, capital.income] : []),
    ...moves.flatMap(({ cost, when, data, outcomes }) => [
      ...(cost ? [cost] : []),
      ...(when ? [when] : []),
      ...data.map(({ value }) => value),
      ...outcomes.flatMap(({ probability }) => (probability === 'else' ? [] : [probability])),
    ]),
    ...rules.flatMap(({ when, weight }) => [...(when ? [when] : []), ...(weight ? [weight] : [])]),
    ...consents.map(({ when }) => when),
  ];
}

/** Events that the moves of a seat are. */
export const eventsOfSeat = ({ name, moves }: Seat): readonly string[] =>
  moves.flatMap((move) => [
    `${name}.${move.name}`,
    ...move.outcomes.map((outcome) => `${name}.${move.name}.${outcome.name}`),
  ]);

const exprsOfTransition = ({ when, actions }: Pick<Transition, 'when' | 'actions'>): readonly Expr[] => [
  ...(when ? [when] : []),
  ...exprsOfActions(actions),
];

function exprsOfActions(actions: readonly Action[]): readonly Expr[] {
  return actions.flatMap((action) => {
    switch (action.do) {
      case 'set':
        return [action.to];
      case 'if':
        return [action.test, ...exprsOfActions(action.then), ...exprsOfActions(action.otherwise)];
      case 'raise':
      case 'send':
        return action.data.map(({ value }) => value);
      case 'cancel':
        return [];
    }
  });
}

/** Events that actions cause. */
export function causedBy(actions: readonly Action[]): readonly string[] {
  return actions.flatMap((action) => {
    if (action.do === 'if') return [...causedBy(action.then), ...causedBy(action.otherwise)];
    return action.do === 'raise' || action.do === 'send' ? [action.event] : [];
  });
}

export const actionsOf = ({ states, on }: Driver): readonly Action[] => [
  ...states.flatMap((state) => [
    ...state.entry,
    ...state.exit,
    ...(state.initial?.actions ?? []),
    ...[...(state.chance?.alternatives ?? []), ...state.always, ...state.after].flatMap(
      ({ actions }) => actions,
    ),
  ]),
  ...[...on, ...states.flatMap((state) => state.on)].flatMap(({ transitions }) =>
    transitions.flatMap(({ actions }) => actions),
  ),
];

export const parameterNamed = (model: Model): ReadonlyMap<string, Parameter> =>
  new Map(model.parameters.map((parameter) => [parameter.name, parameter]));
