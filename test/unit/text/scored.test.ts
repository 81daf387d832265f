import assert from 'node:assert/strict';
import { findArrays } from '../../../src/text/find';
import { mayHoldArray } from '../../../src/text/mayHoldArray';
import { isOffered } from '../../../src/arrays/offer';
import { withRest } from '../../../src/arrays/partial';
import type { FoundArray } from '../../../src/arrays/types';
import { arrange } from '../../../src/arrays/arrange';
import { previewOf } from '../../../src/engine/views/preview';

function only(text: string): FoundArray {
  const found = findArrays(text);
  assert.equal(found.length, 1, `${found.length} arrays in ${text}`);
  return found[0];
}
const values = (found: FoundArray) => [...found.array!.data];
/** The names of each row's entries, row by row. */
function rowNames({ entryNames, shape }: FoundArray): string[][] {
  const names = Array.from(entryNames!.entries, (entry) => entryNames!.texts[entry]);
  return Array.from({ length: shape[0] }, (_, row) => names.slice(row * shape[1], (row + 1) * shape[1]));
}

describe('records of names and scores', () => {
  describe('that a classification pipeline printed', () => {
    const one = "[{'label': 'POSITIVE', 'score': 0.9998}, {'label': 'NEGATIVE', 'score': 0.0002}]";

    it('are probabilities with their class names: one input as a flat list, or as a list in a list', () => {
      for (const [text, shape] of [
        [one, [2]],
        [`[${one}]`, [1, 2]],
      ] as const) {
        const found = only(text);
        assert.deepEqual([...found.shape], shape);
        assert.deepEqual(values(found), [0.9998, 0.0002]);
        assert.deepEqual(found.classNames, ['POSITIVE', 'NEGATIVE']);
        assert.equal(found.reading.kind, 'probabilities');
        assert.ok(found.reading.evidence.some((sentence) => sentence.includes('“label” and its “score”')));
        assert.equal(found.partial, undefined);
        assert.equal(found.decimals, 4);
        assert.deepEqual([...found.range], [0, text.length]);
        assert.ok(mayHoldArray(text));
        assert.equal(isOffered(found, 'likely'), false);
      }
    });

    it('of several inputs are rows of one matrix, each score under its own class whatever the order', () => {
      const found = only(
        `probs = [${one},\n [{'label': 'NEGATIVE', 'score': 0.75}, {'label': 'POSITIVE', 'score': 0.25}]]`,
      );
      assert.deepEqual([...found.shape], [2, 2]);
      assert.deepEqual(values(found), [0.9998, 0.0002, 0.25, 0.75]);
      assert.deepEqual(found.classNames, ['POSITIVE', 'NEGATIVE']);
    });

    it('as JSON carry their path', () => {
      const found = only('{"result": [{"label": "a", "score": 0.5}, {"label": "b", "score": 0.5}]}');
      assert.equal(found.name, '$.result');
      assert.equal(found.container, 'json');
    });

    it('as the best label of each input are no distribution', () => {
      assert.deepEqual(
        findArrays("[{'label': 'POSITIVE', 'score': 0.9998}, {'label': 'NEGATIVE', 'score': 0.9995}]"),
        [],
      );
      assert.deepEqual(
        findArrays("[{'label': 'POSITIVE', 'score': 0.5}, {'label': 'POSITIVE', 'score': 0.5}]"),
        [],
      );
    });

    it('as the top of many classes are marked as a part', () => {
      const found = only(
        "[{'label': 'tabby', 'score': 0.6}, {'label': 'lynx', 'score': 0.25}, {'label': 'cat', 'score': 0.05}]",
      );
      assert.equal(found.partial, true);
      assert.equal(found.reading.kind, 'probabilities');
    });

    it('as masked tokens are the top of a vocabulary, with the text of each token', () => {
      const found = only(
        "[{'score': 0.5, 'token': 3007, 'token_str': 'capital', 'sequence': 'the [1.5, 2.5] capital'}, {'score': 0.25, 'token': 12, 'token_str': \"it's\", 'sequence': 'x'}]",
      );
      assert.deepEqual(found.classNames, ['capital', "it's"]);
      assert.equal(found.partial, true);
    });

    it('whose scores of one input exceed 1 together are independent', () => {
      const found = only("[[{'label': 'rude', 'score': 0.9}, {'label': 'loud', 'score': 0.8}]]");
      assert.equal(found.reading.kind, 'sigmoid-scores');
    });

    it('with boxes are found objects, no distribution', () => {
      const found = findArrays(
        "[{'score': 0.99, 'label': 'cat', 'box': {'xmin': 1, 'ymin': 2}}, {'score': 0.98, 'label': 'cat', 'box': {'xmin': 3, 'ymin': 4}}]",
      );
      assert.deepEqual(found, []);
    });
  });

  describe('that a chat service returned as top_logprobs', () => {
    const entry = (token: string, logprob: number) =>
      `{"token": ${JSON.stringify(token)}, "logprob": ${logprob}, "bytes": [72, 105]}`;
    const place = (...top: [string, number][]) =>
      `{"token": ${JSON.stringify(top[0][0])}, "logprob": ${top[0][1]}, "bytes": [72, 105], "top_logprobs": [${top.map((one) => entry(...one)).join(', ')}]}`;
    const answer = (...places: string[]) =>
      `{"choices": [{"index": 0, "logprobs": {"content": [${places.join(',\n')}]}}]}`;
    const scores = (text: string) => findArrays(text).filter(({ partial }) => partial);

    it('are log-probabilities of the likeliest tokens only, with the tokens of each place', () => {
      const found = scores(
        answer(place([' the', -0.31], [' "a\\"', -1.5]), place(['\n', -0.05], ['.', -3.5])),
      );
      assert.equal(found.length, 1);
      assert.deepEqual([...found[0].shape], [2, 2]);
      assert.deepEqual(values(found[0]), [-0.31, -1.5, -0.05, -3.5]);
      assert.deepEqual(rowNames(found[0]), [
        [' the', ' "a\\"'],
        ['\n', '.'],
      ]);
      assert.equal(found[0].classNames, undefined);
      assert.equal(found[0].name, '$.choices[0].logprobs.content[*].top_logprobs');
      assert.equal(found[0].reading.kind, 'log-probabilities');
      assert.ok(found[0].reading.evidence.some((sentence) => sentence.includes('the rest is not printed')));
    });

    it('of one place have the tokens as class names', () => {
      const [found] = scores(answer(place(['Hello', -0.31], ['Hi', -1.31])));
      assert.deepEqual([...found.shape], [2]);
      assert.deepEqual(found.classNames, ['Hello', 'Hi']);
    });

    it('as records from token to log-probability are read alike', () => {
      const [found] = scores(
        '{"logprobs": {"tokens": [" the", "\\n"], "token_logprobs": [-0.25, -0.5], "top_logprobs": [{" the": -0.25, " a": -1.75}, {"\\n": -0.5, "loss": -2.25}]}}',
      );
      assert.deepEqual(values(found), [-0.25, -1.75, -0.5, -2.25]);
      assert.deepEqual(rowNames(found), [
        [' the', ' a'],
        ['\n', 'loss'],
      ]);
      assert.equal(found.name, '$.logprobs.top_logprobs');
    });

    it('are told from the log-probabilities of the tokens of a sequence', () => {
      assert.deepEqual(
        findArrays('{"content": [{"token": "Hi", "logprob": -0.31}, {"token": "!", "logprob": -0.5}]}'),
        [],
      );
    });
  });

  describe('that are part of a longer list', () => {
    const partial: FoundArray = only(
      "[[{'label': 'a', 'score': 0.5}, {'label': 'b', 'score': 0.25}], [{'label': 'b', 'score': 0.75}, {'label': 'a', 'score': 0.125}]]",
    );

    it('are shown with what is missing to 1 as a class of its own, and so keep the values printed', () => {
      const arranged = arrange(partial, 'probabilities')!;
      assert.ok('data' in arranged.array);
      assert.deepEqual([...arranged.array.shape], [2, 3]);
      assert.deepEqual([...arranged.array.data], [0.5, 0.25, 0.25, 0.125, 0.75, 0.125]);
      assert.deepEqual(arranged.classNames, ['a', 'b', 'the rest']);
    });

    it('are previewed so too', () => {
      const preview = previewOf(partial)!;
      assert.equal(preview.classes, 3);
      assert.ok(Math.abs(preview.topProbability[0] - 0.5) < 1e-12);
    });

    it('may be logarithms, and may add up to 1 or a little more', () => {
      const shape = [3, 2];
      const data = Float64Array.of(Math.log(0.5), Math.log(0.25), 0, -Infinity, 1e-9, -20);
      const rest = withRest({ dtype: 'float64', shape, data }, 'log-probabilities').data;
      assert.ok(Math.abs(rest[2] - Math.log(0.25)) < 1e-15);
      assert.equal(rest[5], -Infinity);
      assert.equal(rest[8], -Infinity);
    });
  });
});
