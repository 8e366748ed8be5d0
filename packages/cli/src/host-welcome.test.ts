/** What is printed for whoever starts a class: links that lead somewhere, and commands that can be typed. */
import { expect, test } from 'vitest';
import { resumeText, welcome } from './host-welcome.ts';

type Hosting = Parameters<typeof welcome>[0];

const hosting = (addresses: readonly string[]): Hosting =>
  ({
    world: { exercise: { id: 'two-harbours', title: { en: 'Two harbours' } } },
    seed: 'autumn',
    preset: '25min',
    rooms: [{ room: 'room-1', code: 'ABCDE' }],
    control: 'http://127.0.0.1:8017/#control=secret',
    addresses,
  }) as unknown as Hosting;

test('with an address others join by link, code and QR', () => {
  const said = welcome(hosting(['http://192.0.2.7:8017']), { lan: true, host: [] }, undefined);
  expect(said).toContain('  http://192.0.2.7:8017/?code=ABCDE   (room-1, code ABCDE)');
  expect(said).toContain('█');
  expect(said).not.toContain('no address on a network');
});

test('without a network the link is that of this machine, and no QR code leads nowhere', () => {
  const said = welcome(hosting([]), { lan: true, host: [] }, undefined);
  expect(said).toContain('  http://127.0.0.1:8017/?code=ABCDE   (room-1, code ABCDE)');
  expect(said).toContain('This machine has no address on a network');
  expect(said).not.toContain('█');
  expect(said.split('People join at:')[1]).not.toContain('secret');
});

test.each([
  ['stave-exercise-2031-02-03', 'stave host --resume stave-exercise-2031-02-03'],
  ['my class', 'stave host --resume "my class"'],
  ['../out/a.b', 'stave host --resume ../out/a.b'],
])('the folder %s is gone on with by %s', (folder, command) => {
  expect(resumeText(folder)).toBe(command);
});
