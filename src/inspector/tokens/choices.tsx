import * as l10n from '@vscode/l10n';
import { useRef } from 'preact/hooks';
import { plural } from '../../arrays/words/plural';
import { printable } from '../../arrays/words/printable';
import type { ChoiceRow, ChoiceTable } from '../../tokens/model';
import { Finding } from '../finding';
import { uniform, useVirtualRows } from '../rows/virtualRows';
import { style } from '../styles';
import css from './choices.css';
import { Collapse } from './collapse';
import { count, exactly, fixed, probability } from './figures';

style(css);

/** As in the styles. */
const ROW_HEIGHT = 22;
const SHOWN = 160;

/** Questions with the likelihood of each choice, the least belief in the right one first. */
export function Choices({ table, onClose }: { table: ChoiceTable; onClose?(): void }) {
  const { rows, acc, accNorm, storedAcc, storedAccNorm, findings } = table;
  const scroller = useRef<HTMLDivElement>(null);
  const { items, totalSize } = useVirtualRows(scroller, rows.length, uniform(rows.length, ROW_HEIGHT));
  return (
    <section class="lt-choices" aria-label={l10n.t('Multiple choice')}>
      <header class="lt-header">
        {onClose && <Collapse label={l10n.t('Collapse questions')} onClick={onClose} />}
        <span class="ls-chip">{l10n.t('multiple choice')}</span>
        <span class="ls-num">{questionsText(rows.length)}</span>
      </header>
      <dl class="lt-totals">
        <Accuracy name={l10n.t('Accuracy')} value={acc} stored={storedAcc} />
        <Accuracy name={l10n.t('Accuracy per byte')} value={accNorm} stored={storedAccNorm} />
      </dl>
      <div
        ref={scroller}
        class="lt-questions"
        role="table"
        tabIndex={0}
        aria-label={l10n.t('Questions')}
        aria-rowcount={rows.length}
      >
        <Heads />
        <div class="lt-canvas" role="rowgroup" style={{ height: `${totalSize}px` }}>
          {items.map(({ index, start }) => (
            <Question key={index} row={rows[index]} index={index} top={start} />
          ))}
        </div>
      </div>
      {findings.length > 0 && (
        <div class="ls-section">
          {findings.map(({ id, sentence }) => (
            <Finding key={id}>{sentence}</Finding>
          ))}
        </div>
      )}
    </section>
  );
}

export function questionsText(asked: number): string {
  return plural(asked, l10n.t('1 question'), l10n.t('{0} questions', count(asked)));
}

function Heads() {
  return (
    <div role="rowgroup" class="lt-heads">
      <div class="lt-question" role="row">
        <span role="columnheader">{l10n.t('Line')}</span>
        <span role="columnheader">{l10n.t('Question')}</span>
        <span role="columnheader">{l10n.t('Chosen')}</span>
        <span role="columnheader" title={l10n.t('Softmax of the log-likelihoods over the choices')}>
          {l10n.t('Belief')}
        </span>
        <span role="columnheader">{l10n.t('Right')}</span>
        <span role="columnheader">{l10n.t('Belief')}</span>
      </div>
    </div>
  );
}

function Accuracy({
  name,
  value,
  stored,
}: {
  name: string;
  value: number | undefined;
  stored: number | undefined;
}) {
  if (value === undefined) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b>{exactly(value)}</b>{' '}
        {stored !== undefined && <span class="ls-dim">{l10n.t('file: {0}', exactly(stored))}</span>}
      </dd>
    </div>
  );
}

function Question({ row, index, top }: { row: ChoiceRow; index: number; top: number }) {
  const { line, question, choices, belief, logLikelihoods, gold, chosen } = row;
  const isRight = gold === chosen;
  const told = choices.map((choice, i) =>
    [
      printable(choice.trim(), 60),
      l10n.t('log-likelihood {0}', fixed(logLikelihoods[i], 3)),
      l10n.t('belief {0}', probability(belief[i])),
    ].join(' · '),
  );
  return (
    <div
      class="lt-question"
      role="row"
      aria-rowindex={index + 1}
      style={{ top: `${top}px` }}
      title={told.join('\n')}
    >
      <span role="cell" class="ls-num ls-dim">
        {count(line)}
      </span>
      <span role="cell" class="lt-asked">
        {printable(question.trim(), SHOWN)}
      </span>
      <span role="cell" class={`lt-asked ${gold === undefined || isRight ? '' : 'ls-bad'}`}>
        {printable((choices[chosen] ?? String(chosen)).trim(), 60)}
      </span>
      <span role="cell" class="ls-num">
        {probability(belief[chosen])}
      </span>
      <span role="cell" class="lt-asked ls-label">
        {gold === undefined ? '' : `◆ ${printable((choices[gold] ?? String(gold)).trim(), 60)}`}
      </span>
      <span role="cell" class="ls-num">
        {gold === undefined ? '' : probability(belief[gold])}
      </span>
    </div>
  );
}
