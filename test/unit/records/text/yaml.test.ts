import assert from 'node:assert/strict';
import fc from 'fast-check';
import { yamlAsJson } from '../../../../src/records/text/yaml';
import { inProcessClient } from '../../worker/inProcess';

type Value = number | string | boolean | null | Value[] | { [key: string]: Value };

/** As PyYAML's safe_dump writes it: lists of single values in brackets where `flow` says so. */
function dumped(value: Value, indent: string, flow: boolean): string {
  if (Array.isArray(value)) {
    if (value.length === 0 || (flow && value.every((one) => typeof one !== 'object')))
      return ` [${value.map((one) => dumped(one, '', flow).trim()).join(', ')}]`;
    return value.map((one) => `\n${indent}-${nested(one, indent, flow)}`).join('');
  }
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(
        ([key, one]) => `\n${indent}${key}:${dumped(one, Array.isArray(one) ? indent : `${indent}  `, flow)}`,
      )
      .join('');
  return typeof value === 'string' ? ` '${value}'` : ` ${String(value)}`;
}

function nested(value: Value, indent: string, flow: boolean): string {
  const text = dumped(value, `${indent}  `, flow);
  return text.startsWith('\n') ? ` ${text.slice(1).trimStart()}` : text;
}

describe('YAML', () => {
  const key = fc.stringMatching(/^[a-z][a-z_0-9]{0,8}$/);
  const { value } = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc
        .double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
        .map((x) => Number(x.toFixed(4))),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.stringMatching(/^[a-z ]{0,8}$/),
      fc.array(tie('value'), { minLength: 1, maxLength: 4 }),
      fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
    ),
  }));

  it('of lists and maps is the JSON it stands for, in block or in brackets', () => {
    fc.assert(
      fc.property(
        fc.dictionary(key, value, { minKeys: 1, noNullPrototype: true }),
        fc.boolean(),
        (map, flow) => {
          const json = yamlAsJson(dumped(map, '', flow));
          assert.deepEqual(JSON.parse(json!.replace(/-0(?=[,\]}])/g, '0')), JSON.parse(JSON.stringify(map)));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('has maps in brackets, too', () => {
    for (const [text, json] of [
      ['scores: {cat: 0.9, "a dog": 0.1, bird: }', '{"scores": {"cat": 0.9, "a dog": 0.1, "bird": null}}'],
      ['- {x: [1, {y: 2}], z: {}}', '[{"x": [1, {"y": 2}], "z": {}}]'],
    ])
      assert.deepEqual(JSON.parse(yamlAsJson(text)!), JSON.parse(json), text);
    for (const text of ['a: {b: 1]', 'a: {b: 1} c', 'a: {b {c: 1}}'])
      assert.equal(yamlAsJson(text), undefined, text);
  });

  it('may go on below, quote, name what stands at several places, and take over the fields of another', () => {
    for (const [text, value] of [
      ['a: [1, 2\n  , 3]', { a: [1, 2, 3] }],
      [
        '- text: a long one that\n    goes on below\n  label: 1',
        [{ text: 'a long one that goes on below', label: 1 }],
      ],
      ["- {text: 'it''s: x', label: 0}", [{ text: 'it’s: x'.replace('’', "'"), label: 0 }]],
      ['a: "tab\\t \\u00e9"', { a: 'tab\t é' }],
      ['a: |-\n  two\n  lines', { a: 'two\nlines' }],
      ['a: &x [2.0, 0.5]\nb: *x', { a: [2, 0.5], b: [2, 0.5] }],
      [
        '- &one {label: 1, n: 2}\n- {<<: *one, n: 3}',
        [
          { label: 1, n: 2 },
          { label: 1, n: 3 },
        ],
      ],
      ['--- {a: 1}\n--- {a: 2}', [{ a: 1 }, { a: 2 }]],
    ] as const) {
      const json = yamlAsJson(text);
      assert.ok(json !== undefined, text);
      assert.deepEqual(JSON.parse(json), value, text);
    }
  });

  it('keeps the digits of its numbers', () => {
    assert.equal(
      yamlAsJson('[1.50, .5, 2., +1e-5, 7, .nan, -.inf]'),
      '[1.50, 0.5, 2.0, 1e-5, 7, NaN, -Infinity]',
    );
  });

  it('is left alone where it is none, or speaks of a program’s own objects', () => {
    for (const text of [
      'a:\n\t- 1',
      'a: 1\n  b: 2',
      '- 1\n2',
      'just words',
      'a: !!python/object/apply:numpy.array [1.5]',
      'a: &a [*a]',
      `${Array.from(
        { length: 9 },
        (_, i) =>
          `a${i}: &a${i} [${Array(9)
            .fill(i ? `*a${i - 1}` : '1.5')
            .join(', ')}]`,
      ).join('\n')}`,
    ])
      assert.equal(yamlAsJson(text), undefined, text);
  });

  it('never throws and takes linear time', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('- ', 'a:', ' ', '\n', '[', ']', '{', '}', ': ', '1.5', ',', '"', "'", '#', '.inf'),
        ),
        (parts) => {
          yamlAsJson(parts.join(''));
        },
      ),
    );
    for (const text of [
      '- '.repeat(100_000),
      '['.repeat(100_000),
      '{a: '.repeat(100_000),
      'a: '.repeat(100_000),
      ' '.repeat(100_000),
      '"a\n'.repeat(100_000),
      '- &a *a\n'.repeat(50_000),
      '? a\n'.repeat(50_000),
      '- |\n  a\n'.repeat(50_000),
      '<<: {a: 1}\n'.repeat(50_000),
      '#\n'.repeat(100_000),
      '---\n'.repeat(100_000),
    ])
      yamlAsJson(text);
  });

  it('holds logits and labels like any file', async () => {
    const client = inProcessClient();
    const rows = [
      [2.5, -1.25, 0.5],
      [0.75, 1.5, -2],
    ];
    const files = [
      `logits:\n${rows.map((row) => `  - [${row.join(', ')}]`).join('\n')}\nlabels: [0, 1]  # gold\n`,
      `logits:\n${rows.map((row) => `- - ${row.join('\n  - ')}`).join('\n')}\nlabels:\n- 0\n- 1\n`,
      rows
        .map((row, i) => `- id: x${i}\n  logits:\n${row.map((x) => `  - ${x}`).join('\n')}\n  label: ${i}\n`)
        .join(''),
    ];
    for (const text of files) {
      const [one] = await client.call('explainFile', {
        file: { name: 'a.yaml', bytes: new TextEncoder().encode(text) },
      });
      assert.deepEqual(
        [one.found.shape, one.found.reading.kind, one.batch?.accuracy],
        [[2, 3], 'logits', 1],
        text,
      );
    }
    client.dispose();
  });

  it('holds scores by name in lists below a key', async () => {
    const client = inProcessClient();
    const text = `predictions:
  - file: a.jpg
    label: cat
    scores: {cat: 0.91, dog: 0.07, bird: 0.02}
  - file: b.jpg
    label: bird
    scores: {cat: 0.11, dog: 0.57, bird: 0.32}
`;
    const [one] = await client.call('explainFile', {
      file: { name: 'a.yaml', bytes: new TextEncoder().encode(text) },
    });
    assert.deepEqual(
      [one.found.shape, one.found.reading.kind, one.found.classNames, one.batch?.accuracy],
      [[2, 3], 'probabilities', ['cat', 'dog', 'bird'], 0.5],
    );
    client.dispose();
  });
});
