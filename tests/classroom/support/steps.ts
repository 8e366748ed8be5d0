/** Tests that go on from one another: after one that failed the others would only wait in vain. */
import { beforeEach } from 'vitest';

/** The tests of a `describe` are steps of one story: what comes after a failure is skipped. */
export function isStory(): void {
  let broken: string | undefined;
  beforeEach(({ skip, task, onTestFailed }) => {
    skip(broken !== undefined, `"${broken}" failed`);
    onTestFailed(() => {
      broken = task.name;
    });
  });
}
