import { rejects, strictEqual } from 'node:assert/strict';
import type { Evaluation } from '../../../../src/loss/types';
import { npy, npyHeader, zip } from '../../live/files';
import { FIELDS_IN, type Matrix } from './fieldsIn';
import { csv, evaluate, isRight, LABELS, lines, members, NAMES, P } from './twelveRows';

const LOGITS = P.map((row) => row.map(Math.log));
/** Scores that are wrong of most rows. */
const OTHERS = P.map((_, i) => [Math.sin(i), Math.cos(3 * i), Math.sin(5 * i)]);
const SHARES = OTHERS.map((row) => {
  const weights = row.map(Math.exp);
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((x) => x / sum);
});
const SPREADS = P.map((row, i) => row.map((_, c) => 0.02 + ((i * 5 + c * 3) % 7) / 100));

const notebook = (text: string): string =>
  JSON.stringify({
    cells: [{ cell_type: 'code', source: [], outputs: [{ output_type: 'stream', name: 'stdout', text }] }],
    nbformat: 4,
  });
const FORMS: typeof FIELDS_IN = [
  ...FIELDS_IN,
  [
    'run.ipynb',
    (fields) =>
      notebook(
        Object.entries({ ...fields, labels: LABELS })
          .map(([name, rows]) => `${name} = tensor(${JSON.stringify(rows)})`)
          .join('\n'),
      ),
  ],
];

describe('evaluate: scores that are called another model’s', () => {
  const CASES: readonly [own: string, rows: Matrix, others: Record<string, Matrix>][] = [
    ['logits', LOGITS, { teacher_logits: OTHERS, aux_logits: OTHERS, logits_std: SPREADS }],
    ['logits', LOGITS, { logits_before: OTHERS, ema_logits: OTHERS, logits2: OTHERS }],
    ['probs', P, { baseline_probs: SHARES, old_logits: OTHERS, probs_std: SPREADS, var_probs: SPREADS }],
    ['scores', LOGITS, { ref_logits: OTHERS, student_logits: OTHERS, prob_before: SHARES }],
    ['y_prob', P, { teacher_logits: OTHERS, user_scores: OTHERS, ensemble_probs: SHARES }],
  ];
  for (const [form, of] of FORMS)
    for (const [own, rows, others] of CASES)
      it(`are not taken before “${own}”, wherever they stand (${form})`, async () => {
        for (const [other, theirs] of Object.entries(others))
          for (const fields of [
            { [other]: theirs, [own]: rows },
            { [own]: rows, [other]: theirs },
          ])
            isRight(await evaluate(form, of(fields)));
      });

  for (const [form, of] of FORMS) {
    it(`are evaluated where they are the only ones (${form})`, async () => {
      isRight(await evaluate(form, of({ teacher_probs: P })));
    });

    it(`are refused with both names, where both claim as much (${form})`, async () => {
      const both: Record<string, Matrix>[] = [
        { small_logits: LOGITS, large_logits: OTHERS },
        { large_logits: OTHERS, small_probs: P },
      ];
      for (const fields of both) {
        const [one, other] = Object.keys(fields).map((name) => `“${name}[^”]*”`);
        await rejects(
          evaluate(form, of(fields)),
          new RegExp(`Several fields could be the scores: (?:${one}, ${other}|${other}, ${one})`),
        );
      }
    });

    it(`may be named (${form})`, async () => {
      const logits = form === 'columns.csv' ? 'small_logits_cat … small_logits_bird' : 'small_logits';
      isRight(await evaluate(form, of({ small_logits: LOGITS, large_logits: OTHERS }), { logits }));
    });
  }

  for (const [form, of] of FORMS)
    it(`are refused where one is of a sort and the other may be all of it (${form})`, async () => {
      for (const own of ['predictions', 'output', 'y_pred'])
        for (const other of ['raw_logits', 'val_scores', 'model_scores', 'all_scores'])
          for (const fields of [
            { [other]: OTHERS, [own]: LOGITS },
            { [own]: LOGITS, [other]: OTHERS },
          ])
            await rejects(
              evaluate(form, of(fields)),
              /Several fields could be the scores/,
              `${own} ${other}`,
            );
    });

  it('are no classes of theirs, however small they are', async () => {
    const spreads = SPREADS.map((row) => row.map((x) => x / 100));
    for (const labels of ['names', 'ids'] as const) {
      const rows = P.map((row, i) => ({
        ...members(row, (c) => `prob_${NAMES[c]}`),
        ...members(spreads[i], (c) => `prob_std_${NAMES[c]}`),
        label: labels === 'names' ? NAMES[LABELS[i]] : LABELS[i],
      }));
      isRight(await evaluate('run.csv', csv(rows)), labels);
    }
    // A class of two words is one, however little it has.
    const rows = P.map(([a, b, c], i) => ({
      prob_no: a,
      prob_yes: b + c - 1e-3,
      prob_not_sure: 1e-3,
      label: i % 2,
    }));
    strictEqual((await evaluate('run.csv', csv(rows))).classes, 3);
  });

  it('are columns of the same classes, of which each may be named', async () => {
    const both = { val_scores: OTHERS, predictions: LOGITS };
    const rows = (fields: Record<string, Matrix>) =>
      FIELDS_IN.find(([name]) => name === 'columns.csv')![1](fields);
    isRight(await evaluate('run.csv', rows(both), { logits: 'predictions_cat … predictions_bird' }));
    isRight(await evaluate('run.csv', rows({ predictions: LOGITS, val_scores: P })), 'the same scores');
    const ranks = P.map((row) => row.map((p) => 1 + row.filter((other) => other > p).length));
    isRight(await evaluate('run.csv', rows({ score: LOGITS, predicted: ranks })), 'whole numbers');
  });

  it('are told by the labels, where these say whose they are', async () => {
    const rows = P.map((_, i) => ({
      coarse_logits: OTHERS[i].slice(0, 2),
      fine_logits: LOGITS[i],
      fine_label: LABELS[i],
    }));
    await rejects(evaluate('run.jsonl', lines(rows)), /Several fields could be the scores/);
    isRight(
      await evaluate(
        'run.jsonl',
        lines(rows.map(({ coarse_logits, ...own }) => ({ ...own, coarse_logits }))),
      ),
    );
  });

  it('are those of classes where the words are what classes are called', async () => {
    const names = ['old', 'teacher', 'before'];
    const rows = P.map((row, i) => ({
      ...Object.fromEntries(row.map((p, c) => [`prob_${names[c]}`, p])),
      label: names[LABELS[i]],
    }));
    for (const text of [csv(rows), lines(rows)])
      isRight(await evaluate(text.startsWith('{') ? 'run.jsonl' : 'run.csv', text));
  });
});

describe('evaluate: one score a row that is called something else', () => {
  /** Rows of yes and no, right and wrong. */
  const SCORES = P.map((_, i) => (i % 3 === 0 ? 0.3 : 0.6) + i / 60);
  const YES = SCORES.map((p, i) => Number(i === 2 ? p < 0.5 : p >= 0.5));
  const RIGHT = -SCORES.reduce((sum, p, i) => sum + Math.log(YES[i] ? p : 1 - p), 0) / SCORES.length;
  const OTHER = SCORES.map((_, i) => ((i * 7) % 12) / 12);

  function npzOfOne(fields: Record<string, readonly number[]>): Uint8Array {
    return zip(
      Object.entries(fields).map(([name, values]) => ({
        name: `${name}.npy`,
        data: npy(
          npyHeader(name === 'label' ? '<i4' : '<f8', [values.length]),
          new Uint8Array((name === 'label' ? Int32Array.from(values) : Float64Array.from(values)).buffer),
        ),
      })),
    );
  }
  const rowsOf = (fields: Record<string, readonly number[]>) =>
    YES.map((_, i) => Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, values[i]])));
  const ONE: readonly [
    name: string,
    of: (fields: Record<string, readonly number[]>) => string | Uint8Array,
  ][] = [
    ['run.npz', npzOfOne],
    ['run.csv', (fields) => csv(rowsOf(fields))],
    ['run.jsonl', (fields) => lines(rowsOf(fields))],
  ];
  const meanLoss = ({ meanLoss }: Evaluation) => meanLoss!.value.toFixed(9);

  for (const [form, of] of ONE) {
    it(`is not taken before the score itself (${form})`, async () => {
      for (const own of ['prob', 'y_prob', 'score', 'p'])
        for (const other of ['prob_std', 'credit_score', 'old_prob', 'probability_threshold'])
          for (const fields of [
            { [other]: OTHER, [own]: SCORES, label: YES },
            { [own]: SCORES, [other]: OTHER, label: YES },
          ])
            strictEqual(meanLoss(await evaluate(form, of(fields))), RIGHT.toFixed(9), `${own} ${other}`);
      for (const own of ['y_pred', 'prediction'])
        strictEqual(
          meanLoss(await evaluate(form, of({ baseline_prob: OTHER, [own]: SCORES, label: YES }))),
          RIGHT.toFixed(9),
        );
    });

    it(`is refused with both names, where both claim as much (${form})`, async () => {
      for (const [a, b] of [
        ['bm25_score', 'credit_score'],
        ['y_pred', 'quality_score'],
        ['model_score', 'y_pred'],
        ['val_prob', 'prediction'],
        ['credit_score', 'y_hat'],
      ])
        await rejects(
          evaluate(form, of({ [a]: OTHER, [b]: SCORES, label: YES })),
          /Several fields could be the scores: “\w+”, “\w+”/,
        );
    });
  }

  it('is refused where no name of several arrays says that it is the score', async () => {
    const fields = { rf: OTHER, svm: SCORES, mlp: OTHER, label: YES };
    await rejects(evaluate('run.npz', npzOfOne(fields)), /could be the scores: “rf”, “svm”, “mlp”/);
    strictEqual(meanLoss(await evaluate('run.npz', npzOfOne({ rf: SCORES, label: YES }))), RIGHT.toFixed(9));
    const weighted = npzOfOne({ rf: SCORES, sample_weight: OTHER, label: YES });
    strictEqual(meanLoss(await evaluate('run.npz', weighted)), RIGHT.toFixed(9));
  });
});
