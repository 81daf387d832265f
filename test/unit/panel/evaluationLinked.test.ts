import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { h, render } from 'preact';
import type { FoundArray } from '../../../src/arrays/types';
import { EvaluationView, type EvaluationViewProps } from '../../../src/panel/page/evaluation/view';
import { suspectsText } from '../../../src/panel/page/evaluation/suspects';
import { figure } from '../../../src/code/evaluation/words';
import type { DumpFields, Evaluation } from '../../../src/loss/types';
import { foundInRecords } from '../../../src/worker/foundInRecords';
import type { WorkerClient } from '../../../src/worker/client';
import { until, withPage } from '../inspector/dom';
import { inProcessClient } from '../worker/inProcess';

const { multiclass, paired } = JSON.parse(
  readFileSync('test/fixtures/evaluation/evaluation.json', 'utf8'),
) as Record<'multiclass' | 'paired', { logits: number[][]; labels: number[]; groups: string[] }> & {
  paired: { becameWrong: number; becameRight: number };
};
const ROWS = multiclass.labels.length;

describe('the parts of an evaluation, linked', () => {
  const page = withPage();
  const client = inProcessClient();

  async function opened(logits: readonly (readonly number[])[], isReversed = false): Promise<FoundArray> {
    const lines = logits.map((row, i) =>
      JSON.stringify({
        id: `r${i}`,
        logits: row,
        label: multiclass.labels[i],
        source: multiclass.groups[i],
      }),
    );
    const text = (isReversed ? lines.reverse() : lines).join('\n');
    const file = { name: 'run.jsonl', bytes: new TextEncoder().encode(text) };
    const fields: DumpFields = { format: 'jsonl', records: [], logits: ['logits'], labels: ['label'] };
    const dump = await client.call('openDump', { file, fields, reading: 'logits' });
    const probe = (await client.call('probeDump', { file }))!;
    return foundInRecords({ name: file.name, fields, probe, opened: dump });
  }

  async function show(more: Partial<EvaluationViewProps> = {}) {
    const found = await opened(multiclass.logits);
    const container = page.container();
    const saved: [string, string][] = [];
    const reports: string[] = [];
    const props: EvaluationViewProps = {
      client,
      view: {
        session: found.held!,
        classes: 7,
        settings: { temperature: 1 },
        labelled: true,
        kind: 'logits',
        axis: 1,
        version: 1,
      },
      origin: 'run.jsonl',
      onTemperature: () => undefined,
      onCopy: () => undefined,
      onSave: (name, content) => saved.push([name, content]),
      onReport: (_, text) => reports.push(text),
      ...more,
    };
    render(h(EvaluationView, props), container);
    await until(() => container.querySelector('.le-rows') && container.querySelector('.le-big'), 'the view');
    const figures = () => container.querySelector('.le-figures')!.textContent;
    const chips = () => [...container.querySelectorAll<HTMLElement>('button.ls-chip')];
    const part = (name: string) => container.querySelector<HTMLElement>(`[aria-label="${name}"]`)!;
    const press = (name: string, within: ParentNode = container) =>
      [...within.querySelectorAll('button')]
        .find((one) => (one.getAttribute('aria-label') ?? one.textContent).startsWith(name))!
        .click();
    const rightOf = () =>
      container
        .querySelector('.le-figure .le-caption span:last-child')!
        .textContent.split(' of ')
        .map(Number);
    return { container, saved, reports, figures, chips, part, press, rightOf, props };
  }

  it('shows the figures of what is chosen in a chart, says so in one chip, and takes it off', async () => {
    const { container, chips, rightOf } = await show();
    assert.deepEqual(chips(), []);
    const before = rightOf();
    const losses = [...container.querySelectorAll('.le-chart')].at(-1)!;
    const bin = [...losses.querySelectorAll<SVGElement>('[role="button"]')].at(-1)!;
    const [right, wrong] = /: (\d+) right rows, (\d+) wrong/
      .exec(bin.getAttribute('aria-label')!)!
      .slice(1)
      .map(Number);
    bin.dispatchEvent(new container.ownerDocument.defaultView!.MouseEvent('click', { bubbles: true }));
    await until(() => rightOf()[1] === right + wrong, 'the figures of the bin');
    assert.equal(rightOf()[0], right);
    assert.equal(chips().length, 1);
    assert.match(chips()[0].textContent, new RegExp(`^loss .*: ${right + wrong} of ${ROWS} rows`));
    chips()[0].click();
    await until(() => rightOf()[1] === ROWS, 'all rows');
    assert.deepEqual(rightOf(), before);
    assert.deepEqual(chips(), []);
  });

  it('leads from mark to mark by arrows, one step of the keyboard for each chart, and writes what a mark shows', async () => {
    const { container } = await show();
    for (const chart of container.querySelectorAll('.le-chart')) {
      const marks = [...chart.querySelectorAll<SVGElement>('.le-choice')];
      const steps = () => marks.filter((mark) => mark.getAttribute('tabindex') === '0');
      assert.equal(steps().length, 1);
      assert.ok(
        marks.every((mark) => mark.getAttribute('aria-label') && mark.nextElementSibling!.textContent),
      );
      marks[0].focus();
      page.press(marks[0], 'End');
      assert.deepEqual(steps(), [marks.at(-1)]);
      page.press(marks.at(-1)!, 'ArrowLeft');
      assert.deepEqual(steps(), [marks.at(-2)]);
    }
  });

  it('filters only the listed rows on a cluster, says so, and asks for no figures of them', async () => {
    const onCluster: WorkerClient = {
      ...client,
      async call(call, params, options) {
        if (call === 'evaluationSummary' && 'filter' in (params as object))
          throw new Error('On the cluster, a selection filters only the listed rows.');
        const result = await client.call(call, params, options);
        if (call === 'evaluationSummary') Object.assign(result as object, { listed: ROWS });
        return result;
      },
    };
    const { container, part, press, rightOf, chips } = await show({ client: onCluster });
    assert.match(container.textContent, /On the cluster, a selection filters only the listed rows\./);
    const cell = container.querySelector<HTMLElement>('.le-matrix td:not(.le-diagonal) button')!;
    const rows = Number(cell.textContent);
    cell.click();
    await until(() => part('Rows').querySelectorAll('tbody tr').length === rows, 'the rows of the cell');
    assert.equal(container.querySelector('[role="alert"]'), null);
    assert.equal(rightOf()[1], ROWS);
    assert.equal(chips().length, 1);
    assert.equal(part('Calibration methods'), null);
    press('Fit calibration and prediction sets');
    await until(() => part('Calibration methods'), 'the ways, once someone asked');
    assert.deepEqual(
      [...part('Calibration methods').querySelectorAll('.le-button')].map((one) =>
        one.getAttribute('aria-label'),
      ),
      ['Apply temperature'],
    );
  });

  it('slices by the field that the records suggest, by another, and by pairs', async () => {
    const { part, rightOf, press, chips } = await show();
    await until(() => part('Slices by source'), 'the slices');
    const [first, second] = part('Slices').querySelectorAll('select');
    assert.equal(first.value, 'source');
    second.value = '\u0000label';
    second.dispatchEvent(new second.ownerDocument.defaultView!.Event('change', { bubbles: true }));
    await until(() => part('Slices by source × label'), 'the pairs');
    const pair = part('Slices by source × label').querySelector('tbody tr')!;
    const rows = Number(pair.querySelector('td')!.textContent);
    press('', pair);
    await until(() => rightOf()[1] === rows, 'the figures of the pair');
    assert.match(chips()[0].textContent, /^source × label: .* × \d: \d+ of 400 rows/);
  });

  it('applies any way of calibrating to everything shown, and stops by its chip', async () => {
    const { container, part, press, figures, chips } = await show();
    await until(() => container.querySelector('[aria-label="Apply isotonic regression"]'), 'the ways');
    const row = [...part('Calibration methods').querySelectorAll('tbody tr')].at(-1)!;
    const brier = row.querySelectorAll('td')[3].textContent;
    press('Apply isotonic regression');
    await until(() => figures().includes(`Brier scoreuniform .857${brier}`), 'the figures under it');
    assert.match(chips()[0].textContent, /^isotonic regression/);
    // What is shown is no longer what was given, and the first line says whose figures it has.
    await until(() => part('Calibration methods'), 'the ways, once the intervals are drawn');
    const [first, loss] = part('Calibration methods').querySelectorAll('tbody th, tbody td');
    assert.equal(first.textContent, 'As shown');
    assert.equal(loss.textContent, row.querySelector('td')!.textContent);
    chips()[0].click();
    await until(() => !figures().includes(`Brier scoreuniform .857${brier}`), 'the figures as given');
  });

  it('writes a report of what is shown: under its calibration, of what is chosen, sliced as it is', async () => {
    const { container, part, press, figures, chips, reports } = await show();
    await until(() => container.querySelector('[aria-label="Apply isotonic regression"]'), 'the ways');
    press('Apply isotonic regression');
    await until(() => chips().length === 1, 'the calibration');
    await until(() => part('Slices by source')?.querySelector('tbody button'), 'the slices');
    part('Slices by source').querySelector<HTMLElement>('tbody button')!.click();
    await until(
      () => chips().some((one) => /source: .*: \d+ of 400 rows/.test(one.textContent)),
      'the slice',
    );
    press('Save as JSON');
    await until(() => reports.length === 1, 'the report');
    const { options, rows, accuracy, slices } = JSON.parse(reports[0]) as Evaluation;
    assert.equal(options.calibration, 'isotonic');
    const chosen = /(source: .*): (\d+) of 400/.exec(
      chips()
        .map((one) => one.textContent)
        .join('\n'),
    )!;
    assert.equal(options.selection, chosen[1]);
    assert.equal(rows.counted, Number(chosen[2]));
    assert.equal(slices[0].field, 'source');
    assert.ok(figures().includes(figure(accuracy!.value)));
    press('Open report');
    await until(() => reports.length === 2, 'the second report');
    assert.match(reports[1], /\n\*\*source: .*\*\* · \*\*isotonic regression\*\*\n/);
  });

  it('saves the whole list of likely label errors', async () => {
    const { press, saved, part } = await show();
    press('Likely label errors');
    await until(
      () => [...part('Rows').querySelectorAll('button')].some((one) => /CSV/.test(one.textContent)),
      'the list',
    );
    press('Save list as CSV');
    await until(() => saved.length === 1, 'the CSV');
    const [name, csv] = saved[0];
    assert.equal(name, 'label-errors.csv');
    const [head, ...lines] = csv.trim().split('\n');
    assert.equal(head, 'row,line,label,label_name,predicted,predicted_name,p_label,p_predicted');
    assert.match(part('Rows').textContent, new RegExp(`Likely label errors ${lines.length}`));
    const [row, line, label] = lines[0].split(',').map(Number);
    assert.equal(line, row + 1);
    assert.equal(label, multiclass.labels[row]);
  });

  it('writes names of a list as texts, whatever a spreadsheet makes of them', () => {
    const suspect = { row: 0, label: 0, predicted: 1, pLabel: 0.001, pPredicted: 0.9 };
    const names = ['=1+1', 'a "b", c'];
    assert.equal(
      suspectsText([suspect], (id) => names[id], 'csv').split('\n')[1],
      `0,0,'=1+1,1,"a ""b"", c",0.001,0.9`,
    );
    assert.deepEqual(JSON.parse(suspectsText([suspect], (id) => names[id], 'json')), [
      {
        row: 0,
        label: 0,
        label_name: '=1+1',
        predicted: 1,
        predicted_name: 'a "b", c',
        p_label: 0.001,
        p_predicted: 0.9,
      },
    ]);
  });

  it('puts a second and a third run beside this one, with differences, McNemar’s test and flipped rows', async () => {
    const second = { found: await opened(paired.logits), origin: 'second.jsonl' };
    const third = { found: await opened(multiclass.logits), origin: 'third.jsonl' };
    const { part } = await show({ runs: [second, third] });
    await until(() => part('Other runs')?.textContent.includes('third.jsonl'), 'the runs');
    const text = () => part('Other runs').textContent;
    await until(() => text().includes(`${paired.becameRight}, ${paired.becameWrong}`), 'the second run');
    // The same run differs in nothing.
    await until(() => text().includes('0, 0'), 'the third run');
    assert.match(text(), /Difference of accuracy by source/);
    assert.match(text(), /Rows that second\.jsonl assigns to another class: \d+/);
    assert.doesNotMatch(text(), /Rows that third\.jsonl takes/);
  });

  it('joins runs by a field of ids, says what is done to this run alone, and words what can’t be compared', async () => {
    const found = await opened(multiclass.logits);
    const labels = {
      found: { ...found, reading: { ...found.reading, kind: 'class-labels' as const } },
      origin: 'b',
    };
    const { part, container, props } = await show({
      runs: [{ found: await opened(multiclass.logits, true), origin: 'reversed.jsonl' }, labels],
    });
    await until(() => part('Other runs').textContent.includes('0, 0'), 'the reversed run');
    assert.equal(part('Other runs').querySelector('select')!.value, 'id');
    await until(() => part('Other runs').querySelector('[role="alert"]'), 'the sentence');
    assert.equal(
      part('Other runs').querySelector('[role="alert"]')!.textContent,
      'b: Values that are read as “class labels” can’t be compared.',
    );
    assert.doesNotMatch(part('Other runs').textContent, /T = /);
    const view = { ...props.view, settings: { temperature: 2 } };
    render(h(EvaluationView, { ...props, view }), container);
    assert.match(part('Other runs').textContent, /run\.jsonl is at T = 2.*, other runs are at T = 1\./);
  });

  it('does not show what was answered before under what is asked now', async () => {
    const gate: { wait?: Promise<void> } = {};
    const slow: WorkerClient = {
      ...client,
      call: async (...args: Parameters<WorkerClient['call']>) => {
        await gate.wait;
        return client.call(...args);
      },
    } as WorkerClient;
    const runs = [{ found: await opened(paired.logits), origin: 'second.jsonl' }];
    const { part, container, props } = await show({ client: slow, runs });
    const text = () => part('Other runs').textContent;
    const root = () => container.querySelector('.le-root')!;
    const isLate = () => [root().getAttribute('aria-busy'), root().textContent.includes('Evaluating…')];
    await until(() => text().includes('McNemar') && isLate()[0] === 'false', 'the run');
    assert.deepEqual(isLate(), ['false', false]);
    let go = (): void => undefined;
    gate.wait = new Promise((resolve) => (go = resolve));
    render(h(EvaluationView, { ...props, view: { ...props.view, settings: { temperature: 2 } } }), container);
    assert.doesNotMatch(text(), /McNemar/);
    assert.match(text(), /Comparing…/);
    assert.deepEqual(isLate(), ['true', true]);
    go();
    await until(() => text().includes('McNemar') && isLate()[0] === 'false', 'the run at the temperature');
    assert.doesNotMatch(text(), /Comparing…/);
  });
});
