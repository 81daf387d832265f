import assert from 'node:assert/strict';
import { fromNested } from '../../../src/arrays/ndarray';
import type { ViewSettings } from '../../../src/worker/protocol';
import { inProcessClient } from '../worker/inProcess';

const LOGITS = [
  [2, 1, 0.1],
  [0.5, 2.5, 0.3],
  [0, -Infinity, 1],
];

describe('the report of a loss', () => {
  const client = inProcessClient();
  after(() => client.dispose());
  const report = async (settings: Partial<ViewSettings> = {}, labels: unknown = [0, 1, -100]) => {
    const array = fromNested(LOGITS, 'x');
    const { session } = await client.call('open', {
      reading: 'logits',
      array,
      labels: labels ? fromNested(labels, 'y') : undefined,
      decimals: 1,
    });
    return client.call('lossReport', {
      session,
      settings: { temperature: 1, ...settings },
      origin: 'selection in a*b.py',
      classNames: ['cat', 'd|og', 'fox'],
    });
  };

  it('has the figures, the worst rows and the classes by name, with markup escaped', async () => {
    const text = await report();
    assert.match(text, /^# Softmax loss of selection in `a\*b\.py`/);
    assert.match(
      text,
      /\| Mean loss \| 0\.31854 nats \(between 0\.2\d+ and 0\.3\d+, given the printed precision\) \|/,
    );
    assert.match(text, /\| Rows counted \| 2 \|\n\| Rows excluded \| 1 \|/);
    assert.match(text, /\| 0 \| 0\.41703 \| cat \| cat \| 0\.659001 \|/);
    assert.match(text, /d\\\|og/);
    assert.match(text, /1 row is left out of the loss/);
  });

  it('counts the classes of the worst rows where each may have several', async () => {
    const text = await report({ loss: 'sigmoid' }, [
      [1, 1, 0],
      [0, 0, 1],
      [0, 0, 0],
    ]);
    const table = text.slice(text.indexOf('## Worst rows')).split('\n\n')[0];
    assert.match(table, /\| Row \| Loss \| Classes it has \| Classes above 50% \| Wrong classes \|/);
    // The first row has two classes of three that are all above; of the second all three are, and one is right.
    assert.match(table, /\| 0 \| [\d.]+ \| 2 \| 3 \| 1 \|/);
    assert.match(table, /\| 1 \| [\d.]+ \| 1 \| 3 \| 2 \|/);
    assert.doesNotMatch(text, /top class/i);
  });

  it('has code for PyTorch, TensorFlow and JAX with the numbers and the options', async () => {
    const text = await report({
      temperature: 2,
      labelSmoothing: 0.1,
      classWeights: [1, 2, 0.5],
      reduction: 'sum',
    });
    assert.match(text, /LOGITS = \[\[2, 1, 0\.1\], \[0\.5, 2\.5, 0\.3\], \[0, float\("-inf"\), 1\]\]/);
    assert.match(
      text,
      /F\.cross_entropy\(logits, labels\.reshape\(-1\), weight=weights, reduction="sum", label_smoothing=0\.1\)/,
    );
    assert.match(text, /\nlogits = logits \/ 2 {2}# temperature\n/);
    assert.match(text, /tf\.nn\.log_softmax/);
    assert.match(text, /jax\.nn\.log_softmax/);
  });

  it('of logits without labels has the softmax only', async () => {
    const text = await report({}, null);
    assert.doesNotMatch(text, /cross_entropy|mean loss/);
    assert.match(text, /F\.softmax/);
  });
});
