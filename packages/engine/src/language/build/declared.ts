/** Units that parameters, variables and indicators declare. */
import type { Report } from '../../diagnostics/report.ts';
import { child, type Located } from '../located.ts';
import type { ScenarioShape } from '../shape.ts';
import { parseUnit, type Unit } from '../unit.ts';

export class Declared {
  private readonly units = new Map<string, Unit>();

  constructor(input: ScenarioShape, root: Located, report: Report) {
    const read = (name: string, unit: string | number | undefined, at: Located | undefined): void => {
      if (unit === undefined) return;
      const parsed = parseUnit(String(unit));
      if (!('problem' in parsed)) this.units.set(name, parsed);
      else if (at) report.add('unit-invalid', parsed.problem, at.span, { help: parsed.help });
    };
    const at = (...path: string[]): Located | undefined =>
      path.reduce<Located | undefined>((found, key) => found && child(found, key), root);
    for (const [name, { unit }] of Object.entries(input.parameters ?? {}))
      read(name, unit, at('parameters', name, 'unit'));
    for (const [name, { unit }] of Object.entries(input.indicators ?? {}))
      read(name, unit, at('indicators', name, 'unit'));
    for (const [driver, { variables }] of Object.entries(input.drivers ?? {})) {
      for (const [name, { unit }] of Object.entries(variables ?? {})) {
        read(name, unit, at('drivers', driver, 'variables', name, 'unit'));
      }
    }
  }

  unit(name: string): Unit | undefined {
    return this.units.get(name);
  }
}
