/** `stave diff`: two versions of a scenario, listed and run. */
import { describe, expect, test } from 'vitest';
import { STACK_LINE, stave, temporaryFolder, type Result } from './command.ts';
import { good } from './scenarios.ts';

const folder = temporaryFolder({
  'a.yaml': good,
  'same.yaml': `# Another comment.\n${good}`,
  'b.yaml': good
    .replace('backlashRate:', 'unread: { value: 3, basis: assumption }\n  backlashRate:')
    .replace(/rate: backlashRate/, 'rate: 3 * backlashRate'),
  'bad.yaml': good.replace('clock:', 'clok:'),
});
const diff = (...args: string[]): Result => stave(['diff', ...args, '--threads', '1'], folder);

describe('two versions', () => {
  test('are listed with what changed in meaning', () => {
    const { code, stdout } = diff('a.yaml', 'b.yaml', '--no-run');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^2 changes in meaning from a\.yaml to b\.yaml$/m);
    expect(stdout).toMatch(
      /^\d\. drivers\.\w+\.states\.\w+\.chance\n {3}- .*rate backlashRate[^]*\+ .*rate 3 \* backlashRate/m,
    );
    expect(stdout).toMatch(/^\d\. parameters\.unread added\n {3}\+ unread = 3$/m);
  });

  test('each change is run alone, on the same luck; what nothing reads moves nothing', () => {
    const { code, stdout } = diff('a.yaml', 'b.yaml', '--trials', '2000', '--seed', '7', '--json');
    expect(code).toBe(0);
    interface Moved {
      readonly questions: readonly {
        readonly outcomes: readonly { readonly difference: number; readonly low: number }[];
      }[];
    }
    const { changes, together } = JSON.parse(stdout) as {
      changes: { path: string; result: Moved }[];
      together: Moved;
    };
    const of = (moved: Moved | undefined): number | undefined => moved?.questions[0]?.outcomes[0]?.difference;
    const [chance, unread] = ['chance', 'unread'].map((end) =>
      changes.find(({ path }) => path.endsWith(end)),
    );
    expect(of(unread?.result)).toBe(0);
    expect(chance?.result.questions[0]?.outcomes[0]?.low).toBeGreaterThan(0);
    expect(of(together)).toBe(of(chance?.result));
    const text = diff('a.yaml', 'b.yaml', '--trials', '500', '--seed', '7').stdout;
    expect(text).toMatch(
      /How far each moves the answers: alone in a\.yaml, 500 trials, seed 7, on the same luck/,
    );
    expect(text).toMatch(/^all +yes/m);
  });

  test('that mean the same are the same', () => {
    const { code, stdout } = diff('a.yaml', 'same.yaml', '--no-run');
    expect([code, stdout]).toEqual([0, 'nothing changed in meaning from a.yaml to same.yaml\n']);
  });
});

test.each([
  [['a.yaml', 'b.yaml'], /trials of each change need a --seed/, 2],
  [['a.yaml', 'bad.yaml', '--no-run'], /bad\.yaml:.*error\[shape-unknown-key\]/, 1],
  [['a.yaml', 'none.yaml', '--no-run'], /error\[file-missing\]/, 1],
])('%j is refused', (args, says, code) => {
  const result = diff(...args);
  expect(result.stderr).toMatch(says);
  expect(result.stderr).not.toMatch(STACK_LINE);
  expect([result.code, result.stdout]).toEqual([code, '']);
});
