import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { RowDetail } from '../../worker/protocol';
import { count, probability } from '../format';
import { plural } from '../../arrays/words/plural';

/** Where a sampler would stop: after k classes, or with the fewest classes that hold the share p. */
export interface CutOffs {
  topK?: number;
  topP?: number;
}

export interface Cut {
  name: string;
  /** Classes kept; undefined where the cut lies beyond the classes shown. */
  kept?: number;
  /** The probability they hold together. */
  mass: number;
}

/** Cut-offs within the `shown` most probable classes of a row. */
export function cutsOf(detail: RowDetail, shown: number, { topK, topP }: CutOffs): Cut[] {
  const probabilities = detail.probabilities.subarray(0, shown);
  const cuts: Cut[] = [];
  if (topK !== undefined) {
    const mass = probabilities.subarray(0, topK).reduce((a, b) => a + b, 0);
    cuts.push({ name: `top-k ${topK}`, kept: topK <= shown ? topK : undefined, mass });
  }
  if (topP !== undefined) {
    let mass = 0;
    let kept = 0;
    while (kept < shown && mass < topP) mass += probabilities[kept++];
    cuts.push({ name: `top-p ${topP}`, kept: mass >= topP ? kept : undefined, mass });
  }
  return cuts;
}

interface CutOffFieldsProps {
  cutOffs: CutOffs;
  cuts: readonly Cut[];
  onChange(cutOffs: CutOffs): void;
}

/** Fields for top-k and top-p, with what each keeps in words. */
export function CutOffFields({ cutOffs, cuts, onChange }: CutOffFieldsProps) {
  return (
    <div class="ls-figures ls-dim" role="group" aria-label={l10n.t('Cutoffs')}>
      <CutOffField
        name="top-k"
        accepts={(k) => Number.isInteger(k) && k > 0}
        expected={l10n.t('Expected an integer above 0')}
        onValue={(topK) => onChange({ ...cutOffs, topK })}
      />
      <CutOffField
        name="top-p"
        accepts={(p) => p > 0 && p <= 1}
        expected={l10n.t('Expected a probability above 0, at most 1')}
        onValue={(topP) => onChange({ ...cutOffs, topP })}
      />
      <span role="status">{cuts.map(inWords).join(' · ')}</span>
    </div>
  );
}

function inWords({ name, kept, mass }: Cut): string {
  if (kept === undefined) return l10n.t('{0} is beyond the classes shown', name);
  const share = probability(mass, 4);
  return plural(
    kept,
    l10n.t('{0} keeps 1 class with p = {1}', name, share),
    l10n.t('{0} keeps {1} classes with p = {2}', name, count(kept), share),
  );
}

function CutOffField({
  name,
  accepts,
  expected,
  onValue,
}: {
  name: string;
  accepts(value: number): boolean;
  expected: string;
  onValue(value: number | undefined): void;
}) {
  const [text, setText] = useState('');
  const wrong = text.trim() !== '' && !accepts(Number(text));
  return (
    <label class="ls-field">
      {name}{' '}
      <input
        class="ls-input ls-num ls-exact"
        type="text"
        inputMode="decimal"
        value={text}
        aria-invalid={wrong}
        title={wrong ? l10n.t('{0}, got “{1}”', expected, text) : expected}
        onInput={(event) => {
          const typed = event.currentTarget.value;
          setText(typed);
          onValue(typed.trim() !== '' && accepts(Number(typed)) ? Number(typed) : undefined);
        }}
      />
    </label>
  );
}
