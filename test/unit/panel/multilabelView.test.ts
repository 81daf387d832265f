import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { h, render } from 'preact';
import { fromNested } from '../../../src/arrays/ndarray';
import type { InspectorView } from '../../../src/inspector/props';
import { MultilabelView } from '../../../src/panel/page/evaluation/multilabel';
import { figure } from '../../../src/code/evaluation/words';
import { until, withPage } from '../inspector/dom';
import { inProcessClient } from '../worker/inProcess';

const { multilabel } = JSON.parse(readFileSync('test/fixtures/evaluation/evaluation.json', 'utf8')) as {
  multilabel: {
    logits: number[][];
    labels: number[][];
    figures: Record<string, number>;
    perLabel: { averagePrecision: number[]; bestF1: number[] };
  };
};

describe('the view of rows that may have several classes', () => {
  const page = withPage();

  async function show(more: Partial<InspectorView> = {}) {
    const client = inProcessClient();
    const { session, classes } = await client.call('open', {
      reading: 'logits',
      array: fromNested(multilabel.logits, 'logits'),
      labels: fromNested(multilabel.labels, 'labels'),
    });
    const container = page.container();
    const copied: string[] = [];
    render(
      h(MultilabelView, {
        client,
        view: {
          session,
          classes,
          settings: { temperature: 1, loss: 'sigmoid' },
          labelled: true,
          kind: 'logits',
          axis: 1,
          version: 1,
          ...more,
        },
        origin: 'tags.jsonl',
        onTemperature: () => undefined,
        onCopy: (text) => copied.push(text),
        onSave: () => undefined,
        onReport: () => undefined,
      }),
      container,
    );
    await until(() => container.querySelector('.le-labels tbody tr'), 'the view');
    return { container, copied };
  }

  it('says scikit-learn’s figures of each label, the least average precision first, and none of a softmax', async () => {
    const { container } = await show();
    const said = container.querySelector('.le-figures')!.textContent;
    for (const name of ['exactMatch', 'hammingLoss', 'microF1', 'macroF1', 'meanLoss'])
      assert.ok(said.includes(figure(multilabel.figures[name])), name);
    const found = [...container.querySelectorAll('.le-labels tbody tr')].map(
      (row) => row.querySelectorAll('td')[1].textContent,
    );
    const { averagePrecision } = multilabel.perLabel;
    assert.deepEqual(
      found,
      averagePrecision.toSorted((a, b) => a - b).map((one) => figure(one)),
    );
    assert.doesNotMatch(container.textContent, /top 5|reliability|confidence|Brier/);
  });

  it('copies the thresholds of the best F1 as code', async () => {
    const { container, copied } = await show();
    [...container.querySelectorAll('button')]
      .find(({ textContent }) => textContent === 'Copy thresholds as code')!
      .click();
    const thresholds = /np\.array\(\[(.*)\]\)/.exec(copied[0])![1].split(', ').map(Number);
    assert.equal(thresholds.length, multilabel.perLabel.bestF1.length);
    thresholds.forEach((threshold, id) => {
      const p = (row: number) => 1 / (1 + Math.exp(-multilabel.logits[row][id]));
      let [both, said, set] = [0, 0, 0];
      multilabel.labels.forEach((labels, row) => {
        // The threshold is the probability of one of the rows, which differs in its last digit here.
        const isSaid = Number(p(row) >= threshold - 1e-12);
        both += isSaid * labels[id];
        said += isSaid;
        set += labels[id];
      });
      assert.ok(Math.abs((2 * both) / (said + set) - multilabel.perLabel.bestF1[id]) < 1e-12);
    });
  });

  it('compares what thresholds were found for: a sigmoid of logits at the temperature, or scores as they are', async () => {
    const copiedOf = async (more: Partial<InspectorView>) => {
      const { container, copied } = await show(more);
      [...container.querySelectorAll('button')]
        .find(({ textContent }) => textContent === 'Copy thresholds as code')!
        .click();
      return copied[0];
    };
    const atTwo = { temperature: 2, loss: 'sigmoid' } as const;
    assert.match(await copiedOf({ settings: atTwo }), /predicted = expit\(logits \/ 2\) >= thresholds/);
    const scores = await copiedOf({ kind: 'sigmoid-scores' });
    assert.match(scores, /predicted = scores >= thresholds/);
    assert.doesNotMatch(scores, /expit/);
    assert.match(
      await copiedOf({ kind: 'sigmoid-scores', settings: atTwo }),
      /import expit, logit\n[^]*predicted = expit\(logit\(scores\) \/ 2\) >= thresholds/,
    );
  });
});
