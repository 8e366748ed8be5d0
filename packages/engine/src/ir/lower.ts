/**
 * Model to Ir. The Model is checked, so what can still go wrong is of the whole scenario: two sites with one hash,
 * correlations that no copula has, an expression that grows beyond reason.
 */
import { choleskyOf } from '../chance/index.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { modelHashInput } from '../language/hash.ts';
import type * as model from '../language/model.ts';
import { constant } from './arithmetic.ts';
import { sha256Hex } from './digest.ts';
import { TooLarge, NODES_MAX, type Names } from './expressions.ts';
import { Forcing } from './forced.ts';
import { withoutIdleRules } from './idle-rules.ts';
import { ChartLowering, statesOf } from './lower-charts.ts';
import { inReadingOrder, measuresAtStart, namesRead, nowRead } from './order.ts';
import type * as ir from './ir.ts';
import { Numbering } from './numbering.ts';
import { lowerCalendar } from './lower-calendar.ts';
import { QuestionLowering } from './lower-questions.ts';
import { lowerSeats } from './lower-seats.ts';
import { seatVariables, type SeatVariable } from './seat-variables.ts';

export interface Lowered {
  readonly ir?: ir.Ir;
  readonly diagnostics: readonly Diagnostic[];
}

export function lower(checked: model.Model): Lowered {
  const lowering = new Lowering(checked);
  try {
    const result = lowering.run();
    return lowering.diagnostics.length === 0
      ? { ir: result, diagnostics: [] }
      : { diagnostics: lowering.diagnostics };
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return {
      diagnostics: [
        {
          code: 'scenario-too-large',
          severity: 'error',
          message: `written out, the expressions of this scenario have more than ${NODES_MAX} parts`,
          help: 'name the repeated parts as indicators, or shorten chained comparisons',
        },
      ],
    };
  }
}

class Lowering {
  private readonly numbering: Numbering;
  private readonly charts: ChartLowering;
  private readonly forcing: Forcing;
  private readonly names: Names;
  private readonly parameterOrder: readonly model.Parameter[];
  private readonly variables: readonly model.Variable[];
  /** After those of drivers. */
  private readonly seatVariables: readonly SeatVariable[];
  /** Reported measures first. */
  private readonly measures: readonly model.Measure[];
  private readonly m: model.Model;
  private readonly seats: readonly model.Seat[];

  constructor(checked: model.Model) {
    this.m = checked;
    this.variables = checked.drivers.flatMap((driver) => driver.variables);
    this.seats = withoutIdleRules(checked);
    this.seatVariables = seatVariables(this.seats);
    this.measures = [...checked.measures].sort((a, b) => Number(b.reported) - Number(a.reported));
    this.parameterOrder = inReadingOrder(checked.parameters, (p) => parameterReads(p));
    this.names = {
      clock: checked.clock,
      slots: {
        parameter: slots(this.parameterOrder.map((p) => p.name)),
        variable: slots([...this.variables, ...this.seatVariables].map((v) => v.name)),
        indicator: slots(checked.indicators.map((i) => i.name)),
        measure: slots(this.measures.map((x) => x.name)),
        state: slots(statesOf(checked.drivers).map(({ driver, state }) => `${driver.name}.${state.name}`)),
      },
      previous: [],
      starts: [],
      lines: { list: [], byCall: new Map() },
      counted: [],
      budget: { nodes: NODES_MAX },
    };
    this.numbering = new Numbering(checked, this.names);
    this.forcing = new Forcing(checked, this.numbering);
    this.charts = new ChartLowering(checked.drivers, this.numbering, this.forcing);
  }

  get diagnostics(): Diagnostic[] {
    return this.numbering.diagnostics;
  }

  run(): ir.Ir {
    const m = this.m;
    this.numbering.collectEvents();
    // Before anything else that may read them, so that every delay line stands after those its start reads.
    const values = new Map(
      inReadingOrder(m.measures, (x) => measuresAtStart(x.value)).map((x) => [
        x,
        this.numbering.expr(x.value),
      ]),
    );
    const parameters = this.parameterOrder.map((p) => this.parameter(p));
    const drivers = m.drivers.map((d, i) => this.charts.driver(d, i));
    const states = this.charts.states.map(({ driver, state }) => this.charts.state(driver, state));
    const indicators = m.indicators.map((x) => this.indicator(x));
    const measures = this.measures.map((x): ir.IrMeasure => ({
      name: x.name,
      value: values.get(x) ?? this.numbering.expr(x.value),
      ...(x.range && { range: x.range }),
    }));
    const lowering = new QuestionLowering(this.numbering);
    const questions = m.questions.map((q) => lowering.question(q));
    const variables = [
      ...this.variables.map((v): ir.IrVariable => ({
        name: v.name,
        driver: m.drivers.findIndex((d) => d.name === v.driver),
        type: v.type,
        start: this.numbering.expr(v.start),
        low: v.range[0],
        high: v.range[1],
      })),
      ...this.seatVariables.map(({ name, type, start, low, high }): ir.IrVariable => ({
        name,
        driver: -1,
        type,
        start: start ? this.numbering.expr(start) : constant(0),
        low,
        high,
      })),
    ];
    const seats = lowerSeats({ ...m, seats: this.seats }, this.numbering);
    const clock = this.clock();
    const calendar = lowerCalendar(m, this.numbering, this.forcing);
    const counted = this.names.counted.map((name) => this.numbering.event(name));
    return {
      schema: 'stave-ir/1',
      id: m.id,
      hash: sha256Hex(modelHashInput(m)),
      clock,
      sites: this.numbering.sites,
      events: [...this.numbering.events.keys()],
      eventFields: [...this.numbering.events.keys()].map((name) => this.numbering.fields.get(name) ?? []),
      sendIds: this.numbering.sendIds,
      delays: this.numbering.delays,
      parameters: this.withCopulas(parameters),
      drivers,
      states,
      variables,
      indicators,
      startOrder: this.startOrder(),
      indicatorOrder: inReadingOrder(m.indicators, (x) => nowRead(x.next)).map((x) =>
        m.indicators.indexOf(x),
      ),
      measures,
      reported: m.measures.filter((x) => x.reported).length,
      lines: this.names.lines.list,
      previous: this.names.previous,
      starts: this.names.starts,
      calendar,
      questions,
      ...(seats && { seats }),
      counted,
    };
  }

  // ------------------------------------------------------------ elements

  private parameter(p: model.Parameter): ir.IrParameter {
    return {
      name: p.name,
      ...(p.unit !== undefined && { unit: p.unit }),
      value:
        'fixed' in p.value
          ? { fixed: this.numbering.expr(p.value.fixed) }
          : {
              prior: this.numbering.distribution(
                p.value.prior,
                `parameters.${p.luck ?? p.name}`,
                p.provenance.evidence,
              ),
            },
    };
  }

  /** Each correlated parameter as a weighted sum over the normal scores of the parameters of its group. */
  private withCopulas(parameters: readonly ir.IrParameter[]): readonly ir.IrParameter[] {
    const { correlations } = this.m;
    const involved = this.parameterOrder
      .map((p, slot) => ({ name: p.name, slot }))
      .filter(({ name }) => correlations.some((c) => c.between.includes(name)));
    if (involved.length === 0) return parameters;
    const matrix = involved.map((a) =>
      involved.map((b) =>
        a === b
          ? 1
          : (correlations.find((c) => c.between.includes(a.name) && c.between.includes(b.name))?.r ?? 0),
      ),
    );
    const factor = choleskyOf(matrix);
    if (!factor) {
      const [first] = correlations;
      this.diagnostics.push({
        code: 'correlations-impossible',
        severity: 'error',
        message: `no joint distribution has these correlations: ${correlations
          .map((c) => `${c.between[0]}-${c.between[1]} ${c.r}`)
          .join(', ')}`,
        ...(first && { span: first.span }),
        help: 'weaken some of them until the correlation matrix is positive definite',
      });
      return parameters;
    }
    return parameters.map((p, slot) => {
      const row = involved.findIndex((x) => x.slot === slot);
      if (row < 0) return p;
      const copula = (factor[row] ?? [])
        .slice(0, row + 1)
        .flatMap((weight, j) => (weight === 0 ? [] : [{ parameter: involved[j]?.slot ?? slot, weight }]));
      return copula.length === 1 ? p : { ...p, copula };
    });
  }

  private indicator(x: model.Indicator): ir.IrIndicator {
    return {
      name: x.name,
      start: this.numbering.expr(x.start),
      next: this.numbering.expr(x.next),
      ...(x.noise && {
        noise: this.numbering.distribution(x.noise, x.luck ?? `${x.name}.noise`, x.provenance.evidence),
      }),
      ...(x.range && { range: [this.numbering.expr(x.range[0]), this.numbering.expr(x.range[1])] as const }),
    };
  }

  private clock(): ir.IrClock {
    const { step, steps, until, record = 1 } = this.m.clock;
    const frames = Array.from({ length: steps + 1 }, (_, k) => k);
    return {
      steps,
      ...(this.numbering.timeline.dates && { dates: this.numbering.timeline.dates }),
      unit: step.unit,
      perStep: step.count,
      ...(until && { until: this.numbering.expr(until) }),
      recorded: frames.filter((k) => k % record === 0 || k === steps),
    };
  }

  private startOrder(): ir.Ir['startOrder'] {
    const items = [
      ...this.variables.map((v, slot) => ({ kind: 'variable' as const, slot, name: v.name, start: v.start })),
      ...this.seatVariables.map(({ name, start }, i) => ({
        kind: 'variable' as const,
        slot: this.variables.length + i,
        name,
        start,
      })),
      ...this.m.indicators.map((x, slot) => ({
        kind: 'indicator' as const,
        slot,
        name: x.name,
        start: x.start,
      })),
    ];
    return inReadingOrder(items, (item) => (item.start ? namesRead(item.start) : [])).map(
      ({ kind, slot }) => ({ kind, slot }),
    );
  }
}

const slots = (list: readonly string[]): ReadonlyMap<string, number> =>
  new Map(list.map((name, i) => [name, i]));

function parameterReads(p: model.Parameter): readonly string[] {
  const exprs =
    'fixed' in p.value ? [p.value.fixed] : [...p.value.prior.args, ...(p.value.prior.within ?? [])];
  return exprs.flatMap((e) => namesRead(e));
}
