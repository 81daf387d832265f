import assert from 'node:assert/strict';
import { readLabels } from '../../../src/loss/labels';

const shape = [3, 4];
const ids = (text: string, classNames?: string[]) => {
  const read = readLabels(text, { shape, classNames });
  return 'problem' in read ? read.problem : [...read.labels.data];
};

describe('labels typed by hand', () => {
  it('are read from a list, from bare numbers and from a printed tensor', () => {
    assert.deepEqual(ids('[3, 1, 0]'), [3, 1, 0]);
    assert.deepEqual(ids('3 1 0'), [3, 1, 0]);
    assert.deepEqual(ids('3,1,0'), [3, 1, 0]);
    assert.deepEqual(ids("tensor([3, 1, 0], device='cuda:0')"), [3, 1, 0]);
    assert.deepEqual(ids('array([3, 1, 0], dtype=int64)'), [3, 1, 0]);
    assert.deepEqual(ids("tensor([3, 1, 0], dtype=torch.int64, device='cuda:0')"), [3, 1, 0]);
    assert.deepEqual(ids('(3, 1, 0)'), [3, 1, 0]);
  });

  it('may be class names where the logits carry them', () => {
    assert.deepEqual(ids('dog, "cat" bird', ['cat', 'dog', 'bird', 'fox']), [1, 0, 2]);
    assert.match(
      String(ids('dog, cow, cat', ['cat', 'dog', 'bird', 'fox'])),
      /Label 1: expected a class ID, or one of cat, dog, .*got "cow"/,
    );
  });

  it('may be a distribution per row', () => {
    const read = readLabels('[[0,1,0,0],[.5,.5,0,0],[0,0,0,1]]', { shape });
    assert.ok('labels' in read);
    assert.deepEqual(read.kind, 'dense');
    assert.deepEqual(read.labels.shape, [3, 4]);
  });

  it('are counted against the rows as one types', () => {
    assert.match(String(ids('')), /Expected 3 labels\. Valid class IDs are 0 to 3\./);
    assert.match(String(ids('[3, 1')), /A closing bracket is missing/);
    assert.match(
      String(ids('[3, 1]')),
      /Expected 3 labels \(or 12 numbers for a distribution per row\), got 2/,
    );
    assert.match(String(ids('3, 1, 4')), /Label 2 is 4\. Valid class IDs are 0 to 3\./);
    assert.match(String(ids('3, 1, -1')), /Label 2 is -1\./);
    assert.match(String(ids('3, 1, 0.5')), /Label 2: expected a class ID, got "0.5"/);
    assert.match(String(ids('3, 1, ...')), /abbreviated \(“\.\.\.”\)/);
    assert.match(
      String(ids('[[0,1,0,0],[.5,.5,0,0],[0,0,x,1]]')),
      /Row 2, class 2: expected a number, got "x"/,
    );
    assert.match(
      String(ids('[[0,1,0,0],[.5,-.5,0,0],[0,0,1,1]]')),
      /Row 1, class 1: a probability can’t be negative/,
    );
  });

  it('keep −100 as ignored and say how many', () => {
    const read = readLabels('0 -100 2', { shape });
    assert.ok('labels' in read);
    assert.equal(read.summary, '3 class IDs, 1 ignored (-100)');
  });

  it('may hold another ignore index', () => {
    const read = readLabels('0 -1 2', { shape, ignoreIndex: -1 });
    assert.ok('labels' in read);
    assert.deepEqual([...read.labels.data], [0, -1, 2]);
    assert.equal(read.summary, '3 class IDs, 1 ignored (-1)');
  });

  it('say which loss fits them where they mark several classes', () => {
    const summary = (text: string) => {
      const read = readLabels(text, { shape });
      return 'summary' in read ? read.summary : read.problem;
    };
    assert.match(
      summary('[[0,1,1,0],[1,0,0,0],[0,0,0,0]]'),
      /3 × 4 numbers; 2 rows are multi-hot, so use the sigmoid loss/,
    );
    assert.equal(summary('[[0,1,0,0],[1,0,0,0],[.5,.5,0,0]]'), '3 distributions (3 × 4)');
    assert.match(summary('[[0,.7,1,0],[1,0,0,0],[0,0,0,1]]'), /3 × 4 numbers; 1 row doesn’t sum to 1/);
  });

  it('of a single row may be one id or one distribution', () => {
    const one = readLabels('2', { shape: [4] });
    assert.ok('labels' in one && one.kind === 'class-ids' && one.labels.shape.length === 0);
    const dense = readLabels('0 0 1 0', { shape: [4] });
    assert.ok('labels' in dense && dense.kind === 'dense');
  });
});
