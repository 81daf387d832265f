import assert from 'node:assert/strict';
import { fromNested } from '../../../src/arrays/ndarray';
import { naiveReport } from '../../../src/loss/naiveReport';

const kinds = (report: ReturnType<typeof naiveReport>) => report.findings.map(({ kind }) => kind);

describe('what hand-written float32 code would have given', () => {
  it('says that exp overflows, that log(softmax) is not finite and what the loss is', () => {
    const report = naiveReport(
      fromNested(
        [
          [1, 2, 3],
          [104, 0, -3],
        ],
        'logits',
      ),
      Int32Array.of(2, 1),
      1,
    );
    const overflow = report.findings.find(({ kind }) => kind === 'overflow');
    assert.deepEqual(overflow?.rows, [1]);
    const infinite = report.findings.find(({ kind }) => kind === 'infinite-loss');
    assert.match(infinite!.message, /row 1: the loss would be inf or nan instead of 104\.0/);
  });

  it('lists four of many rows and of their losses, and counts the others', () => {
    const rows = Array.from({ length: 7 }, () => [104, 0]);
    const { findings } = naiveReport(fromNested(rows, 'logits'), new Int32Array(7).fill(1), 1);
    assert.equal(
      findings.find(({ kind }) => kind === 'infinite-loss')!.message,
      'log(softmax(x)) is not finite in rows 0, 1, 2, 3, and 3 more: ' +
        'the loss would be inf or nan instead of 104.0, 104.0, 104.0, 104.0, and 3 more.',
    );
  });

  it('names the cap an epsilon puts on the loss', () => {
    const report = naiveReport(fromNested([[60, 0]], 'logits'), Int32Array.of(1), 1);
    const cap = report.findings.find(({ message }) => message.includes('1e−9'));
    assert.match(
      cap!.message,
      /the loss of row 0 would be 20\.72 instead of 60\.00\. No loss can exceed 20\.72/,
    );
  });

  it('names lost digits of a confident right answer', () => {
    const report = naiveReport(fromNested([[20, 0]], 'logits'), Int32Array.of(0), 1);
    assert.ok(kinds(report).includes('lost-digits'));
    assert.match(report.findings.at(-1)!.message, /row 0 would be 0 instead of 2\.061e−9/);
  });

  it('counts the losses that it compared: none of rows without a softmax', () => {
    const logits = fromNested(
      [
        [NaN, 0],
        [1, 0],
        [1, 0],
      ],
      'logits',
    );
    const lossesOf = (...label: number[]) => naiveReport(logits, Int32Array.from(label), 1).losses;
    assert.deepEqual([lossesOf(0, -1, -1), lossesOf(0, 0, -1), lossesOf(0, 0, 1)], [0, 1, 2]);
  });

  it('finds nothing in well-behaved rows', () => {
    assert.deepEqual(kinds(naiveReport(fromNested([[0, 0.1, -0.2]], 'logits'), Int32Array.of(2), 1)), []);
  });

  it('says how many rows were examined when not all were', () => {
    const report = naiveReport(
      { dtype: 'float32', shape: [5, 1 << 19], data: new Float32Array(5 << 19) },
      undefined,
      1,
    );
    assert.deepEqual([report.examined, report.rows], [2, 5]);
  });
});
