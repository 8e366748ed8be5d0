/** Files that take longest come first, so that no worker is left with one of them while the others have nothing to do. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const HEAVY = [
  'tests/cli/bench.test.ts',
  'tests/differential/executors.test.ts',
  'tests/cli/tables.test.ts',
  'tests/cli/batch.test.ts',
  'tests/laws/laws.test.ts',
  'tests/flagship/flagship.test.ts',
  'tests/classroom/app.test.ts',
  'tests/canary/canary.test.ts',
  'tests/classroom/exercise.test.ts',
  'tests/cli/bad-input.test.ts',
  'tests/cli/run.test.ts',
];

export class HeavyFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => {
      const found = HEAVY.findIndex((name) => moduleId.endsWith(name));
      return found < 0 ? HEAVY.length : found;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
