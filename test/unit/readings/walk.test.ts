import assert from 'node:assert/strict';
import { matchShown } from '../../../src/readings/source/match';
import { shownBy } from '../../../src/readings/source/shown';
import { findArrays } from '../../../src/text/find';

const PRINTED = 'application/vnd.code.notebook.stdout';
/** The expressions of the code that the arrays of an output are told to be. */
const told = (text: string, source: string, mime: string | undefined = PRINTED) =>
  matchShown(
    shownBy(source),
    text,
    findArrays(text).map(({ range }) => range),
    mime,
  ).map((one) => one?.expression);

const MATRIX = 'tensor([[ 0.12, -0.51,  1.75],\n        [ 1.25,  0.33, -0.08]])';
const OTHER = '[[0.25 0.5  0.25]\n [0.1  0.7  0.2 ]]';

describe('output and prints walked together', () => {
  it('give a printed scalar its own place, before the array and after it', () => {
    assert.deepEqual(told(`tensor(0.6931)\n${MATRIX}`, 'print(loss)\nprint(scores)'), ['scores']);
    assert.deepEqual(told(`0.6931\n${MATRIX}\n${OTHER}`, 'print(a)\nprint(b)\nprint(c)'), ['b', 'c']);
    assert.deepEqual(told(`${MATRIX}\ntensor(3)\n${OTHER}`, 'print(out)\nprint(pred[0])\nprint(p)'), [
      'out',
      'p',
    ]);
  });
  it('give strings, lists of strings and shapes their places', () => {
    for (const words of [
      "['cat', 'dog']",
      "['cat',\n 'dog']",
      'torch.Size([2, 3])',
      '(2, 3)',
      'cat dog',
      '{"a": "b"}',
    ])
      assert.deepEqual(told(`${words}\n${MATRIX}`, 'print(first)\nprint(second)'), ['second'], words);
  });
  it('tell logits, labels and loss one after the other', () => {
    const source = 'print(logits)\nprint(labels)\nprint(loss)';
    assert.deepEqual(told(`${MATRIX}\ntensor([0, 2])\ntensor(0.4512)`, source), ['logits', 'labels']);
  });
  it('tell values printed by one call apart, scalars among them', () => {
    assert.deepEqual(told(`tensor(0.25) ${MATRIX} tensor([0, 2])`, 'print(loss, x, y)'), ['x', 'y']);
    assert.deepEqual(told(`${MATRIX}\ntensor(0.25)`, 'print(x, loss, sep="\\n")'), ['x']);
  });
  it('tell the parts of a tuple apart', () => {
    assert.deepEqual(told(`(tensor(0.25), ${MATRIX})`, 'loss, x', 'text/plain'), ['x']);
    assert.deepEqual(told(`(0.25, ${MATRIX}, [1, 0])`, '(loss, x, ids)', 'text/plain'), ['x', 'ids']);
  });
  it('align an output that holds only the tail of the prints from its end', () => {
    const source = 'print(a)\nprint(b)\nprint(c)\nprint(d)';
    assert.deepEqual(told(`[1]\n${OTHER}`, source), ['c', 'd']);
    assert.deepEqual(told(OTHER, source), ['d']);
  });
  it('go round loops, with branches taken or not', () => {
    const source = [
      'for i, x in enumerate(xs):',
      '    if i % 2 == 0:',
      '        print("step", i)',
      '    print(loss)',
      '    print(model(x))',
      'print("done")',
    ].join('\n');
    const round = `0.25\n${MATRIX}\n`;
    assert.deepEqual(told(`step 0\n${round}${round}step 2\n${round}done`, source), Array(3).fill('model(x)'));
  });
  it('follow functions where they are called', () => {
    const source = 'def show(x):\n    print(x.shape)\n    print(x)\n\nprint(names)\nshow(net(a))\nprint(b)';
    assert.deepEqual(told(`['c']\ntorch.Size([2, 3])\n${MATRIX}\n${OTHER}`, source), ['x', 'b']);
  });
  it('go on on a line that a print left open', () => {
    const two = `${MATRIX}\n${OTHER}`;
    const ends: [source: string, text: string][] = [
      ['print("a:", end=" ")\nprint(a)\nprint(b)', `a: ${two}`],
      ["print('first', end='')\nprint(a)\nprint(b)", `first${two}`],
      ['print(n, end=", ")\nprint(a)\nprint(b)', `3, ${two}`],
      ['print(a, end="\\n\\n")\nprint(b)', `${MATRIX}\n\n${OTHER}`],
      ['print(f"step {i}", end="; ")\nprint("a", end=" = ")\nprint(a)\nprint(b)', `step 4; a = ${two}`],
      ['print("a: ", end="", flush=True)\nprint(a)\nprint(b)', `a: ${two}`],
      ['print("x", end="")\nprint()\nprint(a)\nprint(b)', `x\n${two}`],
    ];
    for (const [source, text] of ends) assert.deepEqual(told(text, source), ['a', 'b'], source);
    // What is left open in a loop goes on for as many rounds as nobody knows.
    assert.equal(told('0.5 0.25 0.5', 'for x in xs:\n    print(x, end=" ")').length, 0);
  });
  it('pass over lines of others, where only one way is left', () => {
    const source = 'print("start")\nprint(x)\nprint("end")';
    assert.deepEqual(told(`start\nWarning: slow\n${MATRIX}\nUserWarning\nend`, source), ['x']);
  });
  it('claim nothing where an array may be one value or another', () => {
    assert.deepEqual(
      told(
        `fetching\n0.5\n${MATRIX}\nfetched`,
        'print("fetching")\nif c:\n  print(a)\nelse:\n  print(b)\nprint("fetched")',
      ),
      [undefined],
    );
    assert.deepEqual(
      told(`${MATRIX}\n${OTHER}\n${OTHER}`, 'if c:\n  print(a)\nprint(b)\nif d:\n  print(e)\nprint(f)'),
      [undefined, undefined, 'f'],
    );
  });
  it('take time that grows with the output times the code at most', () => {
    const source = 'for x in xs:\n' + '    if x:\n        print(x)\n'.repeat(90);
    assert.equal(told('[1, 2]\n'.repeat(900), source).length, 900);
  });
});
