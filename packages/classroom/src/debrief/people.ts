/** Who did how much, for marking: counted from the log, act by act. What an undo took back was done all the same. */
import type { By } from '../room/events.ts';
import type { Person } from '../room/state.ts';
import type { Act, Chronicle } from './chronicle.ts';
import type { Doings, PersonTold, ScoresTold } from './document.ts';
import type { Telling } from './telling.ts';
import { roleLabel } from './timeline.ts';

export function peopleTold(telling: Telling, scores: ScoresTold): readonly PersonTold[] {
  const { chronicle, name } = telling;
  const { state } = chronicle;
  return Object.values(state.people).map((person): PersonTold => {
    const { id, seat, role } = person;
    const mine = chronicle.acts.filter(({ event }) => event.by === id);
    const turns = [...new Set(mine.filter((act) => isCounted(act)).map(({ turn }) => turn))];
    const scored = scores.forecasters.find(({ forecaster }) => forecaster === id);
    return {
      person: id,
      name: name(id),
      ...(seat !== undefined && { seat }),
      ...(role !== undefined && { role }),
      ...(seat && role !== undefined && { roleLabel: roleLabel(telling, seat, role) }),
      total: doingsOf(chronicle, id, mine),
      byTurn: turns
        .sort((a, b) => a - b)
        .map((turn) => ({
          turn,
          ...doingsOf(
            chronicle,
            id,
            mine.filter((act) => act.turn === turn),
          ),
        })),
      reflections: state.reflections.filter((one) => one.person === id).length,
      notes: notesAbout(telling, person),
      ...(scored && {
        scores: {
          questions: scored.questions,
          brier: scored.brier,
          timeAveraged: scored.timeAveraged,
          peer: scored.peer,
        },
      }),
    };
  });
}

const notesAbout = ({ chronicle }: Telling, { seat }: Person): number =>
  chronicle.state.notes.filter((note) => seat !== undefined && seat !== null && note.seat === seat).length;

const NOTHING: Doings = {
  drafts: 0,
  consents: 0,
  refusals: 0,
  submissions: 0,
  argued: 0,
  counterReasons: 0,
  votes: 0,
  proposals: 0,
  signatures: 0,
  messagesTeam: 0,
  messagesJoint: 0,
  messagesControl: 0,
  messagesAll: 0,
  forecasts: 0,
  revisions: 0,
  notesWritten: 0,
};

export const DOINGS = Object.keys(NOTHING) as readonly (keyof Doings)[];

const isCounted = (act: Act): boolean => kindOf(act) !== undefined;

function doingsOf(chronicle: Chronicle, person: By, acts: readonly Act[]): Doings {
  const counts: Record<keyof Doings, number> = { ...NOTHING };
  for (const act of acts) {
    const kind = kindOf(act);
    if (kind !== undefined) counts[kind]++;
    if (kind === 'forecasts' && isRevision(chronicle, person, act)) counts.revisions++;
  }
  return counts;
}

/** As what an act counts; nothing where it is none that is counted. */
function kindOf({ event }: Act): keyof Doings | undefined {
  switch (event.kind) {
    case 'drafted':
      return 'drafts';
    case 'consented':
    case 'answered':
      return event.agrees ? 'consents' : 'refusals';
    case 'submitted':
    // Whoever hands in against a refusal handed in.
    case 'vetoed':
      return 'submissions';
    case 'argued':
      return 'argued';
    case 'countered':
      return 'counterReasons';
    case 'voted':
      return 'votes';
    case 'proposed':
      return 'proposals';
    case 'signed':
      return event.signs ? 'signatures' : undefined;
    case 'message':
      return CHANNELS[event.channel.split(':')[0] ?? ''];
    case 'forecast':
      return 'forecasts';
    case 'note':
      return 'notesWritten';
    default:
      return undefined;
  }
}

const CHANNELS: Readonly<Record<string, keyof Doings>> = {
  team: 'messagesTeam',
  joint: 'messagesJoint',
  control: 'messagesControl',
  all: 'messagesAll',
};

/** The person had said something of the question before, and it was something else. */
function isRevision({ acts }: Chronicle, person: By, { event }: Act): boolean {
  if (event.kind !== 'forecast') return false;
  const before = acts
    .flatMap(({ event: one }) =>
      one.kind === 'forecast' && one.by === person && one.question === event.question && one.seq < event.seq
        ? [one]
        : [],
    )
    .at(-1);
  if (!before) return false;
  const ids = new Set([...Object.keys(event.probabilities), ...Object.keys(before.probabilities)]);
  return [...ids].some((id) => (event.probabilities[id] ?? 0) !== (before.probabilities[id] ?? 0));
}
