import assert from 'node:assert/strict';
import { ndarray } from '../../../src/arrays/ndarray';
import type { Call, Params } from '../../../src/worker/protocol';
import { inProcessClient } from '../worker/inProcess';

describe('the parameters of a call', () => {
  const client = inProcessClient();
  after(() => client.dispose());
  /** As a message may have it, whatever the types say. */
  const ask = (call: Call, params: unknown) => client.call(call, params as Params<Call>);

  const good = ndarray(Float64Array.of(2, 1, 0), [1, 3]);
  const settings = { temperature: 1 };
  const data = new Float64Array(0);
  const hole = Array<number>(2).fill(3, 1);
  const arrays: [what: string, array: unknown, message: RegExp][] = [
    ['of a shape beyond its data', { dtype: 'float64', shape: [1e9, 1e9], data: [] }, /the limit is/],
    ['of a shape beyond its typed data', { dtype: 'float64', shape: [1e4, 1e4], data }, /elements, got 0/],
    ['of a list for data', { dtype: 'float64', shape: [0], data: [] }, /data: expected a Float32Array/],
    ['of a negative size', { dtype: 'float64', shape: [-1], data }, /shape\[0\]: expected .*integer, got -1/],
    ['of a size that is no number', { dtype: 'float64', shape: [NaN], data }, /shape\[0\]: .*got NaN/],
    ['of half an element', { dtype: 'float64', shape: [1.5], data }, /shape\[0\]: .*got 1\.5/],
    ['of a size in a string', { dtype: 'float64', shape: ['3'], data }, /shape\[0\]: .*got "3"/],
    ['of a shape with a hole', { dtype: 'float64', shape: hole, data: good.data }, /shape\[0\]: .*nothing/],
    ['of a string for a shape', { dtype: 'float64', shape: '13', data }, /shape: expected a list of sizes/],
    ['of numbers with a hole', [hole], /\[0\]\[0\]: expected a number, got nothing/],
    ['that is none', null, /expected nested lists of numbers/],
  ];
  const takers: Record<string, (array: unknown) => Promise<unknown>> = {
    softmax: (logits) => ask('softmax', { logits }),
    logSoftmax: (logits) => ask('logSoftmax', { logits }),
    logSumExp: (logits) => ask('logSumExp', { logits }),
    'logits of softmaxCrossEntropy': (logits) => ask('softmaxCrossEntropy', { logits, labels: good }),
    'labels of softmaxCrossEntropy': (labels) => ask('softmaxCrossEntropy', { logits: good, labels }),
    'logits of sparseSoftmaxCrossEntropy': (logits) =>
      ask('sparseSoftmaxCrossEntropy', { logits, classIds: ndarray(Float64Array.of(0), [1]) }),
    'classIds of sparseSoftmaxCrossEntropy': (classIds) =>
      ask('sparseSoftmaxCrossEntropy', { logits: good, classIds }),
    distribution: (array) => ask('distribution', { array, reading: 'logits' }),
    'array of open': (array) => ask('open', { array, reading: 'logits' }),
    'labels of open': (labels) => ask('open', { array: good, labels, reading: 'logits' }),
    async 'labels of label'(labels) {
      const { session } = await client.call('open', { array: good, reading: 'logits' });
      return ask('label', { session, labels });
    },
  };
  for (const [taker, take] of Object.entries(takers))
    it(`refuse arrays whose shape and data do not fit before any work: ${taker}`, async () => {
      for (const [what, array, message] of arrays) await assert.rejects(take(array), message, what);
    });

  for (const [options, message] of [
    [{ resamples: 1e9 }, /^Error: resamples: expected an integer from 0 to 100000, got 1000000000$/],
    [{ seed: 0.5 }, /^Error: seed: expected an integer from -2147483648 to 2147483648, got 0\.5$/],
    [{ coverage: 1 }, /^Error: coverage: expected a number between 0 and 1, got 1$/],
    [{ labelOffset: Infinity }, /^Error: labelOffset: expected an integer/],
    [{ temperature: 0 }, /^Error: temperature: /],
    [{ loss: 'hinge' }, /^Error: loss: expected one of softmax, sigmoid, got "hinge"$/],
    [{ logits: 3 }, /^Error: logits: expected a string, got 3$/],
  ] as const)
    it(`refuse an evaluation with ${JSON.stringify(options)} before any work`, async () => {
      const labels = ndarray(Float64Array.of(0), [1]);
      await assert.rejects(ask('evaluate', { source: { logits: good, labels }, options }), message);
    });

  it('refuse rows, counts and places that are none', async () => {
    const { session } = await client.call('open', { array: good, reading: 'logits' });
    const of = { session, settings };
    const [row, rows, ranks] = [
      { row: 0, k: 1 },
      { from: 0, count: 1 },
      { row: 0, points: 9 },
    ];
    const fields: [call: Call, right: object, field: string][] = [
      ['row', row, 'row'],
      ['row', row, 'k'],
      ['rows', rows, 'from'],
      ['rows', rows, 'count'],
      ['ranks', ranks, 'row'],
      ['ranks', ranks, 'points'],
      ['recordPlace', { row: 0 }, 'row'],
      ['peekFile', { file: 1, index: 0 }, 'index'],
      ['findAt', { text: '', offset: 0 }, 'offset'],
    ];
    for (const [call, right, field] of fields)
      for (const wrong of [-1, 0.5, NaN, Infinity, 2 ** 53, '0', null, undefined, [0]])
        await assert.rejects(
          ask(call, { ...of, ...right, [field]: wrong }),
          new RegExp(`^Error: ${field}: expected an integer (of \\d+ or more|from \\d+ to \\d+), got `),
          `${call} ${field} ${String(wrong)}`,
        );
    await assert.rejects(
      ask('row', { ...of, ...row, k: 0 }),
      /^Error: k: expected an integer of 1 or more, got 0$/,
    );
    for (const points of [1, 1e9])
      await assert.rejects(ask('ranks', { ...of, ...ranks, points }), {
        message: `points: expected an integer from 2 to 65536, got ${points}`,
      });
    await assert.rejects(ask('row', { ...of, ...row, row: 1 }), /Row 1 is out of range/);
    await assert.rejects(ask('row', undefined), /^Error: row: expected an object/);
    const everything = await client.call('rows', { ...of, from: 0, count: Number.MAX_SAFE_INTEGER });
    assert.equal(everything.total, 1);
  });

  it('refuse settings that are none, whatever is asked under them', async () => {
    const { session } = await client.call('open', { array: good, reading: 'logits' });
    const wrong: [settings: unknown, message: RegExp][] = [
      [undefined, /^Error: settings: expected an object, got nothing$/],
      [{ temperature: 0 }, /^Error: temperature: expected a finite number above 0, got 0$/],
      [{ temperature: '1' }, /^Error: temperature: /],
      [{ temperature: 1, reduction: 'median' }, /^Error: reduction: /],
      [{ temperature: 1, labelSmoothing: 2 }, /^Error: labelSmoothing: /],
      [{ temperature: 1, classWeights: 'x' }, /^Error: classWeights: expected a list/],
      [{ temperature: 1, classWeights: Array<number>(3) }, /^Error: classWeights\[0\]: .*nothing/],
      [{ temperature: 1, ignoreIndex: NaN }, /^Error: ignoreIndex: expected an integer/],
      [{ temperature: 1, loss: 'hinge' }, /^Error: loss: expected one of softmax, sigmoid, got "hinge"/],
      [{ temperature: 1, shifted: 1 }, /^Error: shifted: expected true or false, got 1$/],
      [{ temperature: 1, labelOffset: 0.5 }, /^Error: labelOffset: expected an integer/],
    ];
    const calls: [call: Call, rest: object][] = [
      ['rows', { from: 0, count: 1 }],
      ['row', { row: 0, k: 1 }],
      ['ranks', { row: 0, points: 4 }],
      ['batch', {}],
      ['naive', {}],
      ['probabilities', {}],
      ['perClass', {}],
      ['balancedWeights', {}],
      ['calibrate', {}],
      ['audit', {}],
      ['lossReport', { origin: '' }],
    ];
    for (const [call, rest] of calls)
      for (const [given, message] of wrong)
        await assert.rejects(ask(call, { session, ...rest, settings: given }), message, call);
    await assert.rejects(
      ask('rows', { session, settings, from: 0, count: 1, sort: { key: 'age', descending: true } }),
      /^Error: key: expected one of row, top/,
    );
    const labels = ndarray(Float64Array.of(0), [1]);
    await client.call('label', { session, labels });
    await assert.rejects(
      ask('batch', { session, settings: { temperature: 1, classWeights: [1] } }),
      /classWeights: expected one for each of the 3 classes, got 1/,
    );
  });

  it('refuse texts that are none', async () => {
    for (const call of ['find', 'findAt', 'parse', 'offer', 'explain', 'readArray', 'readLabels'] as const)
      for (const text of [undefined, null, 7, ['a']])
        await assert.rejects(ask(call, { text, offset: 0 }), /^Error: text: expected a string, got /, call);
  });

  it('refuse readings, axes and holds that are none', async () => {
    const open = { array: good, reading: 'logits' };
    await assert.rejects(ask('open', { ...open, reading: 'toString' }), /^Error: reading: expected/);
    await assert.rejects(ask('open', { ...open, axis: 0.5 }), /^Error: axis: expected an integer/);
    await assert.rejects(ask('open', { ...open, decimals: -1 }), /^Error: decimals: expected an integer/);
    await assert.rejects(ask('open', { ...open, array: { held: 'x' } }), /^Error: array\.held: expected/);
  });

  it('name labels that stand beside the rows only where some do', async () => {
    const { session } = await client.call('open', { array: good, reading: 'logits' });
    const labels = ndarray(new Float64Array(0), [1]);
    await assert.rejects(client.call('label', { session, labels }), /labels\.data: .*got 0/);
  });
});
