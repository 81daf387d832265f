import { useState } from 'preact/hooks';
import type { RowDetail } from '../worker/protocol';
import { count, probability } from './format';

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
    <div class="ls-figures ls-dim" role="group" aria-label="cut-offs">
      <CutOffField
        name="top-k"
        accepts={(k) => Number.isInteger(k) && k > 0}
        expected="a whole number above 0"
        onValue={(topK) => onChange({ ...cutOffs, topK })}
      />
      <CutOffField
        name="top-p"
        accepts={(p) => p > 0 && p <= 1}
        expected="a share above 0, up to 1"
        onValue={(topP) => onChange({ ...cutOffs, topP })}
      />
      <span role="status">
        {cuts
          .map(({ name, kept, mass }) =>
            kept === undefined
              ? `${name} lies beyond the classes shown`
              : `${name} keeps ${count(kept)} ${kept === 1 ? 'class' : 'classes'} with ${probability(mass, 4)}`,
          )
          .join(' · ')}
      </span>
    </div>
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
        title={wrong ? `Expected ${expected}, got “${text}”` : `Expected ${expected}`}
        onInput={(event) => {
          const typed = event.currentTarget.value;
          setText(typed);
          onValue(typed.trim() !== '' && accepts(Number(typed)) ? Number(typed) : undefined);
        }}
      />
    </label>
  );
}
