import type { parser } from '@lezer/python';

export type Tree = ReturnType<(typeof parser)['parse']>;

/** A node of the grammar, named as in @lezer/python, with those directly inside it; without comments and what is missing. */
export interface Node {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly children: Node[];
}

/** The whole tree of what stands from an offset on, as plain objects: each is looked at many times. */
export function nodesOf(tree: Tree, offset: number): Node {
  const root: Node = { name: '', from: offset, to: offset + tree.length, children: [] };
  const open = [root];
  tree.iterate({
    enter({ name, from, to }) {
      if (name === 'Comment' || (name === '⚠' && from === to)) return false;
      const node: Node = { name, from: offset + from, to: offset + to, children: [] };
      open[open.length - 1].children.push(node);
      open.push(node);
    },
    leave: () => void open.pop(),
  });
  return root.children[0] ?? root;
}

/** Where a text's tree has its first mistake: something missing, or something that belongs nowhere. */
export function firstMistake(tree: Tree, text: string): number | undefined {
  let first: number | undefined;
  tree.iterate({
    enter(ref) {
      if (first === undefined && ref.type.isError && !isUnknownGrammar(ref.node, text)) first = ref.from;
      return first === undefined;
    },
  });
  return first;
}

type Mistake = Tree['topNode'];

/** Whether a mistake is none in Python: the grammar misses what stands here. */
function isUnknownGrammar(mistake: Mistake, text: string): boolean {
  const { parent, from, to } = mistake;
  if (parent !== null && UNKNOWN[parent.name]?.(mistake, parent)) return true;
  return (
    from === to &&
    /(?<!\w)(?:t|rt|tr)$/i.test(text.slice(Math.max(0, from - 3), from)) &&
    /["']/.test(text[from])
  );
}

/** By what the mistake stands in. */
const UNKNOWN: Readonly<Record<string, (mistake: Mistake, parent: Mistake) => boolean>> = {
  /** A bare `yield`. */
  YieldStatement: isMissing,
  YieldExpression: isMissing,
  /** `case A():` */
  LiteralPattern: isMissing,
  /** `x[*rows]` */
  MemberExpression: isStar,
  /** `*args: *Ts` */
  TypeDef: isStar,
  /** `def f[T = int]():` */
  TypeParam: () => true,
};

function isMissing({ from, to }: Mistake): boolean {
  return from === to;
}

function isStar({ firstChild }: Mistake): boolean {
  return firstChild?.name === '*';
}

/** Runs of nodes between separators; the separators and empty runs are left out. */
export function splitBy(separator: string, nodes: readonly Node[]): Node[][] {
  const runs: Node[][] = [[]];
  for (const node of nodes)
    if (node.name === separator) runs.push([]);
    else runs[runs.length - 1].push(node);
  return runs.filter((run) => run.length > 0);
}

/** The nodes inside one, without the brackets around them. */
export function inBrackets({ children }: Node): Node[] {
  return children.filter(({ name }) => !BRACKETS.has(name));
}

const BRACKETS = new Set(['(', ')', '[', ']', '{', '}']);

export function childNamed({ children }: Node, name: string): Node | undefined {
  return children.find((child) => child.name === name);
}

export function span({ from, to }: Node) {
  return { start: from, end: to };
}

export function spanOf(run: readonly Node[]) {
  return { start: run[0].from, end: run[run.length - 1].to };
}
