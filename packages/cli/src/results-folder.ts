/** The way back from a folder of results to the scenarios whose trials they are: what `compare` and `trace` read. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readKept, type Ir } from '@stave/engine';
import { InputError } from './failure.ts';
import { MANIFEST, readingReasonOf } from './outputs.ts';
import { examineSource, type Scenario } from './scenario.ts';
import { examineStudy, withTrials, type Kept } from './study.ts';

/** An arm of a folder, at a point where the design has points. */
export interface FolderArm {
  /** `calm`, or `calm@3` at the third point. */
  readonly name: string;
  readonly arm: string;
  readonly point?: number;
  readonly scenario: Scenario;
}

export interface ResultsFolder {
  readonly path: string;
  readonly arms: readonly FolderArm[];
  readonly seed: string;
  /** Of each arm, point and replication. */
  readonly trials: number;
  readonly replications: number;
  /** A design over trials. */
  readonly drawn?: string;
}

/** Whether there are complete results at a path. */
export const hasResults = (path: string): boolean => existsSync(join(path, MANIFEST));

interface Manifest {
  readonly schema: string;
  readonly study?: { readonly text: string };
  readonly scenario: Kept & { readonly hash: string };
  readonly seed: string;
  readonly trials: number;
  readonly arms?: readonly { readonly name: string; readonly hash: string }[];
}

/** @throws InputError where there are no complete results, or this edition reads them otherwise. */
export async function openResults(path: string): Promise<ResultsFolder> {
  const { study, scenario, seed, trials, arms: written = [], schema } = manifestOf(path);
  const source = { name: 'scenario', text: scenario.text };
  const known: readonly string[] = [...written.map(({ hash }) => hash), ...(study ? [] : [scenario.hash])];
  const check = (irs: readonly Ir[]): void => {
    if (irs.length === 0 || irs.some(({ hash }, i) => hash !== known[i]))
      throw new InputError(
        `${path} holds results of a scenario that means something else to this edition of stave`,
        'use the edition that wrote them, or run it again',
      );
  };
  if (!study) {
    if (schema !== 'stave-manifest/1') throw unknownManifest(path);
    const { scenario: read } = await examineSource(source, readKept(scenario.imports ?? []));
    check(read ? [read.ir] : []);
    const arms = read ? [{ name: 'base', arm: 'base', scenario: read }] : [];
    return { path, arms, seed, trials, replications: 1 };
  }
  if (schema !== 'stave-batch-manifest/1') throw unknownManifest(path);
  const { opened } = await examineStudy({ name: 'study', text: study.text }, { kept: scenario, seed });
  const sampled = opened && withTrials(opened, trials);
  check(sampled?.arms.map(({ scenario: { ir } }) => ir) ?? []);
  return {
    ...{ path, seed, trials },
    arms: (sampled?.arms ?? []).map(({ name, arm, point, scenario: own }) => ({
      ...{ name, arm: arm.name, scenario: own },
      ...(point && { point: point.index }),
    })),
    replications: sampled?.study.replications ?? 1,
    ...(sampled?.drawn && { drawn: sampled.drawn.kind }),
  };
}

function manifestOf(path: string): Manifest {
  let text: string;
  try {
    text = readFileSync(join(path, MANIFEST), 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      throw new InputError(
        `${join(path, MANIFEST)} cannot be read: ${readingReasonOf(code) ?? message}`,
        'give yourself the right to read it, or name another folder',
      );
    throw new InputError(
      existsSync(path) ? `${path} holds no complete results` : `there is no folder ${path}`,
      'name a folder that stave batch or stave run --out has written to its end',
    );
  }
  try {
    const manifest = JSON.parse(text) as Manifest;
    const { scenario, study, seed, trials, arms = [] } = manifest;
    const areTexts = [scenario.text, seed, study?.text ?? ''].every((known) => typeof known === 'string');
    const isCount = Number.isSafeInteger(trials) && trials >= 1;
    if (areTexts && isCount && arms.every(({ hash }) => typeof hash === 'string')) return manifest;
  } catch {
    // Said below.
  }
  throw unknownManifest(path);
}

const unknownManifest = (path: string): InputError =>
  new InputError(
    `${join(path, MANIFEST)} is no manifest of results`,
    'name a folder that stave batch or stave run --out has written',
  );
