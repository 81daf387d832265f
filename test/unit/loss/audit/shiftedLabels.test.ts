import assert from 'node:assert/strict';
import { fromNested } from '../../../../src/arrays/ndarray';
import type { ViewSettings } from '../../../../src/worker/protocol';
import { inProcessClient } from '../../worker/inProcess';

const SEQUENCES = 3;
const STEPS = 6;
const VOCABULARY = 7;

/** Ids of each sequence, and logits whose largest stands on the id `ahead` positions further on. */
function languageModel(ahead: number) {
  const ids = Array.from({ length: SEQUENCES }, (_, s) =>
    Array.from({ length: STEPS }, (_, t) => (s * 5 + t * t + 2 * t) % VOCABULARY),
  );
  const logits = ids.map((sequence) =>
    sequence.map((_, t) =>
      Array.from({ length: VOCABULARY }, (_, c) => (c === sequence[t + ahead] ? 4 : Math.sin(c * 3 + t))),
    ),
  );
  return { ids, logits };
}

const loss = (row: number[], id: number) => Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0)) - row[id];

describe('labels of a language model', () => {
  const client = inProcessClient();
  after(() => client.dispose());

  async function open(ahead: number) {
    const { ids, logits } = languageModel(ahead);
    const array = fromNested(logits, 'logits');
    const { session } = await client.call('open', {
      reading: 'logits',
      array,
      labels: fromNested(ids, 'labels'),
    });
    const ask = async (settings: Partial<ViewSettings>, printed?: number) => {
      const printedLoss = printed === undefined ? undefined : { value: printed, decimals: 4, name: 'loss' };
      return client.call('audit', {
        session,
        settings: { temperature: 1, ...settings },
        beside: { printedLoss },
      });
    };
    const finding = async (settings: Partial<ViewSettings> = {}, printed?: number) =>
      (await ask(settings, printed)).find(({ id }) => id === 'shifted-labels');
    const batch = (settings: Partial<ViewSettings>) =>
      client.call('batch', { session, settings: { temperature: 1, ...settings } });
    const shifted = logits.flatMap((rows, s) => rows.slice(0, -1).map((row, t) => loss(row, ids[s][t + 1])));
    const mean = shifted.reduce((a, b) => a + b) / shifted.length;
    return { session, ask, finding, batch, mean };
  }

  it('are told by the losses of the neighbouring positions, never across sequences', async () => {
    const { finding, batch, mean } = await open(1);
    const one = await finding();
    assert.equal(one?.severity, 'warning');
    assert.match(one.message, /a language model’s labels/);
    assert.match(one.evidence, /mean loss 0\.\d+ with the labels shifted by one .*over 15 positions/);
    assert.deepEqual(one.settings, { shifted: true });
    const { counted, reduced } = await batch({ shifted: true });
    assert.equal(counted, SEQUENCES * (STEPS - 1));
    assert.ok(Math.abs(reduced! - mean) < 1e-14);
  });

  it('are compared with a printed loss', async () => {
    const { ask, mean } = await open(1);
    const findings = await ask({}, Number(mean.toFixed(4)));
    const printed = findings.find(({ id }) => id === 'printed-loss')!;
    assert.match(printed.message, /it is the mean with each label taken from the next position/);
    assert.deepEqual(printed.settings, { shifted: true });
    assert.match(findings.find(({ id }) => id === 'shifted-labels')!.evidence, /; printed 0\.\d{4}$/);
    const shifted = await ask({ shifted: true }, Number(mean.toFixed(4)));
    assert.match(shifted.find(({ id }) => id === 'printed-loss')!.message, /is what these logits and labels/);
  });

  it('that fit where they stand are left alone, and missed when shifted', async () => {
    const { finding } = await open(0);
    assert.equal(await finding(), undefined);
    const wrongly = await finding({ shifted: true });
    assert.match(wrongly!.message, /were already shifted/);
    assert.deepEqual(wrongly!.settings, { shifted: false });
  });

  it('shifted twice are named', async () => {
    const { finding } = await open(-1);
    assert.match((await finding())!.message, /shifted once too often/);
  });

  it('in a file of records are the same, a record being a sequence', async () => {
    const { ids, logits } = languageModel(1);
    const text = ids.map((labels, s) => JSON.stringify({ logits: logits[s], labels })).join('\n');
    const file = { name: 'lm.jsonl', bytes: new TextEncoder().encode(text) };
    const fields = { format: 'jsonl', records: [], logits: ['logits'], labels: ['labels'] } as const;
    const { session } = await client.call('openDump', { reading: 'logits', file, fields });
    const { session: array, mean } = await open(1);
    for (const shifted of [false, true]) {
      const settings = { temperature: 1, shifted };
      const ask = (session: number) => client.call('audit', { session, settings });
      assert.deepEqual(await ask(session), await ask(array));
      const sort = { key: 'loss', descending: true } as const;
      const rows = (session: number) => client.call('rows', { session, settings, sort, from: 0, count: 5 });
      assert.deepEqual(await rows(session), await rows(array));
      const row = (session: number) => client.call('row', { session, settings, row: 8, k: 2 });
      assert.deepEqual(await row(session), await row(array));
    }
    const { reduced } = await client.call('batch', { session, settings: { temperature: 1, shifted: true } });
    assert.ok(Math.abs(reduced! - mean) < 1e-14);
  });
});
