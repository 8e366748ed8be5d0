/** Random interventions in a scenario, of every kind that it has something for. The same for a seed on every machine. */
import { shownVariables, type Effect, type Intervention, type Ir } from '@stave/engine';
import fc from 'fast-check';

type Gen = <T>(arbitrary: fc.Arbitrary<T>) => T;

/** In order of their steps; choices may be ones that cannot be made. */
export function interventionsIn(ir: Ir, seed: number): readonly Intervention[] {
  const lists = fc.gen().map((g) => new Writer(ir, (arbitrary) => g(() => arbitrary)).list());
  return fc.sample(lists, { numRuns: 1, seed })[0] ?? [];
}

class Writer {
  private readonly ir: Ir;
  private readonly gen: Gen;

  constructor(ir: Ir, gen: Gen) {
    this.ir = ir;
    this.gen = gen;
  }

  list(): readonly Intervention[] {
    const steps = Array.from({ length: this.ir.clock.steps }, (_, i) => i + 1);
    return steps.flatMap((step) => [
      ...this.choices(step),
      ...(this.gen(fc.nat(3)) === 0 ? [this.dated(step)] : []),
      ...(this.gen(fc.nat(3)) === 0 ? [this.attempt(step)] : []),
    ]);
  }

  private choices(step: number): readonly Intervention[] {
    const seats = this.ir.seats?.seats ?? [];
    return seats.flatMap((seat): Intervention[] => {
      const isTurn = (step - 1) % seat.every === 0;
      const choose = (kind: string): object => {
        const moves = seat.plans.find((plan) => plan.kind === kind)?.moves ?? [];
        if (!isTurn || moves.length === 0 || this.gen(fc.nat(2)) === 0) return {};
        return { [kind]: this.one(moves).name.slice(seat.name.length + 1) };
      };
      const answers = seat.plans.flatMap(({ moves }) =>
        moves.flatMap(({ name: move, consents }) =>
          consents.flatMap(({ who }): Intervention[] =>
            isTurn && this.gen(fc.nat(2)) === 0
              ? [{ kind: 'consent', step, move, who, agrees: this.gen(fc.nat(3)) > 0 }]
              : [],
          ),
        ),
      );
      if (this.gen(fc.boolean())) return answers;
      return [{ kind: 'choice', step, seat: seat.name, ...choose('open'), ...choose('covert') }, ...answers];
    });
  }

  private dated(step: number): Intervention {
    const event = this.event();
    if (event && this.gen(fc.boolean())) return { kind: 'event', step, event: event.raise, data: event.data };
    const [driver = '', state = ''] = this.state().split('.');
    return { kind: 'put', step, driver, state };
  }

  private attempt(step: number): Intervention {
    const probability = this.one([0, 0.2, 0.5, 0.9, 1]);
    const effects = Array.from({ length: this.gen(fc.nat(3)) }, (): Effect => {
      const event = this.event();
      const kind = this.gen(fc.nat(2));
      if (kind === 0 && event) return event;
      if (kind === 1) return { put: this.state() };
      const whole = this.ir.variables.filter(({ type }) => type !== 'number').map(({ name }) => name);
      const to = this.one([...shownVariables(this.ir), ...this.ir.indicators]).name;
      return { to, add: this.one(whole.includes(to) ? [1, -2] : [0.25, -1.5, 100]) };
    });
    return { kind: 'attempt', step, id: `a-${step}`, probability, effects };
  }

  private event(): { readonly raise: string; readonly data: Readonly<Record<string, number>> } | undefined {
    const events = this.ir.events.filter((name) => !name.includes(':'));
    if (events.length === 0) return undefined;
    const raise = this.one(events);
    const fields = this.ir.eventFields[this.ir.events.indexOf(raise)] ?? [];
    return { raise, data: Object.fromEntries(fields.map((field) => [field, this.one([0.1, 0.7, 2])])) };
  }

  private state(): string {
    return this.one(this.ir.states.filter(({ kind }) => kind !== 'history')).name;
  }

  private one<T>(list: readonly T[]): T {
    return list[this.gen(fc.nat(list.length - 1))] as T;
  }
}
