/** The cases in test/fixtures/cases: what people had, after public questions, with numbers of our own and torch's losses. */
export interface Case {
  file: string;
  /** The code of the cell that printed it, beside it. */
  code?: string;
  /** Of the array that is judged. */
  shape?: readonly number[];
  kind?: string;
  labels?: string;
  /** What is said, by findings' ids; and what none of them may say. */
  says?: Readonly<Record<string, RegExp>>;
  never?: RegExp;
  /** What is set by the button of the finding, by its id. */
  mends?: Readonly<Record<string, object>>;
  classNames?: readonly string[];
  /** Of each sequence: tokens, those with a value, and alternatives of the last one. */
  tokens?: readonly (readonly [tokens: number, valued: number, alternatives: number])[];
  /** The title of the panel in which the file opens, where that needs no code. */
  panel?: string;
}

const AGREES = /is what these logits and labels give/;

export const CASES: readonly Case[] = [
  { file: '01-chatcompletion-repr.txt', tokens: [[2, 2, 3]] },
  { file: '03-vllm-prompt-logprobs-dicts.txt', tokens: [[5, 4, 1]] },
  { file: '05-vllm-id-keyed.json', tokens: [[2, 2, 5]] },
  { file: '06-llamacpp-old-probs.json', tokens: [[2, 2, 3]] },
  { file: '07-llamacpp-new.json', tokens: [[2, 2, 3]] },
  { file: '09-legacy-completions.json', tokens: [[4, 3, 3]] },
  { file: '10-sse-stream.txt', tokens: [[2, 2, 3]] },
  { file: '11-ollama.json', tokens: [[2, 2, 2]] },
  { file: '12-tgi.json', tokens: [[3, 2, 0], [2, 2, 3]] }, // prettier-ignore
  { file: '13-gemini.json', tokens: [[2, 2, 3]] },
  {
    file: '15-lmeval-samples.jsonl',
    shape: [3, 4],
    kind: 'logits',
    labels: 'class-ids',
    says: { 'by-length': /acc_norm.*length/ },
    panel: 'filtered_resps 3×4',
  },
  {
    file: '19b-weighted-mean.txt',
    shape: [2, 3],
    kind: 'logits',
    labels: 'class-ids',
    says: { 'printed-loss': /weighted mean with “class weights”/ },
    panel: 'logits 2×3',
  },
  {
    file: '22-inf-class.txt',
    says: { 'masked-label': /row 1/, 'printed-loss': /printed loss is ∞/ },
    never: /±|agree|give\./,
    panel: 'logits 2×3',
  },
  {
    file: '22b-masked-label-eps.txt',
    says: { 'printed-loss': /ε = 1e-9 caps row 1 at 20\.72\d*: that gives the printed loss/ },
    never: /±|NaN/,
    panel: 'logits 2×3',
  },
  {
    file: '23-ignore-255.txt',
    labels: 'class-ids',
    says: { 'label-range': /255/ },
    mends: { 'label-range': { ignoreIndex: 255 } },
    panel: 'logits 6×3',
  },
  {
    file: '24-ignore-minus1.txt',
    labels: 'class-ids',
    mends: { 'label-range': { ignoreIndex: -1 } },
    says: { 'label-range': /-1/, 'printed-loss': AGREES },
    panel: 'logits 3×3',
  },
  {
    file: '28-multilabel-onehot.txt',
    labels: 'multi-hot',
    says: { 'printed-loss': AGREES },
    panel: 'logits 2×3',
  },
  { file: '30-axis1-seq.txt', says: { 'class-axis': /axis 1.*0\.0905/ }, panel: 'logits 1×3×4' },
  {
    file: '31-multihot-int.txt',
    labels: 'multi-hot',
    says: { 'printed-loss': AGREES },
    panel: 'logits 3×4',
  },
  { file: '31b-onehot-float.txt', labels: 'one-hot', says: { 'printed-loss': AGREES }, panel: 'logits 3×4' },
  {
    file: '33-logloss-clip.txt',
    kind: 'probabilities',
    labels: 'class-ids',
    says: { 'printed-loss': /is ∞\. The printed value is what clipping at 1e-15 gives/ },
    never: AGREES,
    panel: 'y_pred 2×2',
  },
  {
    file: '35-stuck-2.30.txt',
    labels: 'class-ids',
    says: { 'chance-level': /2\.30259/, 'collapsed-rows': /nearly the same/ },
    never: /doesn’t follow| 0 loss/,
    panel: 'outputs 2×10',
  },
  { file: '37-collapsed-rows.txt', says: { 'collapsed-rows': /4 rows/ }, panel: 'logits 1×4×4' },
  {
    file: '39-prediction-output.txt',
    shape: [3, 2],
    kind: 'logits',
    labels: 'class-ids',
    says: { 'printed-loss': /“test_loss” is what these logits and labels give/ },
    panel: 'predictions 3×2',
  },
  {
    file: '44-smoothing-c-minus-1.txt',
    says: { 'printed-loss': /label smoothing 0\.1 shared by the other C − 1 classes/ },
    panel: 'logits 2×3',
  },
  { file: '45-bf16-loss.txt', says: { 'printed-loss': AGREES }, panel: 'logits 2×4' },
  {
    file: '48-zero-shot.txt',
    shape: [2, 3],
    classNames: ['utilities', 'work', 'travel'],
    panel: 'scores 2×3',
  },
  {
    file: '48b-zero-shot-orders.json',
    shape: [2, 3],
    kind: 'probabilities',
    classNames: ['utilities', 'work', 'travel'],
    panel: 'scores 2×3',
  },
  { file: '49-lightgbm-result.tsv', shape: [3, 4], kind: 'probabilities', panel: 'probabilities 3×4' },
  {
    file: '50-labels-from-one.txt',
    labels: 'class-ids',
    says: { 'label-range': /off by one.*1 to 3/ },
    mends: { 'label-range': { labelOffset: 1 } },
    panel: 'logits 4×3',
  },
  { file: '59-keras-progress.txt', code: '59.py', shape: [2, 3], kind: 'logits' },
  { file: 'a-scalar-between.txt', code: 'a-scalar-between.py', shape: [4], kind: 'logits' },
  { file: 'b-tail-of-prints.txt', code: 'b-tail-of-prints.py', shape: [1, 2], kind: 'logits' },
  { file: 'c-decision-function.txt', code: 'c-decision-function.py', shape: [2, 3], kind: 'logits' },
  { file: 'd-net-input.txt', code: 'd-net-input.py', shape: [2, 3], kind: 'logits', panel: 'Net Input 2×3' },
  { file: 'e-elided-rows.txt', code: 'e-elided-rows.py', shape: [-1, 2], kind: 'probabilities' },
  { file: 'f-column-of-proba.txt', code: 'f-column-of-proba.py', shape: [4], kind: 'sigmoid-scores' },
  { file: 'g-row-per-line.txt', code: 'g-row-per-line.py', shape: [40, 2], kind: 'logits' },
];
