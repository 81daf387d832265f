import assert from 'node:assert/strict';
import { createApi, type FileUri, type LogitscopeApi } from '../../../src/api';
import type { WorkerClient } from '../../../src/worker/client';

const LOGITS = [
  [1, 2, 3],
  [3, 2, 1],
];

const isUri = (value: unknown): value is FileUri => value instanceof URL;

/** An API whose worker takes every message that can be cloned, and answers nothing of use. */
function recordingApi(): { api: LogitscopeApi; posted: unknown[] } {
  const posted: unknown[] = [];
  const call = (name: string, params: unknown) => {
    posted.push({ call: name, ...(structuredClone(params) as object) });
    return Promise.resolve(undefined);
  };
  const client = { call, dispose: () => undefined } as unknown as WorkerClient;
  return {
    api: createApi(client, {
      isUri,
      evaluationSource: () => Promise.reject(new Error('no files here')),
      explainFile: () => Promise.resolve([]),
      codeFiles: () => Promise.reject(new Error('no files here')),
    }),
    posted,
  };
}

/** Each function of numbers with its options, whatever they are. */
const FUNCTIONS: Record<string, (api: LogitscopeApi, options: never) => Promise<unknown>> = {
  softmax: (api, options) => api.softmax(LOGITS, options),
  logSoftmax: (api, options) => api.logSoftmax(LOGITS, options),
  logSumExp: (api, options) => api.logSumExp(LOGITS, options),
  softmaxCrossEntropy: (api, options) => api.softmaxCrossEntropy(LOGITS, LOGITS, options),
  sparseSoftmaxCrossEntropy: (api, options) => api.sparseSoftmaxCrossEntropy(LOGITS, [0, 1], options),
};
const LOSSES = ['softmaxCrossEntropy', 'sparseSoftmaxCrossEntropy'];

async function assertRefused(run: (api: LogitscopeApi) => Promise<unknown>, message: RegExp) {
  const { api, posted } = recordingApi();
  await assert.rejects(run(api), (error: Error) => {
    assert.equal(error.constructor, Error);
    assert.match(error.message, message);
    return true;
  });
  assert.deepEqual(posted, []);
}

describe('options of the API', () => {
  const forAll: [what: string, options: unknown, message: RegExp][] = [
    ['a string', 'mean', /^options: expected an object with axis, temperature.*, got "mean"$/],
    ['a list', [1], /^options: expected an object .* got a list of 1$/],
    ['null', null, /^options: .* got null$/],
    ['a map', new Map([['axis', 0]]), /^options: .* got an object of type Map$/],
    ['a promise', Promise.resolve({ axis: 0 }), /^options: .* got an object of type Promise$/],
    ['a function', () => ({ axis: 0 }), /^options: .* got a function$/],
    ['a misspelled name', { temprature: 2 }, /^unknown option temprature; did you mean temperature\?$/],
    ['a name in another case', { Axis: 0 }, /^unknown option Axis; did you mean axis\?$/],
    ['a name of nothing', { foo: 1 }, /^unknown option foo; expected axis, temperature/],
    ['an axis that is not there', { axis: 2 }, /^axis: expected an integer from -2 to 1 .*got 2$/],
    ['an axis in words', { axis: '0' }, /^axis: .* got "0"$/],
    ['a fractional axis', { axis: 0.5 }, /^axis: .* got 0.5$/],
    ['a big integer', { axis: 1n }, /^axis: .* got 1n$/],
    ['a temperature of 0', { temperature: 0 }, /^temperature: expected a finite number above 0, got 0$/],
    ['a temperature of null', { temperature: null }, /^temperature: .* got null$/],
    ['a symbol', { temperature: Symbol('T') }, /^temperature: .* got Symbol\(T\)$/],
    ['a function as a value', { temperature: () => 2 }, /^temperature: .* got a function$/],
    ['a proxy of a function', { temperature: new Proxy(Math.sin, {}) }, /^temperature: .* got a function$/],
  ];
  for (const [what, options, message] of forAll)
    it(`are refused before anything is posted: ${what}`, async () => {
      for (const run of Object.values(FUNCTIONS))
        await assertRefused((api) => run(api, options as never), message);
    });

  const ofLosses: [what: string, options: object, message: RegExp][] = [
    ["PyTorch's label_smoothing", { label_smoothing: 0.1 }, /^unknown option label_smoothing; did you mean labelSmoothing\?$/],
    ["PyTorch's weight", { weight: [1, 1, 1] }, /^unknown option weight; did you mean classWeights\?$/],
    ["PyTorch's ignore_index", { ignore_index: 0 }, /^unknown option ignore_index; did you mean ignoreIndex\?$/],
    ['an ignore index of NaN', { ignoreIndex: NaN }, /^ignoreIndex: expected an integer, got NaN$/],
    ['an ignore index in words', { ignoreIndex: '2' }, /^ignoreIndex: expected an integer, got "2"$/],
    ['a fractional ignore index', { ignoreIndex: 1.5 }, /^ignoreIndex: expected an integer, got 1.5$/],
    ['weights with a hole', { classWeights: [1, , 1] }, /^classWeights\[1\]: expected a finite non-negative number, got nothing$/], // prettier-ignore
    ['weights of another number', { classWeights: [1, 1] }, /^classWeights: expected one for each of the 3 classes, got 2$/],
    ['weights as a string', { classWeights: '111' }, /^classWeights: expected a list of 3 numbers, got "111"$/],
    ['a weight that is a function', { classWeights: [1, () => 1, 1] }, /^classWeights\[1\]: .* got a function$/],
    ['smoothing above 1', { labelSmoothing: 1.5 }, /^labelSmoothing: expected a number from 0 to 1, got 1.5$/],
    ['an unknown reduction', { reduction: 'avg' }, /^reduction: expected 'none', 'mean', or 'sum', got "avg"$/],
    ['a gradient that is 1', { gradient: 1 }, /^gradient: expected true or false, got 1$/],
  ]; // prettier-ignore
  for (const [what, options, message] of ofLosses)
    it(`of a loss are refused before anything is posted: ${what}`, async () => {
      for (const name of LOSSES)
        await assertRefused((api) => FUNCTIONS[name](api, options as never), message);
    });

  it('of a loss are none of softmax', () =>
    assertRefused(
      (api) => api.softmax(LOGITS, { reduction: 'sum' } as never),
      /^unknown option reduction; expected axis, temperature$/,
    ));

  it('that are right are posted as plain values, whatever held them', async () => {
    const { api, posted } = recordingApi();
    const given = {
      axis: -1,
      classWeights: Float32Array.of(1, 2, 3),
      gradient: true,
      ignoreIndex: undefined,
    };
    await api.softmaxCrossEntropy(LOGITS, LOGITS, new Proxy(given as never, {}));
    const [{ options }] = posted as [{ options: object }];
    assert.deepEqual(options, {
      axis: 1,
      temperature: 1,
      reduction: 'mean',
      labelSmoothing: 0,
      classWeights: [1, 2, 3],
      ignoreIndex: -100,
      gradient: true,
    });
  });

  it('of a search are a source and nothing else', async () => {
    await assertRefused((api) => api.findArrays('[1]', { sorce: 'x' } as never), /did you mean source\?$/);
    await assertRefused(
      (api) => api.findArrays('[1]', 'print(x)' as never),
      /^context: expected an object with source, got "print/,
    );
    await assertRefused(
      (api) => api.findArrays('[1]', { source: () => 'x' } as never),
      /^context.source: expected a string, got a function$/,
    );
  });
});

describe('arrays of the API', () => {
  const data = new Float64Array(2);
  const refused: [what: string, logits: unknown, message: RegExp][] = [
    ['a function', () => 1, /^logits: expected nested lists .* got a function$/],
    ['a symbol', Symbol('x'), /^logits: .* got Symbol\(x\)$/],
    ['a list with a symbol', [Symbol('x')], /^logits\[0\]: expected a number, got Symbol\(x\)$/],
    ['a proxy of a typed array', { dtype: 'float64', shape: [2], data: new Proxy(data, {}) }, /^logits.data: expected a Float32Array or Float64Array/],
    ['a shape with a hole', { dtype: 'float64', shape: [2, , 1], data }, /^logits.shape\[1\]: expected a non-negative integer, got nothing$/], // prettier-ignore
    ['an object without a name', { __proto__: null, values: [] }, /^logits: .* got an object$/],
  ]; // prettier-ignore
  for (const [what, logits, message] of refused)
    it(`are refused before they are posted: ${what}`, () =>
      assertRefused((api) => api.softmax(logits as never), message));

  it('are posted without what a caller hung onto their shape', async () => {
    const { api, posted } = recordingApi();
    const shape = Object.assign([2], { note: () => 'no message can carry this' });
    await api.softmax({ dtype: 'float64', shape, data });
    assert.deepEqual((posted as [{ logits: object }])[0].logits, { dtype: 'float64', shape: [2], data });
  });

  it('whose result would pass the caps are refused, though they hold nothing themselves', async () => {
    const empty = { dtype: 'float32' as const, shape: [2 ** 40, 0], data: new Float32Array(0) };
    for (const axis of [1, -1, undefined])
      await assertRefused(
        (api) => api.logSumExp(empty, { axis }),
        /^logits without axis 1: shape \[1099511627776\] has .* the limit is/,
      );
    const [column, row] = [2 ** 15, 2 ** 15].map((size) => new Float32Array(size));
    await assertRefused(
      (api) =>
        api.softmaxCrossEntropy(
          { dtype: 'float32', shape: [2 ** 15, 1], data: column },
          { dtype: 'float32', shape: [2 ** 15], data: row },
        ),
      /^logits and labels, broadcast: shape \[32768, 32768\] has 1073741824 elements/,
    );
  });
});

describe('files of the API', () => {
  it('are refused unless they are URIs, and options unless they are names', async () => {
    const refuse = (file: unknown, options: unknown, message: RegExp) =>
      assertRefused((api) => api.explainFile(file as never, options as never), message);
    await refuse('/tmp/a.npz', undefined, /^file: expected a vscode\.Uri, got "\/tmp\/a\.npz"$/);
    const uri = new URL('file:///tmp/a.npz');
    await refuse(uri, { logits: 1 }, /^options\.logits: expected a string, got 1$/);
    await refuse(uri, { logit: 'a' }, /unknown option logit; did you mean logits\?/);
    await refuse(uri, { signal: true }, /^options\.signal: expected an AbortSignal, got true$/);
  });
});

describe('a signal', () => {
  it('reaches whoever reads the file, and is no part of what is asked', async () => {
    const { signal } = new AbortController();
    const heard: unknown[] = [];
    const call = (name: string, params: unknown, options: unknown) => (
      heard.push([name, structuredClone(params), options]),
      Promise.resolve(undefined)
    );
    const api = createApi({ call } as unknown as WorkerClient, {
      isUri,
      evaluationSource: () => Promise.resolve({ file: { name: 'a.csv', path: '/a.csv' } }),
      explainFile: (_, fields, given) => (
        heard.push(['explainFile', fields, { signal: given }]),
        Promise.resolve([])
      ),
      codeFiles: () => Promise.reject(new Error('no code here')),
    });
    const uri: FileUri = Object.assign(new URL('file:///a.csv'), { scheme: 'file', path: '/a.csv' });
    await api.evaluate(uri, { seed: 7, signal });
    await api.explainFile(uri, { labels: 'y', signal });
    assert.deepEqual(heard, [
      ['evaluate', { source: { file: { name: 'a.csv', path: '/a.csv' } }, options: { seed: 7 } }, { signal }],
      ['explainFile', { labels: 'y' }, { signal }],
    ]);
  });

  it('of an evaluation is refused when it is none', () =>
    assertRefused(
      (api) => api.evaluate({ logits: LOGITS, labels: [0, 1] }, { signal: {} } as never),
      /^options\.signal: expected an AbortSignal, got an object/,
    ));
});

describe('code for the API', () => {
  it('is refused unless it is one text, one list of cells or one URI, of Python', async () => {
    const refuse = (code: unknown, message: RegExp) =>
      assertRefused((api) => api.checkLossCode(code as never), message);
    await refuse({}, /^code: expected text, cells or uri, got /);
    await refuse({ text: 'a', cells: ['b'] }, /^code: expected text, cells or uri, got /);
    await refuse({ text: 1 }, /^code\.text: expected a string, got 1$/);
    await refuse({ cells: 'a' }, /^code\.cells: expected a list of strings, got "a"$/);
    await refuse({ cells: ['a', 1] }, /^code\.cells\[1\]: expected a string, got 1$/);
    await refuse({ uri: 'a.py' }, /^code\.uri: expected a vscode\.Uri, got "a\.py"$/);
    await refuse({ text: 'a', language: 'r' }, /^code\.language: expected "python", got "r"$/);
    await refuse({ txt: 'a' }, /unknown option txt; did you mean text\?/);
  });
});

describe('an evaluation of values', () => {
  const source = { logits: LOGITS, labels: [0, 1] };
  const refused: [what: string, given: object, options: object, message: RegExp][] = [
    ['half an offset', {}, { labelOffset: 0.5 }, /^options\.labelOffset: expected an integer, got 0\.5$/],
    [
      'an endless offset',
      {},
      { labelOffset: Infinity },
      /^options\.labelOffset: expected an integer, got Infinity$/,
    ],
    ['no ignore index', {}, { ignoreIndex: NaN }, /^options\.ignoreIndex: expected an integer, got NaN$/],
    [
      'a field to slice by',
      {},
      { group: 'x' },
      /^options\.group: expected nothing, since the source is no file$/,
    ],
    ['a field of labels', {}, { labels: 'y' }, /^options\.labels: expected nothing/],
    [
      'too few names',
      { classNames: ['a'] },
      {},
      /^source\.classNames: expected 3, one for each class, got 1$/,
    ],
    [
      'a name twice',
      { classNames: ['a', 'b', 'a'] },
      {},
      /^source\.classNames: expected different names, got "a" twice$/,
    ],
    [
      'a name that is no text',
      { classNames: ['a', { toString: 'b' }, 'c'] },
      {},
      /^source\.classNames\[1\]: expected a text or a number, got an object/,
    ],
    ['an id that is missing', { ids: [1, undefined] }, {}, /^source\.ids\[1\]: expected a text or a number/],
  ];
  for (const [what, given, options, message] of refused)
    it(`is refused with ${what}`, () =>
      assertRefused((api) => api.evaluate({ ...source, ...given }, options), message));

  it('takes a name for each class, and two for one score a row', async () => {
    const { api, posted } = recordingApi();
    await api.evaluate({ ...source, classNames: ['a', 'b', 'c'] });
    await api.evaluate({ logits: [1, -1], labels: [1, 0], classNames: ['no', 'yes'] }, { ignoreIndex: 255 });
    assert.equal(posted.length, 2);
  });
});
