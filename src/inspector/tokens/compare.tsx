import * as l10n from '@vscode/l10n';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { followSize } from '../followSize';
import type { SequenceSummary, TokenComparison } from '../../tokens/model';
import { sentenceOf } from '../../arrays/words/sentence';
import { Problem } from '../problem';
import { uniform, useVirtualRows } from '../rows/virtualRows';
import { style } from '../styles';
import { useAnswer } from '../useAnswer';
import { joinRuns, type TokenColumns } from './columns';
import css from './compare.css';
import { count, fixed } from './figures';
import { sequenceName } from './header';
import { markedText, piecesOf } from './marks';
import type { Of } from './of';
import { Pieces } from './pieces';
import { readColumns } from './useTokens';
import { widthsOf, type Widths } from './widths';

style(css);

/** Bits from which a difference has the first, second and third colour. */
const STEPS = [0.1, 0.5, 2];
/** Characters of a token that are shown here. */
const SHOWN = 30;
/** As in the styles: three rows of a line, and pixels around a token's text. */
const LINE_HEIGHT = 64;
const AROUND = 8;

interface ComparedProps {
  of: Of;
  other: number;
  sequences: readonly SequenceSummary[];
  columns: TokenColumns;
  onChoose(token: number): void;
  onClose(): void;
}

/** Two sequences under each other, aligned by their bytes, with the difference of each token's surprisal. */
export function Compared({ of, other, sequences, columns, onChoose, onClose }: ComparedProps) {
  const { client, handle, sequence } = of;
  const pair = { first: { handle, sequence }, second: { handle, sequence: other } };
  const { result, error, asked } = useAnswer(client, 'compareTokens', pair);
  const second = useOther(of, other, sequences[other].count);
  const isAnswered = asked?.second.sequence === other;
  return (
    <section class="ls-section lt-compared" aria-label={l10n.t('Comparison')}>
      <div class="lt-row lt-compared-head">
        <span>
          <span class="ls-num">{sequenceName(sequences[sequence], sequence)}</span>{' '}
          <Perplexity of={sequences[sequence]} /> <span class="ls-dim">{l10n.t('against')}</span>{' '}
          <span class="ls-num">{sequenceName(sequences[other], other)}</span>{' '}
          <Perplexity of={sequences[other]} />
          {result && isAnswered && (
            <span class="ls-dim">
              {' · '}
              {l10n.t('{0} tokens the same, {1} differ', count(result.equal), count(differing(result)))}
            </span>
          )}
        </span>
        <span class="ls-space" />
        <Legend name={String(other + 1)} />
        <button type="button" class="ls-link" onClick={onClose}>
          {l10n.t('Close comparison')}
        </button>
      </div>
      {(error ?? second.error) !== undefined && <Problem>{error ?? second.error}</Problem>}
      {result && isAnswered && second.columns && (
        <Aligned
          key={other}
          comparison={result}
          first={columns}
          second={second.columns}
          names={[String(sequence + 1), String(other + 1)]}
          onChoose={onChoose}
        />
      )}
    </section>
  );
}

function Perplexity({ of: { figures } }: { of: SequenceSummary }) {
  if (figures.perplexity === undefined) return null;
  return (
    <>
      <span class="ls-dim">{l10n.t('perplexity')}</span>{' '}
      <span class="ls-num">{fixed(figures.perplexity, 3)}</span>
    </>
  );
}

function Legend({ name }: { name: string }) {
  return (
    <span class="lt-legend" aria-hidden="true">
      {l10n.t('{0} less surprised', name)}
      <span class="lt-differences">
        {[-3, -2, -1, 0, 1, 2, 3].map((step) => (
          <i key={step} class={stepClass(step)} />
        ))}
      </span>
      {l10n.t('more')}
    </span>
  );
}

/** The other sequence's tokens, once all of them are there. */
function useOther({ client, handle }: Of, sequence: number, total: number) {
  const [state, setState] = useState<{ of?: number; columns?: TokenColumns; error?: string }>({});
  useEffect(() => {
    const aborter = new AbortController();
    if (total === 0) setState({ of: sequence, columns: joinRuns([]) });
    readColumns(client, { handle, sequence, count: total }, aborter.signal, (columns) => {
      if (columns.count === total) setState({ of: sequence, columns });
    }).catch((error: unknown) => {
      if (!aborter.signal.aborted) setState({ of: sequence, error: sentenceOf(error) });
    });
    return () => aborter.abort(new Error('another is compared'));
  }, [client, handle, sequence, total]);
  return state.of === sequence ? state : {};
}

interface AlignedProps {
  comparison: TokenComparison;
  first: TokenColumns;
  second: TokenColumns;
  names: readonly [string, string];
  onChoose(token: number): void;
}

function Aligned({ comparison, first, second, names, onChoose }: AlignedProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [space, setSpace] = useState<{ width: number; widths: Widths }>();
  useEffect(() => {
    const element = scroller.current!;
    return followSize(element, () => setSpace({ width: element.clientWidth, widths: widthsOf(element) }));
  }, []);
  const lines = useMemo(
    () => (space ? linesOf({ comparison, first, second }, space.width - LABELS, space.widths) : [0]),
    [comparison, first, second, space],
  );
  const total = lines.length - 1;
  const { items, totalSize } = useVirtualRows(scroller, total, uniform(total, LINE_HEIGHT));
  const props = { comparison, first, second, onChoose };
  return (
    <div
      ref={scroller}
      class="lt-aligned"
      role="region"
      tabIndex={0}
      aria-label={l10n.t('Tokens of both, line by line')}
    >
      <div class="lt-canvas" style={{ height: `${totalSize}px` }}>
        {items.map(({ index, start }) => (
          <div key={index} class="lt-pair" style={{ top: `${start}px` }}>
            <div class="lt-pair-names">
              <span class="ls-num">{names[0]}</span>
              <span class="ls-num">{names[1]}</span>
              {placesOf(lines, index).some((at) => isDifference(comparison, at)) && (
                <span>{l10n.t('Δ bits')}</span>
              )}
            </div>
            {placesOf(lines, index).map((at) => (
              <Pair key={at} {...props} at={at} />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

/** The places of a line. */
function placesOf(lines: readonly number[], line: number): number[] {
  return Array.from({ length: lines[line + 1] - lines[line] }, (_, i) => lines[line] + i);
}

/** Whether there are bits to tell of a place. */
function isDifference({ first, second, difference }: TokenComparison, at: number): boolean {
  return first[at] >= 0 && second[at] >= 0 && Math.abs(difference[at]) >= STEPS[0];
}

/** Pixels of the names before a line. */
const LABELS = 52;

function Pair({ comparison, first, second, at, onChoose }: Omit<AlignedProps, 'names'> & { at: number }) {
  const a = comparison.first[at];
  const b = comparison.second[at];
  const difference = comparison.difference[at];
  const isSame = comparison.same[at] === 1;
  return (
    <div class={`lt-column${isSame ? '' : ' lt-unlike'}`}>
      <Cell columns={first} token={a} class="" onChoose={onChoose} />
      <Cell columns={second} token={b} class={stepClass(stepOf(difference))} />
      <span class="ls-num lt-difference">{differenceText(comparison, at)}</span>
    </div>
  );
}

function Cell({
  columns,
  token,
  class: place,
  onChoose,
}: {
  columns: TokenColumns;
  token: number;
  class: string;
  onChoose?(token: number): void;
}) {
  if (token < 0) return <span class="lt-cell lt-missing" />;
  return (
    <span class={`lt-cell ${place}`} onClick={onChoose && (() => onChoose(token))}>
      <Pieces pieces={piecesOf(columns.tokens[token], SHOWN)} />
    </span>
  );
}

function differenceText(comparison: TokenComparison, at: number): string {
  const { first, second } = comparison;
  if (second[at] < 0) return l10n.t('only in the first');
  if (first[at] < 0) return l10n.t('only in the second');
  if (!isDifference(comparison, at)) return '';
  const bits = comparison.difference[at];
  return `${bits > 0 ? '+' : ''}${fixed(bits, 2)}`;
}

/** −3 to 3: how much less or more surprised the second was. */
function stepOf(difference: number): number {
  const size = STEPS.filter((bound) => Math.abs(difference) >= bound).length;
  return difference < 0 ? -size : size;
}

function stepClass(step: number): string {
  return step === 0 || Number.isNaN(step) ? '' : step < 0 ? `lt-less-${-step}` : `lt-more-${step}`;
}

function differing({ same, equal }: TokenComparison): number {
  return same.length - equal;
}

/** Where each line begins, and the end: as many columns on a line as it has room for. */
export function linesOf(
  { comparison, first, second }: Omit<AlignedProps, 'names' | 'onChoose'>,
  width: number,
  widths: Widths,
): number[] {
  const wide = (text: string) => {
    let sum = 0;
    for (const character of text) sum += widths.of(character);
    return sum;
  };
  const wideIn = (columns: TokenColumns, token: number) =>
    token < 0 ? 0 : wide(markedText(columns.tokens[token], SHOWN));
  const lines = [0];
  let used = 0;
  for (let at = 0; at < comparison.same.length; at++) {
    const column =
      AROUND +
      Math.max(
        wideIn(first, comparison.first[at]),
        wideIn(second, comparison.second[at]),
        wide(differenceText(comparison, at)) * 0.8,
      );
    if (used + column > width && used > 0) {
      lines.push(at);
      used = 0;
    }
    used += column;
  }
  lines.push(comparison.same.length);
  return lines;
}
