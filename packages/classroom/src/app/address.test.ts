import { expect, test } from 'vitest';
import { readAddress } from './address.ts';

test('a code comes from the query, in capitals', () => {
  expect(readAddress('?code= k7pq ', '')).toEqual({ code: 'K7PQ' });
  expect(readAddress('', '')).toEqual({ code: '' });
});

test('a secret comes from the fragment alone', () => {
  expect(readAddress('?control=abc', '')).toEqual({ code: '' });
  expect(readAddress('', '#control=a_b-c')).toEqual({
    code: '',
    secret: { kind: 'control', token: 'a_b-c' },
  });
  expect(readAddress('?room=r2&show=projector', '#projector=xyz')).toEqual({
    code: '',
    room: 'r2',
    show: 'projector',
    secret: { kind: 'projector', token: 'xyz' },
  });
  expect(readAddress('', '#main')).toEqual({ code: '' });
});
