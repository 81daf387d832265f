import assert from 'node:assert/strict';
import { seenJson } from '../../../src/arrays/words/seenJson';
import type { Reach, Tool } from '../../../src/agents/tool';
import { ask, TOOLS } from '../../../src/agents/tools';
import { inProcessClient } from '../worker/inProcess';

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const HIDDEN = '\u202E\u200B\u0007\u009B\uD800\u{E0041}';

/** Every text in a value, with the way to it. */
function texts(value: unknown, way = ''): [way: string, text: string][] {
  if (typeof value === 'string') return [[way, value]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, entry]) => texts(entry, `${way}.${name}`));
}

/** Of every kind of source a hostile one; a tool takes those that it declares. */
const HOSTILE: Readonly<Record<string, readonly unknown[]>> = {
  text: [
    `{"${HIDDEN}logits": [[2.5, -1.5], [0.5, 1.5]], "${HIDDEN}label": [0, 1]}`,
    JSON.stringify({ logits: [[2.5, -1.5]], label: [`a${HIDDEN}`], names: [`a${HIDDEN}`, `b${HIDDEN}`] }),
    `logits${HIDDEN} = tensor([[2.5, nan], [0.5, 1.5]], dtype=x${HIDDEN}y)\nlabels${HIDDEN} = [0, 1]`,
    `,${HIDDEN}logit_a,logit_b,${HIDDEN}label\n0,1.5,2.5,1\n1,2.5,1.5,0\n`,
    JSON.stringify({
      model: `m${HIDDEN}`,
      choices: [
        {
          logprobs: {
            content: [
              {
                token: `a\n${HIDDEN}`,
                logprob: -1,
                top_logprobs: [{ token: `b\t${HIDDEN}`, logprob: -0.5 }],
              },
              { token: `c\r\n${HIDDEN}`, logprob: -9, top_logprobs: [] },
            ],
          },
        },
      ],
    }),
    `import torch.nn.functional as F\nloss = F.cross_entropy(F.softmax(model(x${HIDDEN.slice(0, 1)}y), "${HIDDEN}"),\n  labels)\n`,
    `def ${HIDDEN}(\n`,
  ],
  values: [[[2.5, `N${HIDDEN}`]], [[2.5, 'NaN']]],
  path: [`a${HIDDEN}.py`, `a${HIDDEN}.jsonl`, `a${HIDDEN}.ipynb`],
  cell: [1, 99],
  cells: [[`loss = F.cross_entropy(F.softmax(x, "${HIDDEN}"), labels)`], [HIDDEN]],
  selection: [true],
  variable: [`a${HIDDEN}`],
  labels: [`[${HIDDEN}]`, HIDDEN],
  array: [HIDDEN],
};

describe('what an agent is answered can be seen', () => {
  const client = inProcessClient();
  after(() => client.dispose());
  const [text] = HOSTILE.text as string[];
  const cells = [{ source: `x = "${HIDDEN}"`, isCode: true, outputs: [{ text, mime: 'text/plain' }] }];
  const reach: Reach = {
    client,
    file: (name) => Promise.resolve({ name, bytes: new TextEncoder().encode(`${text}\n${text}`) }),
    code: (name) => Promise.resolve([{ name, code: { uri: name, text: HOSTILE.text[5] as string } }]),
    cells: () => Promise.resolve(cells),
    editor: {
      selection: () => Promise.resolve(text),
      variable: (name) => Promise.reject(new Error(`no ${name}`)),
    },
  };

  for (const tool of TOOLS)
    it(`by ${tool.name}, whatever it reads`, async () => {
      const given = Object.entries(HOSTILE)
        .filter(([name]) => name in (tool.input.properties ?? {}))
        .flatMap(([name, values]) =>
          values.map((value) => ({ ...(!isSource(name) && { text }), [name]: value })),
        );
      assert.ok(given.length > 5);
      let answers = 0;
      for (const one of given) {
        const answer = await ask(tool, one, reach).catch((error: Error) => ({ refusal: error.message }));
        if (!('refusal' in answer)) answers++;
        for (const [way, shown] of texts(answer))
          if (!/\.edits\.\d+\.(from|to)$/.test(way)) assert.doesNotMatch(shown, UNSEEN, way);
        // What an edit looks for is the code's own text, and is seen in the JSON all the same.
        assert.doesNotMatch(seenJson(answer), UNSEEN);
        assert.deepEqual(JSON.parse(seenJson(answer)), answer);
      }
      assert.ok(answers > 0);
    });

  it('also where a tool gives texts as it found them', async () => {
    const raw: Tool = {
      name: 'raw',
      title: '',
      description: '',
      input: { type: 'object' },
      output: { type: 'object' },
      run: () => Promise.resolve({ a: HIDDEN, b: [{ c: `${HIDDEN}\n` }], d: { e: new Set([HIDDEN]) } }),
    };
    for (const [, shown] of texts(await ask(raw, {}, reach))) assert.doesNotMatch(shown, UNSEEN);
  });

  it('writes the line ends of tokens, and leaves code in edits as it stands in the file', async () => {
    const tool = (name: string) => TOOLS.find((one) => one.name === `logitscope_${name}`)!;
    const tokens = texts(await ask(tool('tokens'), { text: HOSTILE.text[4] }, reach));
    assert.ok(tokens.some(([, shown]) => shown.startsWith('c\\r\\n\\u202E')));
    assert.ok(tokens.some(([, shown]) => shown.startsWith('b\\t\\u202E')));
    const code = 'F.cross_entropy(F.softmax(x\u202Ey, 1), labels)';
    const { findings } = (await ask(
      tool('check_code'),
      { text: `import torch.nn.functional as F\n${code}` },
      reach,
    )) as {
      findings: { code: string; fix: { title: string; edits: { from: string; to: string }[] } }[];
    };
    const [{ fix }] = findings;
    assert.match(fix.title, /x\\u202Ey/);
    assert.deepEqual(fix.edits, [{ line: 2, from: 'F.softmax(x\u202Ey, 1)', to: '(x\u202Ey)' }]);
  });

  it('tells a backslash and an n from a line end', async () => {
    const content = ['a\\n', 'b\n', 'c\\(', 'd\\\\'].map((token, i) => ({ token, logprob: -1 - i }));
    const tool = TOOLS.find((one) => one.name === 'logitscope_tokens')!;
    const text = JSON.stringify({ choices: [{ logprobs: { content } }] });
    const { surprises } = (await ask(tool, { text }, reach)) as { surprises: { token: string }[] };
    assert.deepEqual(surprises.map(({ token }) => token).sort(), ['a\\\\n', 'b\\n', 'c\\(', 'd\\\\\\']);
  });

  it('tells a fix whole or not at all', async () => {
    const tool = TOOLS.find((one) => one.name === 'logitscope_check_code')!;
    const fixOf = async (names: number) => {
      const given = Array.from({ length: names }, (_, i) => `argument_${i}=argument_${i}`).join(', ');
      const code = `F.cross_entropy(F.softmax(model(${given}), 1), labels)`;
      const text = `import torch.nn.functional as F\n${code}`;
      const answer = (await ask(tool, { text }, reach)) as { findings: { fix?: { edits: unknown[] } }[] };
      assert.ok(answer.findings.length > 0);
      return answer.findings[0].fix;
    };
    assert.equal((await fixOf(3))?.edits.length, 1);
    assert.equal(await fixOf(150), undefined);
  });
});

function isSource(name: string): boolean {
  return !['labels', 'array'].includes(name);
}
