import { strict as assert } from 'node:assert';
import { createCalls } from '../../../src/engine/calls';
import type { Call, Params, Result } from '../../../src/worker/protocol';

const context = { signal: new AbortController().signal, progress: () => undefined };
const calls = createCalls();
const ask = async <C extends Call>(call: C, params: Params<C>): Promise<Result<C>> =>
  calls[call](params, context);

const entry = (token: string, logprob: number, others: [string, number][] = []) => ({
  token,
  logprob,
  top_logprobs: [[token, logprob] as const, ...others]
    .sort(([, a], [, b]) => b - a)
    .map(([text, value]) => ({ token: text, logprob: value })),
});

async function open(...answers: ReturnType<typeof entry>[][]) {
  const choices = answers.map((content, index) => ({ index, logprobs: { content } }));
  return (await ask('openTokens', { text: JSON.stringify({ model: 'm', choices }) }))!;
}

describe('An opened text with tokens', () => {
  it('is a list of its answers, and runs of their places as columns', async () => {
    const { handle, sequences } = await open(
      [entry('Hi', -0.5), entry(' you', -1, [[' there', -0.7]])],
      [entry('Yo', -2)],
    );
    assert.deepEqual(
      sequences.map(({ path, count, beginning, model }) => [path, count, beginning, model]),
      [
        ['choices[0].logprobs.content', 2, 'Hi you', 'm'],
        ['choices[1].logprobs.content', 1, 'Yo', 'm'],
      ],
    );
    const run = await ask('tokenRun', { handle, sequence: 0, from: 1, to: 2, vocabulary: 1000 });
    assert.deepEqual(
      [run.text, [...run.start], [...run.end], run.tokens, [...run.rank]],
      [' you', [2], [6], [' you'], [2]],
    );
    assert.ok(run.entropyLow[0] > 0 && run.entropyLow[0] < run.entropyHigh[0]);
    assert.ok(Math.abs(run.margin[0] - (Math.exp(-0.7) - Math.exp(-1))) < 1e-15);
  });

  it('tells all of one place, the most probable alternative first', async () => {
    const { handle } = await open([entry('a', -2, [['b', -0.3]])]);
    const place = await ask('tokenAlternatives', { handle, sequence: 0, place: 0 });
    assert.deepEqual(
      place.alternatives?.map(({ text, chosen }) => [text, chosen]),
      [
        ['b', undefined],
        ['a', true],
      ],
    );
    assert.ok(Math.abs(place.outside! - (1 - Math.exp(-2) - Math.exp(-0.3))) < 1e-15);
    assert.equal(place.entropyHigh, undefined);
    assert.ok(place.own?.includes('"top_logprobs"'));
    await assert.rejects(ask('tokenAlternatives', { handle, sequence: 0, place: 1 }), /beyond the last/);
  });

  it('says which bytes of its character a token has', async () => {
    const part = (bytes: number[]) => ({ ...entry('?', -1), token: '?', bytes });
    const { handle } = await open([part([0x20, 0xf0, 0x9f, 0x98]), part([0x80])]);
    const { character, token } = await ask('tokenAlternatives', { handle, sequence: 0, place: 0 });
    assert.deepEqual(character, { text: '😀', bytes: 4, from: 0, to: 3 });
    assert.equal(token.text, ' \\xf0\\x9f\\x98');
  });

  it('names a token in its findings by the character that it is a part of', async () => {
    const part = (bytes: number[], logprob: number) => ({
      ...entry('?', logprob, [['b', -0.1]]),
      ...{ token: '?', bytes },
    });
    const { sequences } = await open([part([0xf0, 0x9f, 0x98], -4), part([0x80], -0.2)]);
    const said = sequences[0].findings.map(({ sentence }) => sentence);
    assert.ok(
      said.includes('At token 1 the model preferred “b” (p .90); part of “😀” was chosen (p .018).'),
      said.join('\n'),
    );
  });

  it('compares two answers: the same tokens in one line, the difference in bits of surprisal', async () => {
    const { handle } = await open(
      [entry('in', -0.5), entry(' Lyon', -3), entry('.', -0.1)],
      [entry('in', -1), entry(' Dijon', -0.5), entry('.', -0.1)],
    );
    const { first, second, same, difference, equal } = await ask('compareTokens', {
      first: { handle, sequence: 0 },
      second: { handle, sequence: 1 },
    });
    assert.deepEqual([[...first], [...second], [...same], equal], [[0, 1, 2], [0, 1, 2], [1, 0, 1], 2]);
    assert.ok(Math.abs(difference[0] - 0.5 / Math.LN2) < 1e-15);
    assert.ok(Number.isNaN(difference[1]));
  });

  it('aligns one text that two tokenizers cut differently by its bytes', async () => {
    const { handle } = await open(
      [entry('ant', -1), entry('enn', -2), entry('as', -1)],
      [entry('anten', -1), entry('n', -1), entry('as', -3)],
    );
    const { first, second, same, difference } = await ask('compareTokens', {
      first: { handle, sequence: 0 },
      second: { handle, sequence: 1 },
    });
    assert.deepEqual(
      [[...first], [...second], [...same]],
      [
        [0, 1, 2],
        [0, 1, 2],
        [0, 0, 1],
      ],
    );
    assert.ok(
      Math.abs(difference[0] + 1 / Math.LN2) < 1e-15,
      'the two have one difference, on the first line',
    );
    assert.ok(Number.isNaN(difference[1]));
  });

  it('copies as HTML in which what is not seen is written as its code, and no token turns the next around', async () => {
    const texts = [
      '\u202e',
      'a\u200b',
      '\u0000',
      '\ud800',
      'ab\u2066',
      '\u05d0\n\tb',
      '\u00ad',
      '\u2028',
      '😀',
    ];
    const { handle } = await open(texts.map((text, at) => entry(text, -1 - at)));
    const html = await ask('tokenReport', { handle, sequence: 0, format: 'html' });
    const spans = [...html.matchAll(/<span style="([^"]*)"[^>]*>([^<]*)<\/span>/g)];
    assert.deepEqual(
      spans.map(([, , text]) => text),
      ['\\u202E', 'a\\u200B', '\\u0000', '\\uD800', 'ab\\u2066', '\u05d0\n\tb', '\\u00AD', '\\u2028', '😀'],
    );
    assert.ok(spans.every(([, style]) => style.includes('unicode-bidi:isolate')));

    assert.ok(!/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069]/.test(html));
  });

  it('copies as Markdown, HTML and JSON in which no token ends a cell or begins a tag', async () => {
    const { handle } = await open([entry('<img src=x onerror=alert(1)>', -1), entry('|`\n\u202e', -2)]);
    const of = { handle, sequence: 0 };
    const html = await ask('tokenReport', { ...of, format: 'html' });
    assert.ok(!html.includes('<img') && html.includes('&lt;img'));
    const markdown = await ask('tokenReport', { ...of, format: 'markdown' });
    const row = markdown.split('\n')[3];
    assert.ok(row.startsWith('| 2 | ``\\|`↵\\u202E`` |'), row);
    const json = JSON.parse(await ask('tokenReport', { ...of, from: 1, to: 2, format: 'json' })) as {
      schema: string;
      tokens: { logprob: number }[];
      figures: { sumLogprob: number };
    };
    assert.deepEqual(
      [json.schema, json.tokens.length, json.figures.sumLogprob],
      ['logitscope-tokens/1', 1, -2],
    );
    assert.ok((await ask('tokenReport', { ...of, format: 'sentences' })).includes('perplexity'));
  });

  it('is of several records where it has lines, each with its number', async () => {
    const line = (token: string) =>
      JSON.stringify({ choices: [{ logprobs: { content: [entry(token, -1)] } }] });
    const { sequences } = (await ask('openTokens', { text: `${line('a')}\n\n${line('b')}\n` }))!;
    assert.deepEqual(
      sequences.map((sequence) => sequence.line),
      [1, 3],
    );
  });

  it('is not offered again as arrays of log-probabilities; other arrays of it are', async () => {
    const content = [entry('Hi', -0.5, [[' a', -1.2]]), entry(' you', -1, [[' there', -1.3]])];
    const logits = Array.from({ length: 4 }, (_, row) => [0.5 + row, -1.25, 3.5, 7.125]);
    const named = async (value: unknown) =>
      (await ask('offer', { text: JSON.stringify(value), mime: 'json', detect: 'likely' })).map(
        ({ found }) => found.name,
      );
    assert.deepEqual(await named({ choices: [{ logprobs: { content } }] }), []);
    assert.deepEqual(await named({ choices: [{ logprobs: { content } }], logits }), ['logits']);
  });

  it('is nothing where a text has no tokens', async () => {
    assert.equal(await ask('openTokens', { text: '[1, 2, 3]' }), undefined);
  });
});
