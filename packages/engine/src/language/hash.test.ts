import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { canonical, modelHashInput, modelTextInput } from './hash.ts';
import { HEAD, modelOf } from './testing.ts';

const valid = readFileSync(new URL('fixtures/valid/two-neighbours.yaml', import.meta.url), 'utf8');

test('canonical JSON orders keys by code unit and writes numbers as ECMAScript', () => {
  expect(canonical({ b: 1e21, a: [0.1, -0, 1e-7], é: null, Z: 'x\n', u: undefined })).toBe(
    '{"Z":"x\\n","a":[0.1,0,1e-7],"b":1e+21,"é":null}',
  );
});

test('places, texts and evidence do not change the hash input; numbers do', async () => {
  const input = modelHashInput(await modelOf(valid));
  const moved = modelHashInput(await modelOf(`# moved\n\n${valid}`));
  const texts = valid
    .replace('Two neighbours', 'Other')
    .replace('Korean opinion of Japan', 'x')
    .replace('basis: data, evidence: [constitution]', 'basis: judgement');
  expect(moved).toBe(input);
  expect(modelHashInput(await modelOf(texts))).toBe(input);
  expect(modelHashInput(await modelOf(valid.replace('0.03', '0.04')))).not.toBe(input);
  expect(input).not.toMatch(/span|Seoul|Korean|judgement/);
});

test('the text input holds exactly the rest', async () => {
  const model = await modelOf(valid);
  const text = modelTextInput(model);
  expect(text).toContain('Korean opinion of Japan');
  expect(text).toContain('两个邻国');
  expect(text).not.toContain('"span"');
  expect(modelTextInput(await modelOf(valid.replace('0.03', '0.04')))).toBe(text);
});

test('what an event carries is hashed, whatever it is called', async () => {
  const carrying = async (size: number): Promise<string> =>
    modelHashInput(
      await modelOf(
        `${HEAD}calendar: [{ event: rain, at: 2024-03-01, with: { source: ${size}, span: 1 } }]\nmeasures: { m: happened(rain) }\n`,
      ),
    );
  expect(await carrying(1)).not.toBe(await carrying(2));
});

test('what may be known changes nothing that runs', async () => {
  const known = valid.replace('until: 2023-06-15', 'until: 2023-03');
  const model = await modelOf(known);
  expect(model.knownUntil).toBe('2023-03-31');
  expect(modelHashInput(model)).toBe(modelHashInput(await modelOf(valid)));
});
