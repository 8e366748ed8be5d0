/** States that no way leads to. */
import { Chart } from '../chart.ts';
import { constantOf } from '../expression/constant.ts';
import type { Model } from '../model.ts';
import type { Reader } from '../reader.ts';
import { transitionsOf } from './sites.ts';

export function checkReach(model: Model, reader: Reader): void {
  for (const driver of model.drivers) {
    const chart = new Chart(driver);
    const ways = transitionsOf(driver).filter((site) => !site.weight || constantOf(site.weight) !== 0);
    const next = new Map<string, string[]>();
    const queue = driver.initial.filter((i) => constantOf(i.probability) !== 0).map((i) => i.state);
    // A scenario that begins later than another may be past some states of the mechanism they share.
    queue.push(...(reader.begunBefore.get(driver.name) ?? []));
    for (const { state, transition } of ways) {
      if (transition.to === undefined) continue;
      if (!state) queue.push(...transition.to);
      else next.set(state.name, [...(next.get(state.name) ?? []), ...transition.to]);
    }
    const reached = new Set<string>();
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      if (reached.has(name)) continue;
      reached.add(name);
      queue.push(...chart.entered(name).map((state) => state.name), ...(next.get(name) ?? []));
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
