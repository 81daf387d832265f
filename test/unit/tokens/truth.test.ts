import { strict as assert } from 'node:assert';
import { findTokens } from '../../../src/tokens/find';
import type { TokenSequence } from '../../../src/tokens/model';

interface Entry {
  token: string;
  logprob: number | null;
  bytes?: number[] | null;
  top_logprobs?: { token: string; logprob: number; bytes?: number[] }[];
}

function chat(content: Entry[], text?: string | null): string {
  const own = text === undefined ? content.map(({ token }) => token).join('') : text;
  return JSON.stringify({ choices: [{ message: { content: own }, logprobs: { content } }] });
}

function one(text: string): TokenSequence {
  const found = findTokens(text);
  assert.equal(found.length, 1, `${found.length} sequences`);
  return found[0];
}

const idsOf = ({ findings }: TokenSequence) => findings.map(({ id }) => id);
const sentenceOf = ({ findings }: TokenSequence, id: string) =>
  findings.find((finding) => finding.id === id)?.sentence;

describe('What a server could not know', () => {
  it('is no value where it writes its floor: not in the totals, and flagged', () => {
    for (const floor of [-9999, -100, -1000, -3.4028235e38]) {
      const found = one(
        chat([
          { token: 'a', logprob: -0.5, top_logprobs: [{ token: 'a', logprob: -0.5 }] },
          { token: 'b', logprob: floor, top_logprobs: [{ token: 'c', logprob: -0.1 }] },
        ]),
      );
      const [, token] = found.tokens;
      assert.deepEqual(
        [token.logprob, token.floor, token.rank, token.rankAtLeast],
        [null, true, undefined, 2],
      );
      assert.deepEqual([found.figures.valued, found.figures.sumLogprob], [1, -0.5]);
      assert.ok(sentenceOf(found, 'floors')?.includes('token 2'));
    }
  });

  it('is no value where −inf was written, in JSON or in Python', () => {
    const json = one(
      '{"choices":[{"logprobs":{"content":[{"token":"a","logprob":-Infinity,"top_logprobs":[]}]}}]}',
    );
    assert.deepEqual([json.tokens[0].logprob, json.tokens[0].floor], [null, true]);
    const print = one(
      "[None, {5: Logprob(logprob=-inf, rank=9, decoded_token='x'), 6: Logprob(logprob=-0.1, rank=1, decoded_token='y')}]",
    );
    assert.deepEqual([print.tokens[1].logprob, print.tokens[1].floor, print.tokens[1].rank], [null, true, 9]);
  });

  it('is never NaN', () => {
    const found = one(
      '{"choices":[{"logprobs":{"content":[{"token":"a","logprob":NaN,"top_logprobs":[]}]}}]}',
    );
    assert.equal(found.tokens[0].logprob, null);
    assert.deepEqual(found.figures, { count: 1, valued: 0 });
    assert.deepEqual(idsOf(found), ['no-values']);
  });

  it('leaves the first token of a prompt without a value and says that the totals are over the others', () => {
    const found = one(
      '{"choices":[{"text":"ab","logprobs":{"tokens":["a","b"],"token_logprobs":[null,-2],"top_logprobs":[null,{"b":-2}]}}]}',
    );
    assert.equal(found.tokens[0].logprob, null);
    assert.equal(found.tokens[0].floor, undefined);
    assert.ok(Math.abs(found.figures.perplexity! - Math.exp(2)) < 1e-12);
    assert.ok(sentenceOf(found, 'unvalued')?.startsWith('The first token'));
  });
});

describe('Numbers above 0', () => {
  it('are called scores, and give neither a sum nor a perplexity', () => {
    const found = one(
      chat([
        { token: 'a', logprob: 3.5, top_logprobs: [{ token: 'a', logprob: 3.5 }] },
        { token: 'b', logprob: -1 },
      ]),
    );
    assert.deepEqual(Object.keys(found.figures).sort(), ['count', 'topChoices', 'valued']);
    assert.ok(idsOf(found).includes('scores'));
  });

  it('are no scores within rounding of 0', () => {
    const found = one(
      chat([
        { token: 'a', logprob: 5e-5 },
        { token: 'b', logprob: -1 },
      ]),
    );
    assert.ok(!idsOf(found).includes('scores'));
  });

  it('are left out where they are the first value Together gives', () => {
    const found = one(
      "ChoiceLogprobs(content=None, tokens=['Hi', ' you', '!'], token_logprobs=[0.7, -0.5, -0.25], token_ids=[1, 2, 3])",
    );
    assert.deepEqual(
      found.tokens.map(({ logprob }) => logprob),
      [null, -0.5, -0.25],
    );
    assert.equal(found.figures.sumLogprob, -0.75);
    assert.ok(idsOf(found).includes('first-above-zero'));
  });
});

describe('The rank of a token', () => {
  it('is not known beyond what is listed', () => {
    const [token] = one(
      chat([
        {
          token: 'z',
          logprob: -4,
          top_logprobs: [
            { token: 'a', logprob: -0.1 },
            { token: 'b', logprob: -3 },
          ],
        },
      ]),
    ).tokens;
    assert.deepEqual([token.rank, token.rankAtLeast], [undefined, 3]);
  });

  it('is claimed for none where the token is more probable than what is listed first', () => {
    const [token] = one(
      chat([{ token: 'z', logprob: -0.2, top_logprobs: [{ token: 'a', logprob: -2 }] }]),
    ).tokens;
    assert.deepEqual([token.rank, token.rankAtLeast], [undefined, undefined]);
  });

  it('is not that of the last one listed where a server adds the token to the k most probable', () => {
    const tops = [
      { a: -0.5, b: -2 },
      { a: -0.5, b: -1.5, z: -6 },
    ];
    const logprobs = { tokens: ['a', 'z'], token_logprobs: [-0.5, -6], top_logprobs: tops };
    const found = one(JSON.stringify({ choices: [{ text: 'az', logprobs }] }));
    assert.deepEqual(
      found.tokens.map(({ rank, rankAtLeast }) => [rank, rankAtLeast]),
      [
        [1, undefined],
        [undefined, 3],
      ],
    );
  });

  it('is found by the id where an alternative’s text is a part of a character', () => {
    const [token] = one(
      '{"content":"😀","completion_probabilities":[{"id":9,"token":"😀","bytes":[240,159,152,128],"logprob":-0.5,"top_logprobs":[{"id":4,"token":"a","bytes":[97],"logprob":-0.4},{"id":9,"token":"\ufffd","bytes":[240],"logprob":-0.5}]}]}',
    ).tokens;
    assert.equal(token.rank, 2);
  });

  it('is 1 where another one is as probable', () => {
    const [token] = one(
      chat([
        {
          token: 'b',
          logprob: -0.7,
          top_logprobs: [
            { token: 'a', logprob: -0.7 },
            { token: 'b', logprob: -0.7 },
          ],
        },
      ]),
    ).tokens;
    assert.equal(token.rank, 1);
  });
});

describe('Tokens join to the response’s own text', () => {
  it('from GPT-2’s letters, SentencePiece’s marks and Python’s bytes', () => {
    const spelled: [string, string[]][] = [
      [' hello wörld\n', ['Ġhello', 'Ġw', 'Ã¶', 'rld', 'Ċ']],
      ['Hello world', ['▁Hello', '▁world']],
      ['Hi \n😀', ['▁Hi', '▁', '<0x0A>', '<0xF0>', '<0x9F>', '<0x98>', '<0x80>']],
      [' Tim’s', ["b' Tim'", "b'\\xe2\\x80'", "b'\\x99s'"]],
      ['é!', ['bytes:\\xc3', 'bytes:\\xa9', '!']],
      ['a 😀', ['a', 'bytes: \\xf0\\x9f', 'bytes:\\x98\\x80']],
    ];
    for (const [text, tokens] of spelled) {
      const logprobs = { tokens, token_logprobs: tokens.map(() => -1) };
      const found = one(JSON.stringify({ choices: [{ text, logprobs }] }));
      assert.equal(found.text, text);
      assert.ok(!idsOf(found).includes('text-differs'));
      assert.ok(
        Math.abs(found.figures.bitsPerByte! - tokens.length / Buffer.byteLength(text) / Math.LN2) < 1e-12,
      );
    }
  });

  it('from bytes that are written out, where the response has no text of its own', () => {
    const tokens = ['a', 'bytes: \\xf0\\x9f', 'bytes:\\x98\\x80', '\\xc3', '\\xa9'];
    assert.equal(one(JSON.stringify({ tokens, token_logprobs: tokens.map(() => -1) })).text, 'a 😀é');
  });

  it('from vLLM’s letters with the bytes of the letters', () => {
    const found = one(
      chat(
        [
          { token: 'The', logprob: -1 },
          { token: 'Ġcapital', bytes: [...Buffer.from('Ġcapital')], logprob: -1 },
        ],
        'The capital',
      ),
    );
    assert.equal(found.text, 'The capital');
  });

  it('or the difference is said', () => {
    const special = one(
      '{"generated_text":"nice","details":{"tokens":[{"id":1,"text":"nice","logprob":-1,"special":false},{"id":2,"text":"</s>","logprob":-2,"special":true}]}}',
    );
    assert.equal(special.text, 'nice</s>');
    assert.ok(sentenceOf(special, 'text-differs')?.includes('special tokens'));
    const unmarked = one(
      chat(
        ['Hi', '<|im_end|>'].map((token) => ({ token, logprob: -1 })),
        'Hi',
      ),
    );
    assert.ok(sentenceOf(unmarked, 'text-differs')?.includes('special tokens'));
    assert.deepEqual(
      unmarked.tokens.map(({ special: is }) => is),
      [undefined, true],
    );
    const reasoned = one(
      chat(
        ['<think>', 'so', '4'].map((token) => ({ token, logprob: -1 })),
        '4',
      ),
    );
    assert.ok(sentenceOf(reasoned, 'text-differs')?.includes('reasoning'));
    assert.ok(idsOf(one(chat([{ token: 'Hi', logprob: -1 }], 'Hello'))).includes('text-differs'));
    assert.ok(
      sentenceOf(one(chat([{ token: ' Hi', logprob: -1 }], 'Hi')), 'text-differs')?.includes('space'),
    );
  });

  it('except where a server wrote U+FFFD for bytes, which are claimed to be none', () => {
    const broken = { token: '\ufffd', bytes: [239, 191, 189], logprob: -1 };
    const found = one(
      JSON.stringify({
        response: '😀!',
        done: true,
        logprobs: [broken, broken, { token: '!', bytes: [33], logprob: -1 }],
      }),
    );
    assert.equal(found.text, '\ufffd\ufffd!');
    assert.deepEqual(
      found.tokens.map(({ bytes }) => bytes),
      [undefined, undefined, [33]],
    );
    assert.ok(idsOf(found).includes('broken-text'));
    assert.ok(sentenceOf(found, 'text-differs')?.includes('U+FFFD'));
  });

  it('with the character of a stream that lists its last byte alone', () => {
    const events = [
      '{"content":"Hi","stop":false,"completion_probabilities":[{"content":"Hi","probs":[{"tok_str":"Hi","prob":0.5},{"tok_str":"a","prob":0.0}]}]}',
      '{"content":"😀","stop":false,"completion_probabilities":[{"content":"byte: \\\\x80","probs":[{"tok_str":"byte: \\\\x80","prob":0.9}]}]}',
      '{"content":"","stop":true}',
    ];
    const found = one(events.map((event) => `data: ${event}`).join('\n\n'));
    assert.equal(found.text, 'Hi😀');
    assert.equal(found.tokens[0].alternatives[1].floor, true);
  });

  it('of the response where it gives ids alone', () => {
    const found = one(
      chat(
        [
          { token: 'token_id:123', logprob: -1 },
          { token: 'token_id:7', logprob: -2 },
        ],
        'Hi!',
      ),
    );
    assert.equal(found.text, 'Hi!');
    assert.deepEqual(
      found.tokens.map(({ id }) => id),
      [123, 7],
    );
  });
});

describe('A text that ends in the middle', () => {
  it('is read up to there, and says so', () => {
    const whole = chat(
      Array.from({ length: 5 }, (_, i) => ({
        token: `t${i}`,
        bytes: null,
        logprob: -i - 1,
        top_logprobs: [],
      })),
    );
    const cut = whole.slice(0, whole.lastIndexOf('t3') + 1);
    const found = one(cut);
    assert.deepEqual(
      found.tokens.map(({ text }) => text),
      ['t0', 't1', 't2'],
    );
    assert.ok(sentenceOf(found, 'truncated')?.includes('3 tokens'));
  });

  it('is read so at any place, without a half-written number', () => {
    const whole = chat([
      { token: 'ab', logprob: -1.25, top_logprobs: [{ token: 'ab', logprob: -1.25 }] },
      { token: 'c', logprob: -2.5 },
    ]);
    for (let length = 0; length < whole.length; length++)
      for (const { tokens } of findTokens(whole.slice(0, length)))
        for (const { logprob } of tokens)
          assert.ok(logprob === -1.25 || logprob === -2.5 || logprob === null, `${logprob} at ${length}`);
  });

  it('lists no alternative of an entry of which a number is all there is', () => {
    const whole =
      '{"completion_probabilities":[{"id":7,"token":"a","logprob":-1,"top_logprobs":[{"id":7,"token":"a","logprob":-1}]}]}';
    const [token] = one(whole.slice(0, whole.lastIndexOf('ken"'))).tokens;
    assert.deepEqual([token.text, token.alternatives], ['a', []]);
    const proto =
      'candidates {\n  logprobs_result {\n    chosen_candidates {\n      token: "a"\n      log_probability: -1.25';
    for (const sequence of findTokens(proto)) assert.equal(sequence.tokens[0].logprob, null);
  });

  it('is read in a stream, whose last event is cut', () => {
    const event = (token: string) =>
      `data: {"id":"1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":"${token}"},"logprobs":{"content":[{"token":"${token}","logprob":-0.5}]}}]}\n\n`;
    const found = one((event('a') + event('b') + event('c')).slice(0, -20));
    assert.equal(found.text, 'ab');
    assert.ok(idsOf(found).includes('truncated'));
  });
});

describe('Several answers in one text', () => {
  it('are apart: choices, prompt and completion, reasoning', () => {
    const found = findTokens(
      '{"prompt":[{"text":"Hi you","logprobs":{"tokens":["Hi"," you"],"token_logprobs":[null,-2],"token_ids":[1,2]}}],"choices":[{"text":" ok","logprobs":{"tokens":[" ok"],"token_logprobs":[-1],"token_ids":[3]}}]}',
    );
    assert.deepEqual(
      found.map(({ part, text }) => [part, text]),
      [
        ['prompt', 'Hi you'],
        ['completion', ' ok'],
      ],
    );
  });

  it('are apart where servers list the tokens of thinking and of answering as one, by the texts beside them', () => {
    const entries = ['<think>', 'Hm', '.', '</think>', '\n\n', 'Yes', '!', '<|im_end|>'].map((token) => ({
      token,
      logprob: -1,
    }));
    const whole = (message: object) =>
      findTokens(JSON.stringify({ choices: [{ message, logprobs: { content: entries } }] }));
    const parts = (found: TokenSequence[]) => found.map(({ part, text }) => [part, text]);
    assert.deepEqual(parts(whole({ content: 'Yes!', reasoning_content: 'Hm.' })), [
      ['reasoning', '<think>Hm.</think>\n\n'],
      ['completion', 'Yes!<|im_end|>'],
    ]);
    // Where the texts do not tell, they stay one.
    assert.equal(whole({ content: 'Yes?', reasoning_content: 'Hm.' }).length, 1);
    const line = (message: object, token: string) =>
      `${JSON.stringify({ model: 'm', message, done: false, logprobs: [{ token, logprob: -1 }] })}\n`;
    const stream = line({ content: '', thinking: 'Hm' }, 'Hm') + line({ content: 'Yes' }, 'Yes');
    assert.deepEqual(parts(findTokens(stream)), [
      ['reasoning', 'Hm'],
      ['completion', 'Yes'],
    ]);
    const delta = (delta: object, token: string) =>
      `data: ${JSON.stringify({ id: '1', choices: [{ index: 0, delta, logprobs: { content: [{ token, logprob: -1 }] } }] })}\n\n`;
    const events = delta({ reasoning: 'Hm' }, 'Hm') + delta({ content: 'Yes' }, 'Yes');
    assert.deepEqual(parts(findTokens(events)), parts(findTokens(stream)));
  });

  const entriesOf = (...tokens: string[]) => tokens.map((token) => ({ token, logprob: -1 }));
  const partsIn = (text: string) => findTokens(text).map(({ part, text }) => [part, text]);
  const answer = (message: object, ...tokens: string[]) =>
    JSON.stringify({
      choices: [{ message, logprobs: { content: entriesOf(...tokens) }, finish_reason: 'length' }],
    });
  const steps = (...all: [delta: object, ...tokens: string[]][]) =>
    all
      .map(
        ([delta, ...tokens]) =>
          `data: ${JSON.stringify({ id: '1', choices: [{ index: 0, delta, logprobs: { content: entriesOf(...tokens) } }] })}\n\n`,
      )
      .join('');

  it('are thought alone where the answer was cut off before it began', () => {
    const thought = ['<think>', 'Hm', '.', ' So'];
    const reasoning = [['reasoning', '<think>Hm. So']];
    assert.deepEqual(partsIn(answer({ content: null, reasoning_content: 'Hm. So' }, ...thought)), reasoning);
    assert.deepEqual(partsIn(answer({ content: '', reasoning: 'Hm. So' }, ...thought)), reasoning);
    assert.deepEqual(partsIn(answer({ content: '<think>Hm. So' }, ...thought)), reasoning);
    assert.deepEqual(partsIn(answer({ content: '<think>Hm. So' }, '<', 'think', '>Hm', '. So')), reasoning);
    assert.deepEqual(partsIn(steps([{ reasoning: 'Hm' }, 'Hm'], [{}, '</think>'])), [
      ['reasoning', 'Hm</think>'],
    ]);
    // What follows a thought without an answer is no thought: a call of a tool.
    assert.deepEqual(
      partsIn(answer({ content: null, reasoning: 'Hm' }, 'Hm', '</think>', '\n\n', '{"na', 'me": 1}')),
      [
        ['reasoning', 'Hm</think>\n\n'],
        ['completion', '{"name": 1}'],
      ],
    );
  });

  it('are apart by the marks in the text where no field has the thought, whoever wrote it', () => {
    const tokens = ['<think>', '\nHm', '.\n', '</think>', '\n\n', 'Yes', '!'];
    const text = tokens.join('');
    const apart = [
      ['reasoning', '<think>\nHm.\n</think>\n\n'],
      ['completion', 'Yes!'],
    ];
    const ids = tokens.map((token, id) => ({ [id + 1]: { logprob: -1, rank: 1, decoded_token: token } }));
    for (const response of [
      JSON.parse(answer({ content: text }, ...tokens)),
      // The server took the thought out.
      JSON.parse(answer({ content: 'Yes!' }, ...tokens)),
      { choices: [{ text, logprobs: { tokens, token_logprobs: tokens.map(() => -1) } }] },
      { content: text, completion_probabilities: entriesOf(...tokens) },
      {
        generated_text: text,
        details: { tokens: tokens.map((token, id) => ({ id, text: token, logprob: -1 })) },
      },
      { text, meta_info: { output_token_logprobs: tokens.map((token, id) => [-1, id, token]) } },
      { outputs: [{ text, logprobs: ids }] },
    ]) {
      const found = findTokens(JSON.stringify(response));
      assert.deepEqual(
        found.map(({ part, text }) => [part, text]),
        apart,
      );
      for (const each of found)
        assert.ok(!idsOf(each).includes('text-differs'), sentenceOf(each, 'text-differs'));
    }
    // A chat template may begin the thought itself.
    const begun = ['Hm', '.', '</think>', '\n\n', 'Yes'];
    assert.deepEqual(partsIn(answer({ content: begun.join('') }, ...begun)), [
      ['reasoning', 'Hm.</think>\n\n'],
      ['completion', 'Yes'],
    ]);
    const harmony = ['<|channel|>', 'analysis', '<|message|>', 'Hm', '<|end|>', '<|start|>', 'assistant'];
    harmony.push('<|channel|>', 'final', '<|message|>', 'Yes');
    assert.deepEqual(partsIn(answer({ content: harmony.join('') }, ...harmony))[1], ['completion', 'Yes']);
    const calling = [...harmony.slice(0, 8), 'commentary', '<|message|>', '{}', '<|call|>'];
    assert.deepEqual(partsIn(answer({ content: 'Yes' }, ...calling)), [
      ['reasoning', harmony.slice(0, 5).join('')],
      ['completion', calling.slice(5).join('')],
    ]);
    const about = ['Put', ' <think>', ' and', ' </think>', ' around'];
    assert.deepEqual(partsIn(answer({ content: about.join('') }, ...about)), [
      ['completion', about.join('')],
    ]);
  });

  it('are apart in a stream, whatever its steps leave out or have at once', () => {
    const apart = [
      ['reasoning', '<think>Hm.</think>'],
      ['completion', 'Yes 🙂!'],
    ];
    const smile = [
      { token: ' \\xf0\\x9f', logprob: -1, bytes: [32, 0xf0, 0x9f] },
      { token: '\\x99\\x82', logprob: -1, bytes: [0x99, 0x82] },
    ];
    const stream = steps([{ role: 'assistant' }, '<think>'], [{ reasoning: 'Hm' }, 'Hm'])
      .concat(steps([{ reasoning_content: '.', content: 'Yes' }, '.', '</think>', 'Yes']))
      .concat(steps([{}, '@'], [{ content: ' 🙂' }, '@@'], [{ content: '!' }, '!']));
    const [first, second] = smile.map((each) => JSON.stringify([each]));
    const spelled = stream
      .replace('[{"token":"@","logprob":-1}]', first)
      .replace('[{"token":"@@","logprob":-1}]', second);
    assert.deepEqual(partsIn(spelled), apart);
    // An answer whose first character comes with its last token only.
    const held = steps([{ reasoning: 'Hm' }, 'Hm'], [{}, '@'], [{ content: ' 🙂' }, '@@'])
      .replace('[{"token":"@","logprob":-1}]', first)
      .replace('[{"token":"@@","logprob":-1}]', second);
    assert.deepEqual(partsIn(held), [
      ['reasoning', 'Hm'],
      ['completion', ' 🙂'],
    ]);
    // Thoughts between answers.
    const between = steps([{ reasoning: 'a' }, 'a'], [{ content: 'b' }, 'b']).concat(
      steps([{ reasoning: 'c' }, 'c'], [{ content: 'd' }, 'd']),
    );
    assert.deepEqual(partsIn(between), [
      ['reasoning', 'ac'],
      ['completion', 'bd'],
    ]);
  });

  it('are not apart where the texts beside them say something else', () => {
    assert.deepEqual(partsIn(answer({ content: 'Yes', reasoning: 'I guess' }, 'I', ' think', ' ', 'Yes')), [
      ['completion', 'I think Yes'],
    ]);
    assert.deepEqual(partsIn(answer({ content: 'Yes', reasoning: 'So it is Yes' }, 'Yes')), [
      ['completion', 'Yes'],
    ]);
  });

  it('are one where a step begins as the one before', () => {
    const found = one(
      steps([{ content: '\n' }, '\n'], [{ content: '\n\n' }, '\n\n'], [{ content: 'a' }, 'a']),
    );
    assert.equal(found.text, '\n\n\na');
    assert.ok(!idsOf(found).includes('text-differs'));
  });

  it('are one where a stream of OpenAI’s Responses ends with all of it under another id', () => {
    const logprobs = [{ token: 'Hi', logprob: -1, bytes: [72, 105], top_logprobs: [] }];
    const delta = {
      type: 'response.output_text.delta',
      item_id: 'a',
      content_index: 0,
      delta: 'Hi',
      logprobs,
    };
    const content = [{ type: 'output_text', text: 'Hi', logprobs }];
    const completed = { type: 'response.completed', response: { output: [{ id: 'b', content }] } };
    assert.equal(one(`data: ${JSON.stringify(delta)}\n\ndata: ${JSON.stringify(completed)}\n\n`).text, 'Hi');
  });

  it('are one where a stream repeats what came before', () => {
    const event = (text: string, count: number) =>
      `data: ${JSON.stringify({
        text,
        meta_info: {
          id: 'x',
          output_token_logprobs: [
            [-1, 5, 'a'],
            [-2, 6, 'b'],
            [-3, 7, 'c'],
          ].slice(0, count),
        },
      })}\n\n`;
    const found = one(event('a', 1) + event('ab', 2) + event('abc', 3));
    assert.equal(found.text, 'abc');
    assert.equal(found.figures.sumLogprob, -6);
  });

  it('are one where steps come as an array, as prints or as events, and the last has most of it', () => {
    const candidate = (tokens: string[], finishReason?: string) => ({
      candidates: [
        {
          content: { parts: [{ text: tokens.join('') }] },
          ...(finishReason && { finishReason }),
          logprobsResult: { chosenCandidates: tokens.map((token) => ({ token, logProbability: -1 })) },
        },
      ],
    });
    const steps = [candidate(['Hi']), candidate([' there', ' friend'], 'STOP')];
    assert.equal(one(JSON.stringify(steps)).text, 'Hi there friend');
    assert.equal(
      one(steps.map((step) => `data: ${JSON.stringify(step)}\r\n\r\n`).join('')).text,
      'Hi there friend',
    );
    const chunk = (token: string) =>
      `AIMessageChunk(content='${token}', response_metadata={'logprobs': {'content': [{'token': '${token}', 'logprob': -0.1, 'top_logprobs': []}]}}, id='run-1')\n`;
    assert.equal(one(chunk('Hi') + chunk('!')).text, 'Hi!');
    const event = (type: string, text: string, tokens: string[]) =>
      `data: ${JSON.stringify({ type: `transcript.text.${type}`, [type === 'delta' ? 'delta' : 'text']: text, logprobs: tokens.map((token) => ({ token, logprob: -1 })) })}\n\n`;
    assert.equal(
      one(event('delta', 'a', ['a']) + event('delta', 'b', ['b']) + event('done', 'ab', ['a', 'b'])).text,
      'ab',
    );
  });

  it('are one where entries were printed one after the other', () => {
    const entry = (token: string) =>
      `ChatCompletionTokenLogprob(token='${token}', bytes=[65], logprob=-0.5, top_logprobs=[])\n`;
    assert.equal(one(entry('A') + entry('A')).text, 'AA');
    assert.deepEqual(findTokens("TopLogprob(token='A', bytes=[65], logprob=-0.5)"), []);
  });

  it('are none where a list has what one place lists: that place has no token then', () => {
    const listed = [-0.1, -2.9, -3.5, -5.1].map((logprob, at) => ({ token: ` w${at}`, logprob }));
    const { tokens, text } = one(JSON.stringify(listed));
    assert.deepEqual(
      [text, tokens.length, tokens[0].logprob, tokens[0].alternatives.length],
      ['', 1, null, 4],
    );
    // In another order, or with more probability than one place has, they are tokens in a row.
    assert.equal(one(JSON.stringify([...listed].reverse())).text, ' w3 w2 w1 w0');
    assert.equal(one(JSON.stringify(listed.map((each) => ({ ...each, logprob: -0.5 })))).tokens.length, 4);
  });

  it('have the token’s value among its alternatives where it stands there alone', () => {
    const logprobs = [' a', ' b'].map((text) => ({ text, top_logprobs: [{ x: -3, [text]: -0.25 }] }));
    const { tokens, text } = one(JSON.stringify({ content: ' a b', logprobs }));
    assert.deepEqual([text, ...tokens.map(({ logprob }) => logprob)], [' a b', -0.25, -0.25]);
  });

  it('are found beside arrays of their values, however those are printed', () => {
    for (const values of [
      'tensor([-0.5, -0.25])',
      "tensor([-0.5, -0.25], device='cuda:0')",
      'array([-0.5, -0.25], dtype=float32)',
      'Array([-0.5, -0.25], dtype=float32)',
      'np.array([-0.5, -0.25])',
      "array('d', [-0.5, -0.25])",
    ]) {
      const { text, figures } = one(`{'tokens': array([' a', ' b'], dtype='<U2'),\n 'logprobs': ${values}}`);
      assert.deepEqual([text, figures.sumLogprob], [' a b', -0.75], values);
    }
  });

  it('are found among log lines', () => {
    const found = one(`INFO [x] start (1)\n${chat([{ token: 'A', logprob: -1 }])}\nDone (3 s)\n`);
    assert.equal(found.text, 'A');
  });

  it('are found where a log has something in front of each line, other lines between them', () => {
    const lines = JSON.stringify(JSON.parse(chat([{ token: 'A', logprob: -1 }])), null, 2).split('\n');
    for (const prefix of ['llm-1  | ', '> ', '2026-11-02T10:00:00.12Z '])
      assert.equal(
        one(lines.map((line, at) => `${prefix.replace('00.12', `0${at % 10}.12`)}${line}\n`).join('')).text,
        'A',
      );
    const mixed = lines.flatMap((line, at) => [
      `llm-1  | ${line}`,
      ...(at % 3 === 2 ? ['db-1   | LOG: {'] : []),
    ]);
    assert.equal(one(`$ docker compose logs\n${mixed.join('\n')}`).text, 'A');
  });

  it('stay apart where two containers answer at once, and are found behind other services’ lines', () => {
    const linesOf = (tokens: string[]) =>
      JSON.stringify(JSON.parse(chat(tokens.map((token) => ({ token, logprob: -1 })))), null, 2).split('\n');
    const answers = [linesOf(['A', ' b']), linesOf(['C', ' d'])];
    const config = 'db-1   | config {\ndb-1   |   a: 1\ndb-1   | }\n';
    for (const burst of [1, 8]) {
      let log = config;
      for (let at = 0; at < Math.max(...answers.map(({ length }) => length)); at += burst)
        answers.forEach((lines, index) => {
          for (const line of lines.slice(at, at + burst)) log += `llm-${index + 1}  | ${line}\n`;
        });
      assert.deepEqual(
        findTokens(log).map(({ text }) => text),
        ['A b', 'C d'],
      );
    }
  });

  it('are found behind timestamps of any length, and none where a line of theirs is missing', () => {
    const lines = JSON.stringify(
      JSON.parse(
        chat([
          { token: 'A', logprob: -1 },
          { token: ' b', logprob: -2 },
        ]),
      ),
      null,
      2,
    ).split('\n');
    const log = (prefix: (at: number) => string) =>
      lines.map((line, at) => `${prefix(at)}${line}\n`).join('');
    const isOdd = (at: number) => lines[at].includes('logprob"');
    const stamps = log((at) => `2026-11-02T10:00:00.12345678${isOdd(at) ? '' : '9'}Z `);
    assert.equal(one(stamps).text, 'A b');
    assert.equal(findTokens(log((at) => (isOdd(at) ? '' : '> '))).length, 0);
  });

  it('are found in the table that transformers’ documentation prints, and in no other one', () => {
    const table = (share: string) =>
      `|   262 |  the     | -1.414 | ${share}%\n|   198 | \n        | -0.010 | 99.00%\n|  1110 |  day     | -2.609 | 7.36%\n`;
    const { text, tokens } = one(`tokens:\n${table('24.33')}`);
    assert.equal(text, ' the\n day');
    assert.deepEqual(
      tokens.map(({ id, logprob }) => [id, logprob]),
      [
        [262, -1.414],
        [198, -0.01],
        [1110, -2.609],
      ],
    );
    assert.equal(findTokens('|   262 |  the     | -1.414 | 44.33%\n').length, 0);
  });

  it('keep their line ends, spaces and strokes in that table', () => {
    const tokens = [' the', '.\n', '\n\n', ' |', '||', 'a | b', ' day'];
    const table = tokens.map(
      (token, at) => `| ${String(at).padStart(5)} | ${token.padEnd(8)} | -1.414 | 24.33%\n`,
    );
    assert.equal(one(table.join('')).text, tokens.join(''));
    // Of spaces alone it does not tell how many.
    const blank = one(`${table[0]}|   220 |          | -1.414 | 24.33%\n${table[6]}`);
    assert.deepEqual(
      blank.tokens.map(({ text, bytes, id, logprob }) => [text, bytes?.length, id, logprob]),
      [
        [' the', 4, 0, -1.414],
        ['', undefined, 220, -1.414],
        [' day', 4, 6, -1.414],
      ],
    );
    assert.equal(blank.figures.bitsPerByte, undefined);
    assert.equal(sentenceOf(blank, 'text-missing'), 'The text of token 2 isn’t known.');
  });

  it('have the mean that the response gives, or the difference is said', () => {
    const chosenCandidates = [-1, -3].map((logProbability) => ({ token: 'a', logProbability }));
    const said = (avgLogprobs: number) =>
      one(
        JSON.stringify({
          candidates: [{ avgLogprobs, finishReason: 'STOP', logprobsResult: { chosenCandidates } }],
        }),
      );
    assert.ok(!idsOf(said(-2.0000001)).includes('stated-differs'));
    assert.match(
      sentenceOf(said(-0.4), 'stated-differs') ?? '',
      /avgLogprobs as −0\.4; the mean over these tokens is −2/,
    );
  });

  it('are two where two choices are alike, one where one object has them twice', () => {
    const entries = [{ token: 'A', logprob: -1 }];
    const logprobs = { content: entries };
    assert.equal(findTokens(JSON.stringify({ choices: [{ logprobs }, { logprobs }] })).length, 2);
    assert.equal(findTokens(JSON.stringify({ info: { logprobs }, message: { logprobs } })).length, 1);
  });

  it('are none in what has no log-probabilities', () => {
    for (const text of [
      '',
      '{"a": [1, 2]}',
      '[0.1, -0.2]',
      'tensor([[1., 2.]])',
      'logprob',
      '{"logprobs": null}',
      '{"token": "eyJhbGciOi", "logprob": null}',
      '[{"token": "Wolf", "label": "PER", "prob": 0.99}, {"token": "Berlin", "label": "LOC", "prob": 0.9}]',
      '{1: 2, 3: 4}',
      '[{0: 0.7, 1: 0.3}, {0: 0.2, 1: 0.8}]',
      "log_probs = {'cat': -0.1, 'dog': -2.3}",
      "[{'score': 0.5, 'token': 123, 'token_str': 'Paris'}]",
      "Namespace(model='gpt2', logprobs=5, top_logprobs=None)",
      "{'loss': 0.5, 'logps/chosen': -123.4}",
    ])
      assert.deepEqual(findTokens(text), []);
  });

  it('is quoted so that ends of lines are seen', () => {
    const found = one(
      chat([
        {
          token: ' a',
          logprob: -3,
          top_logprobs: [
            { token: '\n', logprob: -0.1 },
            { token: ' a', logprob: -3 },
          ],
        },
      ]),
    );
    assert.ok(found.findings.some(({ sentence }) => sentence.includes('“↵” (p')));
  });
});
