/**
 * What seats and their bots may read, whom they ask and what they can pay. A policy reads what its seat sees and
 * nothing else, or the numbers would come from a player that no class can have.
 */
import { constantOf } from '../expression/constant.ts';
import { walk } from '../expression/walk.ts';
import type { Asked, Expr, Model, Move, Rule, Seat } from '../model.ts';
import type { Reader } from '../reader.ts';
import { capitalOf } from '../scope.ts';

export function checkSeats(model: Model, reader: Reader): void {
  for (const seat of model.seats) {
    checkGoals(seat, reader);
    checkSight(seat, model, reader);
    for (const move of seat.moves) {
      checkAffordable(seat, move, reader);
      for (const asked of move.consent) checkAsked(seat, move, asked, model, reader);
      checkOutcomes(move, reader);
    }
    checkRules(seat, reader);
    checkFrame(seat, model, reader);
  }
}

function checkGoals({ goals }: Seat, { report }: Reader): void {
  const seen = new Set<string>();
  for (const { id, span } of goals) {
    if (seen.has(id)) report.add('name-declared-twice', `the goal \`${id}\` stands twice`, span);
    seen.add(id);
  }
}

// ---------------------------------------------------------------- sight

/** What a policy evaluates: its rules and its answers. */
const policyOf = ({ bot, roles }: Seat): readonly Expr[] => [
  ...[...(bot?.open ?? []), ...(bot?.covert ?? [])].flatMap(({ when, weight }) =>
    [when, weight].filter((e) => e !== undefined),
  ),
  ...[...(bot?.consents ?? []), ...roles.flatMap(({ consents }) => consents)].map(({ when }) => when),
];

function checkSight(seat: Seat, model: Model, reader: Reader): void {
  if (seat.sees === 'all') return;
  const sees = new Set([...seat.controls, ...seat.sees]);
  for (const expr of policyOf(seat)) {
    for (const part of walk(expr)) {
      const unseen = unseenIn(part, seat, sees, model);
      if (unseen === undefined) continue;
      reader.report.add(
        'bot-sees',
        `the bot of \`${seat.name}\` reads \`${unseen}\`, which the seat does not see`,
        part.span,
        {
          help: `add \`${unseen}\` to \`sees\`, or let it read something it sees`,
        },
      );
    }
  }
}

/** Parameters are what a policy is made of, not what it looks at. */
function unseenIn(part: Expr, seat: Seat, sees: ReadonlySet<string>, model: Model): string | undefined {
  if (part.op === 'state' || part.op === 'elapsed') return sees.has(part.driver) ? undefined : part.driver;
  if (part.op !== 'ref' || part.kind === 'parameter' || sees.has(part.name)) return undefined;
  if (part.kind !== 'variable') return part.name;
  if (part.name === capitalOf(seat.name)) return undefined;
  const other = model.seats.find(({ name }) => part.name === capitalOf(name));
  if (other) return sees.has(other.name) ? undefined : other.name;
  const driver = model.drivers.find(({ variables }) => variables.some(({ name }) => name === part.name));
  return driver && sees.has(driver.name) ? undefined : part.name;
}

/** Measures that look behind the frame, directly or through others. */
function checkFrame(seat: Seat, model: Model, reader: Reader): void {
  const measures = new Map(model.measures.map(({ name, value }) => [name, value]));
  const known = new Map<string, string | undefined>();
  const behind = (name: string): string | undefined => {
    if (known.has(name)) return known.get(name);
    known.set(name, undefined);
    const value = measures.get(name);
    for (const part of value ? walk(value) : []) {
      if (part.op === 'prev' || part.op === 'happened') known.set(name, part.op);
      else if (part.op === 'ref' && part.kind === 'measure') {
        const through = behind(part.name);
        if (through !== undefined) known.set(name, through);
      }
    }
    return known.get(name);
  };
  const exprs = [
    ...policyOf(seat),
    ...seat.moves.flatMap(({ cost, when, data, outcomes }) => [
      ...[cost, when].filter((e) => e !== undefined),
      ...data.map(({ value }) => value),
      ...outcomes.flatMap(({ probability }) => (probability === 'else' ? [] : [probability])),
    ]),
  ];
  for (const part of exprs.flatMap((expr) => [...walk(expr)])) {
    const op = part.op === 'ref' && part.kind === 'measure' ? behind(part.name) : undefined;
    if (op === undefined || part.op !== 'ref') continue;
    reader.report.add(
      'context-unreadable',
      `\`${op}\` cannot be read (through the measure \`${part.name}\`) by who decides on a frame`,
      part.span,
      { help: 'keep what should be remembered in a variable, a state or an indicator' },
    );
  }
}

// ---------------------------------------------------------------- moves

/** Constant parts alone: what the seat can hold at most when it chooses. */
function checkAffordable(seat: Seat, move: Move, { report }: Reader): void {
  const { capital } = seat;
  const cost = move.cost && constantOf(move.cost);
  if (!capital || cost === undefined) return;
  const [start, income] = [constantOf(capital.start), constantOf(capital.income)];
  const gains = move.covert
    ? seat.moves
        .filter(({ covert }) => !covert)
        .map((other) => -((other.cost && constantOf(other.cost)) ?? 0))
    : [];
  const turn =
    start === undefined || income === undefined || capital.carry === undefined
      ? Infinity
      : Math.max(start, capital.carry + income) + Math.max(0, ...gains);
  const most = Math.min(capital.most, turn);
  if (cost <= most) return;
  report.add(
    'move-unaffordable',
    `\`${seat.name}\` can never make \`${move.name}\`: it costs ${cost}, and no more than ${most} can be held`,
    move.cost?.span ?? move.span,
    { help: 'lower the cost, or raise `income`, `carry` or `most`' },
  );
}

function checkAsked(seat: Seat, move: Move, asked: Asked, model: Model, { report }: Reader): void {
  if (!seat.bot) return;
  const other = model.seats.find(({ name }) => name === asked.seat);
  const consents =
    asked.role === undefined
      ? other?.bot?.consents
      : other?.roles.find(({ name }) => name === asked.role)?.consents;
  if (consents?.some((c) => c.move === undefined || c.move === `${seat.name}.${move.name}`)) return;
  const who = asked.role === undefined ? asked.seat : `${asked.seat}.${asked.role}`;
  report.add(
    'consent-unanswered',
    `in trials \`${who}\` never agrees to \`${seat.name}.${move.name}\``,
    asked.span,
    {
      help: `say under \`consents\` when it does: \`${seat.name}.${move.name}: true\``,
    },
  );
}

function checkOutcomes({ outcomes }: Move, reader: Reader): void {
  let sum = 0;
  for (const { probability } of outcomes) {
    if (probability === 'else' || reader.isBroken(probability)) continue;
    const value = constantOf(probability);
    if (value === undefined) continue;
    if (!(value >= 0 && value <= 1)) {
      reader.report.add(
        'probability-range',
        `a probability lies between 0 and 1, found ${value}`,
        probability.span,
      );
      continue;
    }
    sum += value;
    if (sum > 1 + 1e-9 && sum - value <= 1 + 1e-9)
      reader.report.add(
        'probability-sum',
        `the probabilities up to here sum to ${Number(sum.toPrecision(6))}, above 1`,
        probability.span,
      );
  }
}

function checkRules({ name, bot, moves }: Seat, reader: Reader): void {
  const check = (rule: Rule, covert: boolean): void => {
    const move = moves.find((m) => m.name === rule.move);
    if (move && move.covert !== covert) {
      const [kind, other] = covert ? ['an open', 'open'] : ['a covert', 'covert'];
      reader.report.add('bot-rule', `\`${name}.${move.name}\` is ${kind} move`, rule.span, {
        help: `put the rule under \`${other}\``,
      });
    }
    const weight = rule.weight && !reader.isBroken(rule.weight) ? constantOf(rule.weight) : undefined;
    if (rule.weight && weight !== undefined && !(weight >= 0))
      reader.report.add('bot-rule', `a weight is not negative, found ${weight}`, rule.weight.span);
  };
  bot?.open.forEach((rule) => check(rule, false));
  bot?.covert.forEach((rule) => check(rule, true));
}
