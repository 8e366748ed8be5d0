/**
 * The only use of mathjs: its parser, loaded for the first expression that is not plain (plain.ts). Nothing here or elsewhere calls
 * `evaluate` or `compile`; holes in mathjs were in evaluation (CVE-2026-40897, CVE-2026-41139).
 */

/** The fields of mathjs nodes that parse.ts reads. */
export interface MathNode {
  readonly type: string;
  readonly value?: unknown;
  readonly name?: unknown;
  readonly op?: string;
  readonly fn?: unknown;
  readonly implicit?: boolean;
  readonly isPercentage?: boolean;
  readonly args?: readonly MathNode[];
  readonly object?: MathNode;
  readonly index?: MathNode | null;
  readonly dimensions?: readonly MathNode[];
  readonly dotNotation?: boolean;
  readonly optionalChaining?: boolean;
  readonly optional?: boolean;
  readonly content?: MathNode;
  readonly condition?: MathNode;
  readonly trueExpr?: MathNode;
  readonly falseExpr?: MathNode;
  readonly conditionals?: readonly string[];
  readonly params?: readonly MathNode[];
  readonly items?: readonly MathNode[];
}

export type MathParser = (text: string) => MathNode;

let loading: Promise<MathParser> | undefined;

export function loadParser(): Promise<MathParser> {
  loading ??= import('./mathjs-parser.ts').then(({ parse }) => parse as unknown as MathParser);
  return loading;
}
