/** The flagship with players: bots switched on, or a script that makes one move of one seat whenever it can. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lower, readScenario, type Ir, type Model } from '@stave/engine';
import { importsBeside, packs } from '../support/packs.ts';

export const FLAGSHIP = join(packs, 'trilateral-2023/scenario.yaml');

type Seat = Model['seats'][number];
type Bot = NonNullable<Seat['bot']>;
type Expr = NonNullable<Bot['open'][number]['when']>;

/**
 * The flagship's Model with all bots on or off.
 * @param parameters and `measures`: lines of YAML that stand in these sections of its fragment of seats
 */
export async function flagship(
  bots: 0 | 1,
  { parameters = '', measures = '' }: { readonly parameters?: string; readonly measures?: string } = {},
): Promise<Model> {
  const { model, diagnostics } = await readScenario(
    { name: FLAGSHIP, text: readFileSync(FLAGSHIP, 'utf8') },
    {
      imports: async (path) => {
        const read = await importsBeside(FLAGSHIP)(path);
        if (!('source' in read) || !read.source.name.endsWith('/seats.yaml')) return read;
        const { source } = read;
        const text = source.text
          .replaceAll(/(?<=\n {2}\w+Bot: \{ value: )0/g, String(bots))
          .replace('\nparameters:\n', `\nparameters:\n${parameters}`);
        return { source: { ...source, text: measures === '' ? text : `${text}\nmeasures:\n${measures}` } };
      },
    },
  );
  if (!model) throw new Error(JSON.stringify(diagnostics.slice(0, 3)));
  return model;
}

export const irOfModel = (model: Model): Ir => {
  const { ir, diagnostics } = lower(model);
  if (!ir) throw new Error(JSON.stringify(diagnostics));
  return ir;
};

/** All moves, as `seat.move`. */
export const movesOf = ({ seats }: Model): readonly string[] =>
  seats.flatMap(({ name, moves }) => moves.map((move) => `${name}.${move.name}`));

/** A parameter that draws for each trial which move the script makes, from 1. */
export const scriptOver = (count: number): string => {
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  const shares = numbers.map(() => 1 / count);
  return `  script: { prior: 'categorical([${numbers.join(', ')}], [${shares.join(', ')}])', basis: assumption }\n`;
};

/** The script: move number n is made at every turn at which it can be, in trials that drew n; everybody agrees. */
export function scripted(model: Model): Model {
  const all = movesOf(model);
  return {
    ...model,
    seats: model.seats.map((seat) => {
      const { span } = seat;
      const yes: Expr = { op: 'number', value: 1, span };
      const rules = (covert: boolean): Bot['open'] =>
        seat.moves
          .filter((move) => move.covert === covert)
          .map(({ name }) => ({
            move: name,
            when: isScript(all.indexOf(`${seat.name}.${name}`) + 1, span),
            span,
          }));
      return {
        ...seat,
        roles: seat.roles.map((role) => ({ ...role, consents: [{ when: yes, span }] })),
        bot: { script: [], open: rules(false), covert: rules(true), consents: [{ when: yes, span }], span },
      };
    }),
  };
}

const isScript = (number: number, span: Seat['span']): Expr => ({
  op: 'eq',
  left: { op: 'ref', kind: 'parameter', name: 'script', span },
  right: { op: 'number', value: number, span },
  span,
});

export const withoutBots = (model: Model): Model => ({
  ...model,
  seats: model.seats.map(({ bot: _, ...seat }) => seat),
});
