import assert from 'node:assert/strict';
import { h, render } from 'preact';
import type { ConfusionSummary } from '../../../../src/loss/types';
import { Confusion } from '../../../../src/code/evaluation/confusion';
import { heaviestText, shortCount, signedRange } from '../../../../src/code/evaluation/words';
import { withPage } from '../../inspector/dom';

describe('the words of an evaluation', () => {
  const page = withPage();

  it('say how many rows of few have most of the loss, and of many that they are a twentieth', () => {
    for (const [rows, said] of [
      [1, '1 of 1 row accounts for 65% of it'],
      [3, '1 of 3 rows accounts for 65% of it'],
      [20, '1 of 20 rows accounts for 65% of it'],
      [21, '2 of 21 rows account for 65% of it'],
      [64, '4 of 64 rows account for 65% of it'],
      [100, '5% of rows account for 65% of it'],
      [200_000, '5% of rows account for 65% of it'],
    ] as const)
      assert.equal(heaviestText(0.65, rows), said);
  });

  it('write counts over narrow bars in four characters', () => {
    const counts = [0, 774, 999, 1000, 1605, 9949, 9950, 23_521, 999_499, 999_500, 3_400_000, 43_342_000];
    assert.deepEqual(counts.map(shortCount), [
      ...['0', '774', '999', '1.0k', '1.6k', '9.9k', '10k', '24k', '999k', '1.0M', '3.4M', '43M'],
    ]);
  });

  it('write the ends of a difference’s interval with their signs', () => {
    assert.deepEqual(
      (
        [
          [-0.034, 0.067],
          [0.022, 0.071],
          [-0.2, 0],
        ] as const
      ).map(signedRange),
      [...['−.034 … +.067', '+.022 … +.071', '−.200 … 0']],
    );
  });

  const confusion = (wrong: number): ConfusionSummary => ({
    classes: [0, 1],
    counts: [
      [5, wrong],
      [0, 5],
    ],
    support: [5 + wrong, 5],
    errors: wrong,
    pairs: wrong > 0 ? [{ label: 0, predicted: 1, rows: wrong, share: { value: wrong / (5 + wrong) } }] : [],
  });

  it('say that nothing was taken for another where the list of confusions is empty', () => {
    const container = page.container();
    render(h(Confusion, { confusion: confusion(0), name: String }), container);
    assert.match(container.textContent, /No misclassified rows/);
    assert.ok(container.querySelector<HTMLElement>('.le-pairs')!.hidden);
    render(h(Confusion, { confusion: confusion(2), name: String }), container);
    assert.doesNotMatch(container.textContent, /No misclassified rows/);
    assert.ok(!container.querySelector<HTMLElement>('.le-pairs')!.hidden);
  });

  it('keep a label before its prediction whatever direction their names are read in', () => {
    const container = page.container();
    const names = ['قطة', 'כלב'];
    render(h(Confusion, { confusion: confusion(2), name: (id: number) => names[id] }), container);
    const pair = container.querySelector('.le-pairs tbody .le-pair')!;
    assert.deepEqual(
      [...pair.childNodes].map(({ nodeName, textContent }) => [nodeName, textContent]),
      [
        ['BDI', names[0]],
        ['#text', ' → '],
        ['BDI', names[1]],
      ],
    );
  });
});
