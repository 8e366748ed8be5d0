/**
 * Forecasts frozen at a moment: a document that carries its own hash, so that what is scored later is what was said
 * then. The file is canonical JSON, so any changed byte shows.
 */
import * as z from 'zod';
import type { Forecast, Task } from '../records/forecast.ts';
import { canonicalJson, sha256Hex } from './canonical.ts';
import { Problems, type Read } from './problem.ts';
import type { QuestionSpec } from './question.ts';

export const REGISTERED_SCHEMA = 'stave-forecasts/1';

export interface RegisteredForecasts {
  /** When it was frozen, in UTC. */
  readonly registeredAt: string;
  /** Of what: such as a batch with its scenario, seed and trials. */
  readonly origin: Readonly<Record<string, string | number>>;
  readonly questions: readonly QuestionSpec[];
  readonly tasks: readonly Task[];
  readonly forecasts: readonly Forecast[];
}

export interface Registered extends RegisteredForecasts {
  /** SHA-256 of the canonical JSON of all else. */
  readonly hash: string;
}

const moment = z.string();
const numbers = z.array(z.number());
const probabilities = z.array(z.number().min(0).max(1));
const statement = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('binary'), probability: z.number().min(0).max(1) }),
  z.strictObject({ kind: z.literal('nominal'), categories: z.array(z.string()), probabilities }),
  z.strictObject({ kind: z.literal('ordinal'), categories: z.array(z.string()), probabilities }),
  z.strictObject({ kind: z.literal('quantile'), levels: numbers, values: numbers }),
  z.strictObject({
    kind: z.literal('sample'),
    values: numbers,
    weights: numbers.optional(),
    indices: z.array(z.string()).optional(),
  }),
  z.strictObject({ kind: z.literal('cdf'), thresholds: numbers, probabilities }),
  z.strictObject({ kind: z.literal('time-to-event'), times: numbers, survival: probabilities }),
  z.strictObject({ kind: z.literal('point'), statistic: z.enum(['mean', 'median']), value: z.number() }),
]);
const schema = z.strictObject({
  schema: z.literal(REGISTERED_SCHEMA),
  hash: z.string(),
  registeredAt: moment,
  origin: z.record(z.string(), z.union([z.string(), z.number()])),
  questions: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(['binary', 'nominal', 'ordinal', 'number', 'time']),
      ask: z.string().optional(),
      options: z.array(z.string()),
      opens: moment.optional(),
      closes: moment.optional(),
      origin: z.string().optional(),
      until: z.string().optional(),
      cluster: z.string().optional(),
      proxy: z.string().optional(),
      baseline: z
        .strictObject({ probabilities: z.record(z.string(), z.number()), source: z.string() })
        .optional(),
      internal: z.literal(true).optional(),
    }),
  ),
  tasks: z.array(
    z.strictObject({
      id: z.string(),
      keys: z.record(z.string(), z.string()),
      cluster: z.string().optional(),
      proxy: z.string().optional(),
    }),
  ),
  forecasts: z.array(
    z.strictObject({
      forecaster: z.string(),
      task: z.string(),
      statement,
      issuedAt: moment.optional(),
      informationCutoff: moment.optional(),
      condition: z.strictObject({ event: z.string(), probability: z.number().optional() }).optional(),
      trials: z.number().optional(),
    }),
  ),
});

/** The text of the file, and the hash inside it. */
export function writeRegistered(content: RegisteredForecasts): {
  readonly text: string;
  readonly hash: string;
} {
  const body = { schema: REGISTERED_SCHEMA, ...content };
  const hash = sha256Hex(canonicalJson(body));
  return { text: `${canonicalJson({ ...body, hash })}\n`, hash };
}

/** Whether a text claims to be one, so that it is checked as one. */
export const claimsToBeRegistered = (text: string): boolean => text.includes(`"${REGISTERED_SCHEMA}"`);

/** An error where anything differs from what was registered. */
export function readRegistered(text: string, source: string): Read<Registered> {
  const problems = new Problems(source);
  let plain: unknown;
  try {
    plain = JSON.parse(text);
  } catch {
    problems.error('this is no JSON text', 'bring the file back as it was registered', { row: 1 });
    return { problems: problems.list() };
  }
  const { hash, ...body } = (plain ?? {}) as { readonly hash?: unknown };
  const isWhole = typeof hash === 'string' && sha256Hex(canonicalJson(body)) === hash;
  if (!isWhole || text !== `${canonicalJson(plain)}\n`) {
    problems.error(
      'the file is not what was registered: its hash is another',
      'bring it back from a copy; what was changed after it was registered cannot be scored as if it had been said then',
      { row: 1, column: 'hash' },
    );
    return { problems: problems.list() };
  }
  const found = schema.safeParse(plain);
  if (!found.success) {
    for (const { path } of found.error.issues.slice(0, 20))
      problems.error(
        'this edition of stave does not know this form',
        'read it with the edition that wrote it',
        {
          ...{ row: 1, column: path.map(String).join('.') },
        },
      );
    return { problems: problems.list() };
  }
  const { schema: _schema, ...content } = found.data;
  return problems.result(() => content as Registered);
}
