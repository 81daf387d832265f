import assert from 'node:assert/strict';
import { closeSync, openSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { shownClasses } from './inspector';
import { floats, npy, npyHeader, safetensors, zip } from '../unit/live/files';
import { until, Workbench } from './workbench';

const settings = {
  'workbench.editorAssociations': { '*.np[yz]': 'logitscope.arrays', '*.safetensors': 'logitscope.arrays' },
};

/** The class of a point of an image. */
const classOf = (point: number) => point % 3;

describe('A file of arrays', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await Workbench.shared({ settings });
    const write = (name: string, bytes: Uint8Array) =>
      writeFileSync(path.join(workbench.folder, name), bytes);
    write(
      'evaluation.npz',
      zip([
        {
          name: 'logits.npy',
          data: npy(npyHeader('<f4', [2, 3]), floats(2, 1, 0.1, 0.5, 2.5, 0.3)),
          deflate: true,
        },
        {
          name: 'labels.npy',
          data: npy(npyHeader('<i8', [2]), new Uint8Array(BigInt64Array.of(0n, 1n).buffer)),
        },
        { name: 'notes.npy', data: npy(npyHeader('|O', [1])) },
      ]),
    );
    write(
      'images.npz',
      zip([
        {
          name: 'logits.npy',
          // Of 2 images of 4 × 5 points, the logit of a point's class is 2, and that of the others 0.
          data: npy(
            npyHeader('<f4', [2, 3, 4, 5]),
            floats(
              ...Array.from({ length: 120 }, (_, i) => (Math.floor(i / 20) % 3 === classOf(i % 20) ? 2 : 0)),
            ),
          ),
        },
        {
          name: 'masks.npy',
          data: npy(
            npyHeader('<i8', [2, 4, 5]),
            new Uint8Array(BigInt64Array.from({ length: 40 }, (_, i) => BigInt(classOf(i % 20))).buffer),
          ),
        },
      ]),
    );
    write('hostile.safetensors', safetensors('{}', new Uint8Array(0), 2n ** 60n));
    const words = Array.from({ length: 1000 }, (_, id) => [`Ġword${id}`, id]);
    write('vocab.json', Buffer.from(JSON.stringify(Object.fromEntries(words))));
    writeSparse(path.join(workbench.folder, 'large.npy'), 1_000_000, 1000);
  });

  it('lists its arrays and opens the first; pickled objects are named, never loaded', async () => {
    await workbench.openFile('evaluation.npz');
    const frame = await workbench.panelFrame();
    const list = frame.locator('#arrays button');
    await list.first().waitFor();
    assert.deepEqual(await list.locator('.name').allTextContents(), ['logits', 'labels', 'notes']);
    assert.match((await list.nth(2).locator('.about').textContent())!, /Python objects, not numbers/);
    assert.equal(await list.nth(2).isDisabled(), true);
    await frame.getByRole('group', { name: 'Logitscope inspector' }).waitFor();
  });

  it('gives an array the labels of another', async () => {
    const frame = await workbench.panelFrame();
    await frame.getByRole('combobox', { name: 'labels' }).first().selectOption('labels');
    // (0.41703 + 0.22005) / 2
    await frame
      .getByText(/^(0\.3185|\.319)$/)
      .first()
      .waitFor();
    await workbench.screenshot('live-npz');
  });

  it('that has labels is evaluated', async () => {
    const frame = await workbench.panelFrame();
    const evaluation = frame.getByRole('region', { name: 'Evaluation', exact: true });
    await evaluation.getByText('Is the confidence honest?').waitFor();
    await evaluation.getByRole('list', { name: 'Figures with 95% intervals' }).waitFor();
  });

  it('of 4 GB opens at once and shows its last row', async () => {
    await workbench.openFile('large.npy');
    const frame = await until('the large file', async () => {
      const current = await workbench.panelFrame();
      return (await current.getByText(/1,000,000×1,000/).count()) > 0 && current;
    });
    // Zeros do not look like logits: the reading is a person's to choose.
    await frame.getByRole('button', { name: 'Treat as logits' }).click();
    const rows = frame.getByRole('grid', { name: 'rows' }).getByRole('row');
    await rows.nth(1).click();
    await workbench.page.keyboard.press('End');
    await frame.getByRole('gridcell', { name: /999.?999/ }).waitFor();
    // Only the last row is not 0: its largest is class 7.
    await frame
      .getByText(/Row 999.?999/)
      .first()
      .waitFor();
    await workbench.screenshot('live-npy-4gb');
    // As wide as a tokenizer of the workspace has tokens.
    const picks = workbench.page.locator('.quick-input-list .monaco-list-row');
    const name = async (by: string) => {
      const current = await workbench.panelFrame();
      await current.getByRole('button', { name: 'Copy, save, and more' }).click();
      await current.getByRole('menuitem', { name: 'Name classes by tokenizer…' }).click();
      await picks.filter({ hasText: by }).first().click({ timeout: 60_000 });
    };
    const hasClass = async (wanted: string) => {
      const current = await workbench.panelFrame();
      const shown = await shownClasses(current.getByRole('group', { name: 'Logitscope inspector' }));
      return shown.has(wanted);
    };
    await name('vocab.json');
    await until('the names of tokens', () => hasClass('·word7').catch(() => false));
    await workbench.closeEditors();
    await workbench.openFile('large.npy');
    await (await workbench.panelFrame()).getByRole('button', { name: 'Treat as logits' }).click();
    await until('the names chosen before', () => hasClass('·word7').catch(() => false));
    await workbench.screenshot('live-npy-named');
    await name('Show IDs');
    await until('the IDs', () => hasClass('7').catch(() => false));
  });

  it('gives images the masks of their points, whose classes lie along the first axis but one', async () => {
    await workbench.openFile('images.npz');
    const frame = await until('the images', async () => {
      const current = await workbench.panelFrame();
      return (await current.getByText(/2×3×4×5/).count()) > 0 && current;
    });
    await frame.getByRole('combobox', { name: 'labels' }).first().selectOption('masks');
    await frame.getByText('The labels fit classes along axis 1, not along axis 3.').waitFor();
    assert.equal(await frame.getByText(/expected shape/).count(), 0);
    await frame.getByRole('button', { name: 'Use axis 1' }).click();
    // ln(e² + 2) − 2
    await frame
      .getByText(/^(0\.2395|\.240)$/)
      .first()
      .waitFor();
    await workbench.screenshot('live-npz-images');
  });

  it('that lies about itself is refused in a sentence', async () => {
    await workbench.openFile('hostile.safetensors');
    const frame = await until('the refusal', async () => {
      const current = await workbench.panelFrame();
      return (await current.getByRole('alert').count()) > 0 && current;
    });
    assert.match(
      (await frame.getByRole('alert').textContent())!,
      /the header claims \d+ bytes, but the file has only/,
    );
  });
});

/** A float32 .npy of this shape that takes no room on disk; only its last row is not 0. */
function writeSparse(file: string, rows: number, classes: number): void {
  const header = npy(npyHeader('<f4', [rows, classes]));
  writeFileSync(file, header);
  const size = header.length + rows * classes * 4;
  truncateSync(file, size);
  const last = new Float32Array(classes);
  last[7] = 9;
  const handle = openSync(file, 'r+');
  writeSync(handle, new Uint8Array(last.buffer), 0, classes * 4, size - classes * 4);
  closeSync(handle);
}
