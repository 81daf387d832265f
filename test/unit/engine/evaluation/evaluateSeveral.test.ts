import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import type { Evaluation } from '../../../../src/loss/types';
import { csv, evaluate, lines, members } from './twelveRows';

const NAMES = ['cat', 'dog', 'bird', 'fox', 'owl'];
/** Eighty rows of five classes, of which each has one to three. */
const X = Array.from({ length: 80 }, (_, i) => NAMES.map((_, c) => 2 * Math.sin(i * 3.7 + c * 5.1)));
const P = X.map((row) => row.map((x) => 1 / (1 + Math.exp(-x))));
const IDS = X.map((_, i) => [...new Set([i % 5, (i * 3 + 1) % 5, (i * i) % 5])].sort().slice(0, 1 + (i % 3)));
const HOT = IDS.map((ids) => NAMES.map((_, c) => Number(ids.includes(c))));
/** BCEWithLogitsLoss. */
function lossOf(rows: readonly number[] = X.map((_, i) => i), classes = 5): number {
  const losses = rows.flatMap((i) =>
    X[i].slice(0, classes).map((x, c) => Math.max(x, 0) - x * HOT[i][c] + Math.log1p(Math.exp(-Math.abs(x)))),
  );
  return losses.reduce((a, b) => a + b) / losses.length;
}
const without = (at: number) => X.flatMap((_, i) => (i === at ? [] : [i]));

function isRight({ task, meanLoss, rows }: Evaluation, what: string, of?: readonly number[]): void {
  strictEqual(task, 'multilabel', what);
  strictEqual(rows.counted, of?.length ?? 80, what);
  ok(Math.abs(meanLoss!.value - lossOf(of)) < 1e-12, `${what}: ${meanLoss!.value} and not ${lossOf(of)}`);
}

type Cell = (labels: readonly (number | string)[]) => string;
const CELLS: Record<string, Cell> = {
  blanks: (labels) => labels.join(' '),
  bars: (labels) => labels.join('|'),
  semicolons: (labels) => labels.join('; '),
  commas: (labels) => labels.join(', '),
  'a list': (labels) => JSON.stringify(labels),
  'a list of Python’s': (labels) => `[${labels.map(quoted).join(', ')}]`,
  'a set of Python’s': (labels) => `{${labels.map(quoted).join(', ')}}`,
  'an array of NumPy’s': (labels) => `[${labels.map(quoted).join(' ')}]`,
};
const quoted = (one: number | string) => (typeof one === 'number' ? one : `'${one}'`);
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
/** @param labels of each row, as a text */
const table = (labels: readonly string[], name: (c: number) => string, label = 'labels', rows = P) =>
  csv(rows.map((row, i) => ({ ...members(row, name), [label]: cell(labels[i]) })));
const named = (names: readonly string[]) => (c: number) => `prob_${names[c]}`;
const numbered = (c: number) => `p_${c}`;
const textsOf = (write: Cell, names?: readonly string[]) =>
  IDS.map((ids) => write(names ? ids.map((id) => names[id]) : ids));

describe('evaluate: several labels in a text', () => {
  for (const [what, write] of Object.entries(CELLS))
    it(`reads them with ${what}, class IDs and names`, async () => {
      isRight(await evaluate('run.csv', table(textsOf(write), numbered)), 'IDs');
      isRight(await evaluate('run.csv', table(textsOf(write), named(NAMES))), 'IDs beside names');
      isRight(await evaluate('run.csv', table(textsOf(write, NAMES), named(NAMES))), 'names');
      const records = (labels: readonly string[]) =>
        P.map((row, i) => ({ probs: members(row, (c) => NAMES[c]), labels: labels[i] }));
      isRight(await evaluate('run.jsonl', lines(records(textsOf(write, NAMES)))), 'names, JSON Lines');
      const lists = P.map((probs, i) => ({ probs, labels: write(IDS[i]) }));
      isRight(await evaluate('run.jsonl', lines(lists)), 'IDs, JSON Lines');
    });

  it('reads names with blanks in them, and columns that are called as the classes are', async () => {
    const names = ['New York', 'Boston', 'Los Angeles', 'Rome', 'San Jose'];
    for (const write of [CELLS.bars, CELLS.semicolons, CELLS.commas]) {
      const found = await evaluate('run.csv', table(textsOf(write, names), named(names), 'Finding Labels'));
      deepStrictEqual(found.classNames, names);
      isRight(found, 'with blanks');
    }
    isRight(
      await evaluate(
        'run.csv',
        table(textsOf(CELLS.bars, NAMES), (c) => NAMES[c]),
      ),
      'bare',
    );
    isRight(await evaluate('run.csv', table(textsOf(CELLS.bars, NAMES), named(NAMES), 'genres')), 'genres');
  });

  it('reads numbers as the names of classes where they are those, and else as class IDs', async () => {
    const one = (c: number) => `p_${c + 1}`;
    const fromOne = (write: Cell) => IDS.map((ids) => write(ids.map((id) => id + 1)));
    for (const write of [CELLS.blanks, CELLS['a list']]) {
      isRight(await evaluate('run.csv', table(fromOne(write), one)), 'from 1');
      isRight(await evaluate('run.csv', table(textsOf(write), one)), 'from 0');
    }
    const mixed = ['1', '2', 'unknown', '3', '4'];
    isRight(await evaluate('run.csv', table(textsOf(CELLS.bars, mixed), named(mixed))), 'mixed');
  });

  it('reads two classes by their names, and refuses their IDs, which may be a row of 0 and 1', async () => {
    const hot = HOT.map((row) => row.slice(0, 2)).filter((row) => row.includes(1));
    const rows = HOT.flatMap((row, i) => (row.slice(0, 2).includes(1) ? [i] : []));
    const shares = rows.map((i) => P[i].slice(0, 2));
    const texts = (names: readonly string[]) =>
      hot.map((row) => names.filter((_, c) => row[c] === 1).join(' '));
    const found = await evaluate('run.csv', table(texts(['cat', 'dog']), named(NAMES), 'labels', shares));
    strictEqual(found.task, 'multilabel');
    ok(Math.abs(found.meanLoss!.value - lossOf(rows, 2)) < 1e-12, String(found.meanLoss!.value));
    await rejects(
      evaluate('run.csv', table(texts(['0', '1']), numbered, 'labels', shares)),
      /“labels” holds "0 1", which isn’t a label of 2 classes/,
    );
  });

  it('says that each class is a yes or no of its own, and which rows have no label', async () => {
    const texts = textsOf(CELLS.bars, NAMES).with(3, '').with(70, '');
    const found = await evaluate('run.csv', table(texts, named(NAMES)));
    isRight(
      found,
      'two are empty',
      without(3).filter((i) => i !== 70),
    );
    deepStrictEqual(found.notes, [
      '2 rows are left out: their labels are empty. If they have no class, write [] there.',
      'Some texts in “labels” are read as several labels, so each class is treated as its own yes or no.',
    ]);
  });

  it('names the first text that is no label, and computes nothing', async () => {
    const hot = HOT.map((row) => row.join(' '));
    for (const [texts, said] of [
      [textsOf(CELLS.blanks).with(5, '0 9'), '"0 9"'],
      [textsOf(CELLS.blanks).with(5, '2 2'), '"2 2"'],
      [hot, JSON.stringify(hot[0])],
    ] as const)
      await rejects(
        evaluate('run.csv', table(texts, numbered)),
        new RegExp(`“labels” holds ${said}, which isn’t a label of 5 classes`),
      );
    await rejects(
      evaluate('run.csv', table(textsOf(CELLS.bars, NAMES).with(5, 'cat|ape'), named(NAMES))),
      /“labels” holds "cat\|ape", which isn’t a label of 5 classes/,
    );
    const open = ['hot', 'dog', 'hot dog', 'fox', 'owl'];
    await rejects(
      evaluate('run.csv', table(textsOf(CELLS.blanks, open), named(open))),
      /which isn’t a label/,
    );
  });

  it('leaves out a later row that has a class of none, and says so', async () => {
    const found = await evaluate('run.csv', table(textsOf(CELLS.blanks).with(70, '0 9'), numbered));
    isRight(found, 'one is wrong', without(70));
    match(found.notes!.join(), /1 label can’t be read: the class of "0 9" in “labels” is unknown/);
  });

  it('reads them where they come after many rows of one label each', async () => {
    const order = [...IDS.keys()].sort((a, b) => IDS[a].length - IDS[b].length);
    const single = order.filter((i) => IDS[i].length === 1);
    const places = [...single, ...single, ...single, ...order];
    const right = places.reduce((sum, i) => sum + lossOf([i]), 0) / places.length;
    for (const [names, write] of [
      [undefined, CELLS.blanks],
      [NAMES, CELLS.bars],
      [NAMES, CELLS.commas],
    ] as const) {
      const texts = places.map((i) => textsOf(write, names)[i]);
      for (const [form, values] of [
        ['prob', P],
        ['logit', X],
      ] as const) {
        const rows = places.map((i) => values[i]);
        const content = table(texts, (c) => `${form}_${names ? names[c] : c}`, 'labels', rows);
        const { task, meanLoss, notes } = await evaluate('run.csv', content);
        strictEqual(task, 'multilabel', form);
        ok(Math.abs(meanLoss!.value - right) < 1e-12, `${form}: ${meanLoss!.value} and not ${right}`);
        match(notes!.join(), /Some texts in “labels” are read as several labels/);
      }
    }
  });
});

describe('evaluate: several labels of records', () => {
  it('takes no name of two classes for one of them', async () => {
    const names = ['cat', 'cat', 'dog', 'bird', 'fox'];
    const rows = P.map((probs, i) => ({ probs, labels: i < 60 ? 'fox' : 'dog|bird' }));
    const content = JSON.stringify({ classes: names, records: rows });
    const { rows: counted, notes } = await evaluate('run.json', content);
    deepStrictEqual([counted.counted, counted.unlabelled], [60, 20]);
    match(
      notes!.join(),
      /20 labels can’t be read. The first one: "dog\|bird" in “labels” is not one of the class names/,
    );
  });

  const probs = (row: readonly number[]) => members(row, (c) => NAMES[c]);
  const hot = (i: number) => Object.fromEntries(NAMES.map((name, c) => [name, HOT[i][c]]));

  it('reads names in a list beside scores by name, an object of 0 and 1, and lists of true and false', async () => {
    const sorted = (row: readonly number[]) =>
      row.map((score, c) => ({ label: NAMES[c], score })).sort((a, b) => b.score - a.score);
    for (const [what, record] of Object.entries({
      names: (i: number) => ({ probs: probs(P[i]), labels: IDS[i].map((id) => NAMES[id]) }),
      'an object': (i: number) => ({ probs: probs(P[i]), labels: hot(i) }),
      'an object of truths': (i: number) => ({
        scores: probs(P[i]),
        labels: Object.fromEntries(NAMES.map((name, c) => [name, HOT[i][c] === 1])),
      }),
      truths: (i: number) => ({ probs: P[i], labels: HOT[i].map(Boolean) }),
      'truths beside logits': (i: number) => ({ logits: X[i], labels: HOT[i].map(Boolean) }),
      'a pipeline': (i: number) => ({ predictions: sorted(P[i]), labels: IDS[i].map((id) => NAMES[id]) }),
    })) {
      const records = P.map((_, i) => record(i));
      isRight(await evaluate('run.jsonl', lines(records)), what);
      isRight(await evaluate('run.json', JSON.stringify(records)), what);
    }
  });

  it('leaves out a list in which one is unknown, early or late', async () => {
    for (const at of [2, 70])
      for (const unknown of [-1, -100, null]) {
        const of = (i: number) => HOT[i].map((z, c) => (i === at && c === 1 ? unknown : z));
        const records = P.map((row, i) => ({ probs: row, labels: of(i) }));
        isRight(await evaluate('run.jsonl', lines(records)), `${unknown} at ${at}`, without(at));
        if (unknown === null) continue;
        const document = { probs: P, labels: P.map((_, i) => of(i)) };
        isRight(await evaluate('run.json', JSON.stringify(document)), `${unknown} in a list`, without(at));
      }
  });

  it('names the first list that is no label', async () => {
    for (const [list, said] of [
      [[9, 1], /“labels” holds \[9,1\], which isn’t a label of 5 classes/],
      [[2, 2], /“labels” holds \[2,2\], which isn’t a label of 5 classes/],
      [['cat', 'ape'], /“labels” holds \["cat","ape"\], which isn’t a label of 5 classes/],
    ] as const) {
      const records = P.map((row, i) => ({ probs: row, labels: i === 40 ? list : IDS[i] }));
      await rejects(evaluate('run.jsonl', lines(records)), said);
    }
  });

  it('refuses an object that leaves out the classes that are 0', async () => {
    const records = P.map((row, i) => ({
      probs: probs(row),
      labels: Object.fromEntries(IDS[i].map((id) => [NAMES[id], 1])),
    }));
    await rejects(
      evaluate('run.jsonl', lines(records)),
      /“labels\.\w+” isn’t in every record; expected 0 or 1 for each class/,
    );
  });
});

describe('evaluate: slices of rows with several labels', () => {
  it('aren’t made, and a note says so', async () => {
    const rows = X.map((row, i) => ({ logits: row, labels: IDS[i], site: i % 2 ? 'a' : 'b' }));
    const { slices, notes } = await evaluate('run.jsonl', lines(rows), { group: 'site' });
    deepStrictEqual(slices, []);
    match(notes!.join('\n'), /Rows that may have several classes aren’t sliced: “group” has no effect\./);
    const { notes: others } = await evaluate('run.jsonl', lines(rows));
    ok(!others?.some((note) => note.includes('sliced')));
  });
});
