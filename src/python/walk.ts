import type {
  Argument,
  Block,
  Expression,
  ExpressionOf,
  Module,
  Parameter,
  Statement,
  StatementOf,
  StringPart,
} from './syntax';

const NO_EXPRESSIONS: readonly Expression[] = [];
const NO_STATEMENTS: readonly Statement[] = [];

/** What a walk comes by; each function that is left out is passed over. */
interface Visitor {
  statement?(statement: Statement): void;
  expression?(expression: Expression): void;
}

/** Every statement and expression of a module in the order of the text, what holds others before what it holds. */
export function walk({ statements }: Module, visitor: Visitor) {
  visitStatements(statements, visitor);
}

function visitStatements(statements: readonly Statement[], visitor: Visitor) {
  for (const statement of statements) {
    visitor.statement?.(statement);
    for (const { heads, body } of blocksOf(statement)) {
      for (const expression of heads) visit(expression, visitor);
      visitStatements(body, visitor);
    }
  }
}

function visit(expression: Expression, visitor: Visitor) {
  visitor.expression?.(expression);
  for (const part of partsOf(expression)) visit(part, visitor);
}

/** What a statement is made of, in the order of the text: expressions, then statements inside it, by turns. */
function blocksOf(statement: Statement): readonly Block[] {
  switch (statement.type) {
    case 'expression':
      return [{ heads: [statement.value], body: NO_STATEMENTS }];
    case 'assign':
      return [{ heads: assigned(statement), body: NO_STATEMENTS }];
    case 'return':
      return statement.value === undefined ? [] : [{ heads: [statement.value], body: NO_STATEMENTS }];
    case 'function':
      return [
        {
          heads: [...statement.decorators, ...statement.parameters.flatMap(ofParameter)],
          body: statement.body,
        },
      ];
    case 'class':
      return [{ heads: [...statement.decorators, ...statement.bases.map(valueOf)], body: statement.body }];
    case 'for':
      return [
        { heads: [statement.target, statement.iterable], body: statement.body },
        { heads: [], body: statement.otherwise },
      ];
    case 'with':
      return [
        {
          heads: statement.items.flatMap(({ context, target }) => present(context, target)),
          body: statement.body,
        },
      ];
    case 'branches':
      return statement.branches;
    case 'leave':
    case 'other':
      return [{ heads: statement.values, body: NO_STATEMENTS }];
    case 'import':
    case 'scope':
      return [];
  }
}

/** The expressions directly inside one. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.type) {
    case 'name':
    case 'string':
    case 'constant':
      return NO_EXPRESSIONS;
    case 'attribute':
      return [expression.object];
    case 'subscript':
      return [expression.object, ...expression.indices];
    case 'slice':
      return present(expression.lower, expression.upper, expression.step);
    case 'call':
      return called(expression);
    case 'f-string':
      return valuesIn(expression.parts);
    case 'binary':
      return [expression.left, expression.right];
    case 'unary':
      return [expression.operand];
    case 'conditional':
      return [expression.then, expression.test, expression.otherwise];
    case 'lambda':
      return [expression.body];
    case 'starred':
    case 'await':
      return [expression.value];
    case 'walrus':
      return [expression.target, expression.value];
    default:
      return expression.items;
  }
}

function valueOf({ value }: Argument): Expression {
  return value;
}

function ofParameter({ annotation, fallback }: Parameter): Expression[] {
  return present(annotation, fallback);
}

/** A string may have very many: none of them costs a list of its own. */
function valuesIn(parts: readonly StringPart[]): Expression[] {
  const values: Expression[] = [];
  for (const part of parts) if ('value' in part) values.push(part.value);
  return values;
}

function called({ callee, args }: ExpressionOf<'call'>): Expression[] {
  const parts = [callee];
  for (const { value } of args) parts.push(value);
  return parts;
}

function assigned({ targets, annotation, value }: StatementOf<'assign'>): Expression[] {
  const parts = [...targets];
  if (annotation !== undefined) parts.push(annotation);
  if (value !== undefined) parts.push(value);
  return parts;
}

function present(...expressions: (Expression | undefined)[]): Expression[] {
  return expressions.filter((expression) => expression !== undefined);
}
