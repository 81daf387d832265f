// A response of a language model with log-probabilities, as OpenAI's chat completions have them: what an answer looks like
// when a model is mostly sure. The text is ours, the probabilities are invented.

interface Said {
  text: string;
  /** Of the token that was drawn. */
  p: number;
  /** What else there was, the most probable first. */
  others?: [text: string, p: number][];
  /** The server's floor stands in place of a value. */
  floor?: boolean;
  bytes?: number[];
}

const SURE = [0.99, 0.97, 0.93, 0.995, 0.88, 0.999, 0.71, 0.96, 0.9, 0.98, 0.62];
const INSTEAD = [' the', ' a', ' in', ',', ' that', ' which'];

/** A sentence whose words the model was sure of, more or less. */
function sure(text: string, from = 0): Said[] {
  return (text.match(/ ?[\p{L}\p{N}]+| ?[^\p{L}\p{N}\s]|\s+/gu) ?? []).map((word, i) => ({
    text: word,
    p: SURE[(i * 7 + from) % SURE.length],
  }));
}

const ANSWER: Said[] = [
  ...sure('The Eiffel Tower was built between 1887 and 1889 for the World’s Fair in Paris. Its'),
  ...sure(' designer, Gustave Eiffel, was born in', 3),
  {
    text: ' Lyon',
    p: 0.0591,
    others: [
      [' Dijon', 0.5713],
      [' Paris', 0.1632],
      [' Burg', 0.0513],
      [' France', 0.0367],
    ],
  },
  ...sure(' in 1832.', 5),
  {
    text: '\n\n',
    p: 0.21,
    others: [
      [' He', 0.44],
      [' His', 0.12],
    ],
  },
  ...sure('  - Height: 330 m', 1),
  {
    text: ',',
    p: 0.32,
    others: [
      [' with', 0.41],
      ['\n', 0.2],
    ],
  },
  ...sure(' antennas included\n', 4),
  ...sure('  - Iron:', 2),
  {
    text: ' about',
    p: 0.14,
    others: [
      [' 7', 0.62],
      [' approximately', 0.09],
    ],
  },
  ...sure(' 7,300 tonnes\n', 8),
  ...sure('  -', 0),
  {
    text: ' Riv',
    p: 0,
    floor: true,
    others: [
      [' Weight', 0.412],
      [' Built', 0.233],
      [' Steps', 0.104],
    ],
  },
  ...sure('ets: 2.5 million\n\n', 6),
  ...sure('The first sketch came from Maurice Koechlin and Émile Nouguier.', 9),
  {
    text: ' Eiffel',
    p: 0.16,
    others: [
      [' It', 0.5],
      [' The', 0.2],
    ],
  },
  ...sure(' kept a small', 6),
  {
    text: ' office',
    p: 0.13,
    others: [
      [' apartment', 0.81],
      [' room', 0.02],
    ],
  },
  ...sure(' at the top. It', 7),
  {
    text: ' stands',
    p: 0.11,
    others: [
      [' is', 0.46],
      [' has', 0.17],
    ],
  },
  ...sure(' still'),
  {
    text: '!',
    p: 0.09,
    others: [
      ['.', 0.74],
      [' today', 0.1],
    ],
  },
  {
    text: ' \\xf0\\x9f\\x98',
    p: 0.0231,
    bytes: [0x20, 0xf0, 0x9f, 0x98],
    others: [
      ['\n', 0.702],
      [' It', 0.091],
      [' In', 0.044],
    ],
  },
  { text: '\\x80', p: 0.18, bytes: [0x80], others: [['\\x8a', 0.4]] },
];

const TOP = 5;

function entry({ text, p, others, floor, bytes }: Said, at: number) {
  const listed: [string, number][] = others ?? [
    [INSTEAD[at % INSTEAD.length], (1 - p) * 0.6],
    [INSTEAD[(at + 1) % INSTEAD.length], (1 - p) * 0.2],
  ];
  const bytesOf = (token: string) =>
    token === text && bytes ? bytes : token.startsWith('\\x') ? [0x8a] : [...new TextEncoder().encode(token)];
  const logprob = (q: number) => Number(Math.log(q).toFixed(6));
  const all = floor ? listed : ([...listed, [text, p]] as [string, number][]).sort((a, b) => b[1] - a[1]);
  return {
    token: text,
    bytes: bytesOf(text),
    logprob: floor ? -9999 : logprob(p),
    top_logprobs: all
      .slice(0, TOP)
      .map(([token, q]) => ({ token, bytes: bytesOf(token), logprob: logprob(q) })),
  };
}

function choice(said: readonly Said[], index: number) {
  const content = said.map(entry);
  const text = new TextDecoder().decode(Uint8Array.from(content.flatMap(({ bytes }) => bytes)));
  return {
    index,
    message: { role: 'assistant', content: text },
    logprobs: { content, refusal: null },
    finish_reason: 'stop',
  };
}

/** The whole response, as JSON; with a second answer where two are asked for. */
export function response(choices = 1): unknown {
  const other: Said[] = ANSWER.map((one) =>
    one.text === ' Lyon' ? { text: ' Dijon', p: 0.5713, others: [[' Lyon', 0.0591]] } : one,
  );
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    model: 'olmo-7b-instruct',
    choices: [ANSWER, other].slice(0, choices).map(choice),
  };
}

/** A response of these tokens, all equally probable. */
export function responseOf(texts: readonly string[]): unknown {
  return {
    object: 'chat.completion',
    choices: [
      choice(
        texts.map((text) => ({ text, p: 0.5 })),
        0,
      ),
    ],
  };
}
