/** The classics as the tests see them: a pack's text, its Ir, and one check of a pack against what was published. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ir } from '@stave/engine';
import { expect } from 'vitest';
import { irOf } from '../../support/scenario.ts';

/** One published number, list or law that a pack is compared with. */
export interface Check {
  readonly id: string;
  /** Throws when the pack gives something else. */
  readonly test: () => void | Promise<void>;
}

const folder = join(import.meta.dirname, '../../../packages/scenarios/classics');

export const packText = (name: string): string => readFileSync(join(folder, name, 'scenario.yaml'), 'utf8');

/** A value of a measure (absent: no such frame) or an answer, exactly. */
export function expectSame(seen: unknown, published: unknown, what?: string): void {
  expect(seen, what).toEqual(published);
}

/** A value within an absolute distance of what was published. */
export function expectNear(seen: number | undefined, published: number, distance: number): void {
  expect(Math.abs((seen ?? Number.NaN) - published)).toBeLessThanOrEqual(distance);
}

/** `edits`: passages and what stands in their place, for a pack under other numbers. Each must occur. */
export function packIr(name: string, edits: readonly (readonly [string, string])[] = []): Promise<Ir> {
  let text = packText(name);
  for (const [from, to] of edits) {
    if (!text.includes(from)) throw new Error(`${name} does not say ${from}`);
    text = text.replaceAll(from, to);
  }
  return irOf(text, `${name}.yaml`);
}
