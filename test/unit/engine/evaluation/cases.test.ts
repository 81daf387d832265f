import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Explained } from '../../../../src/worker/protocol';
import { inProcessClient } from '../../worker/inProcess';
import { CASES, type Case } from './cases';

const FOLDER = 'test/fixtures/cases';

describe('what people had', () => {
  const client = inProcessClient();
  after(() => client.dispose());
  const read = (file: string) => readFileSync(path.join(FOLDER, file), 'utf8');

  /** The array that a case is about: the one with its shape, else the first that is offered. */
  const judged = (explained: Explained[], { shape }: Case) =>
    shape
      ? explained.find(({ found }) => found.shape.join() === shape.join())
      : explained.find(({ offered }) => offered);

  function check(one: Case, explained: Explained[]) {
    const array = judged(explained, one)!;
    const { found, findings } = array;
    if (one.kind) assert.equal(found.reading.kind, one.kind);
    if (one.labels) assert.equal(found.labels?.kind, one.labels);
    if (one.classNames) assert.deepEqual(found.classNames, one.classNames);
    for (const [id, sentence] of Object.entries(one.says ?? {}))
      assert.match(findings.find((finding) => finding.id === id)?.message ?? '', sentence);
    for (const [id, settings] of Object.entries(one.mends ?? {}))
      assert.deepEqual(findings.find((finding) => finding.id === id)?.settings, settings);
    for (const { message } of findings) if (one.never) assert.doesNotMatch(message, one.never);
  }

  for (const one of CASES)
    it(`is read rightly: ${one.file}`, async () => {
      const text = read(one.file);
      if (one.tokens) {
        const sequences = await client.call('findTokens', { text });
        assert.deepEqual(
          sequences.map(({ tokens }) => [
            tokens.length,
            tokens.filter(({ logprob }) => logprob !== null).length,
            tokens.at(-1)!.alternatives.length,
          ]),
          one.tokens,
        );
        return;
      }
      const source = one.code && read(one.code);
      check(one, await client.call('explain', { text, source }));
      // What stands in a file is the same without the code of a cell.
      const file = { name: one.file, path: path.join(FOLDER, one.file) };
      if (one.panel) check(one, await client.call('explainFile', { file }));
    });

  it('is all in the table', () => {
    const files = readdirSync(FOLDER).filter((file) => !file.endsWith('.py'));
    assert.deepEqual(files.sort(), CASES.map(({ file }) => file).sort());
  });
});
