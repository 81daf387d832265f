import * as l10n from '@vscode/l10n';
import { sizeOf } from '../arrays/ndarray';
import { ravel, unravel } from './rowName';
import css from './slices.css';
import { style } from './styles';

style(css);

interface SlicesProps {
  shape: readonly number[];
  axis: number;
  row: number;
  /** Fewer axes beside the given one are not worth a field. */
  least?: number;
  /** The number of an axis, where the shape is part of another. */
  nameOf?(axis: number): number;
  onRow(row: number): void;
}

/** Index fields for arrays of rank 3 and more: batch, position, head. */
export function Slices({ shape, axis, row, least = 2, nameOf = (i) => i, onRow }: SlicesProps) {
  const leading = shape.filter((_, i) => i !== axis);
  if (leading.length < least || sizeOf(leading) === 0) return null;
  const index = unravel(row, leading);
  return (
    <div class="ls-slices ls-field ls-dim" role="group" aria-label={l10n.t('Slice')}>
      {l10n.t('Slice')}
      {leading.map((size, i) => (
        <input
          key={i}
          class="ls-input ls-num"
          type="number"
          min={0}
          max={size - 1}
          aria-label={l10n.t('Index along axis {0}, 0 to {1}', nameOf(i < axis ? i : i + 1), size - 1)}
          value={index[i]}
          onInput={(event) => {
            const value = event.currentTarget.valueAsNumber;
            if (!Number.isInteger(value) || value < 0 || value >= size) return;
            onRow(ravel(index.with(i, value), leading));
          }}
        />
      ))}
    </div>
  );
}
