/** Where a piece of Python stands: UTF-16 offsets in the module's text. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** One argument of a call or one base of a class. */
export interface Argument {
  readonly value: Expression;
  /** `dim` of `dim=-1`. */
  readonly keyword?: string;
  /** `*args` or `**options`: how many values these are is not known. */
  readonly spread?: '*' | '**';
}

/** A piece of a string literal: its text, decoded, or a value put into it. */
export type StringPart =
  | { readonly text: string }
  /** `label` is what `{x=}` prints before the value. */
  | { readonly value: Expression; readonly label?: string };

/** Parentheses leave no node of their own: an expression's span is what stands inside them. */
export type Expression = Span &
  (
    | { readonly type: 'name'; readonly id: string }
    | { readonly type: 'attribute'; readonly object: Expression; readonly name: string }
    | { readonly type: 'subscript'; readonly object: Expression; readonly indices: readonly Expression[] }
    | {
        readonly type: 'slice';
        readonly lower?: Expression;
        readonly upper?: Expression;
        readonly step?: Expression;
      }
    | { readonly type: 'call'; readonly callee: Expression; readonly args: readonly Argument[] }
    | { readonly type: 'string'; readonly text: string; readonly bytes: boolean }
    | { readonly type: 'f-string'; readonly parts: readonly StringPart[] }
    /** A number, True, False, None or `...`, as written. */
    | { readonly type: 'constant'; readonly text: string }
    | { readonly type: 'tuple' | 'list' | 'set'; readonly items: readonly Expression[] }
    /** Keys and values in the order of the text; an entry without a key is a `**spread`. */
    | {
        readonly type: 'dict';
        readonly items: readonly Expression[];
        readonly entries: readonly { readonly key?: Expression; readonly value: Expression }[];
      }
    /** What is made for each round, then targets, iterables and conditions in the order of the text. */
    | {
        readonly type: 'comprehension';
        readonly items: readonly Expression[];
        readonly clauses: readonly Clause[];
      }
    /** Arithmetic, comparisons, `and`, `or`: `operator` as written. */
    | {
        readonly type: 'binary';
        readonly operator: string;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly type: 'unary'; readonly operator: string; readonly operand: Expression }
    | {
        readonly type: 'conditional';
        readonly test: Expression;
        readonly then: Expression;
        readonly otherwise: Expression;
      }
    | { readonly type: 'lambda'; readonly parameters: readonly Parameter[]; readonly body: Expression }
    | { readonly type: 'starred' | 'await'; readonly value: Expression }
    /** `target := value` */
    | { readonly type: 'walrus'; readonly target: Expression; readonly value: Expression }
    /** Half-typed, nested too deep, or none of the above; what could be read in it. */
    | { readonly type: 'unknown'; readonly items: readonly Expression[] }
  );

export interface Parameter {
  readonly name: string;
  readonly spread?: '*' | '**';
  readonly annotation?: Expression;
  readonly fallback?: Expression;
}

/** `for target in iterable if condition` of a comprehension. */
export interface Clause {
  readonly target: Expression;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
}

/** One name that an import binds; `*` binds every name of the module. */
export interface Imported {
  /** `a.b` of `import a.b` and of `from a.b import c`; empty where dots alone stand. */
  readonly module: string;
  /** How many dots stand before it. */
  readonly dots: number;
  /** `c` of `from a.b import c`. */
  readonly name?: string;
  readonly as?: string;
}

/** Statements, and what stands before their colon: a condition, a pattern, the exception caught, or nothing. */
export interface Block {
  /** `if`, `elif`, `else`, `while`, `try`, `except`, `finally` or `case`. */
  readonly keyword?: string;
  readonly heads: readonly Expression[];
  readonly body: readonly Statement[];
}

export type Statement = Span &
  /** `silent`: a semicolon after it keeps a notebook from showing its value. */
  (
    | { readonly type: 'expression'; readonly value: Expression; readonly silent: boolean }
    /** `a = b, c = value` has two targets, the second a tuple; `a: int` has no value; `a += 1` an operator. */
    | {
        readonly type: 'assign';
        readonly targets: readonly Expression[];
        readonly operator?: string;
        readonly annotation?: Expression;
        readonly value?: Expression;
      }
    | { readonly type: 'return'; readonly value?: Expression }
    | {
        readonly type: 'function';
        readonly name: string;
        readonly decorators: readonly Expression[];
        readonly parameters: readonly Parameter[];
        readonly body: readonly Statement[];
      }
    | {
        readonly type: 'class';
        readonly name: string;
        readonly decorators: readonly Expression[];
        readonly bases: readonly Argument[];
        readonly body: readonly Statement[];
      }
    | {
        readonly type: 'for';
        readonly target: Expression;
        readonly iterable: Expression;
        readonly body: readonly Statement[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly type: 'with';
        readonly items: readonly { readonly context: Expression; readonly target?: Expression }[];
        readonly body: readonly Statement[];
      }
    /** `if`, `while`, `try` and `match`. */
    | { readonly type: 'branches'; readonly branches: readonly Block[] }
    | { readonly type: 'import'; readonly names: readonly Imported[] }
    /** What is never gone on from. */
    | {
        readonly type: 'leave';
        readonly how: 'raise' | 'break' | 'continue';
        readonly values: readonly Expression[];
      }
    /** Names of an outer scope. */
    | { readonly type: 'scope'; readonly names: readonly string[] }
    /** `del`, `assert`, `pass`, … and what is half-typed. */
    | { readonly type: 'other'; readonly values: readonly Expression[]; readonly deletes?: boolean }
  );

/** Python as it was read: a file or a notebook's cell. */
export interface Module {
  readonly text: string;
  readonly statements: readonly Statement[];
  /** Offsets where what could not be read begins, in order: one for each statement at the margin that has a mistake. */
  readonly unread: readonly number[];
}

export type ExpressionOf<T extends Expression['type']> = Extract<Expression, { type: T }>;
export type StatementOf<T extends Statement['type']> = Extract<Statement, { type: T }>;
