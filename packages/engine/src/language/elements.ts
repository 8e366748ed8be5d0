/** All elements of a model that say where their numbers come from, in file order, each with what is around it. */
import type {
  Driver,
  Element,
  Handler,
  Indicator,
  Model,
  Provenance,
  State,
  Transition,
  Variable,
} from './model.ts';

export interface Placed {
  /** Such as `parameters.rate`, `drivers.opinion.tolerant.chance[0]` or `questions.treaty`. */
  readonly path: string;
  readonly element: Pick<Element, 'provenance' | 'label'>;
  /** Of the element around it, from which it takes what it does not say. */
  readonly around?: Provenance;
}

export function elementsOf(model: Model): readonly Placed[] {
  const named = (table: string, list: readonly (Element & { readonly name: string })[]): Placed[] =>
    list.map((element) => ({ path: `${table}.${element.name}`, element }));
  return [
    ...named('parameters', model.parameters),
    ...model.drivers.flatMap(ofDriver),
    ...model.indicators.flatMap((indicator) => starting(indicator, `indicators.${indicator.name}`)),
    ...named('measures', model.measures),
    ...model.calendar.map((element, i) => ({ path: `calendar[${i}]`, element })),
    ...model.questions.map((element) => ({ path: `questions.${element.id}`, element })),
    ...model.seats.flatMap((seat) => [
      { path: `seats.${seat.name}`, element: seat },
      ...seat.moves.map((element) => ({
        path: `seats.${seat.name}.${element.name}`,
        element,
        around: seat.provenance,
      })),
    ]),
  ];
}

function ofDriver(driver: Driver): readonly Placed[] {
  const path = `drivers.${driver.name}`;
  const around = driver.provenance;
  const states = new Map(driver.states.map((state) => [state.name, state]));
  return [
    ...starting(driver, path, undefined, 'initial'),
    ...driver.variables.flatMap((variable) => starting(variable, `${path}.${variable.name}`, around)),
    ...driver.states.flatMap((state) =>
      ofState(
        state,
        `${path}.${state.name}`,
        state.parent === undefined ? around : (states.get(state.parent)?.provenance ?? around),
      ),
    ),
    ...ofHandlers(driver.on, path, around),
  ];
}

/** An element that begins somewhere, and its start where that has a provenance of its own. */
function starting(
  element: Indicator | Driver | Variable,
  path: string,
  around?: Provenance,
  key = 'start',
): readonly Placed[] {
  const own = element.startProvenance;
  return [
    { path, element, ...(around && { around }) },
    ...(own ? [{ path: `${path}.${key}`, element: { provenance: own } }] : []),
  ];
}

function ofState(state: State, path: string, outside: Provenance): readonly Placed[] {
  const around = state.provenance;
  const { chance } = state;
  return [
    { path, element: state, around: outside },
    ...(chance
      ? [
          { path: `${path}.chance`, element: chance, around },
          ...numbered(chance.alternatives, `${path}.chance`, chance.provenance),
        ]
      : []),
    ...ofHandlers(state.on, path, around),
    ...numbered(state.always, `${path}.always`, around),
    ...numbered(state.after, `${path}.after`, around),
  ];
}

const ofHandlers = (handlers: readonly Handler[], path: string, around: Provenance): readonly Placed[] =>
  handlers.flatMap(({ descriptor, transitions }) =>
    numbered(transitions, `${path}.on.${descriptor}`, around),
  );

const numbered = (list: readonly Transition[], path: string, around: Provenance): readonly Placed[] =>
  list.map((element, i) => ({ path: `${path}[${i}]`, element, around }));
