import { deepStrictEqual, match, ok, rejects, strictEqual } from 'node:assert/strict';
import type { Evaluation } from '../../../../src/loss/types';
import { npy, npyHeader, zip } from '../../live/files';
import { csv, evaluate, fileOf, isRight, LABELS, lines, MEAN_LOSS, members, NAMES, P } from './twelveRows';

const LABELLED = LABELS.map((id) => NAMES[id]);
const TOPS = P.map((row) => NAMES[row.indexOf(Math.max(...row))]);

describe('evaluate: files as tools write them', () => {
  it('has the classes of objects beside each other, whatever these are called', async () => {
    const rows = P.map((row, i) => ({
      gold_cats: members(
        [0, 1, 2].map((c) => Number(c === LABELS[i])),
        (c) => NAMES[c],
      ),
      pred_cats: members(row, (c) => NAMES[c]),
    }));
    const evaluation = await evaluate('run.jsonl', lines(rows));
    isRight(evaluation);
    deepStrictEqual(evaluation.classNames, NAMES);
  });

  it('takes no labels that a model scored for those that it is judged by', async () => {
    const rows = P.map((row, i) => ({
      species: LABELLED[i],
      ...members(row, (c) => `Scored Probabilities_${NAMES[c]}`),
      'Scored Labels': TOPS[i],
    }));
    const evaluation = await evaluate('scored.csv', csv(rows));
    isRight(evaluation);
    strictEqual(evaluation.options.labels, 'species');
    const two = P.map(([p], i) => ({
      f1: i / 8,
      income: i % 2,
      'Scored Labels': Number(p > 0.5),
      'Scored Probabilities': p,
    }));
    await rejects(evaluate('two.csv', csv(two)), /“income” is yes or no for each record/);
  });

  it('says of class IDs that no class has that their rows are left out, under a sigmoid as well', async () => {
    const rows = P.map((_, i) => ({
      ...members([0.9, 0.8 - i / 40, 0.7 + i / 60], (c) => `prob_${c}`),
      label: i % 4,
    }));
    const evaluation = await evaluate('run.csv', csv(rows));
    strictEqual(evaluation.task, 'multilabel');
    strictEqual(evaluation.rows.counted, 9);
    match(
      evaluation.notes!.join(),
      /3 rows are left out: their labels aren’t class IDs from 0 to 2\. The first one is 3\./,
    );
  });

  it('refuses probabilities of being above each class but the last', async () => {
    const rows = P.map((_, i) => ({
      ...members([0.95 - i / 50, 0.6 - i / 40, 0.3 - i / 50], (c) => `p_gt_${c}`),
      label: i % 4,
    }));
    await rejects(evaluate('coral.csv', csv(rows)), /“p_gt_0 … p_gt_2” fall from left to right in every row/);
  });

  it('reads the alternatives of tokens where the lines of an OpenAI batch and the logs of Inspect have them', async () => {
    const logprobs = (row: readonly number[]) => {
      const top_logprobs = row
        .map((p, c) => ({ token: NAMES[c], logprob: Math.log(p), bytes: null }))
        .sort((a, b) => b.logprob - a.logprob);
      return { content: [{ ...top_logprobs[0], top_logprobs }] };
    };
    const choices = (row: readonly number[]) => [{ index: 0, logprobs: logprobs(row) }];
    const lineOf = (row: readonly number[], i: number) => ({
      custom_id: `r${i}`,
      response: { status_code: 200, body: { choices: choices(row) } },
    });
    const batch = P.map((row, i) => ({ ...lineOf(row, i), label: LABELLED[i] }));
    isRight(await evaluate('batch.jsonl', lines(batch)));
    const elsewhere = csv(P.map((_, i) => ({ custom_id: `r${i}`, label: LABELLED[i] })).reverse());
    isRight(await evaluate('batch.jsonl', lines(P.map(lineOf)), {}, fileOf('labels.csv', elsewhere)));
    const samples = P.map((row, id) => ({ id, target: LABELLED[id], output: { choices: choices(row) } }));
    isRight(await evaluate('inspect.json', JSON.stringify({ version: 2, samples })));
  });

  describe('reads tables whose fields stand behind blanks', () => {
    const NEW_YORK = ['New York', 'San Jose', 'LA'];
    const quoted = (row: number, numbered: boolean) =>
      [...(numbered ? [`"${row + 1}"`] : []), ...P[row], `"${NEW_YORK[LABELS[row]]}"`].join(' ');
    const all = (row: (at: number) => string) => P.map((_, at) => row(at)).join('\n') + '\n';

    const FILES: readonly [name: string, text: string][] = [
      [
        'as write.table has them, with numbered rows',
        `"prob_New York" "prob_San Jose" "prob_LA" "obs"\n${all((row) => quoted(row, true))}`,
      ],
      [
        'as it has them without',
        `"prob_New York" "prob_San Jose" "prob_LA" "obs"\n${all((row) => quoted(row, false))}`,
      ],
      [
        'in columns of one width',
        `  prob_cat   prob_dog  prob_bird  label\n${all((row) => P[row].map((p) => p.toFixed(7).padStart(10)).join(' ') + NAMES[LABELS[row]].padStart(7))}`,
      ],
    ];
    for (const [what, text] of FILES)
      for (const name of ['run.txt', 'run.csv', 'run.dat'])
        it(`${what} (${name})`, async () => {
          const evaluation = await evaluate(name, text);
          strictEqual(evaluation.rows.counted, 12);
          ok(Math.abs(evaluation.accuracy!.value - 10 / 12) < 1e-12);
          ok(Math.abs(evaluation.meanLoss!.value - MEAN_LOSS) < 1e-6);
        });

    it('and no sentences, logs or lists of words', async () => {
      for (const text of [
        all((row) => `epoch ${row} loss ${1 / (row + 1)} acc ${row / 12}`),
        all((row) => `the ${NAMES[LABELS[row]]} sat down`),
        `name p label\n${all((row) => `a${'b '.repeat(row % 3)}${P[row][0]} 1`)}`,
      ])
        await rejects(evaluate('log.txt', text), /no logits found/);
    });
  });

  it('goes by the list of names beside sorted scores that labels have, where classes have numbers as well', async () => {
    const rows = P.map((row, i) => {
      const order = [0, 1, 2].sort((a, b) => row[b] - row[a]);
      return {
        label: LABELLED[i],
        prediction: {
          ids: order.map((c) => String(900 + c)),
          displayNames: order.map((c) => NAMES[c]),
          confidences: order.map((c) => row[c]),
        },
      };
    });
    isRight(await evaluate('vertex.jsonl', lines(rows)));
  });

  it('reads the decision function of each class as logits', async () => {
    const rows = P.map((row, i) => ({
      ...members(row.map(Math.log), (c) => `decision_function_${NAMES[c]}`),
      target: LABELLED[i],
    }));
    isRight(await evaluate('run.csv', csv(rows)));
  });

  describe('reads one score a row', () => {
    /** Right are the labels that the largest share has, but for the fourth and the eighth. */
    const shares = P.map(([p], i) => (i % 2 === 0 ? 1 - p / 4 : p / 4));
    const yes = shares.map((p, i) => Number((i === 3 || i === 7 ? 1 - p : p) > 0.5));
    const loss = -shares.reduce((sum, p, i) => sum + Math.log(yes[i] === 1 ? p : 1 - p), 0) / 12;
    const isRightOfTwo = ({ task, rows, accuracy, meanLoss }: Evaluation) => {
      deepStrictEqual([task, rows.counted], ['binary', 12]);
      ok(Math.abs(accuracy!.value - 10 / 12) < 1e-12);
      ok(Math.abs(meanLoss!.value - loss) < 1e-12, `${meanLoss!.value} ${loss}`);
    };
    const member = (of: string, shape: number[], data: Float64Array) => ({
      name: `${of}.npy`,
      data: npy(npyHeader('<f8', shape), new Uint8Array(data.buffer as ArrayBuffer)),
    });
    const pairs = Float64Array.from(yes.flatMap((one) => [1 - one, one]));

    it('beside a 0 and a 1 for both classes', async () => {
      for (const shape of [[12], [12, 1]])
        isRightOfTwo(
          await evaluate(
            'run.npz',
            zip([member('prob', shape, Float64Array.from(shares)), member('y', [12, 2], pairs)]),
          ),
        );
      const soft = pairs.map((one, i) => (i === 5 ? 0.25 : one));
      await rejects(
        evaluate(
          'run.npz',
          zip([member('prob', [12], Float64Array.from(shares)), member('y', [12, 2], soft)]),
        ),
        /“y” has \d and 0\.25 in row 2\. With one score per row, expected a 0 and a 1\./,
      );
    });

    it('under the name that statisticians give it', async () => {
      for (const name of ['phat', 'p_hat', 'yhat'])
        isRightOfTwo(await evaluate('run.csv', csv(shares.map((p, i) => ({ y: yes[i], [name]: p })))));
    });

    it('beside targets that are floats, in arrays without names', async () => {
      const targets = Float64Array.from(yes);
      const evaluation = await evaluate(
        'run.npz',
        zip([member('arr_0', [12], Float64Array.from(shares)), member('arr_1', [12], targets)]),
      );
      isRightOfTwo(evaluation);
      deepStrictEqual(evaluation.notes, ['Labels are taken from “arr_1”, which holds only 0 and 1.']);
      const others = Float64Array.from(yes, (one, i) => (i === 0 ? 0.5 : one));
      await rejects(
        evaluate(
          'run.npz',
          zip([member('arr_0', [12], Float64Array.from(shares)), member('arr_1', [12], others)]),
        ),
        /Several arrays could be the scores: “arr_0”, “arr_1”/,
      );
    });

    const records = (more: (row: number) => object = () => ({})) =>
      shares.map((proba, i) => ({ customer: `c${i}`, proba, churn: yes[i], ...more(i) }));
    it('beside the only other field, which is called after what it says', async () => {
      for (const evaluation of [
        await evaluate('run.json', JSON.stringify({ proba: shares, churn: yes })),
        await evaluate('run.jsonl', lines(records())),
        await evaluate('run.csv', csv(records())),
      ]) {
        isRightOfTwo(evaluation);
        match(evaluation.notes!.join(), /^Only its values suggest that “churn” is the label\./);
      }
    });

    it('and takes no such field where there are others, or where it has nothing to do with the scores', async () => {
      for (const rows of [
        records((i) => ({ age: 30 + i / 2 })),
        records((i) => ({ churn: Number(i % 4 > 1) })),
      ])
        await rejects(evaluate('run.csv', csv(rows)), /An evaluation requires labels/);
    });

    it('and asks which one is meant of several, by their names', async () => {
      const rows = records((i) => ({ active: Number(i % 3 === 0) }));
      for (const [name, text] of [
        ['run.csv', csv(rows)],
        ['run.jsonl', lines(rows)],
      ] as const) {
        await rejects(
          evaluate(name, text),
          /^Error: Several fields could be the labels: “churn”, “active”\. Name one in “labels”\.$/,
        );
        isRightOfTwo(await evaluate(name, text, { labels: 'churn' }));
      }
    });
  });

  describe('leaves out rows whose places a mask of the file says not to count', () => {
    /** Six places a sequence; the last two are padding, whose labels would be wrong. */
    const sequences = [0, 1, 2].map((s) => ({
      logits: [...P.slice(4 * s, 4 * s + 4), P[0], P[0]].map((row) => row.map(Math.log)),
      labels: [...LABELS.slice(4 * s, 4 * s + 4), 1, 0],
      mask: [1, 1, 1, 1, 0, 0],
    }));
    const records = (name: string, mask = (one: readonly number[]): unknown => one) =>
      lines(sequences.map((one) => ({ logits: one.logits, labels: one.labels, [name]: mask(one.mask) })));
    const npz = (name: string): Uint8Array => {
      const bytes = (data: Float64Array | Int32Array) => new Uint8Array(data.buffer as ArrayBuffer);
      const member = (of: string, shape: number[], data: Float64Array | Int32Array) => ({
        name: `${of}.npy`,
        data: npy(npyHeader(data instanceof Int32Array ? '<i4' : '<f8', shape), bytes(data)),
      });
      return zip([
        member('logits', [3, 6, 3], Float64Array.from(sequences.flatMap(({ logits }) => logits.flat()))),
        member('labels', [3, 6], Int32Array.from(sequences.flatMap(({ labels }) => labels))),
        member(name, [3, 6], Int32Array.from(sequences.flatMap(({ mask }) => mask))),
      ]);
    };

    for (const name of ['attention_mask', 'loss_mask', 'completion_mask'])
      it(`as ${name}`, async () => {
        for (const evaluation of [
          await evaluate('run.jsonl', records(name)),
          await evaluate(
            'run.jsonl',
            records(name, (mask) => mask.map((one) => one === 1)),
          ),
          await evaluate('run.npz', npz(name)),
        ]) {
          isRight(evaluation);
          deepStrictEqual(evaluation.notes, [`6 rows are left out: “${name}” is 0 there.`]);
        }
      });

    it('by several masks at once, beside what rows are grouped by', async () => {
      const others = { loss_mask: [1, 1, 1, 1, 1, 0], attention_mask: [1, 1, 1, 1, 0, 1] };
      const file = lines(
        sequences.map(({ logits, labels }, s) => ({ ...others, logits, labels, source: 'abb'[s] })),
      );
      const evaluation = await evaluate('run.jsonl', file, { group: 'source' });
      isRight(evaluation);
      deepStrictEqual(evaluation.notes, [
        '3 rows are left out: “loss_mask” is 0 there.',
        '3 rows are left out: “attention_mask” is 0 there.',
      ]);
      deepStrictEqual(
        evaluation.slices.map(({ field, value, rows }) => [field, value, rows]),
        [
          ['source', 'a', 4],
          ['source', 'b', 8],
        ],
      );
    });

    it('and of tasks that an annotator of Prodigy did not accept', async () => {
      const wrong = { label: NAMES[(LABELS[0] + 1) % 3], probs: members(P[0], (c) => NAMES[c]) };
      const tasks = P.map((row, i) => ({
        text: `task ${i}`,
        label: LABELLED[i],
        probs: members(row, (c) => NAMES[c]),
        answer: 'accept',
      }));
      const left = ['reject', 'ignore', 'reject'].map((answer) => ({ text: 'no', ...wrong, answer }));
      const evaluation = await evaluate('tasks.jsonl', lines([...tasks, ...left]));
      isRight(evaluation);
      deepStrictEqual(evaluation.notes, ['3 rows are left out: their “answer” isn’t “accept”.']);
      // Another word than Prodigy's: who knows what it says.
      const others = [...tasks, { ...left[0], answer: 'maybe' }];
      strictEqual((await evaluate('tasks.jsonl', lines(others))).rows.counted, 13);
    });

    it('and no others: of `padding_mask` a 1 may say either, and another length is that of other places', async () => {
      for (const file of [records('padding_mask'), records('attention_mask', (mask) => [...mask, 1, 1])])
        strictEqual((await evaluate('run.jsonl', file)).rows.counted, 18);
      strictEqual((await evaluate('run.npz', npz('key_padding_mask'))).rows.counted, 18);
    });
  });
});
