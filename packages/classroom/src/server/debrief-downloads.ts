/**
 * The debrief of a room as downloads, at any time. `?names=yes` puts names in, `?texts=no` leaves what people wrote out,
 * `?language=ko` tells it in another language. Luck against decision takes trials, so it is a download of its own; it
 * waits for what the room itself is told.
 */
import { availableParallelism } from 'node:os';
import { debriefOf } from '../debrief/debrief.ts';
import type { DebriefDocument } from '../debrief/document.ts';
import { debriefHtml } from '../debrief/html.ts';
import { debriefTable, TABLES } from '../debrief/tables.ts';
import { modelForecasts } from '../fan/model.ts';
import { startRunner } from '../fan/threads.ts';
import type { By } from '../room/events.ts';
import type { Download, DownloadRequest } from './downloads.ts';

type Trials = Pick<Parameters<typeof debriefOf>[2], 'luck' | 'model'>;

function documentOf(request: DownloadRequest, trials: Trials = {}): DebriefDocument {
  const { world, store, room, state, options } = request;
  const { language, names, texts } = options;
  // Running the log again holds up whoever plays: it waits until nobody does.
  const isOver = state.clock.phase === 'debrief' || state.clock.phase === 'closed';
  return debriefOf(world, store.events(room), {
    ...(language !== undefined && isTag(language) && { language }),
    text: (id) => (texts === 'no' ? undefined : store.text(room, id)),
    ...(names === 'yes' && { name: (person: string) => store.name(room, person as By) }),
    isChecked: isOver,
    ...trials,
  });
}

/** Whatever stands in an address is from outside. */
const isTag = (language: string): boolean => /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(language);

async function trialsOf({ world, state, luck: find }: DownloadRequest): Promise<Trials> {
  const runner = startRunner(Math.max(1, availableParallelism() - 1));
  try {
    const model = await modelForecasts(runner, world, state);
    const luck = await find();
    return { ...(model && { model }), ...(luck && { luck }) };
  } finally {
    await runner.close();
  }
}

const HTML = { type: 'text/html; charset=utf-8', ending: 'html' } as const;

const page: Download = {
  ...HTML,
  name: 'debrief',
  label: 'Debrief, one page to read and print',
  make: (request) => debriefHtml(documentOf(request)),
};

const pageWithLuck: Download = {
  ...HTML,
  name: 'debrief-luck',
  label: 'Debrief with luck against decision (takes a minute)',
  make: async (request) => debriefHtml(documentOf(request, await trialsOf(request))),
};

const json: Download = {
  name: 'json',
  label: 'Debrief as data (JSON)',
  type: 'application/json; charset=utf-8',
  ending: 'json',
  make: (request) => `${JSON.stringify(documentOf(request), null, 2)}\n`,
};

const LABELS: Readonly<Record<(typeof TABLES)[number], string>> = {
  forecasts: 'Forecasts, as stave score reads them (CSV)',
  questions: 'Questions of the forecasts (CSV)',
  resolutions: 'Outcomes of the questions (CSV)',
  moves: 'Moves by turn (CSV)',
  people: 'Who did how much, by person (CSV)',
  'people-by-turn': 'Who did how much, by person and turn (CSV)',
  scores: 'Scores of the forecasts (CSV)',
};

const tables = TABLES.map((table): Download => ({
  name: table,
  label: LABELS[table],
  type: 'text/csv; charset=utf-8',
  ending: 'csv',
  make: (request) => debriefTable(documentOf(request), table),
}));

export const DEBRIEF_DOWNLOADS: readonly Download[] = [page, pageWithLuck, json, ...tables];
