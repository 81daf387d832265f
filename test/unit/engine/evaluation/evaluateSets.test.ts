import { rejects, strictEqual } from 'node:assert/strict';
import { npy, npyHeader, zip } from '../../live/files';
import { csv, evaluate, isRight, LABELS, lines, members, NAMES, P, type Row } from './twelveRows';

const LOGITS = P.map((row) => row.map(Math.log));
const ROWS: readonly Row[] = LOGITS.map((logits, i) => ({ logits, label: LABELS[i] }));
const [FIRST, REST] = [ROWS.slice(0, 5), ROWS.slice(5)];

const several = (...names: string[]) =>
  new RegExp(`Several fields could be the scores: ${names.map((name) => `“${name}”`).join(', ')}. Name one`);

const npz = (arrays: Record<string, readonly (readonly number[])[] | readonly number[]>): Uint8Array =>
  zip(
    Object.entries(arrays).map(([name, rows]) => {
      const [first] = rows;
      const isIds = typeof first === 'number';
      const numbers = rows.flat();
      return {
        name: `${name}.npy`,
        data: npy(
          npyHeader(isIds ? '<i4' : '<f8', isIds ? [rows.length] : [rows.length, first.length]),
          new Uint8Array((isIds ? Int32Array.from(numbers) : Float64Array.from(numbers)).buffer),
        ),
      };
    }),
  );

describe('evaluate: records in several lists of a document', () => {
  const both = (one: string, other: string) =>
    new RegExp(`“${one}” and “${other}” both hold records, .*write them in one list`);

  it('are refused by the names of two, however long the first list is and wherever the second stands', async () => {
    const rest = { notes: ['[{"logits": [1]}]', { a: [{ b: 1 }] }], errors: [{ id: 3, why: 'none' }] };
    for (const [document, one, other] of [
      [{ page1: FIRST, page2: REST }, 'page1', 'page2'],
      [{ cat: FIRST, ...rest, dog: REST }, 'cat', 'dog'],
      [
        { n: 12, results: { a: { records: FIRST }, b: { n: 7, records: REST } } },
        'results.a.records',
        'results.b.records',
      ],
      [{ one: FIRST, other: Object.fromEntries(REST.map((row, i) => [`x${i}`, row])) }, 'one', 'other'],
    ] as const)
      for (const text of [JSON.stringify(document), JSON.stringify(document, null, 2)])
        await rejects(evaluate('run.json', text), both(one, other));
    const long = Array.from({ length: 6_000 }, () => ROWS).flat();
    await rejects(evaluate('run.json', JSON.stringify({ page1: long, page2: REST })), both('page1', 'page2'));
  });

  it('are told from other lists beside the records', async () => {
    const beside = {
      config: [{ lr: 1 }, { lr: 2 }],
      unlabelled: [{ logits: [1, 2, 3] }],
      texts: ['a', 'b'],
      nested: [[[{ a: 1 }]]],
    };
    isRight(await evaluate('run.json', JSON.stringify({ records: ROWS, ...beside })));
  });

  it('are refused in lists inside a list, and where each line has two lists', async () => {
    await rejects(
      evaluate('run.json', JSON.stringify([FIRST, REST])),
      several('\\$\\[0\\]\\[\\*\\].logits', '\\$\\[1\\]\\[\\*\\].logits'),
    );
    await rejects(
      evaluate('run.jsonl', lines([FIRST, REST].map((rows) => ({ a: rows, b: rows })))),
      both('a', 'b'),
    );
    isRight(await evaluate('run.jsonl', lines([FIRST, REST].map((items) => ({ items })))));
  });
});

describe('evaluate: arrays of several sets, each with labels of its own', () => {
  const halves = [
    { preds: LOGITS.slice(0, 6), labels: LABELS.slice(0, 6) },
    { preds: LOGITS.slice(6), labels: LABELS.slice(6) },
  ];
  const heads = {
    color_logits: LOGITS,
    color_labels: LABELS,
    shape_logits: LOGITS.map((row) => row.slice(0, 2)),
    shape_labels: LABELS.map((id) => Math.min(id, 1)),
  };

  it('are refused by their names', async () => {
    const [a, b] = halves;
    await rejects(
      evaluate('run.json', JSON.stringify({ rank0: a, rank1: b })),
      several('\\$.rank0.preds', '\\$.rank1.preds'),
    );
    await rejects(
      evaluate(
        'run.npz',
        npz({ 'bert.preds': a.preds, 'bert.labels': a.labels, 'gpt.preds': b.preds, 'gpt.labels': b.labels }),
      ),
      several('bert.preds', 'gpt.preds'),
    );
    for (const [name, content] of [
      ['run.npz', npz(heads)],
      ['run.json', JSON.stringify(heads)],
      [
        'run.jsonl',
        lines(
          LABELS.map((_, i) =>
            Object.fromEntries(Object.entries(heads).map(([key, rows]) => [key, rows[i]])),
          ),
        ),
      ],
    ] as const)
      await rejects(
        evaluate(name, content),
        /Several fields could be the scores: “(?:color_logits”, “shape|shape_logits”, “color)_logits”/,
      );
  });

  it('are those of the labels that are named', async () => {
    isRight(await evaluate('run.npz', npz(heads), { labels: 'color_labels' }));
    const other = await evaluate('run.npz', npz(heads), { labels: 'shape_labels' });
    strictEqual(other.options.logits, 'shape_logits');
    strictEqual(other.classes, 2);
  });

  it('are no set where their names say that they are another model’s', async () => {
    const arrays = { logits: LOGITS, labels: LABELS, aux_logits: LOGITS, aux_labels: LABELS };
    isRight(await evaluate('run.npz', npz(arrays)));
  });
});

describe('evaluate: several scores for each class in fields of their own', () => {
  const FILES: readonly [string, (rows: readonly Row[]) => string][] = [
    ['run.csv', csv],
    ['run.jsonl', lines],
  ];
  const OTHER = P.map((_, i) => P[(i + 1) % 12]);
  const labelled = (label: (i: number) => unknown, of: (i: number) => Row) =>
    P.map((_, i) => ({ ...of(i), label: label(i) }));

  for (const [file, write] of FILES)
    for (const [what, label] of [
      ['names', (i: number) => NAMES[LABELS[i]]],
      ['IDs', (i: number) => LABELS[i]],
    ] as const) {
      it(`are refused as those of several models, wherever the model stands in the names (${file}, ${what})`, async () => {
        for (const [a, b] of [
          ['A', 'B'],
          ['fold0', 'fold1'],
        ])
          for (const called of [
            (c: number, of: string) => `prob_${NAMES[c]}_${of}`,
            (c: number, of: string) => `${of}_prob_${NAMES[c]}`,
          ]) {
            const side = (i: number) => ({
              ...members(P[i], (c) => called(c, a)),
              ...members(OTHER[i], (c) => called(c, b)),
            });
            const turns = (i: number) =>
              Object.assign(
                {},
                ...P[i].map((p, c) => ({ [called(c, a)]: p, [called(c, b)]: OTHER[i][c] })),
              ) as Row;
            const names = [a, b].map((of) => `${called(0, of)} … ${called(2, of)}`);
            await rejects(evaluate(file, write(labelled(label, side))), several(...names));
            if (called(0, a).startsWith('prob'))
              await rejects(evaluate(file, write(labelled(label, turns))), several(...names));
            isRight(await evaluate(file, write(labelled(label, side)), { logits: names[0] }));
          }
      });

      it(`are those without a word for something computed from them (${file}, ${what})`, async () => {
        for (const called of [
          (c: number, of: string) => `prob_${of}_${NAMES[c]}`,
          (c: number, of: string) => `prob_${NAMES[c]}_${of}`,
        ]) {
          const spread = (i: number) =>
            members(
              P[i].map((p) => p / 20),
              (c) => called(c, 'std'),
            );
          const own = (i: number) => members(P[i], (c) => `prob_${NAMES[c]}`);
          for (const of of [
            (i: number) => ({ ...spread(i), ...own(i) }),
            (i: number) => ({ ...own(i), ...spread(i) }),
          ])
            isRight(await evaluate(file, write(labelled(label, of))));
        }
      });
    }

  it('are all classes, where one is called as another is with a word before it', async () => {
    const names = ['dog', 'hot_dog', 'cat'];
    for (const [file, write] of FILES)
      isRight(
        await evaluate(
          file,
          write(
            labelled(
              (i) => names[LABELS[i]],
              (i) => members(P[i], (c) => `prob_${names[c]}`),
            ),
          ),
        ),
      );
  });

  it('may be called outputs, if labels name them or they sum to 1', async () => {
    for (const [file, write] of FILES)
      for (const word of ['output', 'outputs', 'out', 'predictions']) {
        const called = (c: number) => `${word}_${NAMES[c]}`;
        const byName = (i: number) => NAMES[LABELS[i]];
        isRight(await evaluate(file, write(labelled(byName, (i) => members(LOGITS[i], called)))), word);
        isRight(await evaluate(file, write(labelled(byName, (i) => members(P[i], called)))), word);
        isRight(
          await evaluate(
            file,
            write(
              labelled(
                (i) => LABELS[i],
                (i) => members(P[i], called),
              ),
            ),
          ),
          word,
        );
      }
  });
});

describe('evaluate: one column for each of several models', () => {
  const N = 24;
  const yes = (i: number) => Number(i % 3 === 0);
  const score = (i: number, model: number) => ((i * 7 + model * 5) % 23) / 24 + 0.01;
  const rows = (names: readonly string[], of: (p: number) => number = (p) => p): Row[] =>
    Array.from({ length: N }, (_, i) => ({
      ...Object.fromEntries(names.map((name, model) => [name, of(score(i, model))])),
      target: yes(i),
    }));
  const models =
    /Rows of “.*” don’t sum to 1, and “target” holds 0 and 1 alone: they may be scores of several models/;

  it('is refused beside labels of 0 and 1, unless one is named', async () => {
    for (const names of [
      ['prob_rf', 'prob_svm', 'prob_mlp'],
      ['pred_0', 'pred_1', 'pred_2'],
      ['score_a', 'score_b', 'score_c', 'score_d'],
    ]) {
      await rejects(evaluate('run.csv', csv(rows(names))), models);
      const { task, meanLoss } = await evaluate('run.csv', csv(rows(names)), { logits: names[0] });
      strictEqual(task, 'binary');
      const right =
        -Array.from({ length: N }, (_, i) => Math.log(yes(i) ? score(i, 0) : 1 - score(i, 0))).reduce(
          (a, b) => a + b,
        ) / N;
      strictEqual(Math.abs(meanLoss!.value - right) < 1e-9, true);
    }
    const logits = rows(['logit_rf', 'logit_svm', 'logit_mlp'], (p) => Math.log(p / (1 - p)));
    await rejects(evaluate('run.csv', csv(logits)), models);
    await rejects(evaluate('run.jsonl', lines(logits)), models);
  });

  it('is refused of two models as well, whose shares don’t sum to 1, and read of two classes', async () => {
    for (const name of ['pred', 'prob']) {
      const two = rows([`${name}_0`, `${name}_1`]);
      await rejects(evaluate('run.csv', csv(two)), models);
      strictEqual((await evaluate('run.csv', csv(two), { logits: `${name}_1` })).task, 'binary');
      const shares = two.map((row) => ({ ...row, [`${name}_0`]: 1 - Number(row[`${name}_1`]) }));
      const right =
        -Array.from({ length: N }, (_, i) => Math.log(yes(i) ? score(i, 1) : 1 - score(i, 1))).reduce(
          (a, b) => a + b,
        ) / N;
      const found = await evaluate('run.csv', csv(shares));
      strictEqual(Math.abs(found.meanLoss!.value - right) < 1e-9, true);
    }
    // The probabilities of two answers sum to less than 1, since others are left out.
    const answers = rows(['prob_no', 'prob_yes'], (p) => p / 2.5);
    strictEqual((await evaluate('run.csv', csv(answers))).task, 'binary');
    const logits = rows(['logit_0', 'logit_1', 'logit_2'], (p) => Math.log(p / (1 - p)));
    strictEqual((await evaluate('run.jsonl', lines(logits))).classes, 3);
  });

  it('is one of classes where a label has the third, or rows sum to 1', async () => {
    const third = rows(['prob_a', 'prob_b', 'prob_c']).map((row, i) => ({ ...row, target: i % 3 }));
    strictEqual((await evaluate('run.csv', csv(third))).classes, 3);
    const shares = P.concat(P).map((row, i) => ({ ...members(row, (c) => `prob_${c}`), target: i % 2 }));
    strictEqual((await evaluate('run.csv', csv(shares))).task, 'multiclass');
  });

  it('is none where a margin stands beside the scores of two classes', async () => {
    const two = Array.from({ length: N }, (_, i) => ({
      margin: score(i, 1),
      actual: yes(i),
      logits_benign: -score(i, 0),
      logits_malignant: score(i, 0),
    }));
    for (const [name, write] of [
      ['run.csv', csv],
      ['run.jsonl', lines],
      ['run.json', (all: readonly Row[]) => JSON.stringify(all)],
    ] as const)
      await rejects(
        evaluate(name, write(two)),
        /labels are numbers, and nothing says which class each of them is\. Write class names: “benign”, “malignant”/,
      );
  });
});
