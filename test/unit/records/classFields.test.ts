import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { classFields } from '../../../src/records/classFields';

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
      });
    });

  it('are told by what each row sums to, as labels write their names', () => {
    const named = renamed(SHARES, (piece) => `${piece}_prob`);
    deepStrictEqual(classFields(named, [['NEG', 'POS', 'NEU']])?.classes, ['NEG', 'NEU', 'POS']);
    deepStrictEqual(classFields(named, [])?.classes, ['neg', 'neu', 'pos']);
  });

  it('are told by numbers that count up, where labels are such numbers', () => {
    const named = renamed({ 0: LOGS.A, 1: LOGS.B, 2: LOGS.C }, (piece) => `logit${piece}`);
    deepStrictEqual(classFields(named, [[0, 2, 1]])?.classes, ['0', '1', '2']);
    strictEqual(classFields(named, [[0, 2, 7]]), undefined);
  });

  it('are told by whole names, where labels have those and each row sums to 1', () => {
    const named = [...fields(SHARES), { name: 'seconds', values: [0.4, 0.3, 0.5] }];
    deepStrictEqual(classFields(named, [['pos', 'neg', 'neu']])?.classes, ['neg', 'neu', 'pos']);
    strictEqual(classFields(named, [['pos', 'neg', 'pos']]), undefined);
    strictEqual(classFields(fields({ a: [1, 0], b: [0, 1] }), [['a', 'b']]), undefined);
  });

  it('leave others out that are called alike', () => {
    const named = [
      ...renamed(LOGS, (piece) => `lp_${piece}`),
      { name: 'lp_max', values: [-0.4, -0.6, -0.2] },
    ];
    deepStrictEqual(classFields(named, [['B', 'A', 'D']])?.fields, ['lp_A', 'lp_B', 'lp_C', 'lp_D']);
  });

  for (const [what, of, labels] of [
    ['losses of two parts of the data', { loss_train: [0.9, 0.5], loss_val: [1, 0.8] }, [['train', 'val']]],
    ['scores of two parts of the data', { score_train: [0.9, 0.5], score_val: [1, 0.8] }, [['run', 'run']]],
    ['settings', { p_mask: [0.8, 0.8, 0.8], p_random: [0.1, 0.1, 0.1], p_keep: [0.1, 0.1, 0.1] }, []],
    ['ranks', { top_1_prob: [0.8, 0.7], top_2_prob: [0.1, 0.2], top_3_prob: [0.1, 0.1] }, [[1, 2]]],
    ['ratings', { score_A: [1, 4, 2], score_B: [3, 3, 5], score_C: [4, 2, 1] }, [['A', 'B', 'C']]],
    ['rewards', { score_chosen: [1.2, 0.4], score_rejected: [0.3, -0.2] }, []],
    ['probabilities of several models', { prob_bert: [0.9, 0.8], prob_gpt: [0.7, 0.6] }, [['yes', 'no']]],
  ] as const)
    it(`are no ${what}`, () => {
      const numbers = fields(of);
      strictEqual(classFields(numbers, labels), undefined);
    });
});
