import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { h, render } from 'preact';
import { useState } from 'preact/hooks';
import type { FoundArray } from '../../../src/arrays/types';
import { fromNested } from '../../../src/arrays/ndarray';
import { Findings } from '../../../src/inspector/findings';
import type { EvaluationSummary, TemperatureSummary } from '../../../src/loss/types';
import { EvaluationFindings } from '../../../src/panel/page/evaluation/findings';
import { EvaluationView } from '../../../src/panel/page/evaluation/view';
import { figure, range, smallProbability } from '../../../src/code/evaluation/words';
import { until, withPage } from '../inspector/dom';
import { inProcessClient } from '../worker/inProcess';

const { multiclass } = JSON.parse(readFileSync('test/fixtures/evaluation/evaluation.json', 'utf8')) as {
  multiclass: { logits: number[][]; labels: number[]; figures: Record<string, number> };
};
const NAMES = ['ant', 'bee', 'cow', 'dog', 'elk', 'fox', 'gnu'];

describe('the view of an evaluation', () => {
  const page = withPage();

  async function show() {
    const client = inProcessClient();
    const { session } = await client.call('open', {
      reading: 'logits',
      array: fromNested(multiclass.logits, 'logits'),
      labels: fromNested(multiclass.labels, 'labels'),
    });
    const container = page.container();
    const revealed: number[] = [];
    const reports: [string, string][] = [];
    const copied: string[] = [];
    const saved: [string, string][] = [];
    let applied = 0;
    render(
      h(EvaluationView, {
        client,
        view: {
          session,
          classes: 7,
          settings: { temperature: 1 },
          labelled: true,
          kind: 'logits',
          axis: 1,
          version: 1,
        },
        origin: 'run.jsonl',
        classNames: NAMES,
        onTemperature: (temperature: number) => (applied = temperature),
        onReveal: (row: number) => revealed.push(row),
        onCopy: (text: string) => copied.push(text),
        onSave: (name: string, text: string) => saved.push([name, text]),
        onReport: (format, text) => reports.push([format, text]),
      }),
      container,
    );
    await until(() => container.querySelector('.le-rows') && container.querySelector('.le-big'), 'the view');
    // Under the list: the chip counts rows, too.
    const total = () => {
      const list = container.querySelector('.le-rows')?.closest('section')?.textContent ?? '';
      return Number(/of ([\d,]+) rows/.exec(list)?.[1].replace(',', ''));
    };
    return { container, revealed, reports, saved, copied, total, applied: () => applied };
  }

  it('says how good the rows are, with intervals, as the API does', async () => {
    const { container } = await show();
    const accuracy = () => container.querySelector('.le-figure')!.textContent;
    const right = new RegExp(`^accuracy.*${figure(multiclass.figures.accuracy).replace('.', '\\.')}`);
    // The figures come first, what takes a thousand draws after them.
    assert.match(accuracy(), right);
    await until(() => /by chance \.\d+, ≤ \.\d+/.test(container.textContent), 'what chance would give');
    assert.match(accuracy(), right);
    assert.equal(container.querySelector('.le-waits'), null);
  });

  it('says that no problem was found once nothing was found anywhere, the array included', () => {
    const container = page.container();
    const said = (others: number | undefined, fitted?: TemperatureSummary) => {
      const summary = { figures: {}, slices: [] } as unknown as EvaluationSummary;
      const none = () => undefined;
      render(
        h(EvaluationFindings, {
          ...{ summary, fitted, others, slices: [] },
          ...{ onTemperature: none, onSlice: none, onFilter: none },
        }),
        container,
      );
      return container.textContent;
    };
    const fitted = { labelErrors: 0 } as TemperatureSummary;
    assert.equal(said(0).trim(), '');
    assert.equal(said(undefined, fitted).trim(), '');
    assert.equal(said(0, fitted), 'No problems found.');
    assert.equal(said(2, fitted), '');
  });

  it('says once that the model is overconfident, with what a temperature does about it', async () => {
    const client = inProcessClient();
    const array = fromNested(
      multiclass.logits.map((row) => row.map((x) => 4 * x)),
      'logits',
    );
    const labels = fromNested(multiclass.labels, 'labels');
    const { session } = await client.call('open', { reading: 'logits', array, labels });
    const settings = { temperature: 1 };
    const none = () => undefined;
    const found = {
      ...{ range: [0, 0], container: 'json', shape: array.shape, elided: false, array },
      reading: { kind: 'logits', confidence: 1, evidence: [] },
    } as FoundArray;
    const findings = (isHonestySaid: boolean) =>
      h(Findings, {
        ...{ client, found, session, settings, version: 1, batch: { flags: [], reduced: 1 } },
        ...{ isAmongOthers: true, isHonestySaid, name: String, onRow: none, onSettings: none },
      });
    const container = page.container();
    render(findings(false), container);
    await until(() => /The model is overconfident/.test(container.textContent), 'the finding by itself');
    const Both = () => {
      const [isHonestySaid, tell] = useState(false);
      return h('div', {}, [
        findings(isHonestySaid),
        h(EvaluationView, {
          ...{ client, origin: 'run.jsonl' },
          view: { session, classes: 7, settings, labelled: true, kind: 'logits', axis: 1, version: 1 },
          onHonesty: tell,
          ...{ onTemperature: none, onCopy: none, onSave: none, onReport: none },
        }),
      ]);
    };
    render(h(Both, {}), container);
    await until(() => /Overconfident: it says/.test(container.textContent), 'the sentence');
    await until(() => !/The model is overconfident/.test(container.textContent), 'no finding of the same');
    assert.match(container.textContent, /Overconfident: it says/);
    render(null, container);
  });

  it('filters the rows by a cell of the confusion matrix, and takes the filter off by its chip', async () => {
    const { container, total } = await show();
    const before = total();
    const cell = container.querySelector<HTMLElement>('.le-matrix td:not(.le-diagonal) button')!;
    const rows = Number(cell.textContent);
    cell.click();
    await until(() => total() === rows, 'the rows of the cell');
    const chip = container.querySelector<HTMLElement>('button.ls-chip')!;
    assert.match(chip.textContent, /→/);
    chip.click();
    await until(() => total() > rows, 'more rows');
    await until(() => !container.querySelector('button.ls-chip'), 'no chip');
    assert.ok(before > rows);
  });

  it('applies the fitted temperature and goes to a record', async () => {
    const { container, applied, revealed } = await show();
    const button = [...container.querySelectorAll('button')].find(
      ({ textContent }) => textContent === 'Apply temperature',
    )!;
    button.click();
    assert.ok(applied() > 0.5 && applied() < 2);
    container.querySelector<HTMLElement>('.le-rows button')!.click();
    assert.equal(revealed.length, 1);
  });

  it('hands the evaluation over as a report and as JSON', async () => {
    const { container, reports } = await show();
    const press = (name: string) =>
      [...container.querySelectorAll('button')].find(({ textContent }) => textContent === name)!.click();
    press('Save as JSON');
    await until(() => reports.length === 1, 'the JSON');
    const [format, text] = reports[0];
    assert.equal(format, 'json');
    const { accuracy } = JSON.parse(text) as { accuracy: { value: number } };
    assert.ok(Math.abs(accuracy.value - multiclass.figures.accuracy) < 1e-12);
    press('Open report');
    await until(() => reports.length === 2, 'the report');
    assert.match(reports[1][1], /^# Evaluation of `run\.jsonl`\n/);
  });

  it('judges every way of calibrating on other rows, and copies the code that does the same', async () => {
    const { container, copied } = await show();
    await until(() => container.querySelector('.le-code'), 'the ways');
    const ways = [...container.querySelectorAll('[aria-label="Calibration methods"] tbody th')];
    assert.deepEqual(
      ways.map(({ textContent }) => textContent),
      ['As given', 'Temperature', 'Vector scaling', 'Isotonic regression'],
    );
    container.querySelector<HTMLElement>('.le-code')!.click();
    assert.match(copied[0], /^import torch\n\nprobabilities = torch\.softmax\(logits \/ 1\.\d+, dim=-1\)\n$/);
  });

  it('moves prediction sets with their coverage, and copies the threshold as code', async () => {
    const { container, copied } = await show();
    const sets = () => container.querySelector('[aria-label="Prediction sets"]')!;
    await until(() => container.querySelector('[aria-label="Prediction sets"] table'), 'the sets');
    const slider = sets().querySelector('input')!;
    slider.value = '0.6';
    slider.dispatchEvent(new container.ownerDocument.defaultView!.Event('input', { bubbles: true }));
    await until(() => /Coverage\.(5|6)\d\d/.test(sets().querySelector('table')!.textContent), 'the coverage');
    const copy = [...sets().querySelectorAll('button')].find((one) => one.textContent === 'Copy code')!;
    copy.click();
    assert.match(copied[0], /in_set = 1 - probabilities <= 0\.\d+/);
  });

  it('heads every table in sentence case, symbols and names of data as they are', async () => {
    const { container } = await show();
    await until(() => container.querySelector('[aria-label="Calibration methods"] tbody th'), 'the ways');
    const heads = [...container.querySelectorAll('.le-root table:not(.le-matrix) thead th')].map(
      ({ textContent }) => textContent,
    );
    assert.ok(heads.length > 20, heads.join(', '));
    assert.deepEqual(
      heads.filter((head) => !/^(?:[A-Z]|p |95%)/.test(head)),
      [],
    );
  });

  it('has a table behind each chart, and no chart without a name', async () => {
    const { container } = await show();
    const charts = [...container.querySelectorAll('.le-chart')].map((chart) =>
      chart.getAttribute('aria-label'),
    );
    // Prediction sets have a table, too, and no chart.
    const captions = [...container.querySelectorAll('.le-behind caption')].map(
      (caption) => caption.textContent,
    );
    assert.equal(charts.length, 3);
    for (const name of charts)
      assert.ok(name && captions.includes(name), `${name} among ${captions.join('; ')}`);
  });

  it('writes figures without a leading zero and with a true minus', () => {
    assert.deepEqual(
      [figure(0.8125), figure(-0.25), figure(1), figure(0), figure(2.3026)],
      ['.813', '−.250', '1.000', '0', '2.303'],
    );
    assert.equal(range([0.1, 0.25], 2), '.10 … .25');
    assert.equal(smallProbability(0.00001), '1e−5');
    assert.equal(figure(NaN), '–');
  });
});
