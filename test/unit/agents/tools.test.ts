import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ask, TOOLS } from '../../../src/agents/tools';
import { MAX_ANSWER, sizeOf } from '../../../src/agents/fit';
import type { Reach } from '../../../src/agents/tool';
import { floats, npy, npyHeader, zip } from '../live/files';
import { inProcessClient } from '../worker/inProcess';

interface Row {
  row: number;
  top?: { class: number; name?: string; p: number }[];
  loss?: number | string;
  flag?: string;
  label?: { class: number };
}

describe('what an agent is answered', () => {
  const client = inProcessClient();
  let folder: string;
  let reach: Reach;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'logitscope-agents-'));
    reach = {
      client,
      file: (name) => Promise.resolve({ name, path: path.join(folder, name) }),
      code: (name) =>
        Promise.resolve([{ name, code: { uri: name, text: readFileSync(path.join(folder, name), 'utf8') } }]),
      cells: () =>
        Promise.resolve([
          {
            source: 'logits = model(x)\nprint(logits)',
            isCode: true,
            outputs: [{ text: 'tensor([[2.0, 1.0]])', mime: 'text/plain' }],
          },
          { source: 'pass', isCode: true, outputs: [] },
        ]),
    };
  });
  after(() => {
    client.dispose();
    rmSync(folder, { recursive: true });
  });
  const tool = (name: string) => TOOLS.find((one) => one.name === `logitscope_${name}`)!;
  const answer = (name: string, given: unknown) => ask(tool(name), given, reach);

  it('says what an array is, why, and what its rows say', async () => {
    const text = 'logits = tensor([[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]])';
    const { arrays, rows, inspected, classes } = await answer('inspect', { text });
    const [array] = arrays as { reading: string; shape: number[]; evidence: string[] }[];
    assert.equal(array.reading, 'logits');
    assert.deepEqual(array.shape, [2, 3]);
    assert.ok(array.evidence.length > 0);
    assert.equal(inspected, 'logits');
    assert.equal(classes, 3);
    assert.deepEqual(
      (rows as Row[]).map(({ top }) => top![0]),
      [
        { class: 0, p: 0.659001 },
        { class: 1, p: 0.802479 },
      ],
    );
  });

  it('takes a sigmoid per class where labels beside the logits name several, and says so', async () => {
    const text = '{"logits": [[2.0, -1.0, 0.5], [-0.5, 1.5, 1.0]], "labels": [[1, 0, 1], [0, 1, 1]]}';
    const { loss, assumed } = await answer('loss', { text });
    // scikit-learn, of 1 / (1 + exp(−x)): log_loss(z.ravel(), p.ravel())
    assert.equal(loss, 0.31717);
    assert.match(JSON.stringify(assumed), /several classes per row/);
    const { rows } = await answer('inspect', { text });
    assert.equal((rows as Row[])[0].top![0].p, 0.880797);
    const softmax = await answer('loss', { text, loss: 'softmax' });
    assert.doesNotMatch(JSON.stringify(softmax.assumed), /several classes per row/);
  });

  it('takes a sigmoid per class where the records or arrays of a file name several, and says so', async () => {
    const [logits, labels] = [
      [2, -1, 0.5, -0.5, 1.5, 1],
      [1, 0, 1, 0, 1, 1],
    ];
    const record = (from: number) =>
      JSON.stringify({ logits: logits.slice(from, from + 3), labels: labels.slice(from, from + 3) });
    writeFileSync(path.join(folder, 'several.jsonl'), `${record(0)}\n${record(3)}\n`);
    const arrays = { logits, labels };
    writeFileSync(
      path.join(folder, 'several.npz'),
      zip(
        Object.entries(arrays).map(([name, values]) => ({
          name: `${name}.npy`,
          data: npy(npyHeader('<f4', [2, 3]), floats(...values)),
        })),
      ),
    );
    for (const name of ['several.jsonl', 'several.npz']) {
      const { loss, assumed } = await answer('loss', { path: name });
      assert.equal(loss, 0.31717, name);
      assert.match(JSON.stringify(assumed), /several classes per row/);
    }
  });

  it('refuses what is nested without end by a sentence, whatever it was given as', async () => {
    let deep: unknown = 1;
    for (let level = 0; level < 1e5; level++) deep = [deep];
    for (const [tool, given] of [
      ['inspect', { values: deep }],
      ['loss', { values: [[1, 2]], labels: deep }],
      ['check_code', { cells: deep }],
    ] as const)
      await assert.rejects(answer(tool, given), { message: /^\w+: nested deeper than 64 levels$/ });
  });

  it('says so where nothing speaks for logits, and where values are not printed', async () => {
    const plain = await answer('inspect', {
      values: [
        [3, 1, 4],
        [1, 5, 9],
      ],
    });
    assert.match(JSON.stringify(plain.assumed), /read as logits/);
    const elided = await answer('inspect', {
      text: 'logits tensor([[1.0, 2.0, ..., 3.0],\n [1.0, 2.0, ..., 3.0]])',
    });
    assert.match(JSON.stringify(elided.assumed), /Not all values are printed/);
    assert.equal(elided.rows, undefined);
    const nothing = await answer('inspect', { text: 'no numbers here' });
    assert.deepEqual(nothing.arrays, []);
  });

  it('reads a cell with its code', async () => {
    const { arrays } = await answer('inspect', { cell: 1 });
    assert.equal((arrays as { reading: string }[])[0].reading, 'logits');
    await assert.rejects(answer('inspect', { cell: 2 }), /Cell 2 has no output with text\. Run it first\./);
    await assert.rejects(answer('inspect', { cell: 9 }), /cell: the notebook has 2 cells, got 9/);
  });

  it('reads a variable of the kernel and lets go of it, where there is an editor', async () => {
    const { held } = await client.call('hold', {
      header: { version: 1, library: 'torch', dtype: 'float32', shape: [1, 2], name: 'logits' },
    });
    const data = Buffer.from(Float32Array.of(2, 0).buffer).toString('base64');
    await client.call('holdPart', { held, data });
    const { found } = await client.call('held', { held });
    let released = 0;
    const editor = {
      selection: () => Promise.resolve(''),
      variable: (name: string) => {
        assert.equal(name, 'out.logits');
        return Promise.resolve({ found, release: () => released++ });
      },
    };
    const { loss } = await ask(tool('loss'), { variable: 'out.logits', labels: [1] }, { ...reach, editor });
    assert.equal(loss, 2.12693);
    assert.equal(released, 1);
  });

  it('computes the loss as PyTorch does, with the worst rows first', async () => {
    const given = {
      values: [
        [2, 1, 0.1],
        [0.5, 2.5, 0.3],
      ],
      labels: [0, 1],
    };
    const mean = await answer('loss', given);
    assert.equal(mean.loss, 0.31854);
    assert.equal(mean.accuracy, 1);
    assert.equal(mean.counted, 2);
    assert.deepEqual(
      (mean.worst as Row[]).map(({ row, loss }) => [row, loss]),
      [
        [0, 0.41703],
        [1, 0.22005],
      ],
    );
    const { loss } = await answer('loss', { ...given, reduction: 'sum', labelSmoothing: 0.1 });
    assert.equal(loss, 0.873746);
  });

  it('takes the labels beside the logits and says where from', async () => {
    const text = '{"logits": [[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]], "labels": [0, 1]}';
    const { loss, assumed } = await answer('loss', { text });
    assert.equal(loss, 0.31854);
    assert.match(JSON.stringify(assumed), /labels/i);
    await assert.rejects(answer('loss', { values: [[1, 2]] }), /No labels found next to the logits/);
    await assert.rejects(answer('loss', { values: [[1, 2]], labels: [7] }), /labels: .*7/);
  });

  it('computes the loss over a whole file of records', async () => {
    const lines = Array.from({ length: 2000 }, (_, i) =>
      JSON.stringify({ logits: [i % 3, 1, 0], label: i % 2 }),
    );
    writeFileSync(path.join(folder, 'run.jsonl'), lines.join('\n'));
    const { rows, counted, worst, accuracy } = await answer('loss', { path: 'run.jsonl' });
    assert.equal(rows, 2000);
    assert.equal(counted, 2000);
    assert.equal(typeof accuracy, 'number');
    assert.ok((worst as Row[]).length > 0);
  });

  it('takes what only says yes or no for no label until it is named, and offers it', async () => {
    const scores = [0.91, 0.12, 0.34, 0.75, 0.4, 0.6, 0.2, 0.8];
    const lines = scores.map((score) => JSON.stringify({ score, flagged: score > 0.5 }));
    writeFileSync(path.join(folder, 'flagged.jsonl'), lines.join('\n'));
    const given = { path: 'flagged.jsonl' };
    await assert.rejects(answer('loss', given), /If “flagged” is the label, give its name as labels/);
    const { accuracy, assumed } = await answer('loss', { ...given, labels: 'flagged' });
    assert.deepEqual([accuracy, (assumed as string[])[0]], [1, 'Labels: “flagged” of each record.']);
  });

  it('takes an array of a file for the labels where it is named', async () => {
    const arrays: [string, string, Uint8Array][] = [
      ['logits', '<f4', floats(2, 0, 0, 2, 2, 0)],
      ['kept', '|u1', new Uint8Array([0, 1, 1])],
    ];
    const members = arrays.map(([name, type, data]) => ({
      name: `${name}.npy`,
      data: npy(npyHeader(type, name === 'kept' ? [3] : [3, 2]), data),
    }));
    writeFileSync(path.join(folder, 'kept.npz'), zip(members));
    const { accuracy } = await answer('loss', { path: 'kept.npz', labels: 'kept' });
    assert.ok(Math.abs((accuracy as number) - 2 / 3) < 1e-5);
  });

  it('leaves out rows that a mask of the file says not to count, and says so', async () => {
    const members = [
      ['logits', '<f4', [3, 2], floats(2, 0, 0, 2, 2, 0)] as const,
      ['labels', '|u1', [3], new Uint8Array([0, 0, 1])] as const,
      ['attention_mask', '|u1', [3], new Uint8Array([1, 1, 0])] as const,
    ].map(([name, type, shape, data]) => ({ name: `${name}.npy`, data: npy(npyHeader(type, shape), data) }));
    writeFileSync(path.join(folder, 'masked.npz'), zip(members));
    const { accuracy, counted, assumed } = await answer('loss', { path: 'masked.npz' });
    assert.deepEqual([accuracy, counted], [0.5, 2]);
    assert.deepEqual((assumed as string[]).slice(0, 2), [
      'Labels: “labels” in the same file.',
      '1 row is left out: “attention_mask” is 0 there.',
    ]);
  });

  it('explains a NaN by the row and the cause', async () => {
    const { undefinedRows, summary, naive } = await answer('explain_nan', {
      values: [
        [1, 'NaN', 2],
        [104, 0, -3],
        ['Infinity', 0, 0],
      ],
    });
    assert.deepEqual(
      (undefinedRows as { row: number; reason: string }[]).map(({ row, reason }) => [row, reason]),
      [
        [0, 'nan'],
        [2, 'positive-infinity'],
      ],
    );
    assert.match(summary as string, /2 of 3 rows have no softmax/);
    assert.match(JSON.stringify(naive), /overflow/);
    const fine = await answer('explain_nan', { values: [[1, 2]] });
    assert.match(fine.summary as string, /agrees with it/);
  });

  it('checks loss code by text and by cells', async () => {
    const text = [
      'import torch, torch.nn as nn, torch.nn.functional as F',
      'def f(x, y):',
      '    p = torch.softmax(x, dim=-1)',
      '    return F.cross_entropy(p, y)',
    ].join('\n');
    for (const given of [{ text }, { cells: [text] }]) {
      const { findings } = await answer('check_code', given);
      const [finding] = findings as { rule: string; line: number; cell?: number }[];
      assert.equal(finding.rule, 'softmax-into-cross-entropy');
      assert.equal(finding.line, 4);
      assert.equal(finding.cell, 'cells' in given ? 1 : undefined);
    }
    assert.deepEqual(await answer('check_code', { text: 'x = 1' }), { findings: [] });
  });

  it('says of code where it could not be read, beside what is found in the rest', async () => {
    const wrong = 'loss = F.cross_entropy(F.softmax(x, -1), y)';
    const { findings, unread, note } = await answer('check_code', {
      cells: ['import torch.nn.functional as F', `${wrong}\n\nfor i in range(3)\n    pass\nprint(x))\n`],
    });
    assert.deepEqual(
      (findings as { rule: string }[]).map(({ rule }) => rule),
      ['softmax-into-cross-entropy'],
    );
    assert.deepEqual(unread, [
      { cell: 2, line: 3, code: 'for i in range(3)' },
      { cell: 2, line: 5, code: 'print(x))' },
    ]);
    assert.match(
      String(note),
      /^Part of the code couldn’t be read as Python\. Mistakes there may be missed\.$/,
    );
    assert.deepEqual((await answer('check_code', { text: 'no Python at all, {' })).unread, [
      { line: 1, code: 'no Python at all, {' },
    ]);
  });

  it('refuses what it can’t use with a sentence that says what to give', async () => {
    const refused: [name: string, given: unknown, message: RegExp][] = [
      ['inspect', {}, /Nothing was given to look at\. Give one of text, path/],
      ['inspect', { text: 'a', values: [1] }, /Give only one of text, values/],
      ['inspect', { text: 7 }, /text: expected string, got 7/],
      ['inspect', { txt: 'a' }, /unknown option txt; did you mean text\?/],
      ['inspect', [], /input: expected an object/],
      ['inspect', { values: [[1, null]] }, /values\[0\]\[1\]: expected a number/],
      ['inspect', { text: '[[1.5, 2]]', array: 'q' }, /array: none of the arrays has a name/],
      ['inspect', { text: '[[1.5, 2]]', array: 3 }, /array: expected an index from 0 to 0, got 3/],
      ['inspect', { selection: true }, /unknown option selection; expected text/],
      ['inspect', { variable: 'x' }, /unknown option variable/],
      ['loss', { values: [[1, 2]], label_smoothing: 0.1 }, /did you mean labelSmoothing\?/],
      ['loss', { values: [[1, 2]], labels: [0], loss: 'hinge' }, /loss: expected one of softmax, sigmoid/],
      [
        'loss',
        { values: [[1, 2]], labels: [0], temperature: 0 },
        /temperature: expected a finite number above 0/,
      ],
      ['check_code', { cells: [1] }, /cells\[0\]: expected the code of a cell/],
    ];
    for (const [name, given, message] of refused) await assert.rejects(answer(name, given), message);
  });

  it('answers under 2 KB with six digits, however large the input', async () => {
    const values = Array.from({ length: 100 }, (_, i) =>
      Array.from({ length: 100 }, (_, j) => Math.sin(i * j) * 3),
    );
    const labels = values.map((_, i) => i % 100);
    const many = Array.from(
      { length: 40 },
      (_, i) => `logits_${i} = [[1.5, ${i}.25, 0.125], [2.5, 1.5, 0.5]]`,
    ).join('\n');
    for (const [name, given] of [
      ['inspect', { values }],
      ['inspect', { text: many }],
      ['loss', { values, labels }],
      ['explain_nan', { values: values.map((row) => row.map((x) => x * 1e4)) }],
    ] as const) {
      const found = await answer(name, given);
      assert.ok(sizeOf(found) <= MAX_ANSWER, `${name}: ${sizeOf(found)}`);
      for (const [number] of JSON.stringify(found).matchAll(/\d+\.\d+(?!\d*e)/g))
        assert.ok(number.replace(/^0\.0*|\./g, '').length <= 6, `${name} ${number}`);
    }
  });

  it('keeps names and reasons of data short and whole', async () => {
    const { arrays } = await answer('inspect', { text: `{"${'𝒳'.repeat(400)}": [[1.5, 2.5], [0.5, 1.5]]}` });
    const { name } = (arrays as { name?: string }[])[0];
    assert.ok((name ?? '').length <= 240);
    assert.ok(!/[\uD800-\uDBFF]$/.test((name ?? '').replace(/…$/, '')));
  });
});
