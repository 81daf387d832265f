import assert from 'node:assert/strict';
import { isOffered } from '../../../src/arrays/offer';
import { findArrays } from '../../../src/text/find';

const TORCH = 'tensor([[ 0.3503,  0.7483, -3.6212],\n        [ 4.0667, -2.1263,  0.6771]])';
const NUMPY = '[[ 0.3503  0.7483 -3.6212]\n [ 4.0667 -2.1263  0.6771]]';
const MODEL =
  'class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n' +
  '        self.layers = nn.Sequential(nn.Linear(10, 16), nn.ReLU(), nn.Linear(16, 3))\n' +
  '    def forward(self, x):\n        return self.layers(x)\n\nm = Net()';

function isShown(source: string, text: string, before: readonly string[] = []): boolean {
  const notebook = { cells: [...before, source], at: before.length };
  return findArrays(text, { source, notebook }).some((found) => isOffered(found, 'likely'));
}

describe('what a cell shows', () => {
  const offered: [what: string, source: string, text: string, before?: string[]][] = [
    ['margins of XGBoost', 'bst.predict(d, output_margin=True)', NUMPY],
    ['raw scores of LightGBM', 'raw = gbm.predict(X, raw_score=True)\nprint(raw)', NUMPY],
    ['raw values of CatBoost', "cb.predict(X, prediction_type='RawFormulaVal')", NUMPY],
    [
      'logits of pairs',
      'logits_per_image, logits_per_text = clip(image, text)\nprint(logits_per_image)',
      TORCH,
    ],
    ['a cross-encoder', "scores = cross_encoder.predict([('a', 'b')])\nprint(scores)", NUMPY],
    ['a loop over logits', 'for i, row in enumerate(logits):\n    print(i, row)', '0 tensor([ 0.3503,  0.7483, -3.6212])\n1 tensor([ 4.0667, -2.1263,  0.6771])'], // prettier-ignore
    ['a table of logits', "pd.DataFrame(logits.numpy(), columns=['cat', 'dog', 'bird'])", '        cat       dog      bird\n0  0.350323  0.748286 -3.621155\n1  4.066651 -2.126281  0.677136'], // prettier-ignore
    [
      'what a loop gathers',
      'outs = []\nfor x in loader:\n    outs.append(model(x))\nprint(torch.cat(outs))',
      TORCH,
    ],
    ['a softmax written out', 'scores = X @ W.T\nprint(scores)\ne = np.exp(scores)\nprobs = e / e.sum(axis=1, keepdims=True)', NUMPY], // prettier-ignore
    [
      'a model of another cell',
      'res = m(x)\nprint(res)',
      TORCH,
      [MODEL, 'criterion = nn.CrossEntropyLoss()'],
    ],
    ['raw scores of a pipeline', 'classifier(text, function_to_apply="none")', "[[{'label': 'neg', 'score': -2.3416}, {'label': 'pos', 'score': 3.1121}]]"], // prettier-ignore
  ];
  for (const [what, source, text, before] of offered)
    it(`is offered: ${what}`, () => assert.ok(isShown(source, text, before)));

  const GRAD = TORCH.replace(/\)$/, ', grad_fn=<AddmmBackward0>)');
  const others: [what: string, source: string, text: string, before?: string[]][] = [
    ['a regression of another cell', 'print(model.predict(x))', NUMPY, ["model.compile(optimizer='adam', loss='mse')"]], // prettier-ignore
    ['a layer of several', 'h = m.layers[0](x)\nh', GRAD, [MODEL]],
    ['a first layer', 'h = m.fc1(x)\nprint(h)', GRAD, [MODEL]],
    ['a loop over data', 'for i, row in enumerate(data):\n    print(i, row)', '0 tensor([ 0.3503,  0.7483, -3.6212])\n1 tensor([ 4.0667, -2.1263,  0.6771])'], // prettier-ignore
    ['a quotient of exponentials', 'r = np.exp(x) / np.sum(y)\nprint(x)', NUMPY],
  ];
  for (const [what, source, text, before] of others)
    it(`is not offered: ${what}`, () => assert.ok(!isShown(source, text, before)));
});
