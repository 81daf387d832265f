import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { classFields } from '../../../../src/records/fields/classFields';

/** Fields by name, a number for each record. */
const fields = (of: Readonly<Record<string, readonly number[]>>) =>
  Object.entries(of).map(([name, values]) => ({ name, values }));

const LOGS = { A: [-1.2, -3.5, -0.2], B: [-0.4, -0.6, -2.2], C: [-2.8, -1.1, -4.1], D: [-3.1, -2.9, -1.9] };
const SHARES = { neg: [0.1, 0.7, 0.25], neu: [0.3, 0.2, 0.25], pos: [0.6, 0.1, 0.5] };

const renamed = (of: Record<string, number[]>, name: (piece: string) => string) =>
  fields(Object.fromEntries(Object.entries(of).map(([piece, values]) => [name(piece), values])));

describe('fields that are the classes of one row', () => {
  for (const name of [
    'lp_*',
    'logprob_*',
    'logprob*',
    '*_logprob',
    'choice*_loglik',
    'lp(*)',
    'm_choice*_logits',
  ])
    it(`are told by letters that labels name: ${name}`, () => {
      const named = renamed(LOGS, (piece) => name.replace('*', piece));
      deepStrictEqual(classFields(named, [['B', 'A', 'D']]), {
        fields: named.map((one) => one.name),
        classes: ['A', 'B', 'C', 'D'],
        counted: true,
      });
    });

  it('are told by what each row sums to, as labels write their names', () => {
    const named = renamed(SHARES, (piece) => `${piece}_prob`);
    deepStrictEqual(classFields(named, [['NEG', 'POS', 'NEU']])?.classes, ['NEG', 'NEU', 'POS']);
    deepStrictEqual(classFields(named, [])?.classes, ['neg', 'neu', 'pos']);
  });

  it('are told by letters that labels name where the rest of each row is on something else', () => {
    const of = { p_A: [0.906, 0.02], p_B: [0.025, 0.03], p_C: [0.025, 0.92], p_D: [0.03, 0.015] };
    deepStrictEqual(classFields(fields(of), [['A', 'C']])?.classes, ['A', 'B', 'C', 'D']);
  });

  it('are told by numbers that count up, where labels are such numbers', () => {
    const named = renamed({ 0: LOGS.A, 1: LOGS.B, 2: LOGS.C }, (piece) => `logit${piece}`);
    deepStrictEqual(classFields(named, [[0, 2, 1]])?.classes, ['0', '1', '2']);
    strictEqual(classFields(named, [[0, 2, 7]]), undefined);
  });

  it('have their own numbers for names where those begin at 1', () => {
    const of = { prob_1: [0.1, 0.7], prob_2: [0.3, 0.2], prob_3: [0.6, 0.1] };
    deepStrictEqual(classFields(fields(of), [[1, 3]])?.classes, ['1', '2', '3']);
  });

  it('are told by whole names, where labels have those and each row sums to 1', () => {
    const named = [...fields(SHARES), { name: 'seconds', values: [1.4, 1.3, 1.5] }];
    deepStrictEqual(classFields(named, [['pos', 'neg', 'neu']])?.classes, ['neg', 'neu', 'pos']);
    const beside = { confidence: [0.6, 0.7, 0.5], entropy: [0.0008, 0.0004, 0.0001], flagged: [0, 1, 0] };
    for (const more of Object.entries(beside))
      for (const all of [
        { ...Object.fromEntries([more]), ...SHARES },
        { ...SHARES, ...Object.fromEntries([more]) },
      ])
        deepStrictEqual(
          classFields(fields(all), [['pos', 'neg', 'neu']])?.classes,
          ['neg', 'neu', 'pos'],
          more[0],
        );
    // Sorted by label, a file may have none of a class in its first records.
    deepStrictEqual(classFields(fields({ ...SHARES, sad: [0, 0, 0] }), [['pos', 'neg', 'neu']])?.classes, [
      'neg',
      'neu',
      'pos',
      'sad',
    ]);
    // Labels need not have all classes, and no class is left out.
    deepStrictEqual(classFields(named, [['pos', 'neg', 'pos']])?.classes, ['neg', 'neu', 'pos']);
    strictEqual(classFields(fields({ cat: [0.7, 0.7], dog: [0.29, 0.29] }), [['cat', 'dog']]), undefined);
    strictEqual(classFields(fields({ a: [1, 0], b: [0, 1] }), [['a', 'b']]), undefined);
  });

  it('leave others out that are called alike', () => {
    const named = [
      ...renamed(LOGS, (piece) => `lp_${piece}`),
      { name: 'lp_max', values: [-0.4, -0.6, -0.2] },
    ];
    deepStrictEqual(classFields(named, [['B', 'A', 'D']])?.fields, ['lp_A', 'lp_B', 'lp_C', 'lp_D']);
  });

  it('stand in the order of their letters and numbers, whatever the order of the fields', () => {
    const letters = renamed({ C: LOGS.C, A: LOGS.A, B: LOGS.B }, (piece) => `lp_${piece}`);
    deepStrictEqual(classFields(letters, [[1, 2, 0]])?.fields, ['lp_A', 'lp_B', 'lp_C']);
    const twelve = Object.fromEntries(
      Array.from({ length: 12 }, (_, c) => [
        `prob_${c}`,
        [0.45, 0.03, 0.2].map((p, row) => (c === row * 4 ? 1 - (11 * p) / 12 : p / 12)),
      ]),
    );
    const sorted = fields(Object.fromEntries(Object.entries(twelve).sort(([a], [b]) => (a < b ? -1 : 1))));
    deepStrictEqual(
      classFields(sorted, [[0, 4, 8]])?.classes,
      Array.from({ length: 12 }, (_, c) => String(c)),
    );
  });

  it('are no places for labels where they are words: nobody says which comes first', () => {
    const named = fields({ prob_ham: [0.9, 0.2, 0.6], prob_spam: [0.1, 0.8, 0.4] });
    for (const labels of [
      [1, 0, 1],
      [true, false, true],
      ['ham', 'spam', 'ham'],
    ])
      deepStrictEqual(classFields(named, [labels]), {
        fields: ['prob_ham', 'prob_spam'],
        classes: ['ham', 'spam'],
        counted: false,
      });
  });

  it('have no before yes, whichever field stands first', () => {
    const of = { prob_pos: [0.9, 0.2, 0.6], prob_neg: [0.1, 0.8, 0.4] };
    for (const entries of [Object.entries(of), Object.entries(of).toReversed()])
      deepStrictEqual(classFields(fields(Object.fromEntries(entries)), [[1, 0, 1]]), {
        fields: ['prob_neg', 'prob_pos'],
        classes: ['neg', 'pos'],
        counted: true,
      });
  });

  it('are none where some records lack one: a class would be lost', () => {
    const named = renamed(LOGS, (piece) => `lp_${piece}`);
    strictEqual(classFields(named, [['B', 'A', 'D']], { partial: ['lp_E'] }), undefined);
    strictEqual(classFields(named, [['B', 'A', 'D']], { partial: ['text', 'lp_'] }) === undefined, false);
  });

  for (const [what, of, labels] of [
    ['losses of two parts of the data', { loss_train: [0.9, 0.5], loss_val: [1, 0.8] }, [['train', 'val']]],
    ['scores of two parts of the data', { score_train: [0.9, 0.5], score_val: [1, 0.8] }, [['run', 'run']]],
    ['settings', { p_mask: [0.8, 0.8, 0.8], p_random: [0.1, 0.1, 0.1], p_keep: [0.1, 0.1, 0.1] }, []],
    ['ranks', { top_1_prob: [0.8, 0.7], top_2_prob: [0.1, 0.2], top_3_prob: [0.1, 0.1] }, [[1, 2]]],
    ['ratings', { score_A: [1, 4, 2], score_B: [3, 3, 5], score_C: [4, 2, 1] }, [['A', 'B', 'C']]],
    ['rewards', { score_chosen: [1.2, 0.4], score_rejected: [0.3, -0.2] }, []],
    ['probabilities of several models', { prob_bert: [0.9, 0.8], prob_gpt: [0.7, 0.6] }, [['yes', 'no']]],
    [
      'figures of each class',
      { score_cat: [0.17, 0.2, 0.31], score_dog: [0.55, 0.4, 0.6] },
      [['cat', 'dog', 'cat']],
    ],
    ['shares of the data', { p_train: [0.7, 0.8, 0.6], p_val: [0.1, 0.1, 0.2], p_test: [0.2, 0.1, 0.2] }, []],
    [
      'probabilities each of its own',
      { p_A: [0.906, 0.02], p_B: [0.425, 0.03], p_C: [0.025, 0.92], p_D: [0.03, 0.515] },
      [['A', 'C']],
    ],
    ['a mixture', { p_web: [0.7, 0.1], p_books: [0.1, 0.2], p_code: [0.2, 0.7] }, [['web', 'web']]],
    [
      'members of an ensemble',
      { logit_seed0: [2.1, -1], logit_seed1: [2.4, -2], logit_seed2: [1.8, 0.5] },
      [[1, 0]],
    ],
    ['layers', { layer_0_logit: [2.1, -1], layer_1_logit: [2.4, -2], layer_2_logit: [1.8, 0.5] }, [[1, 0]]],
    [
      'counted ones of a yes or no',
      { logit_0: LOGS.A, logit_1: LOGS.B, logit_2: LOGS.C },
      [[0, 1, 0, 1, 1, 0, 0, 1]],
    ],
  ] as const)
    it(`are no ${what}`, () => {
      const numbers = fields(of);
      strictEqual(classFields(numbers, labels), undefined);
    });
});
