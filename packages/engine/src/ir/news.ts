/**
 * The lines of a news bulletin, by what brings them about: the place of a transition, as executors and traces name it,
 * or the state that is entered. The Ir itself carries no text for people.
 */
import type * as model from '../language/model.ts';

export interface News {
  /** By place of a transition, such as `opinion.tolerant.chance[0]`. */
  readonly transitions: ReadonlyMap<string, model.Text>;
  /** By `driver.state`, for transitions that have no line of their own. */
  readonly states: ReadonlyMap<string, model.Text>;
}

export function newsOf({ drivers }: Pick<model.Model, 'drivers'>): News {
  const transitions = new Map<string, model.Text>();
  const states = new Map<string, model.Text>();
  const add = (list: readonly model.Transition[], path: string): void =>
    list.forEach(({ news }, i) => news && transitions.set(`${path}[${i}]`, news));
  for (const driver of drivers) {
    for (const { descriptor, transitions: list } of driver.on) add(list, `${driver.name}.on.${descriptor}`);
    for (const { name, always, after, on, chance, news } of driver.states) {
      const path = `${driver.name}.${name}`;
      if (news) states.set(path, news);
      add(always, `${path}.always`);
      add(after, `${path}.after`);
      for (const { descriptor, transitions: list } of on) add(list, `${path}.on.${descriptor}`);
      if (chance) add(chance.alternatives, `${path}.chance`);
    }
  }
  return { transitions, states };
}
