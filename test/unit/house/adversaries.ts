/** Texts by length that a reader with a loop in a loop would take for ever over. */
export type Family = readonly [name: string, (length: number) => string];

/** `unit` as often as it fits, between what stands before and behind. */
export function repeated(unit: string, before = '', behind = ''): Family {
  const name = JSON.stringify(`${before}${unit}…${behind}`);
  return [
    name,
    (length) =>
      before + unit.repeat(Math.max(1, (length - before.length - behind.length) / unit.length)) + behind,
  ];
}

/** Pieces that readers repeat: brackets, quotes, separators, parts of numbers, of options and of tables. */
const UNITS = [
  ' ',
  '\n',
  '\t',
  '\r\n',
  '1',
  '9.',
  '1e',
  '-',
  '.',
  '_',
  'a',
  'a.',
  'a ',
  'a_1',
  '#',
  '>',
  '|',
  '*',
  '# ',
  '=',
  ':',
  ', ',
  ',,',
  '"',
  "'",
  '\\"',
  "\\'",
  '`',
  '[',
  '(',
  '{',
  '[1',
  '[1.5,',
  '[1.5, 2.5]',
  '[1.5 2.5; ',
  '[1.5 2.5; 3.5 4.5]',
  'Float32[1.5, 2.5] ',
  '[1] 1.5 2.5\n',
  '  [,1] [,2]\n[1,] 1.5 2.5\n',
  '  [,1]\na 1.5\n',
  '[1.5, 2.5], ',
  '[1.5, 2.5] x = ',
  '(1.5, 2.5)',
  '[[1.5, 2.5], [3]]',
  '{"a": ',
  '{"a": [1.5, 2.5], ',
  '"a": [1.5, 2.5], ',
  '{"logits": [1.5, 2.5], "label": 1}, ',
  '{"logits": [1.5, 2.5], "label": 1}\n',
  'Row(',
  'Row(logits=[1.5, 2.5], label=1), ',
  'Row(row=Row(a=tensor([1.5, 2.5]), ',
  '{0: {',
  '{"label": "a", "score": 0.5}, ',
  '[{"label": "a", "score": 0.5}, {"label": "b", "score": 0.5}], ',
  'classes:[',
  'classes: ["a", ',
  'labels = {"a": ',
  'loss:',
  'loss = 1',
  'cross entropy ',
  ',a= ',
  ',a=<b',
  ', dtype=',
  ',dtype=a',
  'tensor(',
  'tensor([1.5, 2.5], ',
  'Tensor(shape=[',
  'Tensor(shape=[2], place=',
  'tf.Tensor: ',
  "<tf.Variable '",
  'numpy=',
  'Parameter containing:\n',
  'shape: (2, ',
  'size ',
  'np.float32(1.5), ',
  'float("inf"), ',
  'a,b\n1.5,2.5\n2.5,1.5\n\n',
  'a\tb\n',
  '1.5,2.5\n',
  '  a  b\n0  1.5  2.5\n1  2.5  1.5\n\n',
  '  a  b\n',
  '0  1.5  2.5\n',
  '┌┐└┘',
  '┌─┐\n│ a ┆ b │\n╞═╡\n│ 1.5 ┆ 2.5 │\n└─┘\n',
  '<table>',
  '<table><tr><th>a<td>1.5</table>',
  '\u001b[',
  '\u001b[1m1',
  '💥',
  'print(x)\n',
  'print(f"a {x} ',
  'print("a", ',
  'x = (\n',
  'def f():\n return ',
  '.detach()',
];

/** Where such a run stands. */
const PLACES: readonly (readonly [before: string, behind: string])[] = [
  ['tensor([1.5, 2.5]', 'x'],
  ['logits = ', '[[1.5, 2.5]]'],
  ['[1.5, 2.5', ']'],
  ['{"logits": [1.5, 2.5], "a": ', '}'],
  ['  a  b\n0  1.5  2.5\n', '1  2.5  1.5\n'],
  ['a,b,label\n1.5,2.5,', '\n2.5,1.5,0\n'],
];

/** Long where things mostly are short: one column's name, one key, a line of many columns. */
const UNLIKE: readonly Family[] = [
  ['a column name of digits', (n) => `${'1'.repeat(n / 2)},b\n1.5,2.5\n0.5,1.5\n`],
  ['a column name that ends in digits', (n) => `x${'1'.repeat(n / 2)}y,b\n1.5,2.5\n0.5,1.5\n`],
  ['many columns, CSV', (n) => wide(n, ',', '')],
  ['many columns, DataFrame', (n) => wide(n, '  ', '  ')],
  [
    'many columns of one stem',
    (n) =>
      [
        Array.from({ length: n / 24 }, (_, i) => `logit_${i}`),
        ...[0, 1].map((row) => Array.from({ length: n / 24 }, (_, i) => `${row}.${i}`)),
      ]
        .map((cells) => cells.join(','))
        .join('\n'),
  ],
  ['rows of CSV with a blank line behind each', (n) => '2.5,1.5,0\n\n'.repeat(n / 11)],
  ['rows of CSV of which every other is short', (n) => '2.5,1.5,0\n0.5\n'.repeat(n / 14)],
  ['many columns of one number', (n) => `${'p_1.5,'.repeat(n / 8)}label\n${'0.5,'.repeat(n / 24)}`],
  [
    'many arrays under one long key',
    (n) => `{"${'k'.repeat(n / 2)}": {${'"a": [1.5, 2.5], '.repeat(n / 32)}}}`,
  ],
  ['arrays in many brackets', (n) => `${'['.repeat(990)}${'"x", [1.5, 2.5], '.repeat(n / 17)}`],
  ['arrays in many records', (n) => `${'{"a": '.repeat(990)}${'[1.5, 2.5], "b": '.repeat(n / 17)}`],
  ['a list of many names', (n) => `classes: [${'"a", '.repeat(n / 10)}]\n${'[1.5, 2.5]\n'.repeat(n / 22)}`],
  ['unlike keys', (n) => `{${Array.from({ length: n / 24 }, (_, i) => `"k${i}": [1.5, ${i}]`).join(', ')}}`],
  [
    'unlike records',
    (n) => `[${Array.from({ length: n / 32 }, (_, i) => `{"k${i}": [1.5, ${i}], "label": 1}`).join(', ')}]`,
  ],
  [
    'unlike shapes',
    (n) => Array.from({ length: Math.sqrt(n / 2) }, (_, i) => `[${'1.5, '.repeat(i)}2.5]`).join('\n'),
  ],
  ['many scores and labels', (n) => 'logits: [[1.5, 2.5]] labels: [0] loss: 1.5\n'.repeat(n / 44)],
  [
    'many batches',
    (n) =>
      'logits: [[1.5, 2.5], [0.5, 1.5]]\nlabels: [0, 1]\nprobs: [[0.2, 0.8], [0.2, 0.8]]\n'.repeat(n / 74),
  ],
  ['a string that never ends', (n) => `{"a":"${'\\"'.repeat(n / 2)}`],
  ['a list that ends in a hole', (n) => `[1.5,${' '.repeat(n)}2.5]`],
];

function wide(length: number, separator: string, margin: string): string {
  const columns = length / 3 / (2 + separator.length);
  const line = (cell: string) => margin + Array.from({ length: columns }, () => cell).join(separator);
  return (
    [line('ab'), `${margin && '0'}${line('.5')}`, `${margin && '1'}${line('.5')}`].join('\n') + '\n1.5,2.5'
  );
}

/** All runs where nothing else stands, and what is long in other ways. */
export const longFamilies: readonly Family[] = [...UNITS.map((unit) => repeated(unit)), ...UNLIKE];

const placedFamilies: readonly Family[] = PLACES.flatMap(([before, behind]) =>
  UNITS.map((unit) => repeated(unit, before, behind)),
);

export const families: readonly Family[] = [...longFamilies, ...placedFamilies];

/** Some of them: each place and each run several times, and a third of the time. */
export const fewFamilies: readonly Family[] = [
  ...longFamilies,
  ...placedFamilies.filter((_, i) => i % 4 === 0),
];

export const numbered = (unit: (i: number) => string, length: number) =>
  Array.from({ length: Math.max(1, Math.floor(length / unit(100).length)) }, (_, i) => unit(i)).join('');

/** Code that is long where code mostly is short, and text that is no code. */
export const codeFamilies: readonly Family[] = [
  ...[
    'x = 1\n',
    'e x\n',
    ')',
    '([',
    'a.b',
    'x.',
    '[0]',
    'f(',
    'print(x)\n',
    'print(f"{x} {y}")\n',
    'try:\n x\n',
    'if x:\n ',
    'lambda: ',
    'x = f(x)\n',
    'for i in x:\n print(i)\n',
    '@a\n',
    '%time x\n',
    "'''",
    'f"{',
    '[1.5, 2.5]\n',
    '{"a": ',
  ].map((unit) => repeated(unit)),
  repeated('.softmax(1)', 'x = a'),
  repeated(', dtype=float32, device="cuda', 'array([1.5'),
  repeated(',"2', 'a,b\n"1'),
  repeated('F.softmax(', 'import torch.nn.functional as F\nx = '),
  repeated('x = F.softmax(x, 1)\n', 'import torch.nn.functional as F\n'),
  repeated('F.cross_entropy(F.softmax(x, 1), y)\n', 'import torch.nn.functional as F\n'),
  repeated('F.cross_entropy(x, y)\n', 'import torch.nn.functional as F\nx = F.softmax(y, 1)\n'),
  repeated('[a for a in ', 'x = '),
  repeated('f(a for a in ', 'x = '),
  repeated('{a: b for a in ', 'x = '),
  ['lists doubled', (n) => `x0 = (1, 2)\n${numbered((i) => `x${i + 1} = x${i} + x${i}\n`, n)}`],
  repeated('x.extend(x)\n', 'x = [1, 2]\n'),
  [
    'methods that call each other',
    (n) =>
      `class M:\n${numbered((i) => `  def f${i}(self, x): return self.f${i + 1}(self.f${i + 1}(x))\n`, n)}M().f0(1)`,
  ],
  repeated('x,', 'print(', 'x)'),
  repeated('{x}', 'print(f"', '")'),
  repeated('%s', 'print("', '" % x)'),
  repeated('_', 'x = a', '1\nprint(x)'),
  ['names bound to each other', (n) => `${numbered((i) => `x${i + 1} = f(x${i})\n`, n)}print(x9)`],
  [
    'functions that call each other',
    (n) => numbered((i) => `def f${i}(x):\n  f${i - 1}(x)\n  f${i - 1}(x)\n`, n),
  ],
  [
    'a dict read by what is not known',
    (n) => `d = {${numbered((i) => `"k${i}": f(x), `, n / 2)}}\n${'d[i]\n'.repeat(n / 10)}`,
  ],
  [
    'softmaxes read by what is not known',
    (n) => `d = {${numbered((i) => `"k${i}": F.softmax(x, 1), `, n / 2)}}\n${'d.get(i)\n'.repeat(n / 18)}`,
  ],
  ['a dict spread', (n) => `d = {}\n${numbered((i) => `d = {**d, "k${i}": 1}\n`, n)}`],
  [
    'a base of many methods, and many classes made from it',
    (n) =>
      `class B:\n${numbered((i) => `  def f${i}(self): self.a = 1\n`, n / 2)}${numbered((i) => `class A${i}(B):\n  def forward(self): pass\n`, n / 2)}`,
  ],
  [
    'a long function that is called often',
    (n) =>
      `def f(b):\n${numbered((i) => ` a${i} = 1\n if b: return a${i}\n`, n / 2)}${'f(1)\n'.repeat(n / 10)}`,
  ],
  [
    'a chain of elif',
    (n) => `if a:\n x = 1\n${numbered((i) => `elif a == ${i}:\n x${i} = F.softmax(y, ${i})\n`, n)}`,
  ],
  [
    'a name bound anew by every handler',
    (n) => `try:\n x\n${numbered((i) => `except E${i}:\n x${i} = 1\n`, n)}`,
  ],
  [
    'many objects of a class of many methods',
    (n) =>
      `class A:\n${numbered((i) => `  def f${i}(self): self.b = 1\n`, n / 2)}${'A().f0()\n'.repeat(n / 18)}`,
  ],
  ['a loop left in many places', (n) => `for i in x:\n${numbered((i) => ` a${i} = 1\n if b: break\n`, n)}`],
  [
    'functions in functions',
    (n) => numbered((i) => `def f${i}(x):\n  def g(y): return f${i - 1}(y)\n  return g(g(x))\n`, n),
  ],
  [
    'names that any of many modules may have',
    (n) => numbered((i) => `from m${i} import *\n`, n / 2) + numbered((i) => `softmax${i}(y)\n`, n / 2),
  ],
  [
    'models made of the models before',
    (n) => `m0 = nn.Softmax(1)\n${numbered((i) => `m${i + 1} = nn.Sequential(m${i}, m${i})\n`, n)}`,
  ],
  [
    'calls of a model of many layers',
    (n) =>
      `import torch.nn as nn\nm = nn.Sequential(${'nn.Softmax(1), '.repeat(n / 30)})\n${'nn.CrossEntropyLoss()(m(x), y)\n'.repeat(n / 62)}`,
  ],
  [
    'a model in many models, called often',
    (n) =>
      `m = ${'nn.Sequential('.repeat(140)}nn.Softmax(1)${')'.repeat(140)}\n${'F.cross_entropy(m(x), y)\n'.repeat(n / 26)}`,
  ],
  [
    'classes made from the class before',
    (n) =>
      `class A0: pass\n${numbered((i) => `class A${i + 1}(A${i}):\n  def forward(self, x): return super().forward(x)\n`, n)}`,
  ],
  [
    'objects that make objects',
    (n) => numbered((i) => `class A${i}:\n  def __init__(self): self.a = A${i + 1}()\n`, n),
  ],
  repeated('with (a as b, c as d):\n pass\n'),
  repeated('-(y * torch.log(torch.softmax(x, 1) + 1e-9)).sum(1).mean()\n', 'import torch\n'),
  ['unlike prints', (n) => numbered((i) => `print("a${i}", x${i})\n`, n)],
  [
    'logarithms of a name, far behind what it is',
    (n) => `p = F.softmax(x, 1)\n${numbered((i) => `a${i} = 1\n`, n / 2)}${'torch.log(p)\n'.repeat(n / 26)}`,
  ],
  repeated('torch.log(softmax(x, 1))\n', 'from torch.nn.functional import softmax\n'),
  [
    'imports of many names, and none of the one that is missing',
    (n) =>
      `${numbered((i) => `from m${i} import softmax, a\n`, n / 2)}from torch.nn.functional import (softmax)\n${'torch.log(softmax(x, 1))\n'.repeat(n / 50)}`,
  ],
  [
    'logarithms of sums',
    (n) => `import torch\n${numbered((i) => `torch.log(torch.sum(torch.exp(x${i}), dim=-1))\n`, n)}`,
  ],
  [
    'losses among many names',
    (n) =>
      `${numbered((i) => `x${i} = f()\n`, n / 3)}z = g()\np = F.softmax(z, 1)\n${'F.cross_entropy(p, y)\n'.repeat(n / 33)}`,
  ],
  repeated('F.cross_entropy(F.softmax(x, 1), y)  # noqa: E501\n'),
  [
    'loops in loops of what is known',
    (n) =>
      `a = [${'1, '.repeat(24)}]\n${'for i in a:\n for j in a:\n  x = F.softmax(x, 1)\n'.repeat(n / 48)}`,
  ],
  [
    'lambdas that call the lambda before',
    (n) => numbered((i) => `f${i} = lambda x: F.softmax(f${i - 1}(x), 1)\n`, n),
  ],
  repeated('a = [*a, *a]\nf(*a)\n', 'a = [1]\n'),
  [
    'names that any module of one library may have',
    (n) => numbered((i) => `from torch.m${i} import *\n`, n / 2) + numbered((i) => `softmax${i}(y)\n`, n / 2),
  ],
  repeated('p = F.softmax(x, 1)\np = p / T\n'),
  repeated('@d\n', 'def d(f):\n  def g(x): return f(x)\n  return g\n', 'def f(x): return x\nf(1)\n'),
  repeated('try:\n x = f()\nexcept E as e:\n x = 1\nelse:\n y = x\nfinally:\n z = x\n'),
  repeated('d.update({"k": F.softmax(x, 1)})\nd.update(d)\n', 'd = {}\n'),
  repeated('if (x := F.softmax(x, 1)) and (y := x): z = y\n'),
  repeated('1 + \\\n', 'x = ', '1\n'),
  repeated('if x:\n\ty = 1\n        z = 2\n'),
  repeated('F.softmax(x, dim=0).argmax(dim=1)\n'),
];

/** Notebooks whose cells, a line each, are no Python or only its beginning. */
export const cellFamilies: readonly Family[] = [
  ...['with a:\n', 'try:\n', 'f(**a, \n', 'lambda: (\n', 'e x\n', '@a\n', 'class A(\n', 'x = 1\n'].map(
    (unit) => repeated(unit),
  ),
  ['unlike cells that end too soon', (n) => numbered((i) => `def f${i}(x): return (x\n`, n)],
];

const ENTRY =
  '{"token": "a", "logprob": -0.5, "bytes": [97], "top_logprobs": [{"token": "a", "logprob": -0.5}]}, ';

/** Responses with tokens that are long in one way or another, or end too soon. */
export const tokenFamilies: readonly Family[] = [
  repeated(ENTRY, '{"choices": [{"logprobs": {"content": [', ']}}]}'),
  repeated(ENTRY, '{"choices": [{"logprobs": {"content": ['),
  repeated(`{"choices": [{"logprobs": {"content": [${ENTRY}]}}]}\n`),
  repeated('data: {"choices": [{"logprobs": {"content": [{"token": "A", "logprob": -1.5}]}}]}\n\n'),
  repeated('data: {"logprobs": '),
  repeated('[', '{"logprobs": '),
  repeated('A(a=', "{'logprobs': "),
  repeated('[0.25]]', '{"logprobs": [[['),
  repeated("{791: Logprob(logprob=-1.5, rank=3, decoded_token='The')}, ", '[', ']'),
  repeated('\\x41', "[Logprob(logprob=-1.5, decoded_token='", "')]"),
  repeated(
    '97, ',
    '{"choices": [{"logprobs": {"content": [{"token": "a", "logprob": -0.5, "bytes": [',
    '97]}]}}]}',
  ),
  [
    'unlike choices',
    (n) => `{"choices": [${numbered((i) => `{"index": ${i}, "logprobs": {"content": [${ENTRY}]}}, `, n)}]}`,
  ],
];

/** Rows with ids beside them, which may be those of tokens. */
export const rowFamilies: readonly Family[] = [
  repeated('{"logits":[1.5,2],"logits":[1],"label":0,"label":1}\n'),
  repeated('logits: [[1.5, 2.5], [2.5, 1.5]] input_ids: [0, 1]\n'),
  [
    'ids of unlike lengths',
    (n) =>
      numbered((i) => `"logits${i}": [[1.5, 2.5], [2.5, 1.5]], "ids": [0, 1${', 1'.repeat(i % 9)}], `, n),
  ],
];

/** Files of tokenizers, few of whose tokens have ids that follow each other. */
export const vocabularyFamilies: readonly Family[] = [
  [
    'ids far apart',
    (n) => `{"model": {"vocab": {${numbered((i) => `"a${i}": ${i * 1e3}, `, n - 40)}"b": 0}}}`,
  ],
  [
    'added tokens far apart',
    (n) =>
      `{"model": {"vocab": {"a": 0}}, "added_tokens": [${numbered((i) => `{"id": ${i * 1e6}, "content": "b"}, `, n - 80)}{"id": 1, "content": "c"}]}`,
  ],
];

/** What many columns of a table may be called, and hold. */
const COLUMNS: readonly (readonly [what: string, name: (i: number) => string, cell: string])[] = [
  ['numbers', (i) => `c${i}`, '1'],
  ['short names', (i) => i.toString(36), '.5'],
  ['scores', (i) => `score_${i.toString(36)}x`, '.5'],
  ['labels', (i) => `label ${i.toString(36)}`, '1'],
  ['names of classes', (i) => `label_${i}`, '1x'],
  ['several names of classes', (i) => `label_${i}`, '1x|2x'],
  ['texts', (i) => `${i.toString(36)}Name`, 'a b'],
  ['lists', (i) => `l${i}`, '[0 1]'],
  ['lists of names', (i) => `n${i}`, "['a' 'b']"],
  ['objects', (i) => `scores${i}`, `"{'a': .1, 'b': .9}"`],
  ['truths', (i) => `is_${i}x`, 'True'],
  ['nothing', (i) => i.toString(36), ''],
];

/** A table of two records, of as many columns of each kind. */
function unlikeColumns(
  length: number,
  kinds: readonly (readonly [name: (i: number) => string, cell: string])[],
): string {
  const width = kinds.reduce((sum, [name, cell]) => sum + name(1000).length + 2 * cell.length + 3, 0);
  const count = Math.floor(length / width);
  const columns = kinds.flatMap(([name, cell]) =>
    Array.from({ length: count }, (_, i): [string, string] => [name(i), cell]),
  );
  const row = columns.map(([, cell]) => cell).join(',');
  return [columns.map(([name]) => name).join(','), row, row].join('\n');
}

/** Two records of many fields behind some others. */
function unlikeFields(
  length: number,
  [name, value]: readonly [name: (i: number) => string, value: string],
  before: string,
): string {
  const width = 2 * (name(1000).length + value.length + 4);
  const count = Math.max(1, Math.floor((length - 2 * before.length) / width));
  const members = Array.from({ length: count }, (_, i) => `"${name(i)}":${value}`);
  return `{${before}${members.join(',')}}\n`.repeat(2);
}

/** Records of lists of names and of numbers by turns, the names in one order or in two. */
function namedLists(length: number, [names, scores]: readonly [string, string], areSorted: boolean): string {
  const count = length / 2 / (names.length + 9);
  const line = (list: string) =>
    `{${Array.from({ length: count }, (_, i) => `"l${i}":${i % 2 ? list : scores}`).join(',')}}\n`;
  return line(names) + line(areSorted ? '["b","a"]' : names);
}

/** A cell as JSON has it. */
const VALUES: ReadonlyMap<string, string> = new Map([
  ['[0 1]', '[0,1]'],
  ["['a' 'b']", '["a","b"]'],
  [`"{'a': .1, 'b': .9}"`, '{"a":0.1,"b":0.9}'],
  ['True', 'true'],
  ['', 'null'],
]);
const valueOf = (cell: string): string =>
  VALUES.get(cell) ?? (/^[.\d]+$/.test(cell) ? String(Number(cell)) : JSON.stringify(cell));

/** Records of JSON Lines that are evaluated, unlike each other or long in one field. */
export const recordFamilies: readonly Family[] = [
  ['unlike ids', (n) => numbered((i) => `{"id":"id${i}","logits":[1.5,2.5],"label":${i % 2}}\n`, n)],
  ['unlike labels', (n) => numbered((i) => `{"logits":[1.5,2.5],"label":"class ${i}"}\n`, n)],
  [
    'unlike keys beside the scores',
    (n) => numbered((i) => `{"logits":[1.5,2.5],"label":1,"c${i}":"v"}\n`, n),
  ],
  ['unlike names of scores', (n) => numbered((i) => `{"scores":{"a${i}":0.5,"b":0.5},"label":"b"}\n`, n)],
  [
    'many slices',
    (n) => numbered((i) => `{"logits":[1.5,2.5],"label":1,"a":"x${i % 97}","b":"y${i % 89}","c":${i}}\n`, n),
  ],
  ['many columns of scores', (n) => `{${numbered((i) => `"l${i}":[1.5,2.5],`, n / 3)}"label":1}\n`.repeat(3)],
  [
    'many columns of labels',
    (n) => `{"logits":[1.5,2.5],${numbered((i) => `"label${i}":1,`, n / 3)}"label":1}\n`.repeat(3),
  ],
  ['a row of many classes', (n) => `{"logits":[${numbered((i) => `${i}.5,`, n)}1],"label":0}\n`],
  [
    'a class to a key',
    (n) => `{${numbered((i) => `"p_a${i}":0.5,`, n)}"label":"a1"}\n{"p_a0":1,"label":"a0"}\n`,
  ],
  ...COLUMNS.map(([what, name, cell]): Family => {
    const value = valueOf(cell);
    return [
      `many fields of ${what}, beside an object of scores`,
      (n) => {
        const scores = Array.from({ length: n / 50 }, (_, i) => `"${i}x":${i === 0 ? 1 : 0}`).join(',');
        return unlikeFields(n, [name, value], `"scores":{${scores}},`);
      },
    ];
  }),
  ['many lists of names beside those of scores', (n) => namedLists(n, ['["a","b"]', '[0.1,0.9]'], false)],
  ['many lists of names in two orders', (n) => namedLists(n, ['["a","b"]', '[0.1,0.9]'], true)],
  ['many objects of flags', (n) => unlikeFields(n, [(i) => `gold${i}`, '{"a":0,"b":1}'], '')],
  ['many flags', (n) => unlikeFields(n, [(i) => `is_c${i}`, '1'], '')],
  ['many numbered flags', (n) => unlikeFields(n, [(i) => `y_${i}`, '1'], '')],
  [
    'many objects of scores of their own names',
    (n) => `{${numbered((i) => `"scores${i}":{"a${i}":0.1,"b":0.9},`, n / 2)}"label":"b"}\n`.repeat(2),
  ],
  repeated('{"scores":{"a":0.5,"b":0.5},"label":"b"}\n'),
  repeated(`{'logits':[1.5,2.5],'label':1}\n`),
  repeated('{"logits":[1.5,2.5,],"label":1,}\n'),
  ['scores of yes or no', (n) => numbered((i) => `{"score":0.${i},"label":${i % 2}}\n`, n)],
  [
    'records of one score, behind one of many',
    (n) =>
      `{"scores":{${numbered((i) => `"a${i}":${i === 0 ? 1 : 0},`, n / 2)}"b":0},"label":"b"}\n${'{"scores":{"a":0.5},"label":"b"}\n'.repeat(n / 66)}`,
  ],
  repeated('{"logits":[1.5,2.5],"label":[0,1]}\n'),
  repeated('{"\\u006cogits":[1.5,2.5],"l\\u0061bel":1}\n'),
  repeated('{"logits":[1.5,2.5],"label":1}\n{"logits"\n'),
  repeated('{"logits":[1.5,\n'),
];

/** Tables that are evaluated. */
export const tableFamilies: readonly Family[] = [
  repeated('"[1.5, 2.5]",1\n', 'logits,label\n'),
  repeated('"[1.5 2.5]",1\n', 'logits,label\n'),
  repeated('"tensor([1.5, 2.5])",1\n', 'logits,label\n'),
  repeated('"1.5","2.5","0"\n', 'a,b,label\n'),
  repeated('1.5,2.5,0,"x\ny\nz"\n', 'a,b,label,t\n'),
  ['unlike ids, CSV', (n) => `id,p_cat,p_dog,label\n${numbered((i) => `x${i},0.5,0.5,cat\n`, n)}`],
  ['many slices, CSV', (n) => `p_cat,p_dog,label,s,t\n${numbered((i) => `.5,.5,cat,s${i},t${i % 7}\n`, n)}`],
  ['rows of unlike lengths', (n) => `a,b,label\n${numbered((i) => `1.5${',2'.repeat(i % 9)}\n`, n)}`],
  ...COLUMNS.map(([what, name, cell]): Family => [
    `many columns of ${what}`,
    (n) => unlikeColumns(n, [[name, cell]]),
  ]),
  ...COLUMNS.map(([what, name, cell]): Family => [
    `many columns of ${what}, beside those of scores`,
    (n) =>
      unlikeColumns(n, [
        [(i) => `prob_${i}x`, '.5'],
        [name, cell],
      ]),
  ]),
  [
    'many columns of lists of names beside those of lists of scores',
    (n) =>
      unlikeColumns(n, [
        [(i) => `l${i}`, '[.1 .9]'],
        [(i) => `n${i}`, "['a' 'b']"],
      ]),
  ],
  [
    'many columns of pairs',
    (n) =>
      unlikeColumns(n, [
        [(i) => `c${i}_pred`, '.5'],
        [(i) => `c${i}_true`, '1'],
      ]),
  ],
  [
    'many columns of cells that name others',
    (n) =>
      unlikeColumns(n, [
        [(i) => `${i}x`, '.5'],
        [(i) => `t${i}`, '7x'],
      ]),
  ],
  [
    'many columns of three flags',
    (n) => `${unlikeColumns(n * 0.8, [[(i) => `is_${i.toString(36)}`, '1']])}\n${'0,'.repeat(n / 12)}`,
  ],
  ['scores of yes or no, CSV', (n) => `score,label\n${numbered((i) => `0.${i},${i % 2}\n`, n)}`],
  repeated(`"{'a': 0.5, 'b': 0.5}",a\n`, 'scores,label\n'),
  ['one name of many columns', (n) => `${'a,'.repeat(n / 4)}\n${'1,'.repeat(n / 4)}\n1,1\n`],
];

export const yamlFamilies: readonly Family[] = [
  repeated('- logits: [1.5, 2.5]\n  label: 1\n'),
  repeated('- - 1.5\n  - 2.5\n'),
  repeated('a: &x [1.5, 2.5]\nb: *x\n---\n'),
  [
    'lists of the list before',
    (n) => numbered((i) => `a${i}: &a${i} [${i > 0 ? `*a${i - 1}, *a${i - 1}` : '1.5'}]\n`, n),
  ],
  [
    'merges of the merge before',
    (n) => `a0: &a0 {x: 1}\n${numbered((i) => `a${i + 1}: &a${i + 1} {<<: *a${i}, k${i}: 1}\n`, n)}`,
  ],
  ['unlike keys, YAML', (n) => numbered((i) => `k${i}: [1.5, ${i}]\n`, n)],
];

/** Documents of objects that may be records, and are not alike. */
export const memberFamilies: readonly Family[] = [
  [
    'one member of many lists, and many of one',
    (n) =>
      `{"a": {${numbered((i) => `"k${i}": [1], `, n / 2)}"k": [1]}, ${numbered((i) => `"b${i}": {"x": [1]}, `, n / 2)}"b": 0}`,
  ],
  [
    'members of many keys',
    (n) =>
      numbered((i) => `${i === 0 ? '{' : ''}"b${i}": {"x${i}": [1], "y": {"z${i}": 1, "a": 2, "b": 3}}, `, n),
  ],
  repeated('{"a": {"b": [1], "c": 2}, ', '{"x": '),
];
