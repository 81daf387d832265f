import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Call, Params } from '../../src/worker/protocol';
import { ask as askTool, TOOLS } from '../../src/agents/tools';
import { sentenceOf } from '../../src/arrays/words/sentence';
import type { Tool } from '../../src/agents/tool';
import { createCalls } from '../../src/engine/calls';
import { checkParams } from '../../src/engine/params';
import { notebookCells } from '../../src/mcp/notebookFile';
import type { DumpProbe } from '../../src/records/types';
import type { Explained, FileRequest } from '../../src/worker/protocol';
import type { WorkerClient } from '../../src/worker/client';
import { mutated, mutatedBytes } from './mutations';
import { codeSeeds, fileSeeds, textSeeds } from './seeds';

/** Ways in, each with what may come in. */
export interface Entry {
  name: string;
  property: fc.IAsyncProperty<unknown>;
}

const calls = createCalls();
const context = { signal: new AbortController().signal, progress: () => undefined };

async function ask(call: Call, params: unknown): Promise<unknown> {
  const answer = calls[call] as (params: unknown, given: typeof context) => unknown;
  return answer(checkParams(call, params as Params<Call>), context);
}

/** What nobody sees, or what turns the text around it: a person is shown its code instead. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const INNER =
  /undefined|\[object|NaN is not|Cannot read|^\S+ is not a function|is not iterable|Invalid|Maximum call|out of bounds|typed array|Unrecognized|invalid zstd|^thrift|flatbuffer|Something went wrong/;

/** One sentence that someone wrote for a person, nothing unseen in it. */
function isSentence(error: unknown, from: string): void {
  assert.ok(error instanceof Error, String(error));
  assert.equal(error.name, 'Error', `${from}: ${error.stack}`);
  assert.doesNotMatch(error.message, INNER, error.stack);
  // So it leaves the worker, whatever data is quoted in it.
  assert.doesNotMatch(sentenceOf(error), UNSEEN, from);
}

/** Every text in an answer that a person is shown as it is; edits hold code with its lines. */
function allSeen(answer: unknown, what: string): void {
  if (typeof answer === 'string') assert.doesNotMatch(answer, UNSEEN, `${what}: ${JSON.stringify(answer)}`);
  else if (typeof answer === 'object' && answer !== null && !ArrayBuffer.isView(answer))
    for (const [key, value] of Object.entries(answer)) if (key !== 'edits') allSeen(value, `${what}.${key}`);
}

/** What is said of arrays shows every character of the data in it. */
function seenWhole(explained: readonly Explained[]): void {
  for (const { found, findings } of explained) allSeen([found.reading.evidence, findings], 'said');
}

/** An answer, or an error with a sentence that someone wrote for a person. */
async function answersOrRefuses(call: Call, params: unknown): Promise<unknown> {
  try {
    return await ask(call, params);
  } catch (error) {
    isSentence(error, call);
    return undefined;
  }
}

/** What tools ask, in this thread. */
const client: WorkerClient = {
  call: ((call: Call, params: unknown) => ask(call, params)) as WorkerClient['call'],
  dispose: () => undefined,
};

/** A tool, given what it takes of this; a file's place leads to the file. */
async function toolAnswers(
  tool: Tool,
  given: Readonly<Record<string, unknown>>,
  file?: FileRequest,
): Promise<void> {
  const text = Buffer.from(file?.bytes ?? []).toString();
  const cells = () => Promise.resolve(notebookCells(text));
  // The file itself, whatever it imports.
  const code = () => Promise.resolve([{ name: '', code: { uri: 'code.py', text } }]);
  const reach = { client, file: () => Promise.resolve(file!), cells, code };
  const taken = Object.fromEntries(Object.entries(given).filter(([name]) => name in tool.input.properties!));
  try {
    const answer = await askTool(tool, taken, reach);
    const bytes = Buffer.byteLength(JSON.stringify(answer));
    assert.ok(bytes <= MOST_ANSWERED, `${tool.name}: ${bytes}`);
    allSeen(answer, tool.name);
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    isSentence(error, tool.name);
  }
}

/** Bytes of a tool's answer. */
const MOST_ANSWERED = 2048;

/** Records opened as they are read at first sight, and what is asked of them. */
async function recordsAnswer(file: FileRequest): Promise<void> {
  const probe = (await answersOrRefuses('probeDump', { file })) as DumpProbe | undefined;
  allSeen(
    [probe?.logits, probe?.labels].flat().map((field) => field?.preview),
    'preview',
  );
  const [logits] = probe?.logits ?? [];
  if (!probe || !logits) return;
  const fields = {
    format: probe.format,
    records: [...probe.records],
    logits: [...logits.path],
    labels: probe.labels[0] && [...probe.labels[0].path],
  };
  const opened = (await answersOrRefuses('openDump', { file, fields, reading: 'logits' })) as
    { session: number } | undefined;
  if (!opened) return;
  const { session } = opened;
  await answersOrRefuses('batch', { session, settings: { temperature: 1 } });
  allSeen(await answersOrRefuses('dumpProblems', { session }), 'problems');
  await ask('drop', { held: session });
}

/** Figures are numbers or absent; nothing says NaN where a number is promised. */
function soundTokens(sequences: unknown): void {
  for (const { figures, tokens, text } of sequences as {
    figures: Record<string, number>;
    tokens: { logprob: number | null }[];
    text: string;
  }[]) {
    assert.equal(typeof text, 'string');
    for (const [name, value] of Object.entries(figures)) assert.ok(!Number.isNaN(value), name);
    for (const { logprob } of tokens)
      assert.ok(logprob === null || Number.isFinite(logprob), String(logprob));
  }
}

export function entries(): Entry[] {
  const texts = mutated(textSeeds());
  const code = mutated(codeSeeds());
  const files = mutatedBytes(fileSeeds());
  const tools = fc.constantFrom(...TOOLS);
  const ofText = (
    call: Call,
    rest: object = {},
    check: (answer: unknown) => void = () => undefined,
  ): Entry => ({
    name: call,
    property: fc.asyncProperty(texts, async (text) => check(await ask(call, { text, ...rest }))),
  });
  return [
    ofText('find', { source: 'logits = model(x)\nprint(logits)' }),
    ofText('offer', { detect: 'likely', mime: 'text/html' }),
    ofText('explain', {}, (explained) => seenWhole(explained as Explained[])),
    {
      name: 'namesIn',
      property: fc.asyncProperty(texts, async (text) => {
        await ask('namesIn', {
          texts: (['code', 'output', 'lines'] as const).map((kind) => ({ text, from: 'a', kind })),
        });
      }),
    },
    {
      name: 'readArray',
      property: fc.asyncProperty(texts, async (text) => {
        await answersOrRefuses('readArray', { text });
      }),
    },
    {
      name: 'tools given a text',
      property: fc.asyncProperty(tools, texts, code, async (tool, text, source) => {
        await toolAnswers(tool, { text, source, code: source });
      }),
    },
    ofText('findTokens', {}, soundTokens),
    {
      name: 'the code of a cell',
      property: fc.asyncProperty(code, async (source) => {
        await ask('find', { text: 'tensor([[1.5, 2.5], [0.5, 3.5]])\n[0, 1]\n0.25', source });
      }),
    },
    {
      name: 'findAt',
      property: fc.asyncProperty(texts, fc.double({ min: 0, max: 1, noNaN: true }), async (text, where) => {
        await ask('findAt', { text, offset: Math.floor(where * text.length) });
      }),
    },
    {
      name: 'parse',
      property: fc.asyncProperty(texts, async (text) => {
        await answersOrRefuses('parse', { text });
      }),
    },
    {
      name: 'readLabels',
      property: fc.asyncProperty(texts, async (text) => {
        await ask('readLabels', { text, shape: [4, 3], classNames: ['a', 'b', 'c'] });
      }),
    },
    {
      name: 'checkLossCode',
      property: fc.asyncProperty(
        fc.array(code, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        async (cells, isNotebook) => {
          const [text] = cells;
          const file = isNotebook ? { uri: 'a.ipynb', cells } : { uri: 'a.py', text };
          const findings = (await ask('checkLossCode', { files: [file] })) as {
            range: { cell?: number; start: number; end: number };
          }[];
          for (const { range } of findings) {
            const of = isNotebook ? cells[range.cell!] : text;
            assert.ok(
              range.start >= 0 && range.start <= range.end && range.end <= of.length,
              JSON.stringify(range),
            );
          }
        },
      ),
    },
    {
      name: 'files of arrays',
      property: fc.asyncProperty(files, async (file) => {
        const opened = (await answersOrRefuses('openFile', file)) as
          { file: number; arrays: unknown[] } | undefined;
        if (!opened) return;
        allSeen(opened.arrays, 'arrays');
        for (let index = 0; index < Math.min(3, opened.arrays.length); index++)
          await answersOrRefuses('peekFile', { file: opened.file, index });
        await ask('closeFile', { file: opened.file });
      }),
    },
    {
      name: 'files of anything',
      property: fc.asyncProperty(files, async (file) => {
        const explained = await answersOrRefuses('explainFile', { file });
        if (explained) seenWhole(explained as Explained[]);
      }),
    },
    {
      name: 'files evaluated',
      property: fc.asyncProperty(files, files, fc.boolean(), async (file, labels, areElsewhere) => {
        const source = { file, ...(areElsewhere && { labels: { file: labels } }) };
        await answersOrRefuses('evaluate', { source, options: { resamples: 0 } });
      }),
    },
    {
      name: 'files of records',
      property: fc.asyncProperty(files, recordsAnswer),
    },
    {
      name: 'files of tokens and vocabularies',
      property: fc.asyncProperty(files, async (file) => {
        await answersOrRefuses('tokenRecords', { file });
        await answersOrRefuses('vocabulary', { of: file });
        const held = (await answersOrRefuses('holdTokens', { file })) as { held: number } | undefined;
        if (held) await ask('drop', held);
      }),
    },
    {
      name: 'tools given a file',
      property: fc.asyncProperty(tools, files, fc.constantFrom(undefined, 1, 2), async (tool, file, cell) => {
        await toolAnswers(tool, { path: file.name, cell }, file);
      }),
    },
  ];
}
