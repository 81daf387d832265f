import type { NotebookCode } from '../../arrays/types';
import { Evidence, type Known } from '../../losscode/evidence';
import { Bindings } from '../../python/bindings';
import { beginnings, dotted, lastName, outline } from '../../python/outline';
import { readModule } from '../../python/kept';
import type { Expression, ExpressionOf, Module, Statement, StatementOf } from '../../python/syntax';
import { partsOf, walk } from '../../python/walk';

/** What a value is handed to, which tells what it is. */
export type Use = 'softmax' | 'cross-entropy' | 'sigmoid' | 'binary-cross-entropy';

interface Used {
  at: number;
  use: Use;
  /** What it is handed to, as written. */
  callee: string;
}

/** An expression of the code and where it takes effect: names in it mean what was bound to them before. */
export interface Placed {
  value: Expression;
  at: number;
}

type Call = ExpressionOf<'call'>;

const REGRESSION =
  /^(?:MSELoss|mse_loss|L1Loss|l1_loss|SmoothL1Loss|HuberLoss|mean_squared_error|mean_absolute_error|\w*Regress(?:or|ion))$/;
const REGRESSION_BY_NAME = /^(?:mse|mae|mean_\w+_error|huber)/;
const CROSS_ENTROPY = /(?:^|\.)CrossEntropyLoss$/;
const BINARY = /(?:^|\.)BCEWithLogitsLoss$/;
const MADE_UP =
  /^(?:rand\w*|(?:standard_|truncated_)?normal|uniform|zeros|ones|full|empty|arange|linspace|eye)(?:_like)?$/;
/** The losses of classes and of numbers in the text of a cell, and how many cells before one are looked at. */
const CLASSES_LOSS = /cross_?entropy|NLLLoss|nll_loss|softmax/i;
const NUMBERS_LOSS =
  /MSELoss|mse_loss|L1Loss|HuberLoss|loss\s?=\s?["'](?:mse|mae|mean_|huber)|mean_squared_error/;
const MOST_CELLS = 200;
/** Names of single layers, which end in nothing else. */
const ONE_LAYER = /lin|fc|dense|layer|proj|emb|quer|key|val|(?:^|_)w_?/i;
const FORWARD = /^(?:forward|call|__call__|construct)$/;
/** Wrappers around wrappers around a model's class. */
const MOST_WRAPPED = 8;

/** One source, read once: what its names stand for, what it prints, and what it does with values. */
export class Code {
  readonly module: Module;
  readonly bindings: Bindings;
  /** Every call, in the order of the text. */
  readonly calls: Call[] = [];
  /** It makes a loss of a regression. */
  private hasRegression = false;
  private telling?: boolean;
  private evidence?: Evidence;
  private readonly uses = new Map<string, Used[]>();
  /** What is put into lists, by the list's name. */
  private readonly appended = new Map<string, Placed>();
  /** Of what the code takes the largest of each row. */
  private readonly ranked = new Set<string>();
  private readonly madeUp = new Map<Expression, boolean>();

  constructor(
    source: string,
    private readonly notebook?: NotebookCode,
  ) {
    this.module = readModule(source);
    this.bindings = new Bindings(this.module);
    walk(this.module, {
      expression: (expression) => {
        if (expression.type === 'call') this.addCall(expression);
        if (expression.type === 'binary' && expression.operator === '/') this.addQuotient(expression);
      },
      statement: (statement) => {
        if (statement.type !== 'assign' || statement.value === undefined) return;
        if (lastName(statement.targets[0]) === 'loss') this.addLoss(statement.value);
      },
    });
  }

  /** Whether it, or the code nearest before it that makes a loss, trains something else than a classifier. */
  get regression(): boolean {
    if (this.hasRegression || this.notebook === undefined) return this.hasRegression;
    const { cells, at } = this.notebook;
    for (let i = at - 1; i >= Math.max(0, at - MOST_CELLS); i--) {
      const [ofClasses, ofNumbers] = [CLASSES_LOSS, NUMBERS_LOSS].map((loss) => loss.test(cells[i]));
      if (ofClasses || ofNumbers) return ofNumbers && !ofClasses;
    }
    return false;
  }

  /** Whether a value is the output of a whole model that is made in another cell and ends in a linear layer. */
  endsLinear(value: Expression): boolean {
    if (value.type !== 'call' || value.callee.type !== 'name' || ONE_LAYER.test(value.callee.id))
      return false;
    return this.notebook !== undefined && !this.regression && this.known(value)?.is === 'logits';
  }

  /** What the code around says of a value, followed from where it is made to what it goes into. */
  known({ start, end }: Expression): Known | undefined {
    const { cells, at } = this.notebook ?? { cells: [this.module.text], at: 0 };
    this.telling ??= cells.some((cell) => TELLING.test(cell));
    if (!this.telling) return undefined;
    this.evidence ??= evidenceIn(cells);
    return this.evidence.of(at, start, end);
  }

  written({ start, end }: { start: number; end: number }): string {
    return this.module.text.slice(start, end);
  }

  /** What the code does after a place with the value of a dotted name. */
  usedFor(name: string, after: number): Used | undefined {
    const later = this.uses.get(name)?.filter(({ at }) => at >= after) ?? [];
    return (
      later.find(({ use }) => use === 'softmax') ??
      later.find(({ use }) => use.endsWith('cross-entropy')) ??
      later[0]
    );
  }

  /** What a function that the code defines returns last. */
  returnedBy(name: string): Placed | undefined {
    const defined = this.bindings.functionNamed(name);
    return defined && lastReturn(defined.body);
  }

  /** What an object returns when called, where its class is in the code. */
  returnedByObject(object: Expression, at: number): Placed | undefined {
    const name = object.type === 'name' ? object.id : undefined;
    const made = this.classOf(name === undefined ? object : this.bindings.before(name, at)?.value);
    const forward = made?.body.find(
      (one): one is StatementOf<'function'> => one.type === 'function' && FORWARD.test(one.name),
    );
    return forward && lastReturn(forward.body);
  }

  /** What is put into a list that begins empty. */
  appendedTo(name: string, bound: Placed | undefined): Placed | undefined {
    const value = bound?.value;
    const isEmpty =
      (value?.type === 'list' && value.items.length === 0) ||
      (value?.type === 'call' && value.args.length === 0 && outline(value.callee) === 'list');
    return isEmpty ? this.appended.get(name) : undefined;
  }

  /** Whether random or constant numbers are made somewhere in an expression. */
  makesUp(expression: Expression): boolean {
    const known = this.madeUp.get(expression);
    if (known !== undefined) return known;
    const itself = expression.type === 'call' && MADE_UP.test(lastName(expression.callee) ?? '');
    const made = itself || partsOf(expression).some((part) => this.makesUp(part));
    this.madeUp.set(expression, made);
    return made;
  }

  /** The class whose object an expression makes: of `nn.DataParallel(Net(3)).to(device)`, that of Net. */
  private classOf(expression: Expression | undefined): StatementOf<'class'> | undefined {
    let inner = expression;
    for (let i = 0; i < MOST_WRAPPED && inner?.type === 'call'; i++) {
      const { callee, args }: Call = inner;
      const defined = callee.type === 'name' ? this.bindings.classNamed(callee.id) : undefined;
      if (defined !== undefined) return defined;
      inner = callee.type === 'attribute' && callee.object.type === 'call' ? callee.object : args[0]?.value;
    }
    return undefined;
  }

  /** Whether the code takes the largest of each row of what a name stands for: `logits.argmax(1)`. */
  isRanked(name: string): boolean {
    return this.ranked.has(name);
  }

  private addCall(call: Call) {
    this.calls.push(call);
    if (isRanking(call)) for (const name of namesHanded(call)) this.ranked.add(name);
    const { callee, args } = call;
    const list =
      callee.type === 'attribute' && /^(?:append|extend)$/.test(callee.name) && dotted(callee.object);
    if (list && args.length === 1) this.appended.set(list, { value: args[0].value, at: call.start });
    if (REGRESSION.test(lastName(callee) ?? '')) this.hasRegression = true;
    for (const { keyword, value } of args) if (keyword === 'loss') this.addLoss(value);
    const use = useOf(callee) ?? this.useOfBound(call);
    if (use === undefined) return;
    const written = this.written(callee).replace(/\(.*/s, '');
    for (const name of namesHanded(call)) this.addUse(name, { at: call.start, use, callee: written });
  }

  /** `criterion(logits, labels)`, where the name is bound to a loss that takes logits first. */
  private useOfBound({ callee, start }: Call): Use | undefined {
    const made = this.bindings.before(dotted(callee) ?? '', start)?.value;
    return made?.type === 'call' ? useOfObject(made) : undefined;
  }

  /** `e / e.sum()`, where e is `np.exp(x)`: a softmax written out. */
  private addQuotient({ left, right, start }: ExpressionOf<'binary'>) {
    if (right.type !== 'call' || !/(?:^|\.)sum$/.test(outline(right.callee))) return;
    const [exp, summed] = [left, right.args[0]?.value ?? right.callee].map((one) =>
      this.exponential(one, start),
    );
    const summedObject =
      right.callee.type === 'attribute' ? this.exponential(right.callee.object, start) : undefined;
    if (exp === undefined || (summed !== exp && summedObject !== exp)) return;
    const of = exp.args[0]?.value ?? (exp.callee.type === 'attribute' ? exp.callee.object : undefined);
    for (const name of of === undefined ? [] : beginnings(of))
      this.addUse(name, { at: start, use: 'softmax', callee: 'exp(…) / sum' });
  }

  private exponential(value: Expression, at: number): Call | undefined {
    const bound = this.bindings.before(dotted(value) ?? '', at)?.value ?? value;
    return bound.type === 'call' && /(?:^|\.)exp$/.test(outline(bound.callee)) ? bound : undefined;
  }

  private addUse(name: string, one: Used) {
    const used = this.uses.get(name);
    if (used === undefined) this.uses.set(name, [one]);
    else used.push(one);
  }

  private addLoss(value: Expression) {
    if (value.type === 'string' && REGRESSION_BY_NAME.test(value.text)) this.hasRegression = true;
  }
}

/** What a function that is called does with its value, by its name. */
export function useOf(callee: Expression): Use | undefined {
  const name = outline(callee);
  if (/(?:^|\.)(?:softmax|log_softmax|(?:Log)?Softmax\(\))$/.test(name)) return 'softmax';
  if (/binary_cross_entropy_with_logits$/.test(name)) return 'binary-cross-entropy';
  if (/sigmoid$/.test(name)) return 'sigmoid';
  const made = callee.type === 'call' ? useOfObject(callee) : undefined;
  if (made !== undefined) return made;
  return /(?<!binary_)cross_entropy$/.test(name) ? 'cross-entropy' : undefined;
}

/** `torch.max(x, 1)`, `x.argmax(dim=-1)`, `np.argmax(x, axis=1)`: along the last axis of rows. */
function isRanking({ callee, args }: Call): boolean {
  const name = lastName(callee) ?? '';
  if (!/^(?:argmax|max)$/.test(name)) return false;
  return args.some(({ keyword, value }) => {
    if (keyword !== undefined && !/^(?:dim|axis)$/.test(keyword)) return false;
    const number = value.type === 'unary' ? value.operand : value;
    return number.type === 'constant' && number.text === '1';
  });
}

/** What a loss or a layer that is an object does with what it is called on. */
function useOfObject({ callee }: Call): Use | undefined {
  const name = outline(callee);
  if (BINARY.test(name)) return 'binary-cross-entropy';
  if (/(?:^|\.)(?:Log)?Softmax$/.test(name)) return 'softmax';
  return CROSS_ENTROPY.test(name) ? 'cross-entropy' : undefined;
}

/**
 * The names whose value a function of logits takes: that of its first argument or `logits=`, or of the object it is called on.
 */
function namesHanded({ callee, args }: Call): string[] {
  const logits = args.find(({ keyword }) => keyword === 'input' || keyword === 'logits') ?? args[0];
  const object = callee.type === 'attribute' ? dotted(callee.object) : undefined;
  return [
    ...(object === undefined ? [] : [object]),
    ...(logits === undefined ? [] : beginnings(logits.value)),
  ];
}

/** The last return of a function's body, not of functions inside it. */
function lastReturn(body: readonly Statement[]): Placed | undefined {
  let found: Placed | undefined;
  const look = (statements: readonly Statement[]) => {
    for (const statement of statements) {
      if (statement.type === 'return' && statement.value !== undefined)
        found = { value: statement.value, at: statement.start };
      else if (statement.type === 'branches') statement.branches.forEach((branch) => look(branch.body));
      else if (statement.type === 'with') look(statement.body);
      else if (statement.type === 'for') {
        look(statement.body);
        look(statement.otherwise);
      }
    }
  };
  look(body);
  return found;
}

/** Words without which following values leads nowhere. */
const TELLING = /softmax|sigmoid|entropy|loss|linear|dense|argmax|decision_function|conv|relu/i;

/** The notebook read last: its outputs come one after another. */
let last: { cells: readonly string[]; evidence: Evidence } | undefined;

function evidenceIn(cells: readonly string[]): Evidence {
  const same = last?.cells.length === cells.length && last.cells.every((cell, i) => cell === cells[i]);
  if (last === undefined || !same) last = { cells, evidence: new Evidence(cells) };
  return last.evidence;
}
