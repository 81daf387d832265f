import assert from 'node:assert/strict';
import { checkLossCode } from '../../../src/losscode/check';
import { corpus, fixed } from './corpus';

/** One program of a file with its only mistake mended by the first fix. */
function mended(text: string): string | undefined {
  const files = [{ uri: 'main.py', text }];
  const [finding] = checkLossCode({ files });
  return finding?.fixes.length > 0 ? fixed(files, finding, finding.fixes[0])[0].text : undefined;
}

/** Programs of libraries that do not run here, before and after. PyTorch's are run in test/live. */
const PAIRS: readonly { name: string; imports: string; before: string; after: string }[] = [
  {
    name: 'a softmax in an optax loss',
    imports: 'import jax\nimport optax\n',
    before: 'loss = optax.softmax_cross_entropy(jax.nn.softmax(scores), labels).mean()\n',
    after: 'loss = optax.softmax_cross_entropy(scores, labels).mean()\n',
  },
  {
    name: 'a sigmoid in TensorFlow’s loss',
    imports: 'import tensorflow as tf\n',
    before: 'loss = tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=tf.nn.sigmoid(scores))\n',
    after: 'loss = tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=scores)\n',
  },
  {
    name: 'the logarithm of TensorFlow’s softmax',
    imports: 'import tensorflow as tf\n',
    before: 'log_p = tf.math.log(tf.nn.softmax(scores))\n',
    after: 'log_p = tf.nn.log_softmax(scores)\n',
  },
  {
    name: 'the logarithm of JAX’s softmax',
    imports: 'import jax\nimport jax.numpy as jnp\n',
    before: 'log_p = jnp.log(jax.nn.softmax(scores, axis=-1))\n',
    after: 'log_p = jax.nn.log_softmax(scores, axis=-1)\n',
  },
  {
    name: 'JAX’s log-sum-exp by hand',
    imports: 'import jax\nimport jax.numpy as jnp\n',
    before: 'z = jnp.log(jnp.sum(jnp.exp(scores), axis=-1))\n',
    after: 'z = jax.nn.logsumexp(scores, axis=-1)\n',
  },
  {
    name: 'NumPy’s log of one plus',
    imports: 'import numpy as np\n',
    before: 'y = np.log(1 + x)\n',
    after: 'y = np.log1p(x)\n',
  },
  {
    name: 'JAX’s exp minus one',
    imports: 'import jax.numpy as jnp\n',
    before: 'y = jnp.exp(x) - 1\n',
    after: 'y = jnp.expm1(x)\n',
  },
  {
    name: 'a temperature after JAX’s softmax',
    imports: 'import jax\n',
    before: 'def soft(scores, temperature):\n    return jax.nn.softmax(scores) / temperature\n',
    after: 'def soft(scores, temperature):\n    return jax.nn.softmax(scores / temperature)\n',
  },
  {
    name: 'a Keras model that ends in a softmax, with a loss of logits',
    imports: 'from tensorflow import keras\n',
    before:
      'model = keras.Sequential([keras.layers.Dense(10, activation="softmax")])\n' +
      'model.compile("adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))\n',
    after:
      'model = keras.Sequential([keras.layers.Dense(10)])\n' +
      'model.compile("adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))\n',
  },
  {
    name: 'a Keras model with an activation of its own at the end',
    imports: 'from tensorflow import keras\nfrom tensorflow.keras.layers import Activation, Dense\n',
    before:
      'model = keras.Sequential([Dense(10), Activation("softmax")])\n' +
      'model.compile("adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))\n',
    after:
      'model = keras.Sequential([Dense(10)])\n' +
      'model.compile("adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))\n',
  },
  {
    name: 'a Keras model without an activation, where no module of losses is imported',
    imports: 'from keras.models import Sequential\nfrom keras.layers import Dense\n',
    before: 'model = Sequential([Dense(1)])\nmodel.compile("adam", loss="binary_crossentropy")\n',
    after:
      'model = Sequential([Dense(1, activation="sigmoid")])\nmodel.compile("adam", loss="binary_crossentropy")\n',
  },
  {
    name: 'one-hot labels for a Keras loss by its name',
    imports:
      'from keras.models import Sequential\nfrom keras.layers import Dense\nfrom keras.utils import to_categorical\n',
    before:
      'y = to_categorical(y)\nmodel = Sequential([Dense(3, activation="softmax")])\n' +
      'model.compile("adam", loss="sparse_categorical_crossentropy")\nmodel.fit(x, y)\n',
    after:
      'y = to_categorical(y)\nmodel = Sequential([Dense(3, activation="softmax")])\n' +
      'model.compile("adam", loss="categorical_crossentropy")\nmodel.fit(x, y)\n',
  },
  {
    name: 'a Keras model that ends in a linear layer, with a loss by name',
    imports: 'from tensorflow import keras\n',
    before:
      'model = keras.Sequential([keras.layers.Dense(10)])\n' +
      'model.compile("adam", loss="sparse_categorical_crossentropy")\n',
    after:
      'model = keras.Sequential([keras.layers.Dense(10)])\n' +
      'model.compile("adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))\n',
  },
];

describe('The fix of a mistake around the loss', () => {
  for (const { name, imports, before, after } of PAIRS)
    it(`mends ${name}`, () => assert.equal(mended(imports + before), imports + after));

  for (const line of [
    'torch.log2(F.softmax(x, dim=1))',
    'torch.log10(F.softmax(x, dim=1))',
    'F.softmax(x, dim=1).log2()',
    'torch.log2(torch.sigmoid(x))',
    'torch.log2(F.softmax(x, dim=1) + 1e-9)',
    'torch.log(F.softmax(x, dim=1), out=y)',
    'torch.log(torch.softmax(x, 1, out=y))',
    'np.log(softmax(x, axis=1), where=x > 0, out=y)',
    'F.softmax(F.softmax(x, 1) / 0.5, 1)',
    'F.softmax(F.softmax(x, 1) + 1e-9, 1)',
    'F.softmax(F.softmax(x, 0), -1)',
    'torch.log(torch.sum(torch.exp(x), 1, dtype=torch.float64))',
    'np.log(np.sum(np.exp(x), 1, np.float64))',
  ])
    it(`is not offered where none computes the same: ${line}`, () => {
      const text = `import numpy as np\nimport torch\nimport torch.nn.functional as F\nfrom scipy.special import softmax\nr = ${line}\n`;
      const found = checkLossCode({ files: [{ uri: 'main.py', text }] });
      assert.deepEqual(
        found.map(({ fixes }) => fixes),
        [[]],
      );
    });

  it('keeps what comments say in a call that it takes out', () => {
    const imports = 'import torch.nn.functional as F\n';
    assert.equal(
      mended(`${imports}loss = F.cross_entropy(F.softmax(\n    x,  # the (logits)\n    dim=1), y)\n`),
      `${imports}loss = F.cross_entropy((x  # the (logits)\n), y)\n`,
    );
  });

  it('leaves no statement that does nothing', () => {
    const imports = 'import torch.nn.functional as F\n';
    assert.equal(
      mended(`${imports}x = net(a)\nx = F.softmax(x, dim=1)\nloss = F.cross_entropy(x, y)\n`),
      `${imports}x = net(a)\nloss = F.cross_entropy(x, y)\n`,
    );
  });

  it('leaves nothing to find, in each program of the corpus that has one', () => {
    const left: string[] = [];
    let count = 0;
    for (const { kind, rule, title, files } of corpus()) {
      if (kind !== 'bad') continue;
      for (const finding of checkLossCode({ files }))
        for (const fix of finding.fixes) {
          count++;
          const after = checkLossCode({ files: fixed(files, finding, fix) });
          if (after.length > 0)
            left.push(`${rule}, ${title}, ${fix.title}: ${after.map((one) => one.rule).join(', ')}`);
        }
    }
    assert.deepEqual(left, []);
    assert.ok(count > 100, `${count} fixes`);
  });
});
