import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { SliceTable } from '../../../code/evaluation/slices';
import type { Slice } from '../../../loss/types';

const SHOWN = 7;

interface SlicesProps {
  slices: readonly Slice[];
  overall: number;
  chosen?: string;
  onChoose(value: string | undefined): void;
}

/** The least accurate slices, and the others when they are asked for. */
export function Slices({ slices, ...table }: SlicesProps) {
  const [all, setAll] = useState(false);
  const shown = all ? slices : slices.slice(0, SHOWN);
  const more = slices.length - shown.length;
  return (
    <div>
      <div class="le-scroll" tabIndex={0} role="group" aria-label={l10n.t('Slices')}>
        <SliceTable slices={slices} shown={shown} {...table} />
      </div>
      {(more > 0 || all) && (
        <button type="button" class="ls-link le-foot" onClick={() => setAll(!all)}>
          {all ? l10n.t('Show fewer') : l10n.t('{0} more', more)}
        </button>
      )}
    </div>
  );
}
