/**
 * The news of a turn, written from what happened in it: injects and what control did first, then what seats did in the
 * open (their moves, argued moves and papers), then the lines of all other transitions that were taken. A covert move is
 * there as far as news say it, among those, so that nobody can tell whose it was.
 */
import { newsOf, type Text } from '@stave/engine';
import type { BulletinView } from '../protocol/protocol.ts';
import type { Past, RoomState } from './state.ts';
import { labelled, said } from './said.ts';
import { dateOfStep, type World } from './world.ts';
import { listed } from '../grammar/punctuation.ts';

export type BulletinLine = BulletinView['lines'][number] & {
  /** Seats that read it; all when left out. */
  readonly to?: readonly string[];
};

/** A turn that was not adjudicated, or was undone, has no news. */
export function bulletinOf(
  world: World,
  state: RoomState,
  turn: number,
  language: string,
  text: (id: number) => string,
): readonly BulletinLine[] {
  const past = state.past.find((one) => one.turn === turn);
  if (!past) return [];
  const telling: Telling = { world, state, past, language, text };
  const lines = news(telling);
  const bySeats = [...lines.filter(({ seat }) => seat !== undefined), ...argued(telling), ...papers(telling)];
  const byDate = (a: BulletinLine, b: BulletinLine): number => (a.date ?? '').localeCompare(b.date ?? '');
  return [
    ...[...injects(telling), ...overrides(telling), ...bySeats].toSorted(byDate),
    ...lines.filter(({ seat }) => seat === undefined),
  ];
}

interface Telling {
  readonly world: World;
  readonly state: RoomState;
  readonly past: Past;
  readonly language: string;
  readonly text: (id: number) => string;
}

/** Of a step of the turn, counted from 0: the day on which it begins, which is the month of what happened in it. */
const dated = ({ world, past }: Telling, step: number): { date?: string } => {
  const date = dateOfStep(world, past.from.step + 1 + step);
  return date === undefined ? {} : { date };
};

function injects(telling: Telling): readonly BulletinLine[] {
  const { world, state, past, language, text } = telling;
  return state.injected
    .filter((one) => one.turn === past.turn && one.isIn)
    .map((one): BulletinLine => {
      const written = world.exercise.injects.find(({ id }) => id === one.inject);
      const to = one.to ?? written?.to;
      const own = one.text === undefined ? '' : text(one.text);
      const line = written ? said(written.news, language) : own;
      const step = one.step === undefined ? 0 : one.step - past.from.step - 1;
      return { ...dated(telling, step), text: line, kind: 'inject', ...(to && { to }) };
    })
    .filter((line) => line.text !== '');
}

function news(telling: Telling): readonly BulletinLine[] {
  const { world, past, language } = telling;
  const { transitions, states } = linesOf(world);
  return past.steps.flatMap(({ moves }, step) =>
    moves.flatMap(({ place, cause, driver, to }): readonly BulletinLine[] => {
      if (cause === 'start') return [];
      const line = transitions.get(place) ?? (to === undefined ? undefined : states.get(`${driver}.${to}`));
      if (!line) return [];
      const seat = openMover(world, cause);
      return [
        {
          ...dated(telling, step),
          text: said(line, language),
          kind: 'news',
          ...(seat !== undefined && { seat }),
        },
      ];
    }),
  );
}

/** The seat whose open move raised the event that brought a transition about: `on SEAT.MOVE` or `on SEAT.MOVE.OUTCOME`. */
function openMover({ model }: World, cause: string): string | undefined {
  const [name, move] = cause.startsWith('on ') ? cause.slice(3).split('.') : [];
  const seat = model.seats.find((one) => one.name === name);
  return seat?.moves.some((one) => one.name === move && !one.covert) ? name : undefined;
}

/** Made once for a scenario: everybody reads from it, turn by turn. */
const known = new WeakMap<World['model'], ReturnType<typeof newsOf>>();

function linesOf({ model }: World): ReturnType<typeof newsOf> {
  const lines = known.get(model) ?? newsOf(model);
  known.set(model, lines);
  return lines;
}

function argued(telling: Telling): readonly BulletinLine[] {
  const { world, state, past, language, text } = telling;
  return state.argued
    .filter((one) => one.turn === past.turn && one.struck === undefined)
    .flatMap(({ seat, action, attempted }): readonly BulletinLine[] => {
      if (!attempted) return [];
      const step = past.steps.findIndex(({ attempts }) => attempts.some(({ id }) => id === attempted.id));
      const percent = Math.round(attempted.probability * 100);
      const line = fateOf(attempted.succeeded, seatLabel(world, seat, language), text(action), percent);
      return [{ ...dated(telling, step), text: said(line, language), kind: 'argued' }];
    });
}

function papers(telling: Telling): readonly BulletinLine[] {
  const { world, state, past, language } = telling;
  return state.proposals
    .filter(({ effective }) => effective === past.turn)
    .map(({ form: id }): BulletinLine => {
      const form = world.exercise.proposals.find((one) => one.id === id);
      const signers = (form?.signers ?? []).map((seat) => seatLabel(world, seat, language));
      const line = signedBy(labelled(form?.label, id, language), listed(language, signers));
      return { ...dated(telling, 0), text: said(line, language), kind: 'paper' };
    });
}

/** Read by seats that see the driver. */
function overrides(telling: Telling): readonly BulletinLine[] {
  const { world, state, past, language } = telling;
  const { model, exercise } = world;
  return state.overrides
    .filter(({ turn }) => turn === past.turn)
    .map(({ driver: name, state: into }): BulletinLine => {
      const driver = model.drivers.find((one) => one.name === name);
      const state = driver?.states.find((one) => one.name === into);
      const line = byControl(labelled(driver?.label, name, language), labelled(state?.label, into, language));
      const seats = model.seats.filter(({ sees }) => sees === 'all' || sees.includes(name));
      const isOpen = exercise.public.includes(name) || seats.length === model.seats.length;
      return {
        ...dated(telling, 0),
        text: said(line, language),
        kind: 'control',
        ...(!isOpen && { to: seats.map((one) => one.name) }),
      };
    });
}

const seatLabel = ({ exercise }: World, name: string, language: string): string =>
  labelled(exercise.seats.find((one) => one.name === name)?.label, name, language);

// ---------------------------------------------------------------- its own words

const fateOf = (succeeded: boolean, seat: string, action: string, percent: number): Text =>
  succeeded
    ? {
        en: `${seat}: ${action} (succeeds; the odds were ${percent}%)`,
        zh: `${seat}：${action}（成功；概率为${percent}%）`,
        ja: `${seat}：${action}（成功、確率は${percent}%）`,
        ko: `${seat}: ${action} (성공, 확률은 ${percent}%)`,
      }
    : {
        en: `${seat}: ${action} (fails; the odds were ${percent}%)`,
        zh: `${seat}：${action}（失败；概率为${percent}%）`,
        ja: `${seat}：${action}（失敗、確率は${percent}%）`,
        ko: `${seat}: ${action} (실패, 확률은 ${percent}%)`,
      };

const signedBy = (paper: string, seats: string): Text => ({
  en: `${paper}: signed by ${seats}`,
  zh: `${paper}：由${seats}签署`,
  ja: `${paper}：${seats}が署名`,
  ko: `${paper}: ${seats} 서명`,
});

const byControl = (driver: string, state: string): Text => ({
  en: `By control: ${driver} is now ${state}`,
  zh: `主持人裁定：${driver}现为${state}`,
  ja: `進行役の裁定：${driver}は${state}になった`,
  ko: `진행자 판정: ${driver} – ${state}`,
});
