import assert from 'node:assert/strict';
import { inProcessClient } from '../worker/inProcess';

describe('what is said of a text', () => {
  const client = inProcessClient();
  after(() => client.dispose());

  it('has figures where labels stand beside logits, and findings that name what is wrong', async () => {
    const text = '{"logits": [[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]], "labels": [0, 1], "loss": 0.3185}';
    const [logits] = await client.call('explain', { text, mime: 'json' });
    assert.ok(Math.abs(logits.batch!.reduced! - (0.41703 + 0.22005) / 2) < 1e-5);
    assert.deepEqual(
      logits.findings.filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  it('has the loss of a sigmoid per class where a row has several labels, as the inspector has', async () => {
    const text = '{"logits": [[2.0, -1.0, 0.5], [-0.5, 1.5, 1.0]], "labels": [[1, 0, 1], [0, 1, 1]]}';
    const [logits] = await client.call('explain', { text, mime: 'json' });
    const { summary } = await client.call('glance', { found: logits.found });
    // scikit-learn, of 1 / (1 + exp(−x)): log_loss(z.ravel(), p.ravel())
    for (const loss of [logits.batch!.reduced!, summary!.reduced!])
      assert.ok(Math.abs(loss - 0.31716977207039726) < 1e-9, String(loss));
  });

  it('opens scores of one value per example as two classes', async () => {
    const text = 'tensor([1.5, -2.0, 0.3], grad_fn=<SqueezeBackward1>)';
    const source = 'logits = model(x).squeeze(1)\nloss = BCEWithLogitsLoss()(logits, y)\nlogits';
    const [scores] = await client.call('explain', { text, source });
    assert.ok(['binary-logits', 'logits'].includes(scores.found.reading.kind), scores.found.reading.kind);
    assert.equal(scores.batch, undefined);
  });

  it('leaves no session open', async () => {
    await client.call('explain', { text: 'tensor([[1., 2.], [3., 4.]], grad_fn=<AddmmBackward0>)' });
    const { session } = await client.call('open', {
      array: { dtype: 'float64', shape: [1, 2], data: Float64Array.of(1, 2) },
      reading: 'logits',
    });
    for (let id = session - 10; id < session; id++)
      await assert.rejects(
        client
          .call('close', { session: id })
          .then(() => client.call('batch', { session: id, settings: { temperature: 1 } })),
        /wasn’t kept/,
      );
  });
});
