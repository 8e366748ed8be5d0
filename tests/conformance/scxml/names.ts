/** Names of other languages as names of ours: those that are legal stay, the rest are spelled out and kept apart. */
const LEGAL = /^[A-Za-z][A-Za-z0-9_]*$/;

export class Names {
  private readonly given = new Map<string, string>();
  private readonly taken = new Set<string>();

  /** The same name for the same original, another for each other. */
  of(original: string): string {
    const known = this.given.get(original);
    if (known !== undefined) return known;
    const spelled = LEGAL.test(original) ? original : `x_${original.replaceAll(/[^A-Za-z0-9_]/g, '_')}`;
    let name = spelled;
    for (let i = 2; this.taken.has(name); i++) name = `${spelled}_${i}`;
    this.taken.add(name);
    this.given.set(original, name);
    return name;
  }

  /** Each part between dots by itself. */
  dotted(original: string): string {
    return original
      .split('.')
      .map((part) => this.of(part))
      .join('.');
  }
}
