/** States that no way leads to. */
import { constantOf } from '../expression/constant.ts';
import type { Model } from '../model.ts';
import type { Reader } from '../reader.ts';
import { transitionsOf } from './sites.ts';

export function checkReach(model: Model, reader: Reader): void {
  for (const driver of model.drivers) {
    const reached = new Set(
      driver.initial.filter((i) => constantOf(i.probability) !== 0).map((i) => i.state),
    );
    const ways = transitionsOf(driver).filter((site) => !site.weight || constantOf(site.weight) !== 0);
    for (let size = -1; size !== reached.size;) {
      size = reached.size;
      for (const { state, transition } of ways) {
        if (transition.to !== undefined && (!state || reached.has(state.name))) reached.add(transition.to);
      }
    }
    for (const state of driver.states) {
      if (reached.has(state.name)) continue;
      reader.report.add(
        'state-unreachable',
        `no way leads to the state \`${driver.name}.${state.name}\``,
        state.span,
        {
          help: 'it is neither initial nor the target of a transition that can be taken',
        },
      );
    }
  }
}
