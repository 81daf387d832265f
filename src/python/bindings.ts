import { dotted } from './outline';
import type { Expression, Module, Statement, StatementOf } from './syntax';
import { walk } from './walk';

/** A value that a name was bound to. */
interface Binding {
  value: Expression;
  /** Where the statement begins that binds it. */
  at: number;
  /** The name's place among several targets that one value gives. */
  place?: number;
  /** The first of those targets is called a loss, which models give first, and isn't counted. */
  behindLoss?: true;
}

const LOSS = /(?:^|[_.])loss$/i;

/** What the names of a module stand for, from one walk over it. Scopes are not told apart. */
export class Bindings {
  private readonly bound = new Map<string, Binding[]>();
  private readonly functions = new Map<string, StatementOf<'function'>>();
  private readonly classes = new Map<string, StatementOf<'class'>>();

  constructor(module: Module) {
    walk(module, {
      statement: (statement) => this.add(statement),
      expression: (expression) => {
        if (expression.type === 'walrus') this.bind(expression.target, expression.value, expression.start);
      },
    });
  }

  /** What was bound to a variable or an attribute last before a place. */
  before(name: string, at: number): Binding | undefined {
    const bindings = this.bound.get(name) ?? [];
    let low = 0;
    for (let high = bindings.length; low < high;) {
      const middle = (low + high) >> 1;
      if (bindings[middle].at < at) low = middle + 1;
      else high = middle;
    }
    return bindings[low - 1];
  }

  /** The function of a name that the module defines first. */
  functionNamed(name: string): StatementOf<'function'> | undefined {
    return this.functions.get(name);
  }

  /** The class of a name that the module defines first. */
  classNamed(name: string): StatementOf<'class'> | undefined {
    return this.classes.get(name);
  }

  private add(statement: Statement) {
    if (statement.type === 'function') keepFirst(this.functions, statement);
    else if (statement.type === 'class') keepFirst(this.classes, statement);
    else if (statement.type === 'assign' && statement.value !== undefined && !statement.operator)
      for (const target of statement.targets) this.bind(target, statement.value, statement.start);
    else if (statement.type === 'for') this.bindItems(statement.target, statement.iterable, statement.start);
    else if (statement.type === 'with')
      for (const { context, target } of statement.items)
        if (target !== undefined) this.bind(target, context, statement.start);
  }

  /** What a loop goes over: `row` of `for i, row in enumerate(rows)` stands for one of the rows. */
  private bindItems(target: Expression, iterable: Expression, at: number) {
    const over = iterable.type === 'call' ? dotted(iterable.callee) : undefined;
    const args = iterable.type === 'call' ? iterable.args.map(({ value }) => value) : [];
    const items = target.type === 'tuple' || target.type === 'list' ? target.items : [target];
    if (over === 'enumerate' && items.length === 2 && args.length > 0) this.bindItems(items[1], args[0], at);
    else if (over === 'zip' && items.length === args.length)
      items.forEach((item, i) => this.bindItems(item, args[i], at));
    else if (items.length === 1) this.bind(target, iterable, at);
  }

  private bind(
    target: Expression,
    value: Expression,
    at: number,
    of: Pick<Binding, 'place' | 'behindLoss'> = {},
  ) {
    if (target.type === 'tuple' || target.type === 'list') {
      const { items } = target;
      const spread = items.some(({ type }) => type === 'starred');
      const values = value.type === 'tuple' || value.type === 'list' ? value.items : [];
      items.forEach((item, i) => {
        if (!spread && values.length === items.length) this.bind(item, values[i], at);
        else this.bind(item.type === 'starred' ? item.value : item, value, at, placeOf(items, i));
      });
      return;
    }
    const name = dotted(target);
    if (name === undefined) return;
    const bindings = this.bound.get(name);
    const binding = { value, at, ...of };
    if (bindings === undefined) this.bound.set(name, [binding]);
    else bindings.push(binding);
  }
}

function placeOf([first]: readonly Expression[], i: number): Pick<Binding, 'place' | 'behindLoss'> {
  return i > 0 && LOSS.test(dotted(first) ?? '') ? { place: i - 1, behindLoss: true } : { place: i };
}

function keepFirst<T extends { name: string }>(named: Map<string, T>, one: T) {
  if (!named.has(one.name)) named.set(one.name, one);
}
