import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { h, render } from 'preact';
import { fromNested } from '../../../src/arrays/ndarray';
import { figure } from '../../../src/code/evaluation/words';
import { EvaluationView } from '../../../src/panel/page/evaluation/view';
import { until, withPage } from '../inspector/dom';
import { inProcessClient } from '../worker/inProcess';

const { binary } = JSON.parse(readFileSync('test/fixtures/evaluation/evaluation.json', 'utf8')) as {
  binary: { logits: number[][]; labels: number[]; figures: Record<string, number> };
};

describe('the view of one score a row', () => {
  const page = withPage();

  async function show() {
    const client = inProcessClient();
    const { session } = await client.call('open', {
      reading: 'logits',
      array: fromNested(
        binary.logits.map(([no, yes]) => [0, yes - no]),
        'logits',
      ),
      labels: fromNested(binary.labels, 'labels'),
    });
    const container = page.container();
    const copied: string[] = [];
    render(
      h(EvaluationView, {
        client,
        view: {
          session,
          classes: 2,
          settings: { temperature: 1 },
          labelled: true,
          kind: 'logits',
          axis: 1,
          version: 1,
        },
        origin: 'churn.jsonl',
        ofOneScore: true,
        classNames: ['negative', 'positive'],
        onTemperature: () => undefined,
        onCopy: (text) => copied.push(text),
        onSave: () => undefined,
        onReport: () => undefined,
      }),
      container,
    );
    await until(() => container.querySelector('[aria-label="Threshold"]'), 'the threshold');
    return { container, copied };
  }

  it('says scikit-learn’s figures of the positive class, and none of several classes', async () => {
    const { container } = await show();
    const said = container.querySelector('.le-figures')!.textContent;
    for (const name of ['accuracy', 'averagePrecision', 'aurocOvr', 'meanLoss', 'brier'])
      assert.ok(said.includes(figure(binary.figures[name])), name);
    assert.doesNotMatch(said, /top 5|macro F1|AUROC of confidence/);
  });

  it('calibrates by Platt’s scaling, and copies code that starts from the one score', async () => {
    const { container, copied } = await show();
    const press = (name: string, within: string) =>
      [...container.querySelector(`[aria-label="${within}"]`)!.querySelectorAll('button')]
        .find((one) => (one.getAttribute('aria-label') ?? one.textContent) === name)!
        .click();
    press('Copy scikit-learn code of Platt scaling', 'Calibration methods');
    assert.match(
      copied[0],
      /logits = np\.stack\(\[np\.zeros_like\(logit\), logit\], axis=1\)\.reshape\(-1, 2\) {2}# logit: one number a row\n/,
    );
    press('Copy code', 'Threshold');
    assert.match(copied[1], /predicted = probabilities\[:, 1\] >= 0\.\d+\n$/);
  });
});
