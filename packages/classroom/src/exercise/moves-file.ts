/** What a seat does turn by turn, written down beforehand: for rehearsals, demonstrations and tests of `stave play`. */
import * as z from 'zod';
import type { Diagnostic, Source } from '@stave/engine';
import {
  about,
  checkShape,
  checkText,
  isForm,
  name,
  nameKey,
  readYaml,
  Report,
  type Form,
} from '@stave/engine/reading';

const moves = z.union([name, z.array(name).min(1)]);
const probability = z.number();
const turn = z.union([
  z.null(),
  z.strictObject({
    open: about(moves, 'The open move; of a list the first that can be made, or none').optional(),
    covert: about(moves, 'The covert move; of a list the first that can be made, or none').optional(),
    why: z.string().optional(),
    forecast: about(
      z.record(nameKey, z.union([probability, z.record(z.string(), probability)])),
      'Probabilities from 0 to 1 by question: of its first outcome, or of each by id',
    ).optional(),
    argue: about(
      z.strictObject({
        action: z.string().min(1),
        pull: about(z.record(nameKey, z.number()), 'How far, by lever'),
        reasons: z.array(z.string().min(1)).min(1),
      }),
      'A move that is not on the list',
    ).optional(),
    agrees: about(z.boolean(), 'What those who ask the seat are told; a refusal when left out').optional(),
    signs: about(z.boolean(), 'Whether papers are signed; not when left out').optional(),
  }),
]);

const FORM: Form<MovesShape> = {
  shape: z.strictObject({
    'stave-moves': about(z.literal(1), 'Edition of the file of moves'),
    turns: about(z.array(turn).min(1), 'One item a turn; turns without one make no move'),
  }),
  what: 'a file of moves',
  begin: 'stave-moves: 1',
};

interface MovesShape {
  readonly 'stave-moves': 1;
  readonly turns: readonly z.infer<typeof turn>[];
}

/** The first of the names that can be made; where none can, that is a fault unless the file wrote a list. */
export interface MoveWish {
  readonly names: readonly string[];
  readonly isList: boolean;
}

/** What a seat does in a turn. */
export interface TurnOfMoves {
  readonly open: MoveWish;
  readonly covert: MoveWish;
  readonly why?: string;
  readonly forecast: Readonly<Record<string, number | Readonly<Record<string, number>>>>;
  readonly argue?: {
    readonly action: string;
    readonly pull: Readonly<Record<string, number>>;
    readonly reasons: readonly string[];
  };
  readonly agrees: boolean;
  readonly signs: boolean;
}

export interface MovesRead {
  /** Present exactly when there is no error. */
  readonly turns?: readonly TurnOfMoves[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a file of moves. Whether its moves can be made shows itself in play, since it depends on the world then. */
export function readMoves(source: Source): MovesRead {
  const report = new Report();
  const yaml = checkText(source, report) ? readYaml(source.text, report) : undefined;
  const shaped = yaml && isForm(yaml, 'stave-moves', report) ? checkShape(yaml, FORM, report) : undefined;
  const diagnostics = report.sorted();
  if (!shaped || report.hasErrors) return { diagnostics };
  return { diagnostics, turns: shaped.input.turns.map(turnOf) };
}

function turnOf(given: MovesShape['turns'][number]): TurnOfMoves {
  const { open, covert, why, forecast = {}, argue, agrees = false, signs = false } = given ?? {};
  return {
    open: wishOf(open),
    covert: wishOf(covert),
    ...(why !== undefined && { why }),
    forecast,
    ...(argue && { argue }),
    agrees,
    signs,
  };
}

const wishOf = (given: string | readonly string[] = []): MoveWish =>
  typeof given === 'string' ? { names: [given], isList: false } : { names: given, isList: true };

/** A turn for which nothing is written. */
export const NO_MOVES: TurnOfMoves = turnOf(null);
