import assert from 'node:assert/strict';
import { fromNested } from '../../../src/arrays/ndarray';
import { evaluationOfPieces, sampleOf } from '../../../src/engine/evaluation/pieces';
import {
  readAnswer,
  readBatch,
  readDescription,
  readLabels,
  readPage,
  readReply,
  readRow,
  readRun,
  readVariables,
} from '../../../src/live/answers';
import { readLocated } from '../../../src/live/locating';
import { createRemoteClient } from '../../../src/live/remoteClient';
import { readPieces, readTokenizers, readTokenRows } from '../../../src/live/tokenizers';
import { Transfer } from '../../../src/live/transfer';
import type { BatchSummary } from '../../../src/loss/types';
import type { RowDetail, RowsPage } from '../../../src/worker/protocol';
import type { Description } from '../../../src/live/answers';
import type { TokenRows } from '../../../src/tokens/model';
import { inProcessClient } from '../worker/inProcess';
import { liesAbout } from './lies';

const ROWS = 3;
const CLASSES = 4;

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const REFUSAL =
  /^(?:The kernel’s answer couldn’t be read: .|The kernel answered with |No row has both a label)/;

/**
 * Reads every lie: each is refused by one sentence that a person can read, or is as sound as the truth.
 *
 * @returns how many were refused
 */
async function tried(
  truth: unknown,
  read: (answer: unknown) => unknown,
  check: (value: never) => void,
): Promise<number> {
  check((await read(structuredClone(truth))) as never);
  let refused = 0;
  for (const { at, answer } of liesAbout(truth)) {
    let value: unknown;
    try {
      value = await read(answer);
    } catch (error) {
      assert.ok(error instanceof Error && error.constructor === Error, `${at}: ${(error as Error).stack}`);
      assert.match(error.message, REFUSAL, `${at}: ${error.stack}`);
      assert.doesNotMatch(error.message, UNSEEN, at);
      assert.ok(error.message.length < 500, at);
      refused++;
      continue;
    }
    try {
      check(value as never);
    } catch (error) {
      throw new Error(`${at}: ${(error as Error).message}`, { cause: error });
    }
  }
  assert.ok(refused > 0);
  return refused;
}

const within = (ids: ArrayLike<number>, from: number, below: number) =>
  assert.ok(
    Array.from(ids).every((id) => Number.isInteger(id) && id >= from && id < below),
    `expected whole numbers from ${from}, below ${below}, got ${Array.from(ids).slice(0, 5).join()}`,
  );

const isText = (value: unknown, most = 4000) =>
  assert.ok(typeof value === 'string' && value.length <= most, `a text of ${String(value).length}`);

const VARIABLE = { name: 'a', type: 'Tensor', library: 'torch', dtype: 'float32', shape: [2, 3], bytes: 24 };
const HEADER = {
  version: 1,
  library: 'torch',
  dtype: 'float32',
  shape: [ROWS, CLASSES],
  name: 'a',
  gradFn: 'AddmmBackward0',
  classNames: ['a', 'b', 'c', 'd'],
};
const DESCRIPTION = { header: HEADER, bytes: 48, labels: 'batch["y"]', labelled: true, filed: true };
const PAGE = {
  total: ROWS,
  row: [2, 0],
  top: [1, -1],
  probability: [0.5, 'nan'],
  margin: [0.25, 'nan'],
  entropy: [1, 'nan'],
  loss: [2, 'inf'],
  label: [-1, 3],
  bins: 4,
  heights: [0.1, 0.5, 0.2, 0.2, 'nan', 'nan', 'nan', 'nan'],
};
const ROW = {
  row: 1,
  classes: [3, 0],
  logits: [2, 1],
  largest: 2,
  log1pTail: 0.5,
  logSumExp: 2.5,
  entropy: 1,
  margin: 0.25,
  loss: 0.5,
  flag: { row: 1, reason: 'nan' },
};
const BATCH = {
  rows: ROWS,
  counted: 2,
  ignored: 1,
  meanConfidence: 0.5,
  meanEntropy: 1,
  reduced: 0.75,
  perplexity: 'inf',
  accuracy: 0.5,
  calibrationError: 0.25,
  reliability: [{ from: 0.5, to: 0.6, count: 2, meanConfidence: 0.5, accuracy: 0.5 }],
  lossHistogram: { edges: [0, 1, 2], counts: [1, 1] },
  confusion: [{ label: 1, predicted: 2, count: 1 }],
  flags: [{ row: 2, reason: 'all-masked' }],
};
const TOKEN_ROWS = {
  classes: 5,
  ids: [9, 1, 2],
  offset: 1,
  entropy: [1, 'nan'],
  logSumExp: [3, 4],
  top: [
    [1, 4],
    [2, 0],
  ],
  topLogits: [
    [3, 2],
    [4, '-inf'],
  ],
  own: { logprob: [-1, -2], rank: [1, 2] },
  next: { logprob: [-1, 'nan'], rank: [1, 0] },
};

const packed = (values: Float64Array | Int32Array | Uint8Array) =>
  Buffer.from(values.buffer).toString('base64');
const doubles = (...values: number[]) => packed(Float64Array.from(values));
const ints = (...values: number[]) => packed(Int32Array.from(values));
const bins = (...values: number[]) =>
  Array.from({ length: 10 }, (_, at) => values[at - 10 + values.length] ?? 0);
/** Four rows of two classes, one of them wrong. */
const EVALUATION = {
  classes: 2,
  all: 5,
  unlabelled: 1,
  undefined: 0,
  outside: 1,
  outsideId: [2],
  n: 4,
  right: 3,
  five: 4,
  loss: 2,
  brier: 1,
  confidence: 3,
  maxLoss: 1.5,
  count: bins(3, 1),
  hits: bins(2, 1),
  sum: bins(2.05, 0.95),
  variance: bins(0.6, 0.05),
  support: [2, 2],
  predicted: [3, 1],
  both: [2, 1],
  classLoss: [0.5, 1.5],
  classOwn: [1.2, 1.1],
  classGaps: [bins(0.1, 0), bins(0.2, 0)],
  pairs: [
    [0, 2],
    [2, 1],
    [3, 1],
  ],
  groups: [['a', [2, 1, 1, ...bins(0.5)]]],
  area: 2.5,
  riskArea: 0.5,
  massGaps: bins(0.1),
  points: [
    [1, 0],
    [4, 1],
  ],
  answerable: 2,
  lossesRight: Array.from({ length: 28 }, (_, at) => (at < 3 ? 1 : 0)),
  lossesWrong: Array.from({ length: 28 }, (_, at) => (at === 27 ? 1 : 0)),
  heaviest: 1.5,
  drawn: Array.from({ length: 10 }, (_, bin) =>
    doubles(...(bin < 8 ? [] : bin === 8 ? [0.7, 0.7, 0.65] : [0.95])),
  ),
  sample: {
    row: ints(0, 1, 2, 3),
    label: ints(0, 0, 1, 1),
    top: ints(0, 0, 0, 1),
    confidence: doubles(0.7, 0.7, 0.65, 0.95),
    loss: doubles(0.36, 0.36, 1.05, 0.05),
    brier: doubles(0.2, 0.2, 0.9, 0.01),
    five: packed(Uint8Array.of(1, 1, 1, 1)),
  },
  worst: {
    row: ints(2, 0),
    label: ints(1, 0),
    top: ints(0, 0),
    confidence: doubles(0.65, 0.7),
    loss: doubles(1.05, 0.36),
    logits: doubles(0.6, 0, 0.8, 0),
  },
};
const SAMPLE = { classes: 2, logits: doubles(1, 2, 3, 4), labels: doubles(1, -1) };
const RESAMPLING = { resamples: 2, seed: 0 };
const context = { signal: new AbortController().signal, progress: () => undefined };

/** A list in a list in a list is too deep for `JSON.stringify`. */
const inJson = (answer: unknown) => {
  try {
    return JSON.stringify(answer);
  } catch {
    return `{"error": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
  }
};

describe('A kernel that answers what it likes is refused by a sentence, or what it says is sound', () => {
  it('of its variables, where they are and what they are', async () => {
    const sound = (found: ReturnType<typeof readVariables>) => {
      assert.ok(found.length <= 1000);
      for (const { name, type, library, dtype, shape, bytes } of found) {
        for (const one of [name, type, library, dtype]) isText(one);
        if (shape) within(shape, -1, 2 ** 53);
        if (bytes !== undefined) assert.ok(bytes >= 0 && bytes < Infinity);
      }
    };
    await tried([VARIABLE, { ...VARIABLE, shape: null, bytes: null }], readVariables, sound);
    for (const place of [
      { status: 'same', path: 'a' },
      { status: 'gone', name: 'a', choices: [VARIABLE] },
      { status: 'several', choices: [VARIABLE] },
    ])
      await tried(place, readLocated, (located: ReturnType<typeof readLocated>) => {
        if ('path' in located) isText(located.path);
        if ('name' in located) isText(located.name);
        if ('choices' in located) sound(located.choices);
      });
  });

  it('of an array, before it is fetched or looked at', () =>
    tried(DESCRIPTION, readDescription, ({ header, bytes, labels }: Description) => {
      within(header.shape, 0, 2 ** 53);
      assert.ok(Number.isSafeInteger(header.shape.reduce((a, b) => a * b, 1)));
      assert.ok(bytes >= 0 && bytes < Infinity);
      for (const one of [header.library, header.dtype]) isText(one, 200);
      for (const one of header.classNames ?? []) isText(one, 200);
      assert.ok((header.classNames?.length ?? 0) <= (header.shape.at(-1) ?? 0));
      if (labels !== undefined) isText(labels);
      // The worker gets nothing that nobody looked at.
      assert.deepEqual(
        Object.keys(header).filter((key) => !(key in HEADER)),
        [],
      );
    }));

  it('of labels, of a page of rows, of one row, and of all', async () => {
    await tried([0, 1, -100], readLabels, (labels: Float64Array) =>
      assert.ok(labels.every(Number.isInteger)),
    );
    await tried(
      PAGE,
      (answer) => readPage(answer, { rows: ROWS, classes: CLASSES, count: 2 }),
      (page: RowsPage) => {
        const { length } = page.row;
        assert.ok(length <= 2 && page.total <= ROWS && new Set(page.row).size === length);
        within(page.row, 0, ROWS);
        within(page.top, -1, CLASSES);
        if (page.label) within(page.label, -1, CLASSES);
        for (const of of [page.top, page.probability, page.margin, page.entropy, page.label, page.loss])
          assert.ok(of === undefined || of.length === length);
        assert.equal(page.bars.heights.length, length * page.bars.bins);
        assert.ok(page.bars.heights.every((height) => height >= 0 && height <= 1));
      },
    );
    await tried(
      ROW,
      (answer) => readRow(answer, { row: 1, classes: CLASSES, k: 2 }, { temperature: 1 }, 3),
      (row: RowDetail) => {
        assert.equal(row.row, 1);
        within(row.classes, 0, CLASSES);
        assert.ok(row.classes.length === 2 || row.classes.length === 3);
        assert.equal(row.logits.length, row.classes.length);
        assert.equal(row.others.count, CLASSES - row.classes.length);
        assert.ok(row.flag === undefined || row.flag.row === 1);
      },
    );
    await tried(
      BATCH,
      (answer) => readBatch(answer, { rows: ROWS, classes: CLASSES }),
      (batch: BatchSummary) => {
        within([batch.rows, batch.counted, batch.ignored], 0, ROWS + 1);
        for (const { row } of batch.flags) within([row], 0, ROWS);
        for (const { label, predicted } of batch.confusion ?? []) within([label, predicted], 0, CLASSES);
        const { edges, counts } = batch.lossHistogram ?? {};
        assert.equal(edges?.length, counts && counts.length + 1);
      },
    );
    await tried(BATCH, readRun, (figures: object) =>
      assert.ok(Object.values(figures).every((of) => of === undefined || typeof of === 'number')),
    );
  });

  it('of tokenizers and of rows of tokens', async () => {
    const tokenizer = { name: 'a', type: 'b', tokens: 5 };
    await tried([tokenizer], readTokenizers, (found: (typeof tokenizer)[]) =>
      found.forEach(({ name, type, tokens }) => (isText(name), isText(type), within([tokens], 0, 2 ** 53))),
    );
    await tried({ spelling: 'bytes', tokens: ['a', null] }, readPieces, ({ tokens }: { tokens: unknown[] }) =>
      tokens.forEach((token) => token === null || isText(token)),
    );
    await tried(
      TOKEN_ROWS,
      (answer) => readTokenRows(answer, { logits: 'a', ids: 'b' }),
      ({ classes, ids, offset, entropy, top, topLogits, own, next }: TokenRows) => {
        assert.equal(ids.length, offset + entropy.length);
        top.forEach((of, row) => (within(of, 0, classes), assert.equal(of.length, topLogits[row].length)));
        for (const { logprob, rank } of [own, next]) {
          assert.equal(logprob.length, entropy.length);
          within(rank, 0, classes + 1);
        }
      },
    );
  });

  it('of an evaluation and of rows drawn for one', async () => {
    await tried(
      EVALUATION,
      (answer) => evaluationOfPieces(answer, undefined, RESAMPLING, context),
      ({ summary, listed }: Awaited<ReturnType<typeof evaluationOfPieces>>) => {
        within([summary.rows.all, summary.rows.counted], 0, 2 ** 37);
        within(listed.label!, 0, 2);
        for (const of of [listed.top, listed.probability, listed.loss!, listed.label!])
          assert.equal(of.length, listed.row.length);
        for (const { share } of summary.confusion.pairs) assert.ok(share.value >= 0 && share.value <= 1);
        for (const { accuracy } of summary.slices) assert.ok(accuracy.value >= 0 && accuracy.value <= 1);
        for (const { error } of summary.risk.points) assert.ok(error >= 0 && error <= 1);
      },
    );
    await tried(
      SAMPLE,
      (answer) => sampleOf(answer, 'logits'),
      ({ array, labels }: ReturnType<typeof sampleOf>) => {
        assert.equal(array.data.length, labels.data.length * array.shape[1]);
        assert.ok(labels.data.every(Number.isSafeInteger));
      },
    );
  });

  it('of what went wrong, and in messages that are none', () => {
    const error = { sentence: 'The kernel has no variable “{0}”.', values: ['a'] };
    for (const truth of [{ error }, { error: { raised: 'OSError', message: 'no' } }, { started: true }])
      for (const { at, answer } of liesAbout(truth))
        for (const read of [readReply, readAnswer])
          try {
            read(inJson(answer));
          } catch (refused) {
            assert.ok(refused instanceof Error && refused.constructor === Error, `${at}: ${String(refused)}`);
            assert.doesNotMatch(refused.message, UNSEEN, at);
            assert.ok(refused.message.length <= 2000, at);
          }
    for (const half of ['', '{', '{"result":', '{"result": [1, 2', '[', '\0', '"', 'null', '[]'])
      assert.throws(() => readReply(half), { message: /^The kernel’s answer couldn’t be read: answer: / });
  });

  it('with the answer to another question', async () => {
    const answers: unknown[] = [PAGE, ROW, BATCH, DESCRIPTION, [VARIABLE], TOKEN_ROWS, EVALUATION, null];
    for (const [call, own] of [
      ['rows', PAGE],
      ['row', ROW],
      ['batch', BATCH],
      ['ranks', ROW],
    ] as const)
      for (const answer of answers) {
        if (answer === own) continue;
        const client = createRemoteClient(() => Promise.resolve(answer), [ROWS, CLASSES], inProcessClient());
        const array = { held: 1, shape: [ROWS, CLASSES] };
        const { session } = await client.call('open', { reading: 'logits', array });
        await client.call('label', { session, labels: fromNested([0, 1, 2], 'labels') });
        const settings = { temperature: 1 };
        const asked = { session, settings, sort: undefined, from: 0, count: 2, row: 1, k: 2, points: 9 };
        await assert.rejects(client.call(call, asked), {
          message: /^The kernel’s answer couldn’t be read: /,
        });
      }
  });
});

describe('An array that arrives larger than a person agreed to', () => {
  it('is refused before its first byte, and let go of', async () => {
    const dropped: unknown[] = [];
    const client = inProcessClient();
    const watched: typeof client = {
      ...client,
      call: (call, params, options) => {
        if (call === 'drop') dropped.push(params);
        return client.call(call, params, options);
      },
    };
    const header = { version: 1, library: 'torch', dtype: 'float64', shape: [1 << 20, 4] };
    await assert.rejects(
      Transfer.begin(watched, header, 48, () => undefined),
      {
        message: 'The array takes 33554432 bytes now, more than when it was asked for. Inspect it again.',
      },
    );
    assert.equal(dropped.length, 1);
  });
});
