/** What moves what: by reading and by events, through measures, and never by a way over something hidden. */
import { readScenario, type Model } from '@stave/engine';
import { describe, expect, it } from 'vitest';
import { openPack } from '../../exercise/testing.ts';
import { linksAmong } from './links.ts';

async function modelOf(text: string): Promise<Model> {
  const { model, diagnostics } = await readScenario({ name: 'links.yaml', text });
  if (!model) throw new Error(JSON.stringify(diagnostics));
  return model;
}

/** One of each way: a weight that reads a variable, an event, its end, a measure, `now`, and a start. */
const MODEL = modelOf(`
stave: 1
id: links
title: { en: Links }
clock: { start: 2031-01, step: 1 month, steps: 3 }
drivers:
  fuse:
    variables: { heat: { type: number, start: 0, range: [0, 9] } }
    initial: cold
    states:
      cold: { chance: [{ to: hot, probability: 0.1, actions: [{ send: fired }] }] }
      hot: { final: true }
  alarm:
    initial: still
    states: { still: { on: { fired: { to: ringing } } }, ringing: {} }
  siren:
    initial: off
    states: { off: { on: { done.fuse: { to: on } } }, on: {} }
  guard:
    initial: home
    states: { home: { chance: [{ to: out, probability: 'heat > 3 ? 0.5 : 0.1' }, { to: away, probability: '0.1 * alarm.ringing' }] }, out: {}, away: {} }
indicators:
  calm: { start: 1, next: calm - ease + 0.1 * start(noise), range: [0, 9] }
  noise: { start: 1, next: noise + now(calm), range: [0, 9] }
measures: { ease: 0.1 * hush, hush: guard.out + siren.on }
`);

const among = async (...names: string[]): Promise<readonly string[]> =>
  linksAmong(await MODEL, new Set(names)).map((link) => link.join(' > '));

describe('links', () => {
  it('follow states, variables, events, ends of drivers, and `now`', async () => {
    expect((await among('fuse', 'alarm', 'siren', 'guard', 'calm', 'noise')).toSorted()).toEqual([
      'alarm > guard',
      'calm > noise',
      'fuse > alarm',
      'fuse > guard',
      'fuse > siren',
      'guard > calm',
      'siren > calm',
    ]);
  });

  it('stop at a measure that stands there itself, and at whatever is hidden', async () => {
    expect(await among('guard', 'calm', 'hush')).toEqual(['hush > calm', 'guard > hush']);
    // The alarm is the only way from the fuse to what is heard of it.
    expect(await among('alarm', 'noise')).toEqual([]);
    expect(await among('fuse', 'noise')).toEqual([]);
  });

  it('are known of the fishing bank', async () => {
    const { world } = await openPack('fishing-bank/exercise.yaml');
    const { model } = world!;
    const shown = ['quota', 'weather', 'help', 'stock', 'anger'];
    expect(linksAmong(model, new Set(shown)).map((link) => link.join(' > '))).toEqual([
      'weather > stock',
      'quota > anger',
    ]);
    // What is done at sea and at night moves them too, for whoever may know of it.
    const all = linksAmong(model, new Set([...shown, 'fleets', 'night']));
    expect(all).toContainEqual(['night', 'stock']);
    expect(all).toContainEqual(['fleets', 'anger']);
    expect(all).toContainEqual(['quota', 'fleets']);
  });
});
