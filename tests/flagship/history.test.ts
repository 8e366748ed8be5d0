/** The history that the back-test is held against: dated, sourced, coded by its own rules, free of signs and weights. */
import { describe, expect, it } from 'vitest';
import {
  activityCount,
  baseRate,
  HALVES,
  hasTable,
  ITEMS,
  LEVELS,
  numberOf,
  SIDES,
  table,
} from './history.ts';

const events = table('events.csv');
const ids = new Set(events.map((event) => event['event_id']));
const milestones = table('milestones.csv');

/** A date, or a month, as the list writes it. */
const DATE = /^20\d\d-\d\d(-\d\d)?$/;

describe('events', () => {
  it('are dated from 2015 to June 2023, each with a source, none with a sign or a weight', () => {
    expect(Object.keys(events[0] ?? {})).toEqual([
      'date',
      'event_id',
      'list',
      'side',
      'driver',
      'event',
      'source',
      'confidence',
    ]);
    for (const event of events) {
      expect(event['date'], event['event_id']).toMatch(DATE);
      expect((event['date'] ?? '') >= '2015-01' && (event['date'] ?? '') <= '2023-06-30').toBe(true);
      expect(event['source'], event['event_id']).not.toBe('');
    }
    expect(ids.size).toBe(events.length);
  });
});

describe.each(['coding-1.csv', 'coding-2.csv'].filter(hasTable))('%s', (name) => {
  const coding = table(name);

  it('codes every half-year within the scales of the scheme', () => {
    expect(coding.map((row) => row['half'])).toEqual(HALVES);
    for (const row of coding) {
      for (const level of LEVELS) {
        const value = numberOf(row, level);
        expect(value >= 0 && value <= 1, `${row['half']} ${level}`).toBe(true);
        // Multiples of 0.05, which binary numbers hold only nearly.
        expect(Math.abs(value * 20 - Math.round(value * 20))).toBeLessThan(1e-9);
      }
      for (const item of ITEMS) expect([0, 1], `${row['half']} ${item}`).toContain(numberOf(row, item));
      expect(activityCount(row)).toBeLessThanOrEqual(12);
    }
  });

  it('names a binding side and no event after the half-year', () => {
    const dates = new Map(events.map((event) => [event['event_id'], event['date'] ?? '']));
    for (const row of coding) {
      expect(SIDES, row['half']).toContain(row['binding']);
      const half = row['half'] ?? '';
      const end = `${half.slice(0, 4)}-${half.endsWith('H1') ? '06-30' : '12-31'}`;
      for (const [id] of (row['note'] ?? '').matchAll(/\b[AHX]\d{3}\b/g)) {
        expect(ids.has(id), id).toBe(true);
        expect((dates.get(id) ?? '') <= end, `${id} in ${half}`).toBe(true);
      }
    }
  });
});

describe('milestones', () => {
  it('each have an outcome, a date, and a base rate that follows from counts to 2016', () => {
    expect(new Set(milestones.map((row) => row['id'])).size).toBe(milestones.length);
    for (const row of milestones) {
      expect(['0', '1'], row['id']).toContain(row['outcome']);
      expect(row['base_source'], row['id']).not.toBe('');
      expect((row['from'] ?? '') >= '2017-01-01' && (row['by'] ?? '') <= '2023-06-30', row['id']).toBe(true);
      expect((row['resolved_on'] ?? '') <= (row['by'] ?? ''), row['id']).toBe(true);
      // Four decimals are written.
      expect(Math.abs(numberOf(row, 'base_rate') - baseRate(row)), row['id']).toBeLessThan(0.000051);
    }
  });

  it('are written for scoring as they came out', () => {
    const asked = milestones.filter((row) => row['no_question'] === '');
    expect(
      table('outcomes.csv').map((row) => [row['question'], row['outcome'], row['resolved_at'], row['state']]),
    ).toEqual(
      asked.map((row) => [row['id'], row['outcome'] === '1' ? 'yes' : 'no', row['resolved_on'], 'resolved']),
    );
  });

  it('that came true name the events, or the series, that say so', () => {
    for (const row of milestones) {
      const named = (row['events'] ?? '').split(' ').filter((word) => /^[AHX]\d{3}$/.test(word));
      for (const id of named) expect(ids.has(id), `${row['id']} ${id}`).toBe(true);
      if (row['outcome'] === '1')
        expect(named.length > 0 || (row['events'] ?? '').endsWith('series'), row['id']).toBe(true);
    }
  });
});
