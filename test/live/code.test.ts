import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { codeOf } from '../../src/inspector/code';
import { fromNested, type NDArray } from '../../src/arrays/ndarray';
import { fieldsOf } from '../../src/worker/foundInRecords';
import type { ViewSettings } from '../../src/worker/protocol';
import { createCalls } from '../../src/engine/calls';
import { openedAsView } from '../unit/engine/evaluation/openedAsView';
import { randomRuns } from '../unit/engine/evaluation/randomRuns';
import { context, fileOf } from '../unit/engine/evaluation/twelveRows';
import { inProcessClient } from '../unit/worker/inProcess';

const LOGITS = [
  [2, 1, 0.1],
  [0.5, 2.5, 0.3],
  [1.2, -0.7, 3.1],
  [0.3, 0.2, -2],
];
const LABELS: Record<string, unknown> = {
  'class ids': [0, 1, 2, 1],
  'ids with −100': [0, -100, 2, 1],
  'ids with −1': [0, -1, 2, 1],
  'ids with both': [0, -1, -100, 1],
  distributions: [
    [0.5, 0.25, 0.25],
    [0, 1, 0],
    [0, 0, 1],
    [0.1, 0.2, 0.7],
  ],
  'multi-hot rows': [
    [1, 1, 0],
    [0, 1, 0],
    [0, 0, 0],
    [1, 0, 1],
  ],
};

interface Case {
  name: string;
  logits: NDArray;
  labels: NDArray;
  settings: ViewSettings;
  axis?: number;
}

/** Files that are made at random. */
const RUNS = 120;

/** Every combination of options that means something. */
function* cases(): Iterable<Case> {
  for (const [name, given] of Object.entries(LABELS)) {
    const dense = Array.isArray((given as unknown[])[0]);
    for (const loss of name === 'multi-hot rows' ? (['sigmoid'] as const) : (['softmax', 'sigmoid'] as const))
      for (const reduction of ['mean', 'sum'] as const)
        for (const temperature of [1, 1.7])
          for (const labelSmoothing of loss === 'sigmoid' ? [0] : [0, 0.1])
            for (const classWeights of [undefined, [0.5, 2, 1.25]])
              for (const shifted of dense ? [false] : [false, true]) {
                const settings: ViewSettings = {
                  loss,
                  reduction,
                  temperature,
                  labelSmoothing,
                  classWeights,
                  shifted,
                  ...(/−1 |−1$|both/.test(name) && { ignoreIndex: -1 }),
                };
                const said = JSON.stringify(settings);
                yield {
                  name: `${name} ${said}`,
                  logits: fromNested(LOGITS, 'x'),
                  labels: fromNested(given, 'y'),
                  settings,
                };
              }
  }
  // Classes along the first axis, and sequences.
  const turned = LOGITS[0].map((_, c) => LOGITS.map((row) => row[c]));
  const sequences = [LOGITS.slice(0, 2), LOGITS.slice(2)];
  for (const classWeights of [undefined, [0.5, 2, 1.25]])
    for (const loss of ['softmax', 'sigmoid'] as const) {
      const settings: ViewSettings = { temperature: 1, loss, classWeights };
      yield {
        name: `classes along axis 0 ${JSON.stringify(settings)}`,
        logits: fromNested(turned, 'x'),
        labels: fromNested([0, 1, -100, 1], 'y'),
        settings,
        axis: 0,
      };
      yield {
        name: `sequences ${JSON.stringify(settings)}`,
        logits: fromNested(sequences, 'x'),
        labels: fromNested(
          [
            [0, 1],
            [-100, 1],
          ],
          'y',
        ),
        settings: { ...settings, shifted: true },
      };
    }
}

/** The data and the PyTorch block of a report. */
function programOf(report: string): string {
  const blocks = [...report.matchAll(/```python\n([\s\S]*?)```/g)].map(([, code]) => code);
  return `${blocks[0]}${blocks[1]}`;
}

/** Runs each program by itself and prints `loss`, in one Python. */
const RUNNER = `
import json, sys
out = []
for code in json.load(open(sys.argv[1])):
    scope = {}
    try:
        exec(code, scope)
        out.append(float(scope['loss']))
    except Exception as error:
        out.append(repr(error) + '\\n' + code)
print(json.dumps(out))
`;

function run(programs: readonly string[], files: Record<string, string> = {}): (number | string)[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'logitscope-code-'));
  try {
    const file = path.join(folder, 'programs.json');
    writeFileSync(file, JSON.stringify(programs));
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
    const { status, stdout, stderr } = spawnSync(process.env.LOGITSCOPE_PYTHON!, ['-c', RUNNER, file], {
      encoding: 'utf8',
      cwd: folder,
    });
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout) as (number | string)[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const RECORDS = [
  { logits: LOGITS.slice(0, 3), labels: [0, 1, 2] },
  { logits: LOGITS.slice(2), labels: [1, -100] },
];

describe('The code that reproduces a loss, executed', function () {
  this.timeout(120_000);
  const client = inProcessClient();
  after(() => client.dispose());

  async function expected({ logits, labels, settings, axis = -1 }: Case) {
    const { session } = await client.call('open', { reading: 'logits', array: logits, axis });
    await client.call('label', { session, labels, ignoreIndex: settings.ignoreIndex });
    const { reduced } = await client.call('batch', { session, settings });
    const report = await client.call('lossReport', { session, settings, origin: 'test' });
    return { reduced: reduced!, report };
  }

  function check(all: readonly Case[], wanted: readonly number[], got: readonly (number | string)[]) {
    const wrong = all.flatMap(({ name }, i) => {
      const value = got[i];
      const near =
        typeof value === 'number' && Math.abs(value - wanted[i]) <= 1e-12 * Math.max(1, Math.abs(wanted[i]));
      return near ? [] : [`${name}: ${value}, expected ${wanted[i]}`];
    });
    assert.deepEqual(wrong, []);
    assert.ok(all.length > 100);
  }

  it('by PyTorch and NumPy from the inspector gives the loss shown, under every combination of options', async () => {
    const all = [...cases()];
    const wanted = await Promise.all(all.map(async (one) => (await expected(one)).reduced));
    for (const framework of ['PyTorch', 'NumPy'] as const) {
      const programs = all.map(({ logits, labels, settings, axis }) =>
        codeOf(framework, {
          arranged: { array: logits, reading: 'logits' },
          axis: axis ?? logits.shape.length - 1,
          labels,
          settings,
        }),
      );
      check(all, wanted, run(programs));
    }
  });

  it('by PyTorch from the report of a file gives its loss, sequences and shifted labels included', async () => {
    const single = (labels: number[]) => LOGITS.map((logits, i) => ({ logits, labels: labels[i] }));
    const jsonl = (records: object[]) => records.map((record) => JSON.stringify(record)).join('\n');
    const texts = {
      'sequences.jsonl': jsonl(RECORDS),
      'single.jsonl': jsonl(single([0, -100, 2, 1])),
      'both.jsonl': jsonl(single([0, -100, -1, 1])),
    };
    const fields = { format: 'jsonl', records: [], logits: ['logits'], labels: ['labels'] } as const;
    const programs: string[] = [];
    const wanted: number[] = [];
    for (const [name, text] of Object.entries(texts)) {
      const file = { name, bytes: new TextEncoder().encode(text) };
      const { session } = await client.call('openDump', { reading: 'logits', file, fields });
      for (const shifted of name === 'sequences.jsonl' ? [false, true] : [false])
        for (const loss of ['softmax', 'sigmoid'] as const) {
          const settings: ViewSettings = {
            temperature: 1.5,
            loss,
            shifted,
            classWeights: [0.5, 2, 1.25],
            ...(name === 'both.jsonl' && { ignoreIndex: -1 }),
          };
          wanted.push((await client.call('batch', { session, settings })).reduced!);
          programs.push(programOf(await client.call('lossReport', { session, settings, origin: name })));
        }
    }
    run(programs, texts).forEach((value, i) =>
      assert.ok(Math.abs(Number(value) - wanted[i]) < 1e-12, `${value}, expected ${wanted[i]}`),
    );
  });

  it('by PyTorch from the report of a file gives its loss, whatever its labels, delimiters and scores are', async () => {
    const cells = (labels: readonly unknown[], names = ['a', 'b', 'c']) =>
      LOGITS.map((row, i) => ({
        ...Object.fromEntries(names.map((name, c) => [`logit_${name}`, row[c]])),
        label: labels[i],
      }));
    const csv = (records: readonly object[], between = ',') =>
      [Object.keys(records[0]), ...records.map((one): unknown[] => Object.values(one))]
        .map((row) => row.join(between))
        .join('\n');
    const jsonl = (records: readonly object[]) => records.map((one) => JSON.stringify(one)).join('\n');
    const lists = (labels: readonly unknown[]) => LOGITS.map((logits, i) => ({ logits, label: labels[i] }));
    const scores = [0.25, 0.5, 0.125, 0.875];
    const ones = (field: string, labels: readonly unknown[]) =>
      scores.map((p, i) => ({ [field]: p, label: labels[i] }));
    const texts: Record<string, string> = {
      'plain.csv': csv(cells([0, 1, 2, 1])),
      'semicolons.csv': csv(cells([0, 1, 2, 1]), ';'),
      'spaced.csv': csv(cells([0, 1, 2, 1]), ', '),
      'tabs.tsv': csv(cells([0, 1, 2, 1]), '\t'),
      'names.csv': csv(cells(['a', 'b', 'c', 'b'])),
      'unlabelled.csv': csv(cells([0, '', -1, 1])),
      'unlabelled names.csv': csv(cells(['a', '', 'c', 'b'])),
      'probability.csv': csv(ones('prob', [0, 1, 1, 0])),
      'truths.csv': csv(ones('prob', ['True', 'False', 'True', 'True'])),
      'list.csv': csv(LOGITS.map((row, i) => ({ logits: `"[${row.join(', ')}]"`, label: i % 3 }))),
      'printed.csv': csv(LOGITS.map((row, i) => ({ logits: `[${row.join(' ')}]`, label: i % 3 }))),
      'plain.jsonl': jsonl(lists([0, 1, 2, 1])),
      'unlabelled.jsonl': jsonl(lists([0, undefined, null, 1])),
      'texts.jsonl': jsonl(lists(['0', '1', '2', '1'])),
      'probability.jsonl': jsonl(ones('prob', [0, 1, 1, 0])),
      'logit.jsonl': jsonl(ones('logit', [0, 1, null, 0])),
      'document.json': JSON.stringify({ results: lists([2, -100, 0, 1]) }),
      'blanks.csv': csv(cells([0, 1, 2, 1], ['a ', 'b', 'c ']), ' ,'),
      'a year 😀.json': JSON.stringify({ '007': { '2024': lists([2, 1, 0, 1]) } }),
      'digits.jsonl': jsonl(LOGITS.map((row, i) => ({ '0': { '😀logits': row }, '1': { label: i % 3 } }))),
      'places.jsonl': jsonl(LOGITS.map((logits, i) => ({ outputs: [{ logits }], label: i % 3 }))),
      'blanks behind.csv': csv(cells(['a ', 'b', ' c', 'b  '])),
      'ignored number.csv': csv(cells([3, 4, 5, 4], ['3', '4', '5'])),
      'ignored number.jsonl': jsonl(cells([3, 4, 5, 4], ['3', '4', '5'])),
      'ignored name.csv': csv(cells(['a', 'b', 'c', 'b'])),
      'ignored 1 of 1 to 3.csv': csv(cells([1, 2, 3, 1])),
      'choices.jsonl': jsonl(
        LOGITS.map((row, i) => ({ resps: row.map((x) => [String(x), 'False']), label: i % 3 })),
      ),
      'greedy choices.jsonl': jsonl(
        LOGITS.map((row, i) => ({ resps: row.map((x) => [x, x > 2]), label: i % 3 })),
      ),
      'number texts.jsonl': jsonl(LOGITS.map((row, i) => ({ logits: row.map(String), label: i % 3 }))),
      'list in text.jsonl': jsonl(LOGITS.map((row, i) => ({ logits: `[${row.join(', ')}]`, label: i % 3 }))),
      'own choices.jsonl': jsonl(
        [...LOGITS, ...LOGITS, ...LOGITS].map((row, i) => ({
          logits: i % 2 === 0 ? row : [...row, i / 7],
          label: (i * 3) % 4,
        })),
      ),
      'certain.jsonl': jsonl(
        [
          [1, 0, 0.3],
          [0, 0.4, 1],
          [0.2, 1, 0],
        ].map((probs, i) => ({ probs, labels: [Number(i === 0), 1 - Number(i < 2), Number(i === 1)] })),
      ),
    };
    const ignored: Record<string, Partial<ViewSettings>> = {
      'ignored number.csv': { ignoreIndex: 4 },
      'ignored number.jsonl': { ignoreIndex: 4 },
      'ignored name.csv': { ignoreIndex: 1 },
      'ignored 1 of 1 to 3.csv': { ignoreIndex: 1, labelOffset: 1 },
      'certain.jsonl': { loss: 'sigmoid' },
    };
    const programs: string[] = [];
    const wanted: number[] = [];
    for (const [name, text] of Object.entries(texts)) {
      const file = { name, bytes: new TextEncoder().encode(text) };
      const probe = (await client.call('probeDump', { file }))!;
      const [logits] = probe.logits;
      const { reading = 'logits' } = logits;
      const fields = fieldsOf(probe, logits, probe.labels[0]);
      const { session } = await client.call('openDump', { reading, file, fields });
      const settings: ViewSettings = { temperature: 1, ...ignored[name] };
      wanted.push((await client.call('batch', { session, settings })).reduced!);
      programs.push(programOf(await client.call('lossReport', { session, settings, origin: name })));
    }
    assert.ok(wanted.every(Number.isFinite));
    const names = Object.keys(texts);
    assert.deepEqual(
      run(programs, texts).map((value, i) => [
        names[i],
        Math.abs(Number(value) - wanted[i]) < 1e-12 || value,
      ]),
      names.map((name) => [name, true]),
    );
  });

  it('by PyTorch from the report of a file gives the right loss of files of any kind under any options', async () => {
    const calls = createCalls();
    const runs = [...randomRuns(RUNS, 28)];
    const texts: Record<string, string> = {};
    const programs: string[] = [];
    const wanted: number[] = [];
    for (const { name, text, options, right } of runs) {
      const file = fileOf(name, text);
      const opened = await openedAsView(calls, file, options);
      if (!opened) continue;
      const { session, settings } = opened;
      const report = await calls.lossReport({ session, settings, origin: name }, context);
      await calls.drop({ held: session }, context);
      // Of scores whose names stand in the records themselves there is none.
      if (!report.includes('```python')) continue;
      texts[name] = text;
      programs.push(programOf(report));
      wanted.push(right.meanLoss);
    }
    const names = Object.keys(texts);
    assert.ok(names.length > RUNS / 2);
    assert.deepEqual(
      run(programs, texts).map((value, i) => [
        names[i],
        Math.abs(Number(value) - wanted[i]) < 1e-9 || `${value}, expected ${wanted[i]}`,
      ]),
      names.map((name) => [name, true]),
    );
  });

  it('by PyTorch from the report gives the loss reported', async () => {
    const all = [...cases()];
    const both = await Promise.all(all.map(expected));
    const programs = both.map(({ report }) => programOf(report));
    check(
      all,
      both.map(({ reduced }) => reduced),
      run(programs),
    );
  });
});
