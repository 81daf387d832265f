import assert from 'node:assert/strict';
import { inProcessClient } from '../../worker/inProcess';

describe('losses of single rows printed beside logits', () => {
  const client = inProcessClient();
  after(() => client.dispose());

  const ROWS = `logits: tensor([[ 2.0000,  1.0000,  0.1000],
        [ 0.5000,  2.5000,  0.3000],
        [ 1.0000, -1.0000,  0.0000]])
labels: tensor([0, 1, 2])`;
  async function said(text: string, source?: string) {
    const [{ findings }] = await client.call('explain', { text: `${ROWS}\n${text}`, source });
    return findings.find(({ id }) => id === 'printed-loss')?.message ?? '';
  }

  it('are compared row by row', async () => {
    for (const name of ['loss', 'losses', 'per_sample_loss', 'nll'])
      assert.equal(await said(`${name}: tensor([0.4170, 0.2201, 1.4076])`), `“${name}” is what these logits and labels give, row by row.`); // prettier-ignore
    assert.match(
      await said('per_example_loss: [0.2201, 0.4170, 1.4076]'),
      /but the loss of row 0 is different/,
    );
  });

  it('are judged by their mean, where the code or the name says that they are of these rows', async () => {
    // F.cross_entropy(logits, labels, reduction="none", label_smoothing=0.1)
    assert.match(await said('loss_per_sample = [0.5137, 0.3600, 1.4076]', 'F.cross_entropy(logits, labels, reduction="none", label_smoothing=0.1)'), /label smoothing 0.1/); // prettier-ignore
    assert.match(await said('per_example_loss: [0.9123, 0.8311, 0.7452]'), /doesn’t follow/);
  });

  it('are explained by another way where it gives each of them', async () => {
    // F.cross_entropy(logits.softmax(-1), labels, reduction="none")
    const twice = 'per_sample_loss = [0.8021, 0.6879, 1.2177]';
    const [{ findings }] = await client.call('explain', { text: `${ROWS}\n${twice}` });
    assert.ok(findings.some(({ message }) => /Softmax was taken twice|softmax taken twice/.test(message)), JSON.stringify(findings)); // prettier-ignore
    // Their mean is that of label smoothing 0.1, and they are not.
    assert.match(await said('per_example_loss: [0.9, 0.8, 0.7]'), /doesn’t follow/);
    assert.match(await said('per_example_loss: [0.3600, 0.5137, 1.4076]'), /doesn’t follow/);
  });

  it('are compared as far as each is printed', async () => {
    const many = (of: (row: number) => string) => Array.from({ length: 60 }, (_, row) => of(row)).join(', ');
    const logits = `logits: [${many(() => '[2.0000, 1.0000, 0.1000]')}]\nlabels: [${many(() => '0')}]`;
    const about = async (losses: string) => {
      const [{ findings }] = await client.call('explain', { text: `${logits}\nper_sample_loss: [${losses}]` }); // prettier-ignore
      return findings.find(({ id }) => id === 'printed-loss')?.message ?? '';
    };
    assert.match(await about(many(() => '0.4170')), /row by row/);
    // One is 0.001 more, another 0.001 less.
    const off = (row: number) => (row === 3 ? '0.4180' : row === 5 ? '0.4160' : '0.4170');
    assert.match(await about(many(off)), /the loss of row 3 is different/);
  });

  it('are of no row where none counts, and name the row that is infinite', async () => {
    const none = ROWS.replace('[0, 1, 2]', '[-100, -100, -100]');
    const [{ findings }] = await client.call('explain', { text: `${none}\nlosses: tensor([0., 0., 0.])` });
    assert.ok(!findings.some(({ id }) => id === 'printed-loss'), JSON.stringify(findings));
    assert.match(await said('per_sample_loss: [0.4170, inf, 1.4076]'), /^The loss of row 1 is printed as ∞/);
  });

  it('may be those of as many epochs', async () => {
    assert.equal(await said('losses: [0.9, 0.8, 0.7]'), '');
    for (const source of [
      'x = tf.nn.relu(x)\nprint(losses)',
      'each = F.cross_entropy(logits, labels, reduction="none")\nlosses.append(each.mean())\nprint(losses)',
    ])
      assert.equal(await said('losses: [0.9123, 0.8311, 0.7452]', source), '');
    for (const source of [
      'losses = tf.nn.softmax_cross_entropy_with_logits(labels, logits)\nprint(losses)',
      'f = nn.CrossEntropyLoss(\n    reduction="none",\n)\nlosses = f(logits, labels)\nprint(losses)',
    ])
      assert.match(await said('losses: [0.9123, 0.8311, 0.7452]', source), /doesn’t follow/);
    assert.match(await said('losses: [0.9, 0.8, 0.7]\nloss: 0.6816'), /^“loss” is what/);
  });

  it('are counted where their label counts', async () => {
    const text = ROWS.replace('[0, 1, 2]', '[0, -100, 2]');
    const [{ findings }] = await client.call('explain', { text: `${text}\nlosses: tensor([0.4170, 0.0000, 1.4076])` }); // prettier-ignore
    assert.match(findings.find(({ id }) => id === 'printed-loss')?.message ?? '', /row by row/);
  });
});
