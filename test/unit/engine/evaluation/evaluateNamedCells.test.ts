import { deepStrictEqual, rejects } from 'node:assert/strict';
import { csv, evaluate, FORMS, isRight, LABELS, lines, members, NAMES, P } from './twelveRows';

/** The classes of each row in an order of its own: by falling score, or without any. */
const ORDERS: Record<string, (i: number) => number[]> = {
  sorted: (i) => [0, 1, 2].sort((a, b) => P[i][b] - P[i][a]),
  shuffled: (i) => [i % 3, (i + (i % 2) + 1) % 3, (i + 2 - (i % 2)) % 3],
};
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const python = (value: unknown) => JSON.stringify(value).replaceAll('"', "'");
const named = (i: number, order: readonly number[]) =>
  Object.fromEntries(order.map((c) => [NAMES[c], P[i][c]]));
const listed = (i: number, order: readonly number[]) =>
  order.map((c) => ({ label: NAMES[c], score: P[i][c] }));

const CELLS: Record<string, (i: number, order: readonly number[]) => Record<string, string>> = {
  'an object': (i, order) => ({ probs: cell(JSON.stringify(named(i, order))) }),
  'a dictionary of Python’s': (i, order) => ({ probs: cell(python(named(i, order))) }),
  'a dictionary of NumPy’s numbers': (i, order) => ({
    probs: cell(`{${order.map((c) => `'${NAMES[c]}': np.float64(${P[i][c]})`).join(', ')}}`),
  }),
  'a list of objects': (i, order) => ({ predictions: cell(python(listed(i, order))) }),
  'names in a cell beside it': (i, order) => ({
    labels: cell(python(order.map((c) => NAMES[c]))),
    scores: cell(JSON.stringify(order.map((c) => P[i][c]))),
  }),
};

describe('evaluate: cells that name their own scores', () => {
  for (const [what, write] of Object.entries(CELLS))
    for (const [how, order] of Object.entries(ORDERS)) {
      const rows = (label: (i: number) => unknown) =>
        P.map((_, i) => ({ ...write(i, order(i)), true_label: label(i) }));

      it(`reads ${what}, ${how}, by name`, async () => {
        const found = await evaluate('run.csv', csv(rows((i) => NAMES[LABELS[i]])));
        isRight(found, what);
        deepStrictEqual([...found.classNames!].sort(), [...NAMES].sort());
      });

      it(`takes no place in ${what}, ${how}, for a class ID`, () =>
        rejects(
          evaluate('run.csv', csv(rows((i) => LABELS[i]))),
          /labels are numbers, and nothing says which class each of them is\. Write class names/,
        ));
    }

  it('takes class IDs for places where every cell has one order', async () => {
    const rows = P.map((_, i) => ({ probs: cell(python(named(i, [0, 1, 2]))), label: LABELS[i] }));
    isRight(await evaluate('run.csv', csv(rows)));
  });

  it('takes no order of keys for that of the classes where records differ in it, in JSON either', async () => {
    const of = (label: (i: number) => unknown) =>
      lines(P.map((_, i) => ({ probs: named(i, ORDERS.sorted(i)), label: label(i) })));
    isRight(
      await evaluate(
        'run.jsonl',
        of((i) => NAMES[LABELS[i]]),
      ),
    );
    await rejects(
      evaluate(
        'run.jsonl',
        of((i) => LABELS[i]),
      ),
      /nothing says which class each of them is/,
    );
  });
});

describe('Labels that Python printed', () => {
  for (const [what, printed] of [
    ['a tensor', (id) => `tensor(${id})`],
    ['a tensor on a device', (id) => `tensor(${id}, device='cuda:0')`],
    ['an array', (id) => `array(${id})`],
    ['a list', (id) => `[${id}]`],
    ['bytes', (id) => `b'${NAMES[id]}'`],
    ['a list of a name', (id) => `['${NAMES[id]}']`],
  ] as readonly (readonly [string, (id: number) => string])[])
    for (const [name, of] of FORMS)
      it(`are read as what ${what} holds (${name})`, async () => {
        const rows = P.map((row, i) => ({
          ...members(row, (c) => `prob_${NAMES[c]}`),
          label: printed(LABELS[i]),
        }));
        const quoted = rows.map((row) => ({ ...row, label: `"${row.label}"` }));
        isRight(await evaluate(name, of(name.endsWith('.csv') ? quoted : rows)));
      });

  it('are no classes where they are the text of something else', async () => {
    const rows = P.map((row) => ({ ...members(row, (c) => `prob_${NAMES[c]}`), label: 'tensor(nothing)' }));
    await rejects(
      evaluate('run.csv', csv(rows)),
      /"tensor\(nothing\)" in “label” is not one of the class names/,
    );
  });
});
