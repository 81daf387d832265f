import assert from 'node:assert/strict';
import { checkLossCode } from '../../../src/losscode/check';
import { RULES } from '../../../src/losscode/types';
import { corpus, placeOfFinding, type Program } from './corpus';

const programs = corpus();

/** What was found where, and what should have been. */
function differences({ rule, kind, title, files, places }: Program): string[] {
  const found = checkLossCode({ files }).map(
    (finding) => `${finding.rule} at ${placeOfFinding(finding, files)}`,
  );
  const wanted = places.map((place) => `${rule} at ${place}`);
  return [
    ...wanted.filter((one) => !found.includes(one)).map((one) => `missed: ${one}`),
    ...found.filter((one) => !wanted.includes(one)).map((one) => `wrong: ${one}`),
  ].map((difference) => `${rule}, ${kind}, ${title}: ${difference}`);
}

describe('The programs with mistakes around the loss', () => {
  it('are at least twelve with each mistake and twelve that only look so', () => {
    for (const rule of RULES)
      for (const kind of ['bad', 'good'] as const) {
        const ours = programs.filter((program) => program.rule === rule && program.kind === kind);
        assert.ok(ours.length >= 12, `${ours.length} ${kind} ones of ${rule}`);
        for (const { title, places } of ours) assert.equal(places.length, kind === 'bad' ? 1 : 0, title);
      }
  });

  it('give what is wrong with them, at its line, and nothing else', () => {
    assert.deepEqual(
      programs.flatMap((program) => (program.kind === 'bad' ? differences(program) : [])),
      [],
    );
  });

  it('give nothing where all is right', () => {
    assert.deepEqual(
      programs.flatMap((program) => (program.kind === 'good' ? differences(program) : [])),
      [],
    );
  });
});
