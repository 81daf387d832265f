import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DumpReader } from '../../../src/records/dumpReader';
import { probeDump } from '../../../src/records/probe';
import { readUntil, type DumpSource } from '../../../src/records/source';
import { textRecords } from '../../../src/records/textRecords';
import type { DumpFields } from '../../../src/records/types';

const encoder = new TextEncoder();

/** Rows, labels and problems of a file that arrives in pieces of so many bytes. */
function read(text: string, fields: Partial<DumpFields> = {}, piece = 1 << 20) {
  const logits: number[][] = [];
  const labels: number[] = [];
  const reader = new DumpReader(
    { format: 'csv', records: [], logits: ['a', 'b'], labels: ['label'], ...fields },
    (block) => {
      for (let row = 0; row < block.rows; row++)
        logits.push([...block.logits.subarray(row * block.classes, (row + 1) * block.classes)]);
      labels.push(...(block.label ?? []));
    },
  );
  const bytes = encoder.encode(text);
  for (let at = 0; at < bytes.length; at += piece) reader.push(bytes.slice(at, at + piece));
  reader.end();
  const problems = reader.problems.listed.map(({ line, kind, message }) => [line, kind, message]);
  return { logits, labels, problems, records: reader.records, blankLines: reader.blankLines };
}

function sourceOf(text: string, name: string, chunk = 1 << 20): DumpSource {
  const bytes = encoder.encode(text);
  return {
    name,
    size: bytes.length,
    async *chunks() {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
    },
  };
}

describe('a CSV file of records', () => {
  it('goes on behind a quote in the middle of a field', () => {
    const lines = Array.from({ length: 1000 }, (_, i) => `${i === 10 ? '5" disk' : 'x'},${i},-0.5,1`);
    const { logits, problems } = read(`name,a,b,label\n${lines.join('\n')}\n`);
    assert.equal(logits.length, 1000);
    assert.deepEqual(logits[999], [999, -0.5]);
    assert.deepEqual(problems, []);
  });

  it('may be separated by commas, tabs, semicolons or bars and end its lines in any way', () => {
    for (const delimiter of [',', '\t', ';', '|'])
      for (const lineEnd of ['\n', '\r\n', '\r'])
        for (const last of ['', lineEnd]) {
          const lines = ['id,a,b,label', 'x,1.5,-2,0', '', '"y, z",3,.5,1'].map((line) =>
            line.replaceAll(',', delimiter),
          );
          const { logits, labels, problems, blankLines } = read(lines.join(lineEnd) + last);
          assert.deepEqual(logits, [
            [1.5, -2],
            [3, 0.5],
          ]);
          assert.deepEqual(labels, [0, 1]);
          assert.deepEqual(problems, []);
          assert.equal(blankLines, 1);
        }
  });

  it('keeps columns that are empty at the ends of its lines', () => {
    const { logits, problems } = read('a\tb\tnote\n1\t2\t\n3\t4\t\n', { labels: undefined });
    assert.deepEqual(logits, [
      [1, 2],
      [3, 4],
    ]);
    assert.deepEqual(problems, []);
  });

  it('is read alike in pieces of any size', () => {
    const field = fc.constantFrom(
      '1.5',
      '-2e3',
      '"7"',
      ' 8 ',
      '',
      'nan',
      'x',
      '"a\n""b"',
      '3 4',
      '0x10',
      'inf',
    );
    const line = fc.array(field, { minLength: 3, maxLength: 4 }).map((fields) => fields.join(','));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.integer({ min: 1, max: 40 }), (lines, piece) => {
        const text = ['a,b,label', ...lines].join('\r\n');
        assert.deepEqual(read(text, {}, piece), read(text));
      }),
    );
  });

  it('takes two numbers in a field for none, and no number for hexadecimal', () => {
    const { logits, problems } = read('a,b,label\n1 2,,0\n0x10,1,0\n1,2,0\n');
    assert.deepEqual(logits, [[1, 2]]);
    assert.deepEqual(problems, [
      [2, 'not-a-number', 'a: expected a number, got "1 2"'],
      [3, 'not-a-number', 'a: expected a number, got "0x10"'],
    ]);
    assert.deepEqual(read('list,label\n"[1, 2]",0\n1-2,0\n', { logits: ['list'] }).problems, [
      [3, 'not-a-number', 'list: expected numbers, got "1-2"'],
    ]);
  });

  it('says on which line a quoted field is never closed', () => {
    const { logits, problems } = read('a,b,label\n1,2,0\n3,"4,1\n5,6,0\n');
    assert.deepEqual(logits, [[1, 2]]);
    assert.deepEqual(problems, [[3, 'cut-off', 'the file ends inside a quoted field']]);
  });

  it('refuses a wanted column that is not there, or there twice with other values', () => {
    assert.throws(() => read('a,c,label\n1,2,0\n'), /The header has no column "b"/);
    assert.throws(
      () => read('a,b,b,label\n1,2,2,0\n1,2,3,0\n'),
      /The header has several columns named “b”, and they differ: one holds "2" and another "3"\. Give each a name/,
    );
    assert.deepEqual(read('a,b,b,label\n1,2,2,0\n4,5,5,1\n').logits, [
      [1, 2],
      [4, 5],
    ]);
  });

  it('says which class name is missing or stands for several classes', () => {
    const text = 'a,b,label\n1,2,cat\n3,4,dog\n';
    assert.throws(
      () => read(text, { classNames: [, 'dog'] as string[] }),
      /classNames\[0\]: expected a class name, got nothing/,
    );
    assert.deepEqual(read(text, { classNames: ['cat', 'cat'] }).problems, [
      [
        2,
        'label-unknown',
        'several classes have the name "cat" that “label” holds; the row counts as unlabeled',
      ],
      [3, 'label-unknown', '"dog" in “label” is not one of the class names; the row counts as unlabeled'],
    ]);
  });
});

describe('labels', () => {
  it('that mix class ids and names are an error that shows both', () => {
    const { logits, problems } = read('{"l": [[1, 2], [3, 4]], "y": [1, "cat"]}\n', {
      format: 'jsonl',
      logits: ['l'],
      labels: ['y'],
      classNames: ['dog', 'cat'],
    });
    assert.deepEqual(logits, []);
    assert.deepEqual(problems, [
      [1, 'not-a-number', 'y: expected class IDs or class names, got both: 1 and "cat"'],
    ]);
  });
});

describe('the first record of a file', () => {
  const long = JSON.stringify('x'.repeat(9 << 20));

  it('may be longer than what is looked at of a file of short ones', async () => {
    const record = `{"text": ${long}, "logits": [1.5, -2], "label": 1}`;
    for (const [name, text] of [
      ['long.jsonl', `${record}\n${record}\n`],
      ['long.json', `{"results": [${record}]}`],
      ['long.csv', `text,logit_0,logit_1,label\n${long},1.5,-2,1\n`],
    ]) {
      const probe = await probeDump(sourceOf(text, name));
      assert.equal(probe?.logits[0].path.join(), name.endsWith('csv') ? 'logit_0,logit_1' : 'logits', name);
      assert.deepEqual(probe.labels[0].path, ['label']);
    }
  });

  it('is looked for no further than a record may be long', async () => {
    let read = 0;
    const chunk = encoder.encode('[1.5, 2.5], '.repeat(1 << 16));
    const endless: DumpSource = {
      name: 'endless.json',
      size: 1e12,
      async *chunks() {
        yield encoder.encode('[');
        for (; ; read += chunk.length) yield chunk;
      },
    };
    assert.equal(await probeDump(endless), undefined);
    assert(read <= 69 << 20);
  });

  // As gzip packs a gigabyte of it into a megabyte.
  const endlessOf = (name: string, first: string, unit: string) => {
    const chunk = encoder.encode(unit.repeat(Math.ceil((1 << 19) / unit.length)));
    const seen = { bytes: 0 };
    const source: DumpSource = {
      name,
      size: 1 << 20,
      async *chunks() {
        yield encoder.encode(first);
        for (; ; seen.bytes += chunk.length) yield chunk;
      },
    };
    return { source, seen };
  };

  it('is looked for in a few megabytes where more of the same hold none', async () => {
    const table = 'logit_0,logit_1,label\n';
    for (const [name, first, unit] of [
      ['zeros.jsonl.gz', '', '\0'],
      ['zeros.csv.gz', '', '\0'],
      ['empty lines.csv.gz', '', '\n'],
      ['blanks.json.gz', '', ' '],
      ['a header without end.csv.gz', '', ','],
      ['words.log.gz', '', 'epoch 1 of 5\n'],
      ['bare maps.yaml.gz', '', '- {}\n'],
      ['empty records.jsonl.gz', '', '{}\n'],
      ['lines that are no JSON.jsonl.gz', '', '{"}\n'],
      ['rows without a value.csv.gz', 'a,b\n', ',\n'],
    ]) {
      const { source, seen } = endlessOf(name, first, unit);
      const probe = await (await textRecords(source)).probe();
      assert.equal(probe?.logits.length ?? 0, 0, name);
      // What tells how it is written begins anew.
      assert.ok(seen.bytes <= 20 << 20, `${name}: ${seen.bytes}`);
    }
    const { source } = endlessOf('a row without end.csv.gz', `${table}1.5,-2,1\n0.5,1,0\n`, ',');
    const probe = await (await textRecords(source)).probe();
    assert.deepEqual(probe?.logits[0].path, ['logit_0', 'logit_1']);
    assert.deepEqual(probe.labels[0].path, ['label']);
  });

  it('is read no further once nobody waits for it, whatever reads it', async () => {
    for (const [name, unit] of [
      ['lists.json.gz', '[1, null], '],
      ['a long record.jsonl.gz', 'a'],
    ]) {
      const { source, seen } = endlessOf(name, name.endsWith('.json.gz') ? '[' : '{"text": "', unit);
      const aborter = new AbortController();
      const probing = textRecords(readUntil(aborter.signal, source)).then((records) => records.probe());
      const at = seen.bytes;
      aborter.abort(new Error('enough'));
      await assert.rejects(probing, /^Error: enough$/);
      assert.ok(seen.bytes - at <= 2 << 19, name);
    }
  });

  it('may stand behind thousands of empty lines', async () => {
    const text = `${'\n'.repeat(5000)}logit_0,logit_1,label\n1.5,-2,1\n`;
    const probe = await (await textRecords(sourceOf(text, 'behind.csv'))).probe();
    assert.deepEqual(probe?.logits[0].path, ['logit_0', 'logit_1']);
    for (const piece of [1, 7, 1 << 20]) {
      const { blankLines, problems, labels } = read(
        `${text}1.5,x,1\n`,
        { logits: ['logit_0', 'logit_1'] },
        piece,
      );
      assert.deepEqual([blankLines, labels], [5000, [1]]);
      assert.deepEqual(problems[0][0], 5003);
    }
  });
});
