import type { Expression } from './syntax';

/** `torch.nn.functional` of names joined by dots; undefined of any other expression. */
export function dotted(expression: Expression): string | undefined {
  if (expression.type === 'name') return expression.id;
  if (expression.type !== 'attribute') return undefined;
  const object = dotted(expression.object);
  return object === undefined ? undefined : `${object}.${expression.name}`;
}

/** Of a longer chain only the end is written: every link of it may be asked about. */
const LONGEST_CHAIN = 32;

/** An expression without arguments and subscripts: `Net().forward` of `Net(3).forward`, `().log` of `(a + b).log`. */
export function outline(expression: Expression, links = LONGEST_CHAIN): string {
  if (links === 0) return '()';
  switch (expression.type) {
    case 'name':
      return expression.id;
    case 'attribute':
      return `${outline(expression.object, links - 1)}.${expression.name}`;
    case 'call':
      return `${outline(expression.callee, links - 1)}()`;
    case 'subscript':
      return outline(expression.object, links - 1);
    default:
      return '()';
  }
}

/** The name an expression ends in: `softmax` of `F.softmax`. */
export function lastName(expression: Expression): string | undefined {
  if (expression.type === 'name') return expression.id;
  return expression.type === 'attribute' ? expression.name : undefined;
}

/** The dotted names an expression begins with: `out` and `out.logits` of `out.logits[0].exp() / 2`. */
export function beginnings(expression: Expression): string[] {
  const path: Expression[] = [];
  let inner: Expression | undefined = expression;
  for (; inner !== undefined; inner = leftmost(inner)) path.push(inner);
  const leaf = path.pop()!;
  if (leaf.type !== 'name') return [];
  const names = [leaf.id];
  for (let outer = path.pop(); outer?.type === 'attribute'; outer = path.pop())
    names.push(`${names[names.length - 1]}.${outer.name}`);
  return names;
}

function leftmost(expression: Expression): Expression | undefined {
  switch (expression.type) {
    case 'attribute':
    case 'subscript':
      return expression.object;
    case 'call':
      return expression.callee;
    case 'binary':
      return expression.left;
    default:
      return undefined;
  }
}
