import assert from 'node:assert/strict';
import { h, render } from 'preact';
import { seenJson } from '../../../src/arrays/words/seenJson';
import { shownNames } from '../../../src/arrays/words/shownNames';
import type { FoundArray } from '../../../src/arrays/types';
import { mountInspector } from '../../../src/inspector/mount';
import { EvaluationView } from '../../../src/panel/page/evaluation/view';
import { inProcessClient } from '../worker/inProcess';
import { until, withPage } from './dom';

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
/** Turned around, without width, controls, half a pair, a tag, an annotation, a variant, a line and a terminal’s colour. */
const HIDDEN = '\u202E\u200B\u0007\u009B\uD800\u{E0041}\u00AD\uFFF9\u{E0100}\n\u001B[31m';
const NAMES = ['cat', 'dog', 'elk'].map((name) => name + HIDDEN);

/** Every text and attribute of a page that a person reads or hears. */
function* read(node: Node): Iterable<string> {
  if (node.nodeType === 3) yield node.textContent!;
  // The lines of a tooltip are its own.
  if (node.nodeType === 1)
    for (const { name, value } of Array.from((node as Element).attributes))
      if (name !== 'value') yield name === 'title' ? value.replaceAll('\n', ' ') : value;
  for (const child of Array.from(node.childNodes)) yield* read(child);
}

function assertSeen(container: Node): void {
  const texts = [...read(container)];
  assert.deepEqual(
    texts.filter((text) => UNSEEN.test(text)),
    [],
  );
  // They are there, and say what they hide.
  assert.ok(texts.some((text) => text.startsWith('cat\\u202E\\u200B\\u0007\\u009B')));
}

describe('Names from data on a page', () => {
  const page = withPage();
  const client = inProcessClient();
  after(() => client.dispose());
  const rows = [2, 1, 0.1, 0.5, 2.5, 0.3];
  const array = { dtype: 'float64' as const, shape: [2, 3], data: Float64Array.from(rows) };
  const labels = { dtype: 'float64' as const, shape: [2], data: Float64Array.from([0, 2]) };

  it('are seen to the last character in an inspector and in what is copied from it', async () => {
    const container = page.container();
    const copied: string[] = [];
    const found: FoundArray = {
      range: [0, 0],
      container: 'torch',
      shape: array.shape,
      dtype: `float32${HIDDEN}`,
      elided: false,
      name: `logits${HIDDEN}`,
      array,
      classNames: NAMES,
      namesFrom: `a${HIDDEN}`,
      labels: { kind: 'class-ids', values: labels, source: `b${HIDDEN}` },
      reading: { kind: 'logits', confidence: 0.9, evidence: [`the name “${HIDDEN}” says so`] },
    };
    const host = { copy: (text: string) => void copied.push(text) };
    mountInspector(container, { client, found, host });
    await until(() => container.querySelector('.ls-matrix'), 'the confusions');
    container.querySelector<HTMLElement>('[aria-label="Copy, save, and more"]')!.click();
    const csv = () => [...container.querySelectorAll('button')].find((one) => one.textContent === 'CSV');
    await until(csv, 'the menu');
    csv()!.click();
    await until(() => copied.length > 0, 'a copy');
    assertSeen(container);
    assert.match(copied[0], /^row,cat\\u202E/);
    assert.doesNotMatch(copied[0].replaceAll('\n', ' '), UNSEEN);
  });

  it('are seen in an evaluation', async () => {
    const { session } = await client.call('open', { reading: 'logits', array, labels });
    const container = page.container();
    const none = () => undefined;
    render(
      h(EvaluationView, {
        client,
        origin: `a${HIDDEN}.jsonl`,
        view: {
          session,
          classes: 3,
          settings: { temperature: 1 },
          labelled: true,
          kind: 'logits',
          axis: 1,
          version: 1,
        },
        classNames: NAMES,
        ...{ onTemperature: none, onCopy: none, onSave: none, onReport: none },
      }),
      container,
    );
    await until(() => container.querySelector('.le-matrix') && container.querySelector('.le-rows'), 'it');
    // What slices are by is no text.
    assertSeen(container);
  });

  it('stay the list they are where nothing in them is hidden', () => {
    const names = ['Größe', '大小', '🐈'];
    assert.equal(shownNames(names), names);
    assert.equal(shownNames(NAMES), shownNames(NAMES));
    assert.equal(shownNames(undefined), undefined);
  });

  it('are escaped in JSON, where a program reads what was there', () => {
    const text = seenJson({ names: NAMES }, 2);
    assert.doesNotMatch(text.replaceAll('\n', ' '), UNSEEN);
    assert.deepEqual(JSON.parse(text), { names: NAMES });
  });
});
