/** The classics as the tests see them: a pack's text, its Ir, and one check of a pack against what was published. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ir } from '@stave/engine';
import { irOf } from '../../support/scenario.ts';

/** One published number, list or law that a pack is compared with. */
export interface Check {
  readonly id: string;
  /** Throws when the pack gives something else. */
  readonly test: () => void | Promise<void>;
}

const folder = join(import.meta.dirname, '../../../packages/scenarios/classics');

export const packText = (name: string): string => readFileSync(join(folder, name, 'scenario.yaml'), 'utf8');

/** `edits`: passages and what stands in their place, for a pack under other numbers. Each must occur. */
export function packIr(name: string, edits: readonly (readonly [string, string])[] = []): Promise<Ir> {
  let text = packText(name);
  for (const [from, to] of edits) {
    if (!text.includes(from)) throw new Error(`${name} does not say ${from}`);
    text = text.replaceAll(from, to);
  }
  return irOf(text, `${name}.yaml`);
}
