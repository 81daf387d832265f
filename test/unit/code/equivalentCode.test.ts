import assert from 'node:assert/strict';
import type { NDArray } from '../../../src/arrays/ndarray';
import { FRAMEWORKS } from '../../../src/code/equivalentCode';
import { codeOf, type Shown } from '../../../src/inspector/code';

const array = (shape: number[], data: number[]): NDArray => ({
  dtype: 'float64',
  shape,
  data: Float64Array.from(data),
});

const LOGITS = array([2, 3], [2, 1, 0.1, 0.5, 2.5, 0.3]);

function shown(more: Partial<Shown> = {}): Shown {
  return {
    arranged: { array: LOGITS, reading: 'logits' },
    axis: 1,
    settings: { temperature: 1, reduction: 'mean', labelSmoothing: 0 },
    ...more,
  };
}

describe('equivalent code', () => {
  it('writes the values and the softmax along the class axis, and no loss without labels', () => {
    assert.equal(
      codeOf('PyTorch', shown()),
      [
        'import torch',
        'import torch.nn.functional as F',
        '',
        'logits = torch.tensor([[2, 1, 0.1],\n [0.5, 2.5, 0.3]], dtype=torch.float64)',
        'probabilities = F.softmax(logits, dim=1)',
        '',
      ].join('\n'),
    );
    for (const framework of FRAMEWORKS) assert.doesNotMatch(codeOf(framework, shown()), /loss/);
  });

  it('divides by the temperature before anything else', () => {
    for (const framework of FRAMEWORKS) {
      const code = codeOf(framework, shown({ settings: { temperature: 0.5 } }));
      assert.match(code, /logits = logits \/ 0\.5 {2}# temperature\nprobabilities = /);
    }
  });

  it('uses the fused loss of each framework, with its reduction and smoothing', () => {
    const labels = array([2], [0, 1]);
    const code = (framework: (typeof FRAMEWORKS)[number], labelSmoothing = 0) =>
      codeOf(framework, shown({ labels, settings: { temperature: 1, reduction: 'sum', labelSmoothing } }));
    assert.match(code('PyTorch'), /F\.cross_entropy\(logits, labels\.reshape\(-1\), reduction="sum"\)/);
    assert.match(code('PyTorch', 0.1), /label_smoothing=0\.1/);
    assert.match(
      code('TensorFlow'),
      /tf\.reduce_sum\(tf\.nn\.sparse_softmax_cross_entropy_with_logits\(labels=labels, logits=logits\)\)/,
    );
    assert.match(
      code('TensorFlow', 0.1),
      /one_hot\(labels, 3, dtype=tf\.float64\)\nlabels = labels \* \(1 - 0\.1\)/,
    );
    assert.match(code('NumPy'), /log_softmax\(logits, axis=1\)/);
    assert.match(code('JAX'), /per_example\.sum\(\)/);
  });

  it('leaves out rows labelled -100 where the framework would not by itself', () => {
    const labels = array([2], [0, -100]);
    for (const framework of ['TensorFlow', 'JAX', 'NumPy'] as const) {
      const code = codeOf(framework, shown({ labels }));
      assert.match(code, /kept = labels != -100\nlabels = .*where\(kept, labels, 0\)/);
      assert.match(code, /loss = .*kept/);
    }
    assert.doesNotMatch(codeOf('PyTorch', shown({ labels })), /kept/);
  });

  it('takes probabilities through their logarithm', () => {
    const code = codeOf('NumPy', shown({ arranged: { array: LOGITS, reading: 'probabilities' } }));
    assert.match(code, /probs = np\.array\(\[\[2, /);
    assert.match(code, /logits = np\.log\(probs\)/);
  });

  it('brings the class axis last where a framework wants rows', () => {
    const labels = array([3], [0, 1, 1]);
    assert.match(
      codeOf('PyTorch', shown({ axis: 0, labels })),
      /F\.cross_entropy\(torch\.movedim\(logits, 0, -1\)\.reshape\(-1, 2\), labels\.reshape\(-1\)\)/,
    );
  });

  it('names shape and place instead of writing out a large array', () => {
    const large = array(
      [100, 100],
      Array.from({ length: 10_000 }, () => 0),
    );
    const code = codeOf('PyTorch', shown({ arranged: { array: large, reading: 'logits' } }));
    assert.match(code, /torch\.tensor\(\.\.\., dtype=torch\.float64\) {2}# yours, of shape \(100, 100\)/);
  });

  it('writes infinities as Python reads them', () => {
    const masked = array([1, 2], [-Infinity, 1]);
    const code = codeOf('NumPy', shown({ arranged: { array: masked, reading: 'logits' } }));
    assert.match(code, /\[\[float\("-inf"\), 1\]\]/);
  });
});
