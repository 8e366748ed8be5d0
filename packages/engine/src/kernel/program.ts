/** What the functions of one generated program share: places, kept values, distributions, and their texts. */
import type { Ir, IrDistribution, IrExpr, IrTable } from '../ir/ir.ts';
import { itemOf } from '../ir/item.ts';
import { unseenVariables } from '../ir/shown-variables.ts';
import { Bounds } from './bounds.ts';
import { PreparedDistribution, writeDistribution, type DrawSource } from './distributions.ts';
import { Writer, type Program, type WriterOptions } from './writer.ts';

/** Source of a function that is not needed. */
export const NOTHING = 'null';

export class ProgramText implements Program {
  readonly ir: Ir;
  readonly bounds: Bounds;
  readonly boundsBeforeStart: Bounds;
  /** Variables whose change no measure can see. */
  readonly unseen: ReadonlySet<number>;
  readonly places: string[] = [];
  readonly distributions: PreparedDistribution[] = [];
  readonly tables: IrTable[] = [];
  /** Indicators whose noise is made from normal scores. */
  readonly scoredNoise = new Set<number>();
  /** By parameter: that PU holds the normal score of from + u * width rather than u. */
  readonly scoredParameters = new Map<number, { readonly from: number; readonly width: number }>();
  readonly functions: string[] = [];
  private readonly placeIndex = new Map<string, number>();
  private readonly hoistIndex = new Map<string, number>();
  private readonly hoisted: IrExpr[] = [];
  private readonly measuresRead = new Set<number>();

  constructor(ir: Ir) {
    this.ir = ir;
    this.unseen = unseenVariables(ir);
    this.bounds = new Bounds(ir);
    this.boundsBeforeStart = new Bounds(ir, true);
  }

  place(name: string): number {
    const known = this.placeIndex.get(name);
    if (known !== undefined) return known;
    this.placeIndex.set(name, this.places.length);
    return this.places.push(name) - 1;
  }

  siteName(site: number): string {
    return itemOf(this.ir.sites, site).name;
  }

  hoist(e: IrExpr): number {
    const key = JSON.stringify(e);
    const known = this.hoistIndex.get(key);
    if (known !== undefined) return known;
    this.hoistIndex.set(key, this.hoisted.length);
    return this.hoisted.push(e) - 1;
  }

  get hoistedCount(): number {
    return this.hoisted.length;
  }

  table(table: IrTable): number {
    return this.tables.push(table) - 1;
  }

  useMeasure(slot: number): void {
    this.measuresRead.add(slot);
  }

  /** Adds a function and gives its name. */
  define(name: string, parameters: string, options: WriterOptions, write: (w: Writer) => void): string {
    const w = new Writer(this, options);
    write(w);
    return this.defineText(name, parameters, w.body());
  }

  defineText(name: string, parameters: string, body: string): string {
    this.functions.push(`function ${name}(${parameters}) {\n${body}\n}`);
    return name;
  }

  /** Adds a function that calls others one after the other. */
  defineAll(name: string, parameters: string, calls: readonly string[]): string {
    return this.defineText(name, parameters, calls.map((call) => `${call}(${parameters});`).join('\n'));
  }

  /** Writes the value of a distribution, its faults at its site, and gives its source. */
  distribution(w: Writer, use: IrDistribution, draw: DrawSource, options: WriterOptions): string {
    const prepared = new PreparedDistribution(use);
    const index = this.distributions.push(prepared) - 1;
    const bounds = options.unset ? this.boundsBeforeStart : this.bounds;
    return writeDistribution(w.at(this.siteName(use.site)), bounds, use, prepared, index, draw);
  }

  /** Functions of what is kept through a trial and of the measures that are read by others; call last. */
  finish(): string {
    // A set grows while it is walked: measures read measures.
    for (const slot of this.measuresRead) {
      this.define(`measure${slot}`, 'place', STEP, (w) => {
        w.place = 'place';
        // Its value is left in F: a number that is returned would be boxed.
        w.line(`if (G[${slot}] === R[3]) return;`);
        const value = w.value(itemOf(this.ir.measures, slot).value);
        w.line(`G[${slot}] = R[3];`);
        w.line(`F[${slot}] = ${value};`);
      });
    }
    // They are made before starts are set, so that no function of a measure may be called.
    const calls = this.hoisted.map((e, slot) =>
      this.define(`keep${slot}`, '', { unset: true }, (w) => w.line(`H[${slot}] = ${w.value(e)};`)),
    );
    return this.defineAll('hoist', '', calls);
  }
}

/** Options of what runs in every step: chance, indicators, measures. */
export const STEP: WriterOptions = { hoisting: true };
