import { codeRulesOf } from '../../../../src/loss/audit/codeRules';
import { RULES } from '../../../../src/losscode/types';
import assert from 'node:assert/strict';
import type { PrintedLoss, ReadingKind } from '../../../../src/arrays/types';
import { audit } from '../../../../src/loss/audit/audit';
import { searchLabels } from '../../../../src/loss/audit/searchLabels';
import { lossTable } from '../../../../src/loss/lossTable';
import { partsOf } from '../../../../src/loss/sequences';
import type { Explained } from '../../../../src/loss/audit/explainLoss';
import type { Finding, LossSettings } from '../../../../src/loss/types';

const LOGITS = [
  [2, 1, 0.1],
  [0.5, 2.5, 0.3],
  [1.2, -0.7, 3.1],
  [0.3, 0.2, -2],
];
const LABELS = [0, 1, 2, 1];

interface Case {
  logits?: number[][];
  labels?: number[];
  printedLoss?: PrintedLoss;
  reading?: ReadingKind;
  settings?: Partial<LossSettings>;
  decimals?: number;
}

function findingsOf({ logits = LOGITS, labels, printedLoss, reading = 'logits', settings, decimals }: Case) {
  const data = Float64Array.from(logits.flat());
  const rows = {
    logits: data,
    classes: logits[0].length,
    label: labels && Int32Array.from(labels),
    part: partsOf(logits.length, logits.length),
  };
  const table = lossTable(rows, { temperature: 1, ...settings }, decimals);
  const shape = [logits.length, logits[0].length];
  return audit({ table, reading, beside: { printedLoss }, values: rows, shape, classAxis: 1 });
}

const said = (one: Case, id: string) => findingsOf(one).find((finding) => finding.id === id);
const softmax = (row: number[]) => {
  const e = row.map(Math.exp);
  const sum = e.reduce((a, b) => a + b);
  return e.map((x) => x / sum);
};
const lossOf = (logits: number[][], labels: number[]) =>
  logits.map((row, i) => Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0)) - row[labels[i]]);
const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
const MEAN = mean(lossOf(LOGITS, LABELS));
const printed = (value: number, decimals = 4): PrintedLoss => ({
  value: Number(value.toFixed(decimals)),
  decimals,
  name: 'loss',
});

describe('an audit of logits, labels and a printed loss', () => {
  it('finds nothing wrong where nothing is', () => {
    assert.deepEqual(findingsOf({ labels: LABELS }), []);
    const finding = said({ labels: LABELS, printedLoss: printed(MEAN) }, 'printed-loss');
    assert.equal(finding?.severity, 'info');
    assert.match(finding.message, /“loss” is what these logits and labels give/i);
  });

  it('allows for the digits that print has cut off', () => {
    const rounded = LOGITS.map((row) => row.map((x) => Number((x + 0.04).toFixed(1))));
    const one = { logits: rounded, labels: LABELS, decimals: 1, printedLoss: printed(MEAN) };
    assert.equal(said(one, 'printed-loss')?.severity, 'info');
  });

  const others: [string, number, RegExp, Case?][] = [
    ['the sum', MEAN * 4, /the sum over the rows/],
    ['bits', MEAN / Math.LN2, /in bits/],
    ['the perplexity', Math.exp(MEAN), /perplexity/],
    [
      'label smoothing',
      0.9 * MEAN + 0.1 * mean(LOGITS.map((row) => mean([0, 1, 2].map((c) => lossOf([row], [c])[0])))),
      /label smoothing 0\.1/,
    ],
    ['labels taken from the next position', mean(lossOf(LOGITS.slice(0, 3), [1, 2, 1])), /shifted once/],
  ];
  for (const [what, value, pattern] of others) {
    it(`names ${what} where the printed loss is that`, () => {
      const finding = said({ labels: LABELS, printedLoss: printed(value, 6) }, 'printed-loss');
      assert.equal(finding?.severity, 'warning');
      assert.match(finding.message, pattern);
    });
  }

  it('says so when the printed loss follows from nothing it knows', () => {
    const finding = said({ labels: LABELS, printedLoss: printed(7.7777) }, 'printed-loss');
    assert.equal(finding?.severity, 'warning');
    assert.match(finding.evidence, /printed 7\.7777, computed .*; the .*: \d/);
  });

  it('finds the labels that give the printed loss, and the reduction', () => {
    const two = LOGITS.slice(0, 2);
    const one = said({ logits: two, printedLoss: printed(mean(lossOf(two, [0, 1]))) }, 'missing-labels');
    assert.match(one!.message, /\[0, 1\] with reduction “mean”, and from no others/);
    const sum = lossOf(two, [2, 0]).reduce((a, b) => a + b);
    assert.match(
      said({ logits: two, printedLoss: printed(sum) }, 'missing-labels')!.message,
      /\[2, 0\] with reduction “sum”/,
    );
  });

  it('says that labels are ambiguous where several assignments reproduce the printed loss', () => {
    const twice = [LOGITS[0], LOGITS[0]];
    const one = said({ logits: twice, printedLoss: printed(mean(lossOf(twice, [0, 1]))) }, 'missing-labels');
    assert.match(one!.message, /ambiguous: 2 assignments/);
  });

  it('gives the search up where there are too many assignments to try', () => {
    const many = Float64Array.from({ length: 40 * 10 }, Math.sin);
    assert.equal(searchLabels(many, 10, 2.3, 1e-4), undefined);
  });

  it('calls a loss near ln C chance level', () => {
    const flat = Array.from({ length: 20 }, () => Array.from({ length: 10 }, (_, c) => (c % 2) * 1e-3));
    const labels = flat.map((_, i) => (i * 2) % 10);
    assert.match(
      said({ logits: flat, labels }, 'chance-level')!.message,
      /2\.30\d+ is at chance level: ln 10 = 2\.30259/,
    );
    const only = said({ logits: [flat[0]], printedLoss: printed(2.3026) }, 'chance-level');
    assert.match(only!.message, /2\.3026 is at chance level/);
    assert.equal(said({ labels: LABELS }, 'chance-level'), undefined);
  });

  it('tells a loss that is stuck above ln(1 + (C − 1)/e) from a bad model', () => {
    const sure = Array.from({ length: 12 }, (_, i) =>
      Array.from({ length: 10 }, (_, c) => (c === i % 10 ? 12 : 0)),
    );
    const labels = sure.map((_, i) => i % 10);
    const twice = mean(lossOf(sure.map(softmax), labels));
    const one = said({ logits: sure, labels, printedLoss: printed(twice) }, 'double-softmax');
    assert.match(one!.message, /Softmax was taken twice: the printed loss 1\.4612/);
    // Once.
    assert.equal(said({ logits: sure, labels, printedLoss: printed(twice) }, 'printed-loss'), undefined);
    const wrong = said({ logits: sure, labels: labels.map((id) => (id + 1) % 10) }, 'double-softmax');
    assert.equal(wrong, undefined);
  });

  it('names the rules that find the mistake in the code, all of which there are', () => {
    const twice = mean(lossOf(LOGITS.map(softmax), LABELS));
    const finding = said({ labels: LABELS, printedLoss: printed(twice, 6) }, 'double-softmax');
    assert.ok(finding?.codeRules?.includes('softmax-into-cross-entropy'));
    assert.equal(said({ labels: LABELS, printedLoss: printed(MEAN) }, 'printed-loss')?.codeRules, undefined);
    const explained = (value: number, ...ways: string[]) =>
      ({ printed: { value }, fitting: ways.map((id) => ({ id })) }) as unknown as Explained;
    const rulesOf = (id: string, of?: Explained) =>
      codeRulesOf({ id, severity: 'warning', message: '', settings: { shifted: true } } as Finding, of) ?? [];
    const named = [
      rulesOf('shifted-labels'),
      rulesOf('double-softmax'),
      rulesOf('probabilities-as-logits'),
      rulesOf('logits-as-probabilities'),
      rulesOf('log-probabilities'),
      rulesOf('normalized-axis'),
      rulesOf('printed-loss', explained(Infinity)),
      rulesOf('printed-loss', explained(1, 'epsilon')),
      rulesOf('printed-loss', explained(1, 'clipping')),
    ];
    const ids: readonly string[] = RULES;
    for (const rules of named) {
      assert.ok(rules.length > 0);
      for (const rule of rules) assert.ok(ids.includes(rule), rule);
    }
  });

  it('calls out probabilities passed as logits, and the reverse', () => {
    const probabilities = LOGITS.map(softmax);
    assert.equal(
      said({ logits: probabilities, labels: LABELS }, 'probabilities-as-logits')?.severity,
      'error',
    );
    assert.equal(said({ labels: LABELS }, 'probabilities-as-logits'), undefined);
    // Probabilities are opened through their logarithm.
    const logs = LOGITS.map((row) => row.map(Math.log));
    const reverse = said({ logits: logs, reading: 'probabilities' }, 'logits-as-probabilities');
    assert.match(reverse!.evidence, /hold a negative value or NaN, or don’t sum to 1/);
    const one = said({ logits: [[0.5, 0.9, 0.1].map(Math.log)], reading: 'probabilities' }, 'logits-as-probabilities'); // prettier-ignore
    assert.equal(one!.evidence, 'the row doesn’t sum to 1');
    // Of a softmax that gave NaN nobody knows what it would have been.
    const lost = LOGITS.map((row) => row.map(() => NaN));
    assert.equal(said({ logits: lost, reading: 'probabilities' }, 'logits-as-probabilities'), undefined);
    assert.equal(said({ logits: lost, reading: 'probabilities' }, 'nan-rows')?.severity, 'error');
    const right = probabilities.map((row) => row.map(Math.log));
    assert.equal(said({ logits: right, reading: 'probabilities' }, 'logits-as-probabilities'), undefined);
    assert.equal(said({ logits: right }, 'log-probabilities')?.severity, 'info');
  });

  it('names labels that count from 1, and labels that are no class', () => {
    const one = said({ labels: [1, 2, 3, 2] }, 'label-range');
    assert.match(one!.message, /off by one: they count from 1 to 3/);
    assert.match(one!.remedy, /Subtract 1/);
    const other = said({ labels: [0, 1, 9, 1] }, 'label-range');
    assert.match(other!.message, /Label 9 isn’t a class/);
    assert.deepEqual(other!.rows, [2]);
    assert.match(said({ labels: [0, 1, -1, 1] }, 'label-range')!.remedy, /ignore index to -1/);
  });

  it('counts ignored rows, and warns where nothing is left', () => {
    assert.match(said({ labels: [0, -100, -100, 1] }, 'ignored-rows')!.message, /2 rows are left out/);
    assert.equal(said({ labels: [-100, -100, -100, -100] }, 'ignored-rows')?.severity, 'error');
  });

  it('names the cause of rows without a distribution', () => {
    const logits = [
      [NaN, NaN, NaN],
      [1, Infinity, 2],
      [-Infinity, -Infinity, -Infinity],
      [1, NaN, 2],
    ];
    const finding = said({ logits, labels: [0, 1, 2, 0] }, 'nan-rows');
    assert.match(
      finding!.message,
      /4 rows have no distribution: 1 row with only NaN.*1 row with a NaN among.*1 row with \+∞.*1 row with only −∞/,
    );
    assert.match(finding!.message, /make the reduced loss NaN/);
    assert.deepEqual(finding!.rows?.toSorted(), [0, 1, 2, 3]);
  });

  it('names what probabilities have at fault as faults of probabilities, a few of them as no others', () => {
    const logs = [
      [0.7, 0.2, 0.1],
      [0.5, 0.2, 0.3],
      [0.1, 0.1, 0.8],
      [1.2, -0.1, -0.1],
      [0, 0, 0],
      [0.6, 0.1, 0.3],
    ].map((row) => row.map(Math.log));
    const { message, evidence } = said({ logits: logs, reading: 'probabilities' }, 'nan-rows')!;
    assert.equal(
      message,
      '2 rows have no distribution: 1 row with a negative value or NaN; 1 row with only zeros.',
    );
    assert.equal(
      evidence,
      '2 of 6 rows, the first is row 3: a value is negative or NaN, so the row isn’t a distribution',
    );
    assert.equal(said({ logits: logs, reading: 'probabilities' }, 'logits-as-probabilities'), undefined);
  });

  it('compares stored losses row by row', () => {
    const data = Float64Array.from(LOGITS.flat());
    const losses = lossOf(LOGITS, LABELS);
    const find = (stored: number[]) => {
      const rows = {
        logits: data,
        classes: 3,
        label: Int32Array.from(LABELS),
        storedLoss: Float64Array.from(stored),
      };
      const table = lossTable(rows, { temperature: 1 });
      return audit({ table, reading: 'logits', beside: {}, shape: [4, 3], classAxis: 1 }).find(
        ({ id }) => id === 'stored-loss',
      )!;
    };
    assert.equal(find(losses.map((x) => Number(x.toFixed(4)))).severity, 'info');
    assert.match(find(losses.map((x) => x / Math.LN2)).message, /in bits/);
    const wrong = find([losses[0], 3, losses[2], losses[3]]);
    assert.equal(wrong.severity, 'warning');
    assert.deepEqual(wrong.rows, [1]);
  });

  it('gives every finding a sentence, its evidence and a remedy', () => {
    const all = findingsOf({ labels: [1, 2, 3, -100], printedLoss: printed(1.0986) });
    assert.ok(all.length >= 3);
    for (const { message, evidence, remedy } of all) {
      assert.match(message, /[.?]$/);
      assert.match(remedy, /\.$/);
      assert.ok(evidence.length > 5);
    }
  });
});
