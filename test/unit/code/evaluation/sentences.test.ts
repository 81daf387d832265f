import { match, strictEqual } from 'node:assert/strict';
import { confidenceSentence } from '../../../../src/code/evaluation/sentences';

const judged = {
  ...{ meanLoss: { value: 0.4 }, brier: { value: 0.2 }, ece: { value: 0.05 } },
  ...{ eceByChance: { value: 0.02 }, accuracy: { value: 0.8 }, reliability: [] },
};

const sentenceOf = (meanConfidence: number, interval: [number, number] = [0.76, 0.83]) =>
  confidenceSentence({
    figures: {
      ece: { value: 0.17 },
      accuracy: { value: 0.795, interval },
      meanConfidence: { value: meanConfidence },
    },
    eceLimit: 0.04,
    judged,
  });

describe('the sentence about confidence', () => {
  it('names a side where the mean confidence lies outside the interval of the accuracy', () => {
    match(sentenceOf(0.9)!, /^Overconfident: it says \.900 on average and is right \.795 of the time\. /);
    match(sentenceOf(0.7)!, /^Underconfident: it says \.700 on average and is right \.795 of the time\. /);
  });

  it('names none where errors of both kinds make up for each other', () => {
    match(
      sentenceOf(0.7951)!,
      /^Miscalibrated: overconfident in some rows and underconfident in others\. A fitted temperature lowers its ECE from \.170 to \.050\.$/,
    );
  });

  it('says nothing of an error that chance explains', () => {
    const figures = { ece: { value: 0.03 }, accuracy: { value: 0.8 }, meanConfidence: { value: 0.9 } };
    strictEqual(confidenceSentence({ figures, eceLimit: 0.04, judged }), undefined);
  });
});
