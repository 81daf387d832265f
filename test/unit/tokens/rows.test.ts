import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { ArrayFiles } from '../../../src/engine/arrays/arrayFiles';
import { rowsInFile, rowsInText } from '../../../src/engine/tokens/arrays';
import { Answer } from '../../../src/tokens/answer';
import { findingsOf } from '../../../src/tokens/findings';
import type { TokenRows } from '../../../src/tokens/model';
import { gatheredOfRows, tokenRows } from '../../../src/tokens/rows';
import { placeOf, runOf, summaryOf } from '../../../src/tokens/run';
import { namesOf, vocabularyOfPieces, withNames } from '../../../src/tokens/vocabulary';
import { floats, npy, npyHeader, zip } from '../live/files';

interface Case {
  name: 'next' | 'own';
  logits: number[][];
  ids: number[];
  /** What scipy says of each row and its token. */
  rows: { entropy: number; logprob: number; rank: number }[];
}

const cases = JSON.parse(readFileSync('test/fixtures/tokens/rows.json', 'utf8')) as Case[];
const NAMES = { logits: 'logits', ids: 'input_ids' };
const answersOf = (rows: TokenRows) => gatheredOfRows(rows).map((gathered) => new Answer(gathered));
const near = (got: number, right: number) => assert.ok(Math.abs(got - right) < 1e-12, `${got}, not ${right}`);
const printed = ({ logits, ids }: Case) => [
  JSON.stringify({ logits, input_ids: ids }),
  JSON.stringify({ outputs: { logits: [logits] }, input_ids: [ids] }),
  `logits = tensor(${JSON.stringify(logits)})\ninput_ids = tensor(${JSON.stringify(ids)})`,
];

describe('Rows of logits with token ids', () => {
  for (const one of cases)
    it(`are tokens with exact entropies and ranks, each row of ${one.name === 'own' ? 'its own token' : 'the next one'}`, () => {
      for (const text of printed(one)) {
        const [rows, ...others] = rowsInText(text);
        assert.equal(others.length, 0);
        const [answer, otherWay] = answersOf(rows);
        const shift = one.name === 'next' ? 1 : 0;
        const run = runOf(answer, 0, answer.count);
        assert.deepEqual(answer.sequence.chosen.ids, one.ids);
        one.rows.forEach(({ entropy, logprob, rank }, row) => {
          const at = row + shift;
          near(run.logprob[at], logprob);
          near(run.entropyLow[at], entropy);
          near(run.entropyHigh[at], entropy);
          assert.equal(run.rank[at], rank);
          const place = placeOf(answer, at);
          assert.equal(place.alternatives?.find(({ chosen }) => chosen)?.id, one.ids[at]);
          near(place.entropyHigh!, entropy);
        });
        assert.equal(Number.isNaN(run.logprob[0]), shift === 1);
        assert.equal(summaryOf(answer).classes, 12);
        // The other way is there to choose, and the sentence says why it is not the first.
        assert.equal(otherWay.count, one.ids.length);
        assert.match(
          findingsOf(answer).find(({ id }) => id === 'rows')!.sentence,
          one.name === 'next' ? /predicting the next ID/ : /predicting its own ID/,
        );
      }
    });

  it('are of the last ids where there are more, as after a prompt, or of those that follow, as kept of a forward pass', () => {
    for (const one of cases) {
      const rows = tokenRows(Float64Array.from(one.logits.flat()), 12, [3, 1, 4, ...one.ids], NAMES);
      const [answer, ...others] = answersOf(rows);
      assert.equal(others.length, 1);
      assert.equal(answer.gathered.exact?.way, one.name);
      assert.deepEqual(answer.sequence.chosen.ids, one.ids);
      const shift = one.name === 'next' ? 1 : 0;
      one.rows.forEach(({ logprob }, row) => near(answer.sequence.chosen.logprobs[row + shift], logprob));
    }
  });

  it('are read in the way in which fewer tokens are impossible, and no mean of those is told', () => {
    // The best two of four, as after top-k; what follows happens to be the best one where it is any.
    const [low, high, none] = [1, 2, -Infinity];
    const logits = Float64Array.of(low, high, none, none, none, none, low, high, high, none, none, low);
    const [answer] = answersOf(tokenRows(logits, 4, [0, 2, 3], NAMES));
    assert.equal(answer.gathered.exact?.way, 'own');
    assert.match(findingsOf(answer).find(({ id }) => id === 'rows')!.sentence, /^Read from rows/);
  });

  it('are of their own tokens or the next ones as usual where no id is known, which no mean is told of', () => {
    const logits = Float64Array.of(1, 2, 3, 3, 2, 1);
    const read = (ids: number[]) => {
      const [answer] = answersOf(tokenRows(logits, 3, ids, NAMES));
      return [answer.gathered.exact!.way, answer.gathered.exact!.means];
    };
    assert.deepEqual(read([-100, -100]), ['next', undefined]);
    assert.deepEqual(read([0, -100, -100]), ['own', undefined]);
    // 0 would be the larger mean.
    assert.deepEqual(read([2, -100]), ['own', undefined]);
  });

  it('list a token beyond the most probable with its rank', () => {
    const logits = Array.from({ length: 60 }, (_, id) => -id / 7);
    const [answer] = answersOf(tokenRows(Float64Array.of(...logits, ...logits), 60, [0, 41], NAMES));
    const place = placeOf(answer, 1);
    assert.equal(place.token.rank, 42);
    assert.deepEqual(place.alternatives?.at(-1), {
      ...place.alternatives?.at(-1),
      id: 41,
      rank: 42,
      chosen: true,
    });
    assert.equal(place.alternatives?.length, 21);
  });

  it('are none where ids are no classes, or nothing says that they are ids', () => {
    const [{ logits, ids }] = cases;
    for (const text of [
      JSON.stringify({ logits, input_ids: ids.map((id) => id + 12) }),
      JSON.stringify({ logits, labels: ids }),
      JSON.stringify({ logits, ids: ids.slice(0, 3) }),
      JSON.stringify({ logits }),
    ])
      assert.deepEqual(rowsInText(text), []);
  });

  it('get their texts from a kernel’s tokenizer, padding beyond its tokens staying ids', () => {
    const [one] = cases;
    const tokens = ['ĠParis', 'Ċ', 'ĠLyon', 'a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const vocabulary = vocabularyOfPieces({ spelling: 'pieces', tokens });
    const ids = one.ids.map((id) => id % 10);
    const [gathered] = gatheredOfRows(tokenRows(Float64Array.from(one.logits.flat()), 12, ids, NAMES));
    const answer = new Answer(withNames(gathered, vocabulary));
    assert.equal(answer.joined.text, ids.map((id) => namesOf(vocabulary)[id]).join(''));
    assert.equal(placeOf(answer, 1).alternatives?.length, 12);
  });
});

describe('A tokenizer in a kernel', () => {
  it('names ids by pieces, by WordPiece’s, and by bytes', () => {
    const names = (spelling: 'pieces' | 'wordpiece' | 'bytes', tokens: (string | null)[]) =>
      namesOf(vocabularyOfPieces({ spelling, tokens }));
    assert.deepEqual(names('pieces', ['ĠParis', null, '<|end|>']), [' Paris', '', '<|end|>']);
    assert.deepEqual(names('pieces', ['▁Paris', '<0x0A>']), [' Paris', '\n']);
    assert.deepEqual(names('wordpiece', ['paris', '##ian', '[CLS]']), [' paris', 'ian', '[CLS]']);
    assert.deepEqual(names('bytes', [' Pa', '\xc3\xa9', '\xf0\x9f']), [' Pa', 'é', '\\xf0\\x9f']);
  });
});

describe('Probabilities with token ids', () => {
  const signal = new AbortController().signal;
  const classes = 1000;
  // The most probable first class has 0.5, all others the rest alike.
  const rest = 0.5 / (classes - 1);
  const row = (first: number) => Array.from({ length: classes }, (_, id) => (id === first ? 0.5 : rest));
  const values = [3, 5, 7].flatMap(row);
  const right = -0.5 * Math.log(0.5) - 0.5 * Math.log(rest);
  const hidden = values.map((_, at) => Math.sin(at * at));
  const inFile = (name: string, data: readonly number[]) => {
    const bytes = zip([
      { name: 'hidden_states.npy', data: npy(npyHeader('<f4', [3, classes]), floats(...hidden)) },
      { name: `${name}.npy`, data: npy(npyHeader('<f4', [3, classes]), floats(...data)) },
      {
        name: 'input_ids.npy',
        data: npy(npyHeader('<i4', [3]), new Uint8Array(Int32Array.of(3, 5, 7).buffer)),
      },
    ]);
    let id = 0;
    return rowsInFile(new ArrayFiles(() => ++id), { name: 'a.npz', bytes }, { signal, progress: () => {} });
  };

  it('are taken as they are, in files and in texts, and what is no distribution not beside them', async () => {
    for (const rows of [
      ...(await inFile('probs', values)),
      ...(await inFile('out', values)),
      ...rowsInText(JSON.stringify({ probs: [0, 1, 2].map((at) => row(3 + 2 * at)), input_ids: [3, 5, 7] })),
    ]) {
      for (const nats of rows.entropy) assert.ok(Math.abs(nats - right) < 1e-4, `${nats}, not ${right}`);
      for (const nats of rows.own.logprob) assert.ok(Math.abs(nats - Math.log(0.5)) < 1e-6);
    }
    assert.equal((await inFile('probs', values)).length, 1);
  });

  it('are no rows where the values are no distributions', async () => {
    const sigmoids = values.map((p) => (p === 0.5 ? 0.9 : 0.2));
    assert.deepEqual(await inFile('probs', sigmoids), []);
  });
});
