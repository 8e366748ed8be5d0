/** An expression after parsing, before its names mean anything. Offsets are into the expression's own text. */
export type RawUnary = 'neg' | 'not';
export type RawBinary = 'add' | 'sub' | 'mul' | 'div' | 'pow' | RawComparison | 'and' | 'or';
export type RawComparison = 'lt' | 'le' | 'gt' | 'ge' | 'eq' | 'ne';

export type Raw = { readonly start: number; readonly end: number } & (
  | { readonly is: 'number'; readonly value: number; readonly text: string }
  | { readonly is: 'truth'; readonly value: boolean }
  | { readonly is: 'name'; readonly name: string }
  | { readonly is: 'member'; readonly driver: string; readonly state: string }
  /** Three words or more with dots between them: the name of an event. */
  | { readonly is: 'dotted'; readonly words: readonly string[] }
  | { readonly is: 'unary'; readonly op: RawUnary; readonly of: Raw }
  | { readonly is: 'binary'; readonly op: RawBinary; readonly left: Raw; readonly right: Raw }
  | { readonly is: 'chain'; readonly ops: readonly RawComparison[]; readonly of: readonly Raw[] }
  | { readonly is: 'if'; readonly test: Raw; readonly then: Raw; readonly otherwise: Raw }
  | { readonly is: 'call'; readonly name: string; readonly args: readonly Raw[] }
  | { readonly is: 'list'; readonly items: readonly Raw[] }
  /** `name = value` as an argument of a distribution. */
  | { readonly is: 'named'; readonly name: string; readonly value: Raw }
);
