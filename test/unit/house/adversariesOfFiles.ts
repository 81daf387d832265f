/** Files that were slow once, or are like some that were, by what their readers repeat. */
import { numbered, repeated, type Family } from './adversaries';

/** A table of two records whose columns are called alike and hold the same. */
const alike = (name: string, cell: string): Family => [
  `many columns ${name}… of ${cell || 'nothing'}`,
  (n) => {
    const count = Math.floor(n / (name.length + 6 + 2 * cell.length));
    const row = `${cell},`.repeat(count);
    return `${Array.from({ length: count }, (_, i) => `${name}${i},`).join('')}label\n${row}1\n${row}0\n`;
  },
];

/** What columns may be called, and what their cells may hold: each name with each cell. */
const NAMES = [
  'a',
  'p_',
  'class_',
  'label_',
  'y_',
  'pred_',
  'is_',
  'logit ',
  'gold',
  'loss_',
  'weight_',
  'group',
];
const CELLS = [
  '.5',
  '1.0',
  '',
  '1e5',
  'a|b',
  '"[0.1, 0.9]"',
  '"{""a"":1}"',
  '{"a": .1}',
  '[nope x]',
  "{'a': .1}",
];

export const tablesFamilies: readonly Family[] = [
  ...NAMES.flatMap((name) => CELLS.map((cell) => alike(name, cell))),
  ...['\n', '\r\n', '\r', ' \n', '\t\n', '"', '"\n', ',', ',\n'].map((unit) => repeated(unit)),
  ...['|', ' ', ';', ', '].map((sign) => repeated(`.5,.5,"a${sign}b"\n`, 'p_a,p_b,labels\n')),
  repeated('.5,1\n', 'p,y\n'),
  repeated(',,a\n', 'p_a,p_b,label\n'),
  repeated('"{""a"": x}",a\n', 'scores,label\n'),
  ['a row of many scores in a list', (n) => `scores,label\n"[${'.5,'.repeat(n / 3)}1]",1\n`],
  [
    'a dozen rows of many columns of several labels',
    (n) => {
      const count = Math.floor(n / 60);
      const names = Array.from({ length: count }, (_, i) => `l_${i}`).join(',');
      return `p_a,p_b,${names}\n${`.5,.5,${'a|b,'.repeat(count)}\n`.repeat(12)}`;
    },
  ],
];

/** Some of them: each name and each cell twice. */
export const fewTablesFamilies: readonly Family[] = tablesFamilies.filter((_, i) => i % 7 === 0);

/** Lines that are no JSON, or are it in parts. */
export const linesFamilies: readonly Family[] = [
  '{"a":x}\n',
  '[1,x]\n',
  '{"a":"\\x"}\n',
  '{"a":1}}\n',
  '"a"b"\n',
  '{"a":NaN x}\n',
  '{"a":01}\n',
  '[nope]\n',
  '{\n  "logits": [\n    1.5,\n    2.5\n  ],\n  "label": 1\n}\n',
].map((unit) => repeated(unit));

/** Documents of arrays that stand under names of their own. */
export const documentFamilies: readonly Family[] = [
  ['lists by name', (n) => `{${numbered((i) => `"id${i}":[0.5,0.5],`, n)}"z":[0.5,0.5]}`],
  ['matrices by name', (n) => `{${numbered((i) => `"c${i}":[[1.5,2.5],[1,2]],`, n)}"label":[0,1]}`],
  ['scores by name', (n) => `{${numbered((i) => `"logits_${i}":[[1.5,2.5],[1,2]],`, n)}"label":[0,1]}`],
  [
    'lists and labels by name',
    (n) =>
      `{"preds":{${numbered((i) => `"id${i}":[0.5,0.5],`, n / 2)}"z":[0.5,0.5]},"labels":{${numbered((i) => `"id${i}":1,`, n / 2)}"z":1}}`,
  ],
  ['folds', (n) => `{${numbered((i) => `"fold${i}":{"logits":[[1.5,2.5]],"labels":[1]},`, n)}"z":1}`],
  ['columns of yes or no', (n) => `{"score":[${'0.5,'.repeat(n / 8)}0.5],"label":[${'0,'.repeat(n / 8)}1]}`],
];
