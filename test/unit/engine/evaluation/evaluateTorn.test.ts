import { deepStrictEqual, rejects } from 'node:assert/strict';
import { evaluate, isRight, LABELS, P } from './twelveRows';

const lines = P.map((probs, i) => JSON.stringify({ id: `a${i}`, probs, label: LABELS[i] }));
const textOf = (all: readonly string[]) => `${all.join('\n')}\n`;

describe('evaluate: JSON Lines that begin amid a record, as the end of a log does', () => {
  for (const torn of ['"probs": [0.5, 0.25, 0.25], "label": 1}', '.25], "label": 1}', '1}', 'ÿ{"label": 1}'])
    it(`are read from the next on, and what was skipped is told (${torn})`, async () => {
      for (const name of ['tail.jsonl', 'tail.ndjson']) {
        const evaluation = await evaluate(name, textOf([torn, ...lines]));
        isRight(evaluation);
        deepStrictEqual(
          evaluation.skipped?.map(({ line }) => line),
          [1],
        );
      }
    });

  it('are no lines of records where the first is a list, or no other begins as a record', async () => {
    isRight(await evaluate('list.jsonl', `[\n${lines.join(',\n')}\n]`));
    await rejects(evaluate('text.jsonl', 'first\nsecond\n'), /no logits found/);
  });
});
