/** What one thing is called, on the pages, on paper, in the debrief and by the room: in each language by one word. */
import { describe, expect, test } from 'vitest';
import { sayIn, type Key } from '../../packages/classroom/src/app/words/words.ts';
import { wordsFor } from '../../packages/classroom/src/debrief/words.ts';
import { paperWords } from '../../packages/classroom/src/paper/words.ts';
import { CONTROL, inTurn } from '../../packages/classroom/src/room/view/words.ts';

const PHASES = {
  briefing: 'phaseBriefing',
  deliberation: 'phaseDeliberation',
  answers: 'phaseAnswers',
  adjudication: 'phaseAdjudication',
  reveal: 'phaseReveal',
} as const satisfies Readonly<Record<string, Key>>;

describe.each(['zh', 'ja', 'ko'])('in %s', (language) => {
  const say = sayIn(language);
  const told = wordsFor(language);
  const paper = paperWords(language);

  test.each([
    ['a seat', say('seat'), [told.seat, paper.seat]],
    ['a turn', say('turn'), [told.turn, paper.turn]],
    [
      'the third turn',
      say('turnN', { n: 3 }),
      [told.turnN.replace('{n}', '3'), paper.turnN(3), inTurn(3)[language]],
    ],
    ['the facilitator', say('facilitator'), [told.control, told.byControl, CONTROL[language]]],
    ['an observer', say('observer'), [told.observer]],
    ['the brief', say('tabBrief'), [paper.brief]],
    ['the bulletin', say('tabNews'), [told.news, paper.news, paper.bulletin]],
    ['an inject', say('tabInjects'), [told.inject, paper.injects]],
    ['an argued move', say('arguedTitle'), [told.argued, told.arguedMoves, paper.argued]],
    ['a secret goal', say('secretGoal'), [told.goals, paper.goal]],
    ['a learning goal', say('learningGoals'), [told.learning, paper.learningGoals]],
    ['the debrief', say('phaseDebrief'), [told.debrief, paper.debrief]],
    ['the role', say('yourRole').replace(/^(你的|あなたの|내 )/u, ''), [told.role, paper.role]],
    ['a fate: made', say('fateMade'), [told.made]],
    ['a fate: lapsed', say('fateLapsed'), [told.lapsed]],
    ['a fate: refused', say('fateRefused'), [told.refused]],
    ['agreement', say('agrees'), [paper.agrees]],
    ['the leaderboard', say('leaderboard'), [told.scores]],
    ['a way of playing', say('heldLookAhead'), [told.lookAhead]],
  ] as const)('%s is %s', (_, word, others) => {
    expect(new Set(others)).toEqual(new Set([word]));
  });

  test.each(Object.entries(PHASES))('the phase %s is called on paper as on the pages', (phase, key) => {
    expect(paper.phases[phase as keyof typeof PHASES]).toBe(say(key));
  });
});
