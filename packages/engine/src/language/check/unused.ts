/** Parameters and variables that no expression reads. Indicators and measures are outputs, so they never count. */
import type { Model } from '../model.ts';
import type { Reader } from '../reader.ts';

export function checkUnused(model: Model, reader: Reader): void {
  const { used } = reader.scope;
  for (const parameter of model.parameters) {
    if (!used.has(parameter.name))
      reader.report.add('unused-name', `the parameter \`${parameter.name}\` is never read`, parameter.span);
  }
  for (const variable of model.drivers.flatMap((driver) => driver.variables)) {
    if (!used.has(variable.name))
      reader.report.add('unused-name', `the variable \`${variable.name}\` is never read`, variable.span);
  }
}
