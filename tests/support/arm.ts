/** Arms in tests: a scenario as an arm of a study has it, lowered. */
import { armProblems, lower, readScenario, readStudy, type Diagnostic, type Ir } from '@stave/engine';

/** `arm` is what stands under its name, in YAML's flow style. */
export async function readArm(scenario: string, arm: string) {
  const text = `stave-study: 1\nid: s\ntitle: s\nscenario: s\ntrials: 1\nseed: 7\narms:\n  x: ${arm}\n`;
  const read = readStudy({ name: 'study', text });
  const [first] = read.study?.arms ?? [];
  if (!first) return { diagnostics: read.diagnostics };
  const overlay = { arm: first, source: { name: 'study', text } };
  const { model, diagnostics, sources } = await readScenario({ name: 's', text: scenario }, { overlay });
  const [others = [], study = []] = armProblems(diagnostics, sources, first).map(
    (found) => found.diagnostics,
  );
  const at = ({ code, span }: Diagnostic): string => `${code} at ${text.slice(span?.start, span?.end)}`;
  return { model, diagnostics: [...study, ...others], inStudy: study.map(at) };
}

export async function irOfArm(scenario: string, arm: string): Promise<Ir> {
  const { model, diagnostics } = await readArm(scenario, arm);
  const ir = model && lower(model).ir;
  if (!ir) throw new Error(`${JSON.stringify(diagnostics, null, 1)}\n${arm}\n${scenario}`);
  return ir;
}
