import { strict as assert } from 'node:assert';
import { createCalls } from '../../../src/engine/calls';
import { namesOf, readVocabulary } from '../../../src/tokens/vocabulary';

describe('A tokenizer’s file', () => {
  it('names ids: BPE with added tokens, Unigram, WordPiece, plain lists, tiktoken', () => {
    const bpe = {
      model: { type: 'BPE', vocab: { Hi: 0, Ġyou: 1 } },
      added_tokens: [{ id: 3, content: '<|eot|>', special: true }],
    };
    assert.deepEqual([...readVocabulary(JSON.stringify(bpe), 'x')], ['Hi', 'Ġyou', undefined, '<|eot|>']);
    const unigram = {
      model: {
        type: 'Unigram',
        vocab: [
          ['<s>', 0],
          ['▁Hi', -1.5],
        ],
      },
    };
    assert.deepEqual(readVocabulary(JSON.stringify(unigram), 'x'), ['<s>', '▁Hi']);
    assert.deepEqual(readVocabulary('{"a": 1, "b": 0}', 'vocab.json'), ['b', 'a']);
    assert.deepEqual(readVocabulary('[PAD]\nplay\n##ing\n', 'vocab.txt'), ['[PAD]', '▁play', 'ing']);
    assert.deepEqual(readVocabulary('SGk= 0\nIHlvdQ== 1\n', 'o.tiktoken'), ['Hi', 'Ġyou']);
  });

  it('is refused where it is none', () => {
    assert.throws(
      () => readVocabulary('{"model": {}}', 'tokenizer.json'),
      /tokenizer.json is not a tokenizer/,
    );
    assert.throws(() => readVocabulary('{', 'tokenizer.json'), /tokenizer.json: not valid JSON/);
    assert.throws(() => readVocabulary('', 'vocab.txt'), /not a tokenizer/);
  });

  it('gives texts to tokens that came as ids, and to their alternatives', async () => {
    const context = { signal: new AbortController().signal, progress: () => undefined };
    const calls = createCalls();
    const text =
      '{"outputs":[{"text":"Hi you","token_ids":[5,7],"logprobs":[{"5":-0.1,"6":-3},{"7":-0.5}]}]}';
    const { held } = await calls.holdTokens({ text }, context);
    const file = (vocabulary: object) => ({
      name: 'vocab.json',
      bytes: new TextEncoder().encode(JSON.stringify(vocabulary)),
    });
    await assert.rejects(
      async () => calls.nameTokens({ held, vocabulary: file({ a: 0, b: 1 }) }, context),
      /2 tokens.*up to 7/,
    );
    await calls.nameTokens({ held, vocabulary: file({ Hi: 5, Ho: 6, Ġyou: 7 }) }, context);
    const { handle, sequences } = (await calls.openTokens({ held }, context))!;
    assert.equal(sequences[0].beginning, 'Hi you');
    assert.ok(!sequences[0].findings.some(({ id }) => id === 'ids-alone'));
    const { alternatives } = await calls.tokenAlternatives({ handle, sequence: 0, place: 0 }, context);
    assert.deepEqual(
      alternatives?.map((one) => one.text),
      ['Hi', 'Ho'],
    );
  });

  it('gives names to read, whatever the spelling: spaces as spaces, parts of characters by their bytes', () => {
    const byteLevel = ['Hi', 'ĠParis', undefined, 'Ċ', 'ðŁĺ', '<|end of text|>'];
    assert.deepEqual(namesOf(byteLevel), ['Hi', ' Paris', '', '\n', '\\xf0\\x9f\\x98', '<|end of text|>']);
    assert.deepEqual(namesOf(['<s>', '▁Hi', '<0x0A>']), ['<s>', ' Hi', '\n']);
    assert.deepEqual(namesOf(['a', , 'b']), ['a', '', 'b']);
  });
});
