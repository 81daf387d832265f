import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { evaluate, isRight, LABELS } from './twelveRows';

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
        slices.map(({ value, rows, accuracy }) => [value, rows, accuracy!.value]).sort(),
        LABELS.map((_, i) => [`${i}.png`, 1, i === 3 || i === 7 ? 0 : 1]).sort(),
      );
    });
});
