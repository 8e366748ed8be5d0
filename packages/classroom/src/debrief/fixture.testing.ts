/** A whole exercise for tests, in which everything happens that a debrief tells. */
import type { Exercise } from '../exercise/exercise.ts';
import { makeTestWorld, TestRoom } from '../room/fixture.testing.ts';
import { debriefOf, type DebriefOptions } from './debrief.ts';
import type { DebriefDocument } from './document.ts';

type Who = `p${number}`;

export interface Played {
  readonly room: TestRoom;
  readonly north: Who;
  readonly elder: Who;
  readonly south: Who;
  readonly observer: Who;
}

/** What people write is worth looking at twice. */
export const NASTY = '<script>alert("x")</script> & =1+1 </td>';

/**
 * Three turns. In the first the north's plan is vetoed at home and drafted again, its pact asks the elder and the
 * south; in the second the south argues, control rules, overrides and injects; the third is played twice.
 */
export async function playedRoom(change: Partial<Exercise> = {}): Promise<Played> {
  const room = new TestRoom(await makeTestWorld(change));
  const north = room.sit('north', 'leader');
  const elder = room.sit('north', 'party');
  const south = room.sit('south', 'leader');
  const observer = room.join();
  room.must('control', { do: 'assign', person: observer, seat: null });
  room.must(north, { do: 'forecast', question: 'peace', probabilities: { yes: 0.6, no: 0.4 } });
  room.must('control', { do: 'start' });
  const peace = (who: Who, yes: number): void => {
    room.now += 1000;
    room.must(who, { do: 'forecast', question: 'peace', probabilities: { yes, no: 1 - yes } });
  };

  room.until(1, 'deliberation');
  peace(south, 0.9);
  room.must(south, { do: 'forecast', question: 'early', probabilities: { yes: 0.2, no: 0.8 } });
  room.must(north, { do: 'message', channel: 'team:north', text: 'Quietly now.' });
  room.must(north, { do: 'message', channel: 'joint:north+south', text: 'A pact?' });
  room.must(south, { do: 'message', channel: 'joint:north+south', text: 'Perhaps.' });
  room.must(north, { do: 'draft', orders: { open: 'press' }, why: 'Strike first' });
  room.must(elder, { do: 'consent', revision: 1, agrees: false, why: 'Too early' });
  room.must(north, { do: 'submit', revision: 1 });
  room.must(north, { do: 'draft', orders: { open: 'pact', covert: 'spy' }, why: NASTY });
  room.must(elder, { do: 'consent', revision: 2, agrees: true });
  room.must(north, { do: 'submit', revision: 2 });
  room.must(observer, { do: 'note', turn: 1, seat: 'north', goal: 'see', text: `They saw it. ${NASTY}` });
  room.until(1, 'answers');
  room.must(elder, { do: 'answer', move: 'north.pact', who: 'north.elder', agrees: true });
  room.must(south, { do: 'answer', move: 'north.pact', who: 'south', agrees: false });

  room.until(2, 'deliberation');
  peace(north, 0.4);
  peace(south, 0.9);
  room.must(south, { do: 'argue', action: 'We open the ports.', pull: { heat: -2 }, reasons: ['It is cheap.', NASTY] }); // prettier-ignore
  const [argued] = room.state.argued;
  room.must(north, { do: 'counter', id: argued?.id ?? '', reason: 'Nobody will come.' });
  room.must(north, { do: 'propose', form: 'note', text: 'We are friends.' });
  const [paper] = room.state.proposals;
  room.must(north, { do: 'sign', id: paper?.id ?? '', signs: true });
  room.must(south, { do: 'sign', id: paper?.id ?? '', signs: true });
  room.must(north, { do: 'draft', orders: { open: 'press' } });
  room.must(north, { do: 'submit', revision: 3 });
  room.must('control', { do: 'inject', inject: 'aid' });
  room.must('control', {
    do: 'override',
    driver: 'mood',
    state: 'tense',
    reason: 'It has been quiet too long.',
  });
  room.must('control', { do: 'withhold', id: 'gale', reason: 'Enough for now.' });
  room.until(2, 'adjudication');
  room.must('control', { do: 'judge', id: argued?.id ?? '', probability: 0.7, why: 'Likely.' });
  room.must('control', { do: 'rule', seat: 'north', orders: { covert: 'spy' }, reason: 'The army is away.' });

  room.until(3, 'reveal');
  room.must('control', { do: 'undo', turn: 3, reason: 'A wrong key.' });
  room.until(3, 'debrief');
  room.must(south, { do: 'reflect', question: 0, text: `That luck is large. ${NASTY}` });
  room.must('control', { do: 'tick', goal: 'see', ticked: true });
  return { room, north, elder, south, observer };
}

export const told = (
  { room }: Pick<Played, 'room'>,
  options: Partial<DebriefOptions> = {},
): DebriefDocument => debriefOf(room.world, room.events, { text: (id) => room.texts[id - 1], ...options });
