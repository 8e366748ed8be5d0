/** Helpers of the language tests. */
import { expect } from 'vitest';
import { placeOf } from '../diagnostics/lines.ts';
import { readScenario, type ReadImport } from './index.ts';
import type { Model } from './model.ts';

export const HEAD = `stave: 1
id: test
title: Test
clock: { start: 2024-01, step: 1 month, steps: 12 }
`;

/** Reads and gives `code at the text the span covers` for each diagnostic. */
export async function faults(text: string): Promise<readonly string[]> {
  const { diagnostics } = await readScenario({ name: 'test.yaml', text });
  return diagnostics.map((d) => `${d.code} at ${text.slice(d.span?.start, d.span?.end)}`);
}

/** The model of a text that must have no error. */
export async function modelOf(text: string): Promise<Model> {
  const { model, diagnostics } = await readScenario({ name: 'test.yaml', text });
  expect(diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
  if (!model) throw new Error('no model');
  return model;
}

/** `code at line:column` of each diagnostic. */
export async function places(text: string): Promise<readonly string[]> {
  const { diagnostics } = await readScenario({ name: 'test.yaml', text });
  return diagnostics.map((d) => {
    const { line, column } = placeOf(text, d.span?.start ?? 0);
    return `${d.code} at ${line}:${column}`;
  });
}

/** Fragments by their paths. */
export const importsOf =
  (files: Readonly<Record<string, string>>): ReadImport =>
  (path) => {
    const text = files[path];
    return Promise.resolve(
      text === undefined
        ? { problem: { message: 'there is no such file' } }
        : { source: { name: `there/${path}`, text } },
    );
  };
