import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Call, Params } from '../../src/worker/protocol';
import { createCalls } from '../../src/engine/calls';
import { checkParams } from '../../src/engine/params';
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

/** An answer, or an error with a sentence that someone wrote for a person. */
async function answersOrRefuses(call: Call, params: unknown): Promise<unknown> {
  try {
    return await ask(call, params);
  } catch (error) {
    assert.ok(error instanceof Error, String(error));
    assert.equal(error.constructor, Error, `${call}: ${error.stack}`);
    assert.doesNotMatch(
      error.message,
      /undefined|\[object|NaN is not|Cannot read|is not a function|Invalid/,
      error.stack,
    );
    return undefined;
  }
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
    ofText('explain'),
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
        for (let index = 0; index < Math.min(3, opened.arrays.length); index++)
          await answersOrRefuses('peekFile', { file: opened.file, index });
        await ask('closeFile', { file: opened.file });
      }),
    },
    {
      name: 'files of anything',
      property: fc.asyncProperty(files, async (file) => {
        await answersOrRefuses('explainFile', { file });
      }),
    },
  ];
}
