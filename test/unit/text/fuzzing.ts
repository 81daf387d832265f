import { findArrays } from '../../../src/text/find';
import { findArrayAt } from '../../../src/text/findAt';
import { mayHoldArray } from '../../../src/text/mayHoldArray';
import { isOffered } from '../../../src/arrays/offer';
import { parseArrays } from '../../../src/text/parse';
import { randomFrom } from './random';

const SEEDS = [
  'logits: tensor([[-1.5607,  1.6123],\n        [ 4.1692, -3.3464]], grad_fn=<AddmmBackward>)\nlabels: tensor([1, 0])',
  'SequenceClassifierOutput(loss=tensor(0.3167, grad_fn=<NllLossBackward>), logits=tensor([[-4.0833,  4.3364]]), hidden_states=None)',
  '<tf.Tensor: shape=(2, 2), dtype=float32, numpy=\narray([[-1.5606991,  1.6122842],\n       [ 4.169231 , -3.3464472]], dtype=float32)>',
  '[{"logits": [1.5, -2.5e-3], "label": 1}, {"logits": [0.5, nan], "label": 0, "text": "a \\"[b"}]',
  '{"logits": [[1.5, 2.5]], "labels": [0]}\n{"logits": [[0.5, -2.5]], "labels": [1]}\n',
  '# tensor([[ 5.4062, -4.5000,  ...,  1.0]],\n#        device="cuda:0", dtype=torch.bfloat16)',
  '>>> x = np.array([[1., 2.],\n...               [3., -np.inf]])\n',
  '[[-0.3429451  -0.80375195]\n ...\n [ 0.23104447  1.4569176 ]]',
  "OrderedDict([('mask',\n  tensor([[0., 1.], [0., 0.]], device='cuda:0'))])",
  'Output shape: torch.Size([2, 4, 50257])\ntensor([[[-1.2034,  0.3201,  ..., -0.4667]]])',
  '   logit_0  logit_1  label\n0   -1.234    0.500      1\n1    2.250   -0.125      0\n',
  'shape: (2, 2)\n┌───────┬───────┐\n│ a     ┆ b     │\n│ ---   ┆ ---   │\n│ f64   ┆ f64   │\n╞═══════╪═══════╡\n│ 1.5   ┆ -2.5  │\n│ 0.5   ┆ 0.25  │\n└───────┴───────┘',
  "[[{'label': 'A', 'score': 0.75}, {'label': 'B', 'score': 0.25}], [{'label': 'B', 'score': 0.5}, {'label': 'A', 'score': 0.5}]]",
  '{"content": [{"token": "a", "logprob": -0.5, "bytes": [72, 105], "top_logprobs": [{"token": "a", "logprob": -0.5}, {"token": "b", "logprob": -1.5}]}], "top_logprobs": [{"a": -0.5, "b": -1.5}]}',
  'a,b,label\n1.5,2.5,0\n-0.5,0.25,1\n',
  'ids (1, 2), (3.5, 4.5)) ]] :( "unclosed [1, 2 \u001b[31m red \u001b[0m 10:42 [00:02<00:00, 9.5it/s]',
];
const PIECES = [
  '[',
  ']',
  '(',
  ')',
  '{',
  '}',
  ',',
  '"',
  "'",
  '`',
  '\\',
  '\n',
  '# ',
  '...',
  '…',
  '-',
  'nan',
  'inf',
  '1e400',
  '0.5',
  '1_000',
  '\u0000',
  '\ud800',
  '🎉',
  'tensor(',
  'array(',
  '"logits": ',
  ': ',
  '=',
  'shape=(',
  '<',
  '>',
  '__proto__',
  '\t',
  '.',
  'e',
  '[[',
  ']]',
  ', [',
  '\r\n',
];

/** Mutated prints, pieces at random and random characters through every entry; throws on the first broken promise. */
export function fuzz(runs: number, seed: number) {
  const random = randomFrom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const slowest = { ms: 0, length: 0, text: '' };
  let bytes = 0;
  for (let run = 0; run < runs; run++) {
    let text: string;
    const roll = random();
    if (roll < 0.7) {
      text = SEEDS[below(SEEDS.length)];
      if (random() < 0.3) text += SEEDS[below(SEEDS.length)];
      for (let i = below(6); i >= 0; i--) {
        const at = below(text.length + 1);
        const end = at + below(random() < 0.2 ? 40 : 3);
        const piece =
          random() < 0.5 ? PIECES[below(PIECES.length)] : text.slice(below(text.length), below(text.length));
        text = text.slice(0, at) + piece + text.slice(end);
      }
    } else if (roll < 0.9)
      text = Array.from({ length: below(60) }, () => PIECES[below(PIECES.length)]).join('');
    else
      text = String.fromCharCode(
        ...Array.from({ length: below(200) }, () => below(random() < 0.8 ? 128 : 65536)),
      );
    bytes += text.length;
    const start = performance.now();
    check(text, below(text.length + 1), run % 8 === 0);
    const ms = performance.now() - start;
    if (ms > slowest.ms) Object.assign(slowest, { ms, length: text.length, text });
  }
  return { inputs: runs, bytes, slowest };
}

function check(text: string, offset: number, thorough: boolean) {
  try {
    let last = 0;
    const found = findArrays(text, {
      source: thorough ? text : undefined,
      mime: thorough ? 'text/html' : undefined,
    });
    for (const one of found) {
      const [start, end] = one.range;
      if (!(start >= last && start < end && end <= text.length)) throw new Error(`range ${start}..${end}`);
      last = start;
      const size = one.shape.reduce((product, n) => product * n, 1);
      if (!one.elided && one.array?.data.length !== size) throw new Error(`shape ${one.shape.join('×')}`);
      if (one.elided && one.array !== undefined) throw new Error('an elided array with values');
      if (!(one.reading.confidence >= 0 && one.reading.confidence <= 1)) throw new Error('confidence');
      // A broken table may lose the look by which the cheap test knows one.
      const table = one.container === 'dataframe' || one.container === 'polars' || one.container === 'csv';
      if (!table && isOffered(one, 'likely') && !mayHoldArray(text))
        throw new Error('offered, but the cheap test says no');
    }
    if (thorough) {
      const at = findArrayAt(text, offset);
      if (at !== undefined && (at.range[0] > offset || at.range[1] < offset))
        throw new Error('not at the offset');
      parseArrays(text);
    }
  } catch (error) {
    throw new Error(`${(error as Error).message} for ${JSON.stringify(text)}`, { cause: error });
  }
}
