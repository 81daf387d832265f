import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { evaluate, isRight, LABELS, P } from './twelveRows';

const folder = 'test/fixtures/rows';

describe('Pickles that hold rows one by one, evaluated', () => {
  for (const name of readdirSync(folder).filter((file) => !file.endsWith('.py')))
    it(`give of ${name} what its twelve rows have`, async () => {
      isRight(await evaluate(name, readFileSync(`${folder}/${name}`)), name);
    });

  for (const name of ['by-key.pkl', 'columns-by-key.pkl'])
    it(`are sliced by the keys of ${name}, whose labels stand in any order`, async () => {
      const { slices } = await evaluate(name, readFileSync(`${folder}/${name}`), { group: 'key' });
      assert.deepEqual(
        slices.map(({ value, rows, accuracy }) => [value, rows, accuracy.value]).sort(),
        LABELS.map((_, i) => [`${i}.png`, 1, i === 3 || i === 7 ? 0 : 1]).sort(),
      );
    });

  it('are refused where a bit of their values is another one than the file was written with', async () => {
    const whole = readFileSync(`${folder}/appended.pt`);
    // The first row's first share.
    const at = whole.indexOf(Buffer.from(Float32Array.of(P[0][0], P[0][1]).buffer));
    assert.ok(at > 0);
    const flipped = Buffer.from(whole);
    flipped[at + 2] ^= 0x10;
    await assert.rejects(evaluate('appended.pt', flipped), /data\/\d+: its bytes don’t match their checksum/);
    // torch can be told to leave checksums out of all records.
    const without = Buffer.from(whole);
    for (
      let entry = without.indexOf('PK\x01\x02');
      entry >= 0;
      entry = without.indexOf('PK\x01\x02', entry + 4)
    )
      without.writeUInt32LE(0, entry + 16);
    isRight(await evaluate('appended.pt', without));
  });
});
