import assert from 'node:assert/strict';
import { open, readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { detailsOf, Fault, gone, sentenceOf } from '../../../../src/arrays/words/sentence';

const caught = async (run: () => unknown): Promise<unknown> => {
  try {
    await run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

const WRONG = 'Something went wrong in Logitscope. See its output channel for details.';

describe('What is said of an error', () => {
  it('is what somebody wrote for a person, in one line in which every character is seen', () => {
    assert.equal(sentenceOf(new Error('row 3: expected 4 classes')), 'row 3: expected 4 classes');
    assert.equal(sentenceOf(new Error('a\u202E\u0007b\nc')), 'a\\u202E\\u0007b c');
    assert.equal(sentenceOf(gone()), 'What was shown here wasn’t kept. Open it again.');
    assert.ok(sentenceOf(new Error('x'.repeat(1e6))).length <= 1000);
  });

  it('is never what an engine or a mistake of ours says; that is for the log', async () => {
    const undefinedOne = undefined as unknown as { map(): void };
    const faults = await Promise.all(
      [
        () => undefinedOne.map(),
        () => void JSON.parse('{'),
        () => void [1].with(7, 0),
        () => decodeURIComponent('%'),
        () => gunzipSync(Buffer.from('no gzip')),
        () => new WebAssembly.Module(new Uint8Array(4)),
        () => {
          throw new Fault('session 3 is not this page’s');
        },
        () => {
          throw { code: 5 } as unknown as Error;
        },

        () => Promise.reject(null),
      ].map(caught),
    );
    for (const fault of faults) {
      assert.equal(sentenceOf(fault), WRONG);
      assert.ok(detailsOf(fault));
    }
    assert.equal(sentenceOf(faults[0], 'the data in it is damaged'), 'the data in it is damaged');
    assert.match(detailsOf(new Error('worded', { cause: faults[0] }))!, /^TypeError: .*\n +at /);
    assert.equal(detailsOf(new Error('worded')), undefined);
  });

  it('names the file system’s reasons in words', async () => {
    assert.equal(sentenceOf(await caught(() => readFile('/no/such/file'))), 'The file is no longer there.');
    assert.equal(sentenceOf(await caught(() => readFile('/'))), 'This is a folder. Choose a file.');
    const full = await open('/dev/full', 'w');
    try {
      assert.equal(sentenceOf(await caught(() => full.write('x'))), 'The disk is full.');
    } finally {
      await full.close();
    }
    const ofEditor = Object.assign(
      new Error(
        "Unable to write file '/x' (Unknown (FileSystemError): Error: ENOSPC: no space left on device, write)",
      ),
      { name: 'Unknown (FileSystemError)', code: 'Unknown' },
    );
    assert.equal(sentenceOf(ofEditor), 'The disk is full.');
    const readOnly = Object.assign(new Error('Unable to write file'), {
      code: 'NoPermissions',
      name: 'NoPermissions (FileSystemError)',
    });
    assert.equal(sentenceOf(readOnly), 'You don’t have permission to do this with the file.');
  });

  it('says that there is no memory where an engine refuses some', async () => {
    const refused = await Promise.all(
      [
        () => new Float64Array(2 ** 40),
        () => new ArrayBuffer(2 ** 53 - 1),
        () => new WebAssembly.Memory({ initial: 1, maximum: 1 }).grow(5),
        () => 'x'.repeat(2 ** 30),
      ].map(caught),
    );
    for (const error of refused)
      assert.equal(
        sentenceOf(error),
        'Not enough memory. Close what is open, or look at fewer rows at once.',
        String(error),
      );
  });

  it('does not take places and lengths that damaged data names for a want of memory', async () => {
    const eight = new ArrayBuffer(8);
    const damaged = await Promise.all(
      [
        () => void new Array(-1),
        () => new Float64Array(eight, 16),
        () => new Float64Array(eight, 0, 100),
        () => new DataView(eight).getFloat64(8),
        () => Buffer.alloc(4).readDoubleLE(0),
        () => Buffer.alloc(10).readDoubleLE(8),
        () => new Float64Array(1).set([1, 2]),
      ].map(caught),
    );
    for (const error of damaged)
      assert.equal(
        sentenceOf(error, 'the data in it is damaged'),
        'the data in it is damaged',
        String(error),
      );
  });

  it('speaks of a file only where a file is missing', () => {
    const fails = (message: string, syscall: string, code: string) =>
      sentenceOf(
        Object.assign(new Error(message), { syscall, code, errno: -2 }),
        'Python could not be started.',
      );
    assert.equal(fails('spawn python ENOENT', 'spawn python', 'ENOENT'), 'Python could not be started.');
    assert.equal(
      fails('connect ECONNREFUSED ::1', 'connect', 'ECONNREFUSED'),
      'Python could not be started.',
    );
    assert.equal(fails('ENOENT: no such file', 'open', 'ENOENT'), 'The file is no longer there.');
  });
});
