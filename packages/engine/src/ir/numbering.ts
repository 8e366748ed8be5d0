/**
 * What lowering numbers as it goes: sites, events with what they carry, delays, ids of sends; and the way from a
 * Model's expression to the Ir's. Everything that writes a part of the Ir shares one of these.
 */
import { siteHash } from '../chance/index.ts';
import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import { doneEvents, fateEvents, matches, moveEvents } from '../language/events.ts';
import type * as model from '../language/model.ts';
import { Timeline } from './clock.ts';
import { lowerExpr, type Names } from './expressions.ts';
import type * as ir from './ir.ts';

export class Numbering {
  readonly diagnostics: Diagnostic[] = [];
  readonly sites: ir.IrSite[] = [];
  readonly events = new Map<string, number>();
  readonly sendIds: string[] = [];
  readonly delays: ir.IrDelay[] = [];
  /** Names of what each event carries, in order. */
  readonly fields = new Map<string, readonly string[]>();
  readonly timeline: Timeline;
  readonly names: Names;
  private readonly sitesByHash = new Map<number, string>();
  private readonly model: model.Model;

  constructor(checked: model.Model, names: Names) {
    this.model = checked;
    this.names = names;
    this.timeline = new Timeline(checked.clock);
  }

  /** `fields`: what the event carries that is being handled where the expression stands. */
  expr(e: model.Expr, fields?: readonly string[]): ir.IrExpr {
    return lowerExpr(e, fields ? { ...this.names, fields } : this.names);
  }

  /** Every event there is, with what it carries, before handlers with wildcards are written out. */
  collectEvents(): void {
    const add = (event: string, fields: readonly string[]): void => {
      this.event(event);
      this.fields.set(event, fields);
    };
    const note = (action: model.Action): void => {
      if (action.do === 'if') [...action.then, ...action.otherwise].forEach(note);
      if (action.do !== 'raise' && action.do !== 'send') return;
      add(
        action.event,
        action.data.map(({ field }) => field),
      );
    };
    for (const driver of this.model.drivers) {
      for (const s of driver.states) [...s.entry, ...s.exit, ...(s.initial?.actions ?? [])].forEach(note);
      for (const t of transitionsIn(driver)) t.actions.forEach(note);
    }
    for (const entry of this.model.calendar) add(entry.event, Object.keys(entry.data).sort());
    for (const { name, moves } of this.model.seats) {
      for (const move of moves)
        for (const event of moveEvents(name, move))
          add(
            event,
            move.data.map(({ field }) => field),
          );
    }
    const heard = this.model.drivers.flatMap((d) => [d, ...d.states]).flatMap(({ on }) => on);
    for (const { descriptor } of heard) if (!descriptor.endsWith('*')) this.event(descriptor);
    for (const event of [...doneEvents(this.model), ...fateEvents(this.model)])
      if (heard.some(({ descriptor }) => matches(descriptor, event))) this.event(event);
    for (const event of countedIn(this.model)) this.event(event);
  }

  site(name: string, evidence: readonly string[], span: Span): number {
    const hash = siteHash(name);
    const other = this.sitesByHash.get(hash);
    if (other !== undefined) {
      this.diagnostics.push({
        code: 'luck-collision',
        severity: 'error',
        message:
          other === name
            ? `two places have the luck "${name}"`
            : `the places "${other}" and "${name}" would share their luck: their names have the same hash`,
        span,
        help: 'rename one of them, or give one a `luck:` label of its own',
      });
    }
    this.sitesByHash.set(hash, name);
    return this.sites.push({ name: name.normalize('NFC'), hash, evidence }) - 1;
  }

  event(name: string): number {
    const known = this.events.get(name);
    if (known !== undefined) return known;
    this.events.set(name, this.events.size);
    return this.events.size - 1;
  }

  delay(duration: model.Duration): number {
    const delay = this.timeline.delay(duration);
    const known = this.delays.findIndex((d) => d.text === delay.text);
    return known >= 0 ? known : this.delays.push(delay) - 1;
  }

  stateSlot(driver: model.Driver, state: string): number {
    const slot = this.names.slots.state.get(`${driver.name}.${state}`);
    if (slot === undefined) throw new Error(`InvariantError: unresolved state ${driver.name}.${state}`);
    return slot;
  }

  distribution(use: model.DistributionUse, siteName: string, evidence: readonly string[]): ir.IrDistribution {
    return {
      site: this.site(siteName, evidence, use.span),
      name: use.name,
      argNames: use.argNames,
      args: use.args.map((a) => this.expr(a)),
      lists: use.lists,
      ...(use.within && { within: [this.expr(use.within[0]), this.expr(use.within[1])] as const }),
    };
  }

  sendId(id: string): number {
    const known = this.sendIds.indexOf(id);
    return known >= 0 ? known : this.sendIds.push(id) - 1;
  }
}

const transitionsIn = (driver: model.Driver): readonly model.Transition[] => [
  ...driver.states.flatMap((s) => [...(s.chance?.alternatives ?? []), ...s.always, ...s.after]),
  ...[driver, ...driver.states].flatMap(({ on }) => on.flatMap((h) => h.transitions)),
];

/** Events that `happened` reads anywhere in a part of a model. */
function countedIn(part: object, found: string[] = []): readonly string[] {
  const { op, event } = part as Partial<model.Expr & { readonly op: 'happened' }>;
  if (op === 'happened') found.push(event ?? '');
  else
    for (const inner of Object.values(part) as unknown[])
      if (typeof inner === 'object' && inner !== null) countedIn(inner, found);
  return found;
}
