import type { DumpFields } from '../../../src/loss/types';
import { foundInRecords } from '../../../src/worker/foundInRecords';
import type { InspectorState } from '../../../src/worker/protocol';
import assert from 'node:assert/strict';
import type { FoundArray, ReadingKind } from '../../../src/arrays/types';
import { h } from 'preact';
import type { AroundEvaluation, InspectorHost, InspectorView } from '../../../src/inspector/props';
import { mountInspector } from '../../../src/inspector/mount';
import type { WorkerClient } from '../../../src/worker/client';
import { inProcessClient } from '../worker/inProcess';
import { until, withPage } from './dom';

function found(values: number[][], more: Partial<FoundArray> = {}): FoundArray {
  const shape = [values.length, values[0]?.length ?? 0];
  return {
    range: [0, 0],
    container: 'torch',
    shape,
    dtype: 'float32',
    elided: false,
    array: { dtype: 'float64', shape, data: Float64Array.from(values.flat()) },
    reading: { kind: 'logits', confidence: 0.9, evidence: ['the name “logits” says so'] },
    ...more,
  };
}

const LOGITS = [
  [2, 1, 0.1],
  [0.5, 2.5, 0.3],
];

describe('the inspector', () => {
  const page = withPage();
  const client = inProcessClient();
  after(() => client.dispose());

  function mount(array: FoundArray, host: Partial<InspectorHost> = {}, worker: WorkerClient = client) {
    const container = page.container();
    const copied: string[] = [];
    const inspector = mountInspector(container, {
      client: worker,
      found: array,
      host: { copy: (text) => void copied.push(text), ...host },
    });
    const text = () => container.textContent.replace(/\s+/g, ' ');
    const says = (words: RegExp) => until(() => words.test(text()), `${words} in: ${text()}`);
    return { container, inspector, copied, text, says };
  }

  function type(input: Element | null, value: string) {
    (input as HTMLInputElement).value = value;
    page.input(input!);
  }

  /** An option of the loss, whose section is opened for it. */
  const option = async (container: Element, name: string) => {
    if (!container.querySelector('.ls-options'))
      container.querySelector<HTMLElement>('[aria-label="Loss options"] > button')!.click();
    await until(() => container.querySelector('.ls-options'), 'the options');
    return [...container.querySelectorAll('.ls-options label')]
      .find((label) => label.textContent.startsWith(name))!
      .querySelector<HTMLSelectElement | HTMLInputElement>('select, input')!;
  };

  function choose(target: HTMLSelectElement | HTMLInputElement, value: string) {
    target.value = value;
    target.dispatchEvent(new window.Event('change', { bubbles: true }));
  }

  /** Cells of the table behind the chart, by class. */
  function table(container: HTMLElement): Record<string, number[]> {
    const lines = [...container.querySelectorAll('[aria-label="Classes"] tbody tr')];
    return Object.fromEntries(
      lines.map((line) => [
        line.querySelector('th')!.textContent,
        [...line.querySelectorAll('td')].map((cell) => Number(cell.textContent.replace('−', '-'))),
      ]),
    );
  }

  it('shows the softmax of the first row in full precision in the table behind the chart', async () => {
    const { container, says } = mount(found(LOGITS));
    await says(/predicted 0/);
    const cells = table(container);
    assert.deepEqual(Object.keys(cells), ['0', '1', '2']);
    assert.deepEqual(cells['0'].slice(0, 2), [2, 0.65900114]);
    assert.ok(Math.abs(Math.log(cells['0'][1]) - cells['0'][2]) < 1e-7);
  });

  it('counts the labels that a file has, not its rows', async () => {
    const records = ['"label": 0', '"name": "none"', '"label": 1'].map(
      (more) => `{"logits": [1, 2], ${more}}`,
    );
    const file = { name: 'run.jsonl', bytes: new TextEncoder().encode(records.join('\n')) };
    const fields: DumpFields = { format: 'jsonl', records: [], logits: ['logits'], labels: ['label'] };
    const opened = await client.call('openDump', { file, fields, reading: 'logits' });
    const probe = (await client.call('probeDump', { file }))!;
    const { container, says } = mount(foundInRecords({ name: file.name, fields, probe, opened }));
    await says(/of each record/);
    const input = container.querySelector<HTMLInputElement>('.ls-labels input')!;
    await until(() => input.placeholder === '2 labels', input.placeholder);
  });

  it('names what the row at hand ranks, and what a partial list leaves out', async () => {
    const ranked: FoundArray = {
      ...found([
        [-0.25, -2],
        [-0.5, -1.5],
      ]),
      reading: { kind: 'log-probabilities', confidence: 0.95, evidence: [] },
      entryNames: { texts: ['the', 'a', 'one'], entries: Int32Array.of(0, 1, 2, 0) },
      partial: true,
    };
    const { container, says } = mount(ranked);
    await says(/2 rows/);
    await until(() => Object.keys(table(container)).join() === 'the,a,the rest', 'names of row 0');
    page.press(container.querySelector('[role="grid"] .ls-scroller')!, 'ArrowDown');
    await until(() => Object.keys(table(container)).join() === 'one,the,the rest', 'names of row 1');
  });

  it('shows the figures of a row under its own name while those of the next are on their way', async () => {
    let answer: () => void = () => {};
    let asked = false;
    const slow: WorkerClient = {
      ...client,
      call: async (name, params, options) => {
        const isNext = name === 'row' && (params as { row?: number }).row === 1;
        if (isNext) {
          asked = true;
          await new Promise<void>((resolve) => (answer = resolve));
        }
        return client.call(name, params, options);
      },
    };
    const { container, says } = mount(found(LOGITS), {}, slow);
    await says(/predicted 0/);
    page.press(container.querySelector('[role="grid"] .ls-scroller')!, 'ArrowDown');
    await until(() => asked, 'a question about row 1');
    const detail = () => container.querySelector('.ls-detail')!;
    assert.match(detail().textContent, /^Row 0/);
    assert.equal(detail().getAttribute('aria-label'), 'Row 0');
    assert.equal(table(container)['0'][0], 2);
    answer();
    await until(() => detail().textContent.startsWith('Row 1'), 'row 1');
    assert.equal(detail().getAttribute('aria-label'), 'Row 1');
    assert.equal(table(container)['0'][0], 0.5);
  });

  it('lists the rows with top class, probability, margin and entropy', async () => {
    const { container, says } = mount(found(LOGITS));
    await says(/2 rows/);
    const rows = () => container.querySelectorAll('.ls-canvas [role="row"]');
    const cells = () => [
      ...container.querySelectorAll('.ls-canvas [role="row"]:last-child [role="gridcell"]'),
    ];
    await until(() => rows().length === 2 && cells()[2]?.textContent === '1', 'the top class of row 1');
    assert.deepEqual(
      cells().map((cell) => cell.textContent),
      ['1', '', '1', '.802', '.694', '.63'],
    );
  });

  it('follows the temperature', async () => {
    const { container, says } = mount(found(LOGITS));
    await says(/predicted 0/);
    type(container.querySelector('[aria-label="Exact temperature"]'), '2');
    await until(() => table(container)['0'][1] === 0.50168776, 'softmax([1, .5, .05])');
    await says(/at temperature 1/);
    type(container.querySelector('input[type="range"]'), '400');
    await until(() => Math.abs(table(container)['0'][1] - 0.3489) < 1e-3, 'temperature 20');
  });

  it('names what is wrong with an exact temperature and keeps the last one that was right', async () => {
    const { container, says } = mount(found(LOGITS));
    await says(/predicted 0/);
    const field = container.querySelector('[aria-label="Exact temperature"]')!;
    type(field, '-1');
    await until(() => field.getAttribute('aria-invalid') === 'true', 'the field marked');
    assert.match(field.getAttribute('title')!, /above 0, got “-1”/);
    assert.equal(table(container)['0'][1], 0.65900114);
  });

  it('shows a temperature in the digits that it has', async () => {
    const { container, says } = mount(found(LOGITS));
    await says(/predicted 0/);
    const field = container.querySelector<HTMLInputElement>('[aria-label="Exact temperature"]')!;
    for (const [typed, shown] of [
      ['0.5', '0.50'],
      ['0.1234', '0.1234'],
      ['0.004', '0.004'],
      ['1.756123', '1.756'],
      ['12.5', '12.50'],
      ['1e6', '1000000'],
    ]) {
      type(field, typed);
      field.dispatchEvent(new window.Event('blur'));
      await until(() => field.value === shown, `${typed} as ${shown}, not ${field.value}`);
    }
  });

  it('computes the loss as soon as typed labels fit, and says what is wrong while they do not', async () => {
    const { container, says, text } = mount(found(LOGITS));
    await says(/predicted 0/);
    const field = container.querySelector('.ls-labels input');
    type(field, '0, 7');
    await says(/Label 1 is 7\. Valid class IDs are 0 to 2\./);
    assert.doesNotMatch(text(), /Mean loss/);
    type(field, '0, 1');
    await says(/Mean loss ?0\.3185/);
    await says(/loss 0\.4170/);
    type(field, '');
    await until(() => !/Mean loss/.test(text()), 'the loss gone with the labels');
  });

  it('takes the labels found beside the logits and says where they are from', async () => {
    const labels = {
      kind: 'class-ids' as const,
      values: { dtype: 'float64' as const, shape: [2], data: Float64Array.of(0, 1) },
      source: '“labels”, beside the logits',
      leftOut: ['2 rows are left out: “loss_mask” is 0 there.'],
    };
    const { container, says } = mount(found(LOGITS, { labels }));
    await says(/“labels”, beside the logits\. 2 rows are left out: “loss_mask” is 0 there\./);
    await says(/label ◆ 0/);
    assert.equal(container.querySelector<HTMLInputElement>('.ls-labels input')!.value, '[0, 1]');
  });

  it('takes labels of no class, says so, and mends it with one click', async () => {
    const labels = {
      kind: 'class-ids' as const,
      values: { dtype: 'float64' as const, shape: [2], data: Float64Array.of(0, 9) },
      source: 'beside',
    };
    const { container, says } = mount(found(LOGITS, { labels }));
    await says(/Label 9 isn’t a class of these logits, so its row is excluded/);
    await says(/predicted 0/);
    const mend = () =>
      [...container.querySelectorAll('button')].find((b) => b.textContent === 'Set the ignore index to 9');
    mend()!.click();
    await until(() => !mend(), 'the labels mended');
    await says(/ignore index 9/);
  });

  it('opens the class axis that the labels fit, with one click', async () => {
    const labels = {
      kind: 'class-ids' as const,
      values: { dtype: 'float64' as const, shape: [1, 2], data: Float64Array.of(2, 0) },
      axis: 1,
      source: 'beside',
    };
    const shape = [1, 3, 2];
    const array = { dtype: 'float64' as const, shape, data: Float64Array.of(2, 1, 0, 1, 1, 3) };
    const { container, says } = mount(found(LOGITS, { labels, shape, array }));
    await says(/The labels fit classes along axis 1/);
    const mend = () => [...container.querySelectorAll('button')].find((b) => b.textContent === 'Use axis 1');
    mend()!.click();
    await until(() => !mend(), 'the labels on their axis');
    await says(/Mean loss ?\d/);
  });

  it('shows labels of no whole number as a problem and the array all the same', async () => {
    const labels = {
      kind: 'class-ids' as const,
      values: { dtype: 'float64' as const, shape: [2], data: Float64Array.of(0, 0.5) },
      source: 'beside',
    };
    const { says } = mount(found(LOGITS, { labels }));
    await says(/labels\[1\] is 0\.5/);
    await says(/predicted 0/);
  });

  it('does not put probabilities through softmax, and warns with the loss floor when told to', async () => {
    const remembered: ReadingKind[] = [];
    const array = found(
      [
        [0.7, 0.2, 0.1],
        [0.1, 0.8, 0.1],
      ],
      { reading: { kind: 'probabilities', confidence: 1, evidence: ['every row sums to 1'] } },
    );
    const { container, says, text } = mount(array, { remember: (kind) => remembered.push(kind) });
    await says(/shown as is, without another softmax/);
    await until(() => table(container)['0']?.[0] === 0.7, 'the probability as printed');
    container.querySelector<HTMLElement>('.ls-reading')!.click();
    await until(() => container.querySelector('[role="menu"]'), 'the menu of readings');
    assert.match(container.querySelector('.ls-popup-note')!.textContent, /every row sums to 1/);
    container.querySelector<HTMLElement>('[role="menuitemradio"]')!.click();
    await says(/a softmax on top of them flattens every row.*ln\(1 \+ 2\/e\) = 0\.5514/);
    await until(() => table(container)['0']?.[1] !== 0.7, 'the softmax of the probabilities');
    assert.deepEqual(remembered, ['logits']);
    assert.doesNotMatch(text(), /shown as is, without another softmax/);
  });

  it('shows no figure of an earlier reading, though a file keeps its session’s number when it is read otherwise', async () => {
    let opened = 0;
    let silent = false;
    const ofFile: WorkerClient = {
      async call(call, params, options) {
        if (call === 'close') return undefined as never;
        if (call === 'batch' && silent) return new Promise<never>(() => undefined);
        const own = 'session' in params ? { ...params, session: opened } : params;
        const result = await client.call(call, own, options);
        if (call !== 'open') return result;
        opened = (result as { session: number }).session;
        return { ...(result as object), session: 7 } as typeof result;
      },
      dispose: () => undefined,
    };
    const labels = {
      kind: 'class-ids' as const,
      values: { dtype: 'float64' as const, shape: [2], data: Float64Array.of(0, 1) },
      source: 'beside',
    };
    const { container, says, text } = mount(found(LOGITS, { labels }), {}, ofFile);
    await says(/Mean loss ?0\.3185/);
    silent = true;
    container.querySelector<HTMLElement>('.ls-reading')!.click();
    await until(() => container.querySelector('[role="menu"]'), 'the menu of readings');
    container.querySelectorAll<HTMLElement>('[role="menuitemradio"]')[1].click();
    await says(/shown as is, without another softmax.*predicted 0/);
    assert.doesNotMatch(text(), /Mean loss/);
  });

  const targets = (rows: number[][]): FoundArray['labels'] => ({
    kind: 'multi-hot',
    values: { dtype: 'float64', shape: [rows.length, rows[0].length], data: Float64Array.from(rows.flat()) },
    source: 'beside',
  });

  it('shows rows of several labels as sigmoids with their targets, never a softmax', async () => {
    const labels = targets([
      [1, 0, 1],
      [0, 0, 0],
    ]);
    const { container, says } = mount(found(LOGITS, { labels, classNames: ['cat', 'dog', 'fox'] }));
    await says(/Row 0 · above \.5: cat, dog, fox · targets: ◆ cat, fox · loss/);
    await says(/Top class/);
    const cells = table(container);
    assert.deepEqual(Object.keys(cells), ['◆ cat (label)', 'dog', '◆ fox (label)']);
    // 1 / (1 + exp(−2))
    assert.equal(cells['◆ cat (label)'][1], 0.88079708);
    const lines = () => [...container.querySelectorAll('.ls-canvas [role="row"]')];
    await until(() => lines().length === 2, 'two rows');
    assert.deepEqual(
      [...lines()[0].querySelectorAll('[role="gridcell"]')].map((cell) => cell.textContent),
      ['0', '', 'cat', '.881', '3', 'cat, fox', '1', '0.695'],
    );
    await says(/Right33% 2 of 6/);
    assert.doesNotMatch(container.textContent, /Accuracy|ECE|Entropy|Numerics|Cutoffs/);
    const field = container.querySelector<HTMLInputElement>('.ls-labels input')!;
    assert.equal(field.value, '[[1, 0, 1], [0, 0, 0]]');
  });

  it('shows what the records of a file say beside their figures, and goes to one', async () => {
    const lines = ['Who wrote it?', 'Where is it?'].map((question, i) =>
      JSON.stringify({ question, logits: LOGITS[i], label: 1 }),
    );
    const { session } = await client.call('openDump', {
      file: { name: 'run.jsonl', bytes: new TextEncoder().encode(lines.join('\n')) },
      fields: { format: 'jsonl', records: [], logits: ['logits'], labels: ['label'] },
      reading: 'logits',
    });
    const revealed: number[] = [];
    const array = { ...found(LOGITS), array: undefined, held: session };
    const { container, says } = mount(array, { reveal: (row) => void revealed.push(row) });
    await says(/question.*Who wrote it\?/);
    const row = () => container.querySelector('.ls-canvas [role="row"]')!;
    assert.equal(
      row().getAttribute('aria-label'),
      'Row 0, predicted 0, confidence .659, label 1, loss 1.417, Who wrote it?',
    );
    assert.equal(row().querySelector('.ls-c-record')!.textContent, 'Who wrote it?');
    const link = () =>
      [...container.querySelectorAll('button')].find((b) => b.textContent === 'Go to record');
    await until(link, 'the link to the record');
    link()!.click();
    assert.deepEqual(revealed, [0]);
  });

  it('follows a reading that was chosen in another view', async () => {
    const array = found([[0.7, 0.2, 0.1]]);
    const { inspector, says, container } = mount(array);
    await says(/predicted 0/);
    const host = { copy: () => undefined };
    inspector.update({ client, found: array, host, given: { kind: 'probabilities' } });
    await says(/shown as is, without another softmax/);
    await until(() => table(container)['0']?.[0] === 0.7, 'the probability as it stands');
  });

  it('shows scores of yes or no beside each other as they are read', async () => {
    const scores = found([[0.9, 0.2, 0.4]], {
      reading: { kind: 'sigmoid-scores', confidence: 0.9, evidence: [] },
    });
    const { container, says } = mount(scores);
    await says(/above \.5: 0/);
    assert.equal(table(container)['0'][1], 0.9);
    assert.equal(table(container)['2'][1], 0.4);
  });

  it('shows a single score per example as the two classes of its sigmoid', async () => {
    const array = found([[1], [-2]], {
      reading: { kind: 'binary-logits', confidence: 0.9, evidence: [] },
    });
    const { container, says } = mount(array);
    await says(/predicted positive/);
    assert.equal(table(container)['positive'][1], Number((1 / (1 + Math.exp(-1))).toPrecision(8)));
  });

  it('computes nothing of class labels until someone says what the values are', async () => {
    const array = found(LOGITS, { reading: { kind: 'class-labels', confidence: 0.9, evidence: [] } });
    const { container, says } = mount(array);
    await says(/Read as class labels: class IDs, not scores\./);
    assert.equal(container.querySelector('[role="grid"]'), null);
    container.querySelector<HTMLElement>('.ls-notice .ls-link')!.click();
    await says(/predicted 0/);
  });

  it('calls what nothing tells the reading of “not classified”, and offers readings', async () => {
    const array = found(LOGITS, { reading: { kind: 'other', confidence: 0, evidence: [] } });
    const { says, text } = mount(array);
    await says(/not classified ▾.*Nothing indicates that these are class scores/);
    await says(/Treat as logits ?Treat as probabilities/);
    assert.doesNotMatch(text(), /other/);
  });

  it('shows an array that is no scores as it is: figures, a histogram, and the values on a scale of colours', async () => {
    const shape = [3, 2, 3];
    const data = Float64Array.from([0, 1, 2].flatMap((i) => [-1.5, i, NaN, 2.25, 0.5, -i / 4]));
    const array = found([], {
      shape,
      array: { dtype: 'float64', shape, data },
      reading: { kind: 'other', confidence: 0, evidence: [] },
    });
    const { container, says } = mount(array);
    // 15 of 18 are finite; their mean is (3 · (−1.5 + 2.25 + .5) + 3 − .75) / 15.
    await says(/Values ?18 ?Minimum ?−1\.5 ?Maximum ?2\.25 ?Mean ?0\.4 ?.*NaN ?3 ?Infinite ?0/);
    const cells = () =>
      [...container.querySelectorAll('.ls-grid tbody tr')].map((row) =>
        [...row.querySelectorAll('td')].map((cell) => cell.textContent),
      );
    await until(() => cells()[1]?.[0] === '2.2500', 'the values');
    assert.deepEqual(cells(), [
      ['−1.5000', '0.0000', 'NaN'],
      ['2.2500', '0.5000', '0.0000'],
    ]);
    const [lowest] = container.querySelectorAll<HTMLElement>('.ls-grid td');
    assert.ok(lowest.classList.contains('ls-negative'));
    const slice = container.querySelector<HTMLInputElement>('.ls-values .ls-slices input')!;
    type(slice, '2');
    await until(() => cells()[0]?.[1] === '2.0000' && cells()[1][2] === '−0.5000', 'the third slice');
  });

  it('lays another axis of it along the columns', async () => {
    const array = found(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      { reading: { kind: 'other', confidence: 0, evidence: [] } },
    );
    const { container } = mount(array);
    const cells = () => [...container.querySelectorAll('.ls-grid td')].map((cell) => cell.textContent).join();
    await until(() => cells() === '1,2,3,4,5,6', 'the values');
    const axis = container.querySelector<HTMLSelectElement>('.ls-header select')!;
    axis.value = '0';
    axis.dispatchEvent(new window.Event('change', { bubbles: true }));
    await until(() => cells() === '1,4,2,5,3,6', 'the columns as rows');
  });

  it('names the reason for a row without a distribution', async () => {
    const { says, container } = mount(found([[NaN, 1, 2]]));
    await says(/A logit is NaN, so the softmax is NaN\./);
    assert.equal(container.querySelector('[role="img"]'), null);
  });

  it('tells below of rows without a distribution, and leads to them', async () => {
    const { container, says } = mount(found([...LOGITS, [NaN, 1, 2]]));
    await says(/A logit is NaN, so the softmax is NaN\. ?Row 2/);
    await says(/Row 0 · predicted/);
    [...container.querySelectorAll('button')].find((button) => button.textContent === 'Row 2')!.click();
    await says(/Row 2 ?A logit is NaN/);
  });

  it('says how many classes top-k and top-p keep', async () => {
    const { container, says } = mount(found(LOGITS));
    await says(/predicted 0/);
    [...container.querySelectorAll('button')].find((button) => button.textContent === 'Cutoffs')!.click();
    const field = (name: string) =>
      [...container.querySelectorAll('label')]
        .find((l) => l.textContent.includes(name))!
        .querySelector('input');
    await until(() => container.querySelector('[aria-label="Cutoffs"]'), 'the fields');
    type(field('top-p'), '0.9');
    await says(/top-p 0\.9 keeps 2 classes with p = \.9014/);
    type(field('top-k'), '1');
    await says(/top-k 1 keeps 1 class with p = \.6590 · top-p/);
    type(field('top-k'), '1.5');
    await until(() => field('top-k')!.getAttribute('aria-invalid') === 'true', 'the field marked');
  });

  it('changes the class axis', async () => {
    const { container, says } = mount(found(LOGITS));
    await says(/2 rows/);
    const axis = [...container.querySelectorAll('select')].find((s) => s.title.includes('Axis'))!;
    axis.value = '0';
    axis.dispatchEvent(new window.Event('change', { bubbles: true }));
    await says(/3 rows/);
    await until(() => Object.keys(table(container)).length === 2, 'two classes');
  });

  it('names rows of rank 3 by their index and jumps to a slice', async () => {
    const values = Float64Array.from({ length: 12 }, (_, i) => i % 5);
    const { container, says } = mount(
      found(LOGITS, { shape: [2, 3, 2], array: { dtype: 'float64', shape: [2, 3, 2], data: values } }),
    );
    await says(/Row \[0, 0\]/);
    const fields = container.querySelectorAll<HTMLInputElement>('[aria-label="Slice"] input');
    assert.deepEqual(
      [...fields].map((field) => field.max),
      ['1', '2'],
    );
    type(fields[0], '1');
    await says(/Row \[1, 0\]/);
  });

  it('selects rows with the arrow keys, Home and End', async () => {
    const { container, says } = mount(found(Array.from({ length: 40 }, (_, i) => [i % 3, 1, 0])));
    await says(/40 rows/);
    const selected = () => container.querySelector('[aria-selected="true"]');
    await until(() => selected()?.textContent.startsWith('0'), 'row 0 selected');
    page.press(selected()!, 'ArrowDown');
    await says(/Row 1 · predicted/);
    page.press(selected()!, 'ArrowDown');
    await says(/Row 2 · predicted 0/);
    page.press(selected()!, 'Home');
    await says(/Row 0 · predicted/);
  });

  it('sorts by a column and back, and says so to screen readers', async () => {
    const { container, says } = mount(found([...LOGITS, [9, 0, 0]]));
    await says(/3 rows/);
    const heading = () => container.querySelector('[role="columnheader"].ls-c-p')!;
    const order = () =>
      [...container.querySelectorAll('.ls-canvas .ls-c-row')].map((cell) => cell.textContent).join();
    heading().querySelector('button')!.click();
    await until(() => order() === '2,1,0', `largest first, got ${order()}`);
    assert.equal(heading().getAttribute('aria-sort'), 'descending');
    heading().querySelector('button')!.click();
    await until(() => order() === '0,1,2', 'smallest first');
    heading().querySelector('button')!.click();
    await until(() => heading().getAttribute('aria-sort') === 'none', 'no order');
  });

  it('filters to the rows whose top class is not their label', async () => {
    const labels = {
      kind: 'class-ids' as const,
      values: { dtype: 'float64' as const, shape: [2], data: Float64Array.of(0, 2) },
      source: 'beside',
    };
    const { container, says } = mount(found(LOGITS, { labels }));
    await says(/2 rows/);
    container.querySelector<HTMLElement>('.ls-foot input')!.click();
    await says(/1 of 2 rows misclassified/);
  });

  it('goes to the mistake in the code that a finding comes from, where the code has one', async () => {
    const twice: Partial<FoundArray> = {
      labels: {
        kind: 'class-ids',
        values: { dtype: 'float64', shape: [2], data: Float64Array.of(0, 1) },
        source: 'beside',
      },
      printedLoss: { value: 0.745, decimals: 4, name: 'loss' },
    };
    const asked: [readonly string[], boolean][] = [];
    let isMistaken = true;
    const inCode: InspectorHost['inCode'] = async (rules, reveal) => {
      asked.push([rules, reveal]);
      return isMistaken;
    };
    const { container, says } = mount(found(LOGITS, twice), { inCode });
    await says(/Softmax was taken twice.*Show in code/);
    const link = () =>
      [...container.querySelectorAll('button')].find((one) => one.textContent === 'Show in code');
    assert.ok(asked.every(([rules, reveal]) => rules.includes('softmax-into-cross-entropy') && !reveal));
    isMistaken = false;
    link()!.click();
    await until(() => link() === undefined, 'no link to a mistake that was mended since');
    assert.equal(asked.at(-1)![1], true);
    const without = mount(found(LOGITS, twice));
    await without.says(/Softmax was taken twice/);
    assert.doesNotMatch(without.text(), /Show in code/);
  });

  const LABELLED = (classNames?: string[]) =>
    found(
      [
        [2, 1, 0.1],
        [0.5, 2.5, 0.3],
        [0.1, 0.2, 3],
      ],
      {
        classNames,
        labels: {
          kind: 'class-ids',
          values: { dtype: 'float64', shape: [3], data: Float64Array.of(0, 0, 2) },
          source: 'beside',
        },
      },
    );

  it('names classes in the list, and says each row in words', async () => {
    const { container } = mount(LABELLED(['cat', 'dog', 'eel']));
    const rows = () => [...container.querySelectorAll('.ls-canvas [role="row"]')];
    await until(() => /dog/.test(rows()[1]?.textContent ?? ''), 'names');
    assert.equal(
      rows()[1].ariaLabel ?? rows()[1].getAttribute('aria-label'),
      'Row 1, predicted dog, confidence .802, label cat, loss 2.220',
    );
  });

  it('lists all rows again when the chart that some were pointed at in goes', async () => {
    const { container, says } = mount(LABELLED(['cat', 'dog', 'eel']));
    await says(/Confusion/);
    container.querySelector<HTMLElement>('.ls-cell')!.click();
    await says(/of 3 rows: label/);
    type(container.querySelector('.ls-labels input'), '');
    await until(() => !/of 3 rows: label/.test(container.textContent), 'all rows');
  });

  it('shows of many classes those that are labels or predicted, with their names', async () => {
    const scores = (top: number) => Array.from({ length: 30 }, (_, id) => (id === top ? 5 : 0.01 * id));
    const { container, says } = mount(
      found([scores(3), scores(17)], {
        labels: {
          kind: 'class-ids',
          values: { dtype: 'float64', shape: [2], data: Float64Array.of(3, 8) },
          source: 'beside',
        },
      }),
    );
    await says(/rows are labels; columns are predictions; 3 of 30 classes/);
    const heads = [...container.querySelectorAll('.ls-matrix thead th')].map((one) => one.textContent);
    assert.deepEqual(heads, ['3', '8', '17']);
  });

  it('tells of probabilities their logarithm once, and no log-sum-exp', async () => {
    const { container, says, text } = mount(
      found([[0.7, 0.2, 0.1]], { reading: { kind: 'probabilities', confidence: 1, evidence: [] } }),
    );
    await says(/Entropy \.8018/);
    assert.doesNotMatch(text(), /Log-sum-exp/);
    const heads = [...container.querySelectorAll('caption + thead th')].map((one) => one.textContent);
    assert.deepEqual(heads, ['Class', 'Probability', 'Log-probability']);
  });

  it('lists the rows of a part of a figure at a click, selects the first, and lists all again', async () => {
    const { container, says } = mount(LABELLED(['cat', 'dog', 'eel']));
    await says(/Confusion/);
    const cell = () =>
      [...container.querySelectorAll<HTMLElement>('.ls-cell')].find((one) =>
        one.dataset.tip!.startsWith('Label cat, predicted dog: 1 of 2 rows (50%)'),
      )!;
    cell().click();
    await says(/1 of 3 rows: label cat, predicted dog/);
    await says(/Row 1 · predicted dog · label ◆ cat/);
    assert.equal(cell().getAttribute('aria-pressed'), 'true');
    cell().click();
    await until(() => container.querySelectorAll('.ls-canvas [role="row"]').length === 3, 'all rows');
    assert.equal(container.querySelectorAll('.ls-dot').length, 3);
    assert.equal(container.querySelectorAll('.ls-dot.ls-wrong').length, 1);
    container.querySelectorAll<HTMLElement>('.ls-dot')[2].click();
    await says(/Row 2 · predicted eel/);
  });

  it('claims of one row neither accuracy nor calibration nor confusion', async () => {
    const { container, says, text } = mount(found([[2, 1, 0.1]]));
    await says(/predicted 0/);
    type(container.querySelector('.ls-labels input'), '1');
    await says(/Loss ?1\.4170/);
    assert.doesNotMatch(text(), /Accuracy|ECE|Perplexity|Confusion|Reliability/);
  });

  it('opens as it was left, and tells what a person changed', async () => {
    const container = page.container();
    let left: InspectorState = {};
    const show = () =>
      mountInspector(container, {
        client,
        found: found(LOGITS),
        host: { copy: () => undefined },
        left,
        onLeft: (state) => (left = state),
      });
    const says = (words: RegExp) =>
      until(
        () => words.test(container.textContent.replace(/\s+/g, ' ')),
        `${words} in ${container.textContent}`,
      );
    const first = show();
    await says(/predicted 0/);
    type(container.querySelector('.ls-labels input'), '0, 0');
    await says(/Mean loss ?1\.3185/);
    type(container.querySelector('.ls-exact'), '3');
    const loss = () =>
      [...container.querySelectorAll<HTMLElement>('.ls-head button')].find((one) =>
        /Loss/.test(one.textContent),
      )!;
    await until(loss, 'the column');
    loss().click();
    await says(/Row 1 · predicted 1/);
    first.dispose();
    show();
    await says(/Row 1 · predicted 1 · label ◆ 0/);
    assert.equal(container.querySelector<HTMLInputElement>('.ls-exact')!.value, '3.00');
    assert.equal(container.querySelector<HTMLInputElement>('.ls-labels input')!.value, '0, 0');
    await says(/Loss ▾/);
  });

  it('takes a change of its options back, and makes it again', async () => {
    const { container, says } = mount(found(LOGITS));
    await says(/predicted 0/);
    const press = (key: string, target: Element) =>
      target.dispatchEvent(
        new (window as unknown as { KeyboardEvent: typeof KeyboardEvent }).KeyboardEvent('keydown', {
          key,
          ctrlKey: true,
          bubbles: true,
        }),
      );
    const slider = container.querySelector<HTMLInputElement>('.ls-slider')!;
    const exact = container.querySelector<HTMLInputElement>('.ls-exact')!;
    type(exact, '3');
    exact.dispatchEvent(new window.Event('blur'));
    await until(() => exact.value === '3.00', 'the temperature');
    press('z', exact);
    await new Promise((resolve) => setTimeout(resolve, 50));
    assert.equal(exact.value, '3.00');
    // A change is kept once it is drawn: on a busy machine a key may come before.
    const pressed = (key: string, value: string) => () => {
      if (exact.value !== value) press(key, slider);
      return exact.value === value;
    };
    await until(pressed('z', '1.00'), 'the temperature before');
    await until(pressed('y', '3.00'), 'the temperature again');
  });

  it('has no place for findings where the figures that they rest on failed', async () => {
    const failing: WorkerClient = {
      ...client,
      async call(call, params, options) {
        if (call === 'batch') throw new Error('the figures failed');
        return client.call(call, params, options);
      },
    };
    const { container, says } = mount(found(LOGITS), {}, failing);
    await says(/the figures failed/);
    assert.equal(container.querySelector('[aria-label="Findings"]'), null);
    await says(/predicted 0/);
  });

  it('leaves labels out that another ignore index means', async () => {
    const labels = {
      kind: 'class-ids' as const,
      values: { dtype: 'float64' as const, shape: [2], data: Float64Array.of(0, -1) },
      source: 'beside',
    };
    const array = found(LOGITS, { labels });
    const { inspector, says } = mount(array);
    await says(/Label -1 isn’t a class/);
    const host = { copy: () => undefined };
    inspector.update({ client, found: array, host, given: { ignoreIndex: -1 } });
    await says(/Rows counted ?1 of 2/);
  });

  it('has the options of the loss folded away below, and says which are set', async () => {
    const { container, says } = mount(found(LOGITS));
    await says(/predicted 0/);
    type(container.querySelector('.ls-labels input'), '0, 2');
    await says(/Mean loss ?1\.4185/);
    const button = [...container.querySelectorAll('button')].find((b) => b.textContent === 'Loss options')!;
    assert.equal(button.getAttribute('aria-expanded'), 'false');
    const options = container.querySelector<HTMLElement>(`[id="${button.getAttribute('aria-controls')}"]`)!;
    assert.ok(options.hidden);
    button.click();
    await until(() => !options.hidden, 'the options');
    choose(await option(container, 'Class weights'), 'typed');
    await until(() => options.querySelector('[aria-label="3 class weights"]'), 'the field for weights');
    type(options.querySelector('[aria-label="3 class weights"]'), '3, 1, 1');
    // (3 · 0.41703 + 2.42004) / 4
    await says(/Mean loss ?0\.9178/);
    choose(await option(container, 'Class weights'), 'balanced');
    await says(/Mean loss ?1\.4185/);
    const index = await option(container, 'Ignore index');
    choose(index, '');
    await says(/Expected an integer as the ignore index, got “”/);
    choose(index, '2');
    await says(/Mean loss ?0\.4170.*Rows counted ?1 of 2/);
    choose(await option(container, 'Reduction'), 'sum');
    await says(/Total loss ?0\.4170/);
    choose(await option(container, 'Label smoothing'), '0.5');
    choose(await option(container, 'Loss'), 'sigmoid');
    button.click();
    await says(/Loss options ?sum, smoothing 0\.5, class weights, ignore index 2, sigmoid/);
  });

  it('keeps balanced weights those of the labels', async () => {
    const { container, says } = mount(found([...LOGITS, [0, 1, 3]]));
    await says(/predicted 0/);
    const labels = container.querySelector('.ls-labels input');
    type(labels, '0, 1, 2');
    await says(/Mean loss ?0\.2690/);
    choose(await option(container, 'Class weights'), 'balanced');
    type(labels, '0, 1, 1');
    // (1.5 · 0.41703 + 0.75 · (0.22004 + 2.16984)) / 3
    await says(/Mean loss ?0\.8060/);
  });

  it('drops class weights when there are other classes', async () => {
    const { container, says } = mount(found(LOGITS));
    await says(/predicted 0/);
    const typeLabels = (text: string) => type(container.querySelector('.ls-labels input'), text);
    typeLabels('0, 1');
    await says(/Mean loss/);
    choose(await option(container, 'Class weights'), 'typed');
    await until(() => container.querySelector('.ls-weights > input'), 'the field for weights');
    type(container.querySelector('.ls-weights > input'), '3, 1, 1');
    choose(
      [...container.querySelectorAll('select')].find((s) => s.title.includes('Axis'))!,
      '0',
    );
    await says(/3 rows/);
    typeLabels('0, 1, 1');
    await says(/Mean loss ?0\.3337/);
    assert.equal(container.querySelector('.ls-weights > input'), null);
  });

  it('has the options at hand for labels that only another ignore index makes fit', async () => {
    const { container, says } = mount(found(LOGITS));
    await says(/predicted 0/);
    type(container.querySelector('.ls-labels input'), '0, -1');
    await says(/Label 1 is -1\./);
    choose(await option(container, 'Ignore index'), '-1');
    await says(/2 class IDs, 1 ignored \(-1\)/);
    await says(/Rows counted ?1 of 2/);
  });

  it('leaves figures, charts, calibration and classes to an evaluation', async () => {
    const container = page.container();
    const array = found(LOGITS, {
      labels: {
        kind: 'class-ids',
        values: { dtype: 'float64', shape: [2], data: Float64Array.of(0, 1) },
        source: 'beside',
      },
    });
    const sections = () =>
      [...container.querySelectorAll('section')].map((one) => one.getAttribute('aria-label'));
    const props = { client, found: array, host: { copy: () => undefined } };
    const inspector = mountInspector(container, props);
    const alone = ['Charts', 'Loss options', 'Calibration', 'Loss by class', 'Numerics'];
    await until(() => alone.every((name) => sections().includes(name)), alone.join());
    let around: AroundEvaluation | undefined;
    const evaluation = {
      isOf: ({ labelled, classes }: InspectorView) => labelled && classes === 3,
      draw(_: InspectorView, given: AroundEvaluation) {
        around = given;
        return h('section', { 'aria-label': 'Evaluation' }, given.findings);
      },
    };
    inspector.update({ ...props, evaluation });
    await until(() => !sections().includes('Charts'), 'the charts gone');
    assert.deepEqual(
      [...alone, 'Evaluation'].filter((name) => sections().includes(name)),
      ['Loss options', 'Numerics', 'Evaluation'],
    );
    // Its figures are the evaluation's, and so is the place of what is found.
    assert.equal(container.querySelector('.ls-band'), null);
    await until(() => around?.found !== undefined, 'what was found');
    const lines = container.querySelectorAll('[aria-label="Evaluation"] .ls-findings .ls-finding');
    assert.equal(lines.length, around!.found);
    // Of an evaluation the loss is plain; the one that a training smooths is another, and said with its option.
    inspector.update({ ...props, evaluation, given: { labelSmoothing: 0.1 } });
    await until(
      () => /smoothing 0\.1 · mean loss \d\.\d{4}/.test(container.textContent),
      'the loss with smoothing',
    );
  });

  it('opens its figures as a document where the place takes one', async () => {
    let opened = '';
    const { container, says } = mount(found(LOGITS), {
      report: { origin: 'selection in a.py', open: (text) => (opened = text) },
    });
    await says(/predicted 0/);
    [...container.querySelectorAll('button')].find((b) => b.textContent === 'Open report')!.click();
    await until(() => opened, 'the report');
    assert.match(opened, /^# .*selection in `a\.py`/);
  });

  it('copies probabilities, values and code', async () => {
    const { container, copied, says } = mount(found(LOGITS));
    await says(/predicted 0/);
    const copy = async (group: RegExp, item: string) => {
      container.querySelector<HTMLElement>('.ls-icon[aria-haspopup]')!.click();
      await until(() => container.querySelector('[role="menu"]'), 'the menu');
      const groups = [...container.querySelectorAll<HTMLElement>('[role="group"].ls-group')];
      const items = groups.find((g) => group.test(g.getAttribute('aria-label') ?? ''))!;
      const before = copied.length;
      [...items.querySelectorAll<HTMLElement>('.ls-item')].find((i) => i.textContent === item)!.click();
      await until(() => copied.length > before, 'the copy');
      await until(() => !container.querySelector('[role="menu"]'), 'the menu closed');
      return copied.at(-1)!;
    };
    const probabilities = JSON.parse(await copy(/probabilities/, 'JSON')) as number[][];
    assert.ok(Math.abs(probabilities[0][0] - 0.6590011388859679) < 1e-15);
    assert.equal(await copy(/values/, 'Python'), '[[2, 1, 0.1],\n [0.5, 2.5, 0.3]]');
    assert.match(await copy(/summary/, 'CSV'), /^row,top,probability,margin,entropy\n0,0,0\.659/);
    assert.match(await copy(/code/, 'PyTorch'), /F\.softmax\(logits, dim=1\)/);
  });

  it('copies what was asked for last, also when an earlier copy takes longer', async () => {
    const finish: (() => void)[] = [];
    const slow: WorkerClient = {
      call(call, params, options) {
        const result = client.call(call, params, options);
        if (call !== 'probabilities') return result;
        return new Promise<void>((resolve) => finish.push(resolve)).then(() => result);
      },
      dispose: () => undefined,
    };
    const { container, copied, says } = mount(found(LOGITS), {}, slow);
    await says(/predicted 0/);
    const copy = async (group: string, item: string) => {
      container.querySelector<HTMLElement>('.ls-icon[aria-haspopup]')!.click();
      await until(() => container.querySelector('[role="menu"]'), 'the menu');
      const items = container.querySelectorAll<HTMLElement>(`[aria-label="${group}"] .ls-item`);
      [...items].find((i) => i.textContent === item)!.click();
      await until(() => !container.querySelector('[role="menu"]'), 'the menu closed');
    };
    await copy('Copy probabilities as', 'JSON');
    await copy('Copy values as', 'Python');
    await until(() => copied.length === 1, 'the second copy');
    finish.forEach((go) => go());
    await new Promise((resolve) => setTimeout(resolve, 30));
    assert.deepEqual(copied, ['[[2, 1, 0.1],\n [0.5, 2.5, 0.3]]']);
  });

  it('offers only what its host can do', async () => {
    const { container, says } = mount(found(LOGITS));
    await says(/predicted 0/);
    assert.equal(container.querySelector('[aria-label="Collapse inspector"]'), null);
    let closed = 0;
    const other = mount(found(LOGITS), { close: () => void closed++ });
    other.container.querySelector<HTMLElement>('[aria-label="Collapse inspector"]')!.click();
    assert.equal(closed, 1);
  });

  it('tells that an elided array has no values instead of computing', () => {
    const array = found(LOGITS, { array: undefined, elided: true });
    assert.match(mount(array).text(), /abbreviated \(“\.\.\.”\), so there are no values to compute with/);
  });

  it('shows hostile names as text', async () => {
    const hostile = '<img src=x onerror=alert(1)>';
    const array = found(LOGITS, { name: hostile, dtype: hostile, classNames: [hostile, '__proto__', 'x'] });
    const { container, says, text } = mount(array);
    await says(/predicted <img/);
    assert.ok(text().includes(hostile));
    assert.equal(container.querySelector('img, script'), null);
  });

  it('leaves nothing on the page when it is disposed of', async () => {
    const { container, inspector, says } = mount(found(LOGITS));
    await says(/predicted 0/);
    inspector.dispose();
    assert.equal(container.childNodes.length, 0);
  });
});
