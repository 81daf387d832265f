import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readDescription, readReply, readVariables } from '../../../src/live/answers';
import {
  debuggerExpression,
  definingExpression,
  definingStatement,
  literal,
  requestStatement,
  UNDEFINED,
  versionOf,
} from '../../../src/live/kernelSource';

const python = process.env.LOGITSCOPE_PYTHON!;
const folder = path.resolve('out/kernel');
const script = (name: string, input = '') =>
  execFileSync(python, [path.join('test/fixtures/live', name), folder], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

function printedBy(program: string): string[] {
  const env = { ...process.env, PYTHONIOENCODING: 'utf-8' };
  return execFileSync(python, ['-c', program], { encoding: 'utf8', env }).trim().split('\n');
}

interface Answer {
  result?: unknown;
  error?: { sentence?: string; raised?: string };
}

describe('the kernel-side file', () => {
  it('packs every dtype and layout of the libraries at hand, bit for bit', function () {
    this.timeout(120_000);
    const cases = script('check_kernel.py');
    const absent = cases.flatMap(({ absent }) => (typeof absent === 'string' ? [absent] : []));
    if (absent.length > 0) console.log(`      not installed here, not tested: ${absent.join(', ')}`);
    const packed = cases.filter(({ same }) => same !== undefined);
    assert.ok(packed.length >= 18);
    for (const { case: name, same, base64 } of packed)
      assert.equal(same, true, `${String(name)}: ${String(base64)}`);
    const refused = cases.filter(({ refused }) => refused !== undefined);
    assert.ok(refused.length >= 4);
    for (const { case: name, refused: sentence } of refused)
      assert.match(String(sentence), /expected|holds no|complex|no values/i, String(name));
  });

  it('answers though classes pose as those of libraries and raise whatever is asked of them', () => {
    const lines = script('posing.py');
    const { paths } = lines.pop()!;
    // What is in it was all one array: each is reached once.
    assert.deepEqual(paths, ['changed', "changed['a']"]);
    assert.ok(lines.length > 15);
    for (const { request, answer } of lines) {
      const { op } = request as { op: string };
      const { result, error } = answer as Answer;
      assert.equal(error, undefined, JSON.stringify(request));
      if (op === 'locate')
        assert.deepEqual(result, { status: 'same', path: 'honest' }, JSON.stringify(request));
      if (op === 'variables') {
        const names = readVariables(result).map(({ name }) => name);
        for (const name of ['honest', "beside['logits']"]) assert.ok(names.includes(name), name);
      }
    }
  });

  it('packs what polars, TensorFlow, JAX, MLX and CuPy document of their arrays, shown by stand-ins for them', () => {
    const cases = script('libraries.py');
    const packed = cases.filter(({ same }) => same !== undefined);
    for (const { case: name, same, base64 } of packed)
      assert.equal(same, true, `${String(name)}: ${String(base64)}`);
    const headers = packed.map(({ case: name, header }) => {
      const { library, dtype, shape, classNames } = header as Record<string, unknown>;
      return [name, library, dtype, shape, ...(classNames ? [classNames] : [])];
    });
    assert.deepEqual(headers, [
      ['jax', 'jax', 'float32', [2, 3]],
      ['cupy', 'cupy', 'float32', [2, 3]],
      ['mlx float32', 'mlx', 'float32', [2, 3]],
      ['mlx bfloat16', 'mlx', 'bfloat16', [2, 3]],
      ['tensorflow', 'tensorflow', 'float32', [2, 3]],
      ['tensorflow sparse', 'tensorflow', 'float32', [2, 2]],
      ['polars DataFrame', 'polars', 'float32', [2, 3], ['a', 'b', 'c']],
      ['polars Series', 'polars', 'float64', [2]],
      ['polars Series of lists', 'polars', 'float64', [2, 2]],
    ]);
    assert.deepEqual(
      cases.filter(({ refused }) => refused !== undefined).map(({ refused }) => refused),
      [
        'A symbolic Symbolic has no values; expected an eager tensor.',
        'The rows of “rows” have lengths from 1 to 2; expected equal ones.',
        'Column “b” of the DataFrame has dtype String; expected numbers. Select its numeric columns.',
        'A LazyFrame has no values yet; collect() it first.',
      ],
    );
  });

  it('loses no other line to values that a library seems to have made, whatever these raise and however long they go on', () => {
    const answers = script('raising.py') as { request: { op: string; name?: string }; answer: Answer }[];
    const [variables, tokenizers, located] = answers.map(({ answer }) => answer.result);
    const listed = variables as { name: string; shape: number[] | null; dtype: string }[];
    const shapeOf = (name: string) => listed.find((one) => one.name === name)?.shape;
    assert.deepEqual(shapeOf('honest'), [2, 2]);
    assert.equal(shapeOf('endless'), null);
    assert.equal(shapeOf('interrupts'), undefined);
    assert.ok(listed.every(({ dtype }) => dtype.length <= 80));
    assert.deepEqual(
      (tokenizers as { name: string; tokens: number }[]).map(({ name, tokens }) => `${name} ${tokens}`),
      ['odd 3', 'tokenizer 3'],
    );
    assert.deepEqual(located, { status: 'same', path: 'honest' });
    for (const { request, answer } of answers.slice(3)) {
      const isHonest = ['describe honest', 'vocabulary tokenizer'].includes(`${request.op} ${request.name}`);
      assert.equal(
        'result' in answer,
        isHonest || `${request.op} ${request.name}` === 'vocabulary exits',
        JSON.stringify(request),
      );
    }
  });

  it('runs nothing of objects that pose as arrays, or do things when they are looked at: each costs its own line', () => {
    const lines = script('hostile.py');
    const answers = lines.slice(0, -1) as {
      request: { op?: string; name?: string };
      answer: Answer;
      parts: string[];
    }[];
    assert.deepEqual(lines.at(-1), { ran: [] });
    const listed = (answers[0].answer.result as { name: string; shape: number[] }[]).map(
      ({ name, shape }) => `${name} ${shape.join('×')}`,
    );
    const here = ['column 12000×1', 'honest 2×3', 'keyed.a 2×3', 'liar 2×3', 'listed[0] 2×3', 'masked 2×2'];
    const [tables, others] = [
      ['labelled 2', 'of_objects 4', 'of_rows 2'],
      ['objects 4', 'wide 3'],
    ];
    const hasTables = listed.includes(tables[0]);
    assert.deepEqual(listed.sort(), [...here, ...(hasTables ? tables : []), ...others].sort());
    const said = new Map(
      answers.map(({ request, answer }) => [
        `${request.op} ${request.name ?? ''}`.trim().slice(0, 40),
        answer.error === undefined ? 'answered' : (answer.error.sentence ?? answer.error.raised),
      ]),
    );
    const noArray = 'A value of type {0} is not an array; expected a tensor, an array or a table of numbers.';
    for (const name of [
      'exits',
      'endless',
      'long',
      'anything',
      'disguised',
      'of_meta',
      'propertied',
      'cyclic',
    ])
      assert.equal(said.get(`describe ${name}`), noArray, name);
    for (const name of ['honest', 'liar', 'keyed', 'listed', "keyed['a']", 'liar[0]', 'honest.T'])
      assert.equal(said.get(`describe ${name}`), 'answered', name);
    for (const path of ['propertied.logits', 'anything.logits', "keyed['b']", 'module.logits'])
      assert.equal(said.get(`describe ${path}`), '“{0}” has no attribute or key “{1}”.', path);
    assert.equal(said.get('describe honest['), '“{0}” is not the name of a variable.');
    assert.equal(said.get('describe wide'), 'Dtype {0} holds no real numbers.');
    const fetched = answers.find(({ request }) => request.op === 'fetch')!;
    const values = new Float32Array(Uint8Array.from(Buffer.from(fetched.parts[0], 'base64')).buffer);
    assert.deepEqual([...values], [0, 1, 2, 3, 4, 5], 'what the array has, not what it says');
  });

  it('changes nothing that it looks at, whatever the code that printed it would write to', function () {
    this.timeout(120_000);
    const [{ changed, computed, values, said, writable }] = script('unchanged.py');
    assert.deepEqual(changed, []);
    assert.ok((computed as number) > 200, String(computed));
    assert.deepEqual((values as Record<string, unknown>)['np.sort(a)'], [
      [-1, 3],
      [0.5, 2],
    ]);
    assert.deepEqual([said, writable], [[], true], 'no library says anything in the kernel');
  });

  it('leaves the bytes of an array in a file where it can, and sends them as base64 where it cannot', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-unit-'));
    try {
      const program = [
        'import base64, json, sys',
        `sys.path.insert(0, ${literal(path.resolve('out/kernel'))})`,
        'import numpy as np, logitscope_kernel as k',
        'k.PIECE = 12',
        'x = np.arange(10, dtype=np.float32)',
        'for file in json.loads(sys.argv[1]):',
        '    sent = []',
        '    k.answer(json.dumps({"op": "fetch", "name": "x", "limit": 40, "file": file}), lambda *a: sent.append(a), {"x": x})',
        '    print(json.dumps({"reply": json.loads(sent[0][1])["result"],',
        '                      "parts": [text.decode() for mime, text in sent[1:]]}))',
      ].join('\n');
      const bytes = Buffer.from(Float32Array.from({ length: 10 }, (_, i) => i).buffer);
      const here = path.join(folder, 'array');
      const files = [here, here, path.join(folder, 'elsewhere', 'array'), null];
      const answers = execFileSync(python, ['-c', program, JSON.stringify(files)], { encoding: 'utf8' })
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { reply: unknown; parts: string[] });
      const filed = answers.map(({ reply }) => readDescription(reply).filed);
      assert.deepEqual(filed, [true, false, false, false], 'a file that is there is never written to');
      assert.deepEqual(readFileSync(here), bytes);
      assert.deepEqual(answers[0].parts, []);
      for (const { parts } of answers.slice(1)) {
        assert.equal(parts.length, 4);
        assert.deepEqual(Buffer.concat(parts.map((part) => Buffer.from(part, 'base64'))), bytes);
      }
      assert.deepEqual(readdirSync(folder), ['array']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('runs in a kernel as a statement that binds no name, and is sent once: after that, requests alone', () => {
    const text = 'def answer_kernel(r):\n    print("got", r)\n';
    const source = { text, version: versionOf(text) };
    const request = { name: 'it\'s "é" \u2028 😀' };
    const alone = requestStatement(source, 'reply', request);
    assert.ok(!alone.includes('\n') && !alone.includes('print') && alone.length < 1000);
    const program = [
      // IPython's channel for answers, of which the statement asks only this.
      'import sys, types',
      'ipython = types.ModuleType("IPython")',
      'ipython.get_ipython = lambda: ipython',
      'ipython.display_pub = ipython',
      'ipython.publish = lambda data, metadata: print("published", data["reply"])',
      'sys.modules["IPython"] = ipython',
      'before = sorted(k for k in dir() if k != "before")',
      alone,
      definingStatement(source, request),
      alone,
      `del sys.modules["_logitscope_${source.version}"]`,
      alone,
      'assert sorted(k for k in dir() if k != "before") == before, dir()',
    ].join('\n');
    const [absent, ...lines] = printedBy(program);
    assert.deepEqual(readReply(absent.replace(/^published /, '')), 'undefined');
    assert.deepEqual(
      lines.map((line) => line.split(' ', 1)[0]),
      ['got', 'got', 'published'],
    );
    for (const line of lines.slice(0, 2)) assert.deepEqual(JSON.parse(line.slice(4)), request);
  });

  it('runs in a debugger as expressions that bind no name, and is defined once', () => {
    const text = 'about = len\n';
    const source = { text, version: versionOf(text) };
    const call = debuggerExpression(source, 'value[0]', 'm.about(x)');
    const program = [
      'value = ["four"]',
      'before = sorted(k for k in dir() if k != "before")',
      `print(${call})`,
      definingExpression(source),
      `print(${call})`,
      'assert sorted(k for k in dir() if k != "before") == before, dir()',
    ].join('\n');
    assert.deepEqual(printedBy(program), [UNDEFINED, '4']);
    assert.equal(literal('a"\u00e9\n'), '"a\\"\\u00e9\\n"');
  });
});
