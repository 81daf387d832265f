import * as l10n from '@vscode/l10n';
import { printable } from '../arrays/words/printable';
import { shownName } from '../arrays/words/shownName';
import type { ComponentChildren } from 'preact';
import { containerName } from '../arrays/words/containerName';
import { shapeText } from '../arrays/ndarray';
import type { FoundArray, ReadingKind } from '../arrays/types';
import { count } from './format';
import css from './header.css';
import { Menu, type MenuGroup } from './menu';
import { Changed } from './notices';
import { evidenceText, READING_KINDS, readingWords } from './readings';
import { style } from './styles';

style(css);

/** Of an array’s name, in characters. */
const MAX_NAME = 60;

interface HeaderProps {
  found: FoundArray;
  kind: ReadingKind;
  /** The class axis; undefined where there is none to choose. */
  axis: number | undefined;
  /** Otherwise it is the axis along the columns. */
  isOfClasses: boolean;
  actions: readonly MenuGroup[];
  onKind(kind: ReadingKind): void;
  onAxis(axis: number): void;
  onReport?(): void;
  /** Shows what the output holds by now, where that is not what is inspected. */
  onShowNew?: () => void;
  onClose?(): void;
  /** A passing word, such as "copied". */
  children?: ComponentChildren;
}

/** The array's reading and its evidence, its shape and origin, and what can be done with it. */
export function Header({
  found,
  kind,
  axis,
  isOfClasses,
  actions,
  onKind,
  onAxis,
  onReport,
  onShowNew,
  onClose,
  children,
}: HeaderProps) {
  const { reading, shape, dtype, container, name } = found;
  const called = name && shownName(name, MAX_NAME);
  const whole = name && printable(name);
  const overridden = kind !== reading.kind;
  const why = overridden ? l10n.t('reading chosen by you') : reading.evidence[0];
  const { name: readAs } = readingWords(kind);
  return (
    <header class="ls-header">
      {onClose && (
        <button
          type="button"
          class="ls-close"
          aria-expanded={true}
          aria-label={l10n.t('Collapse inspector')}
          title={l10n.t('Collapse inspector')}
          onClick={onClose}
        >
          <span class="ls-triangle" aria-hidden="true" />
        </button>
      )}
      <Menu
        class="ls-chip ls-reading"
        label={l10n.t('{0}: change reading', readAs)}
        title={overridden ? l10n.t('You chose this reading.') : evidenceText(kind, reading.evidence)}
        note={<Evidence found={found} overridden={overridden} />}
        groups={[
          {
            items: READING_KINDS.map((option) => ({
              label: readingWords(option).name,
              hint: readingWords(option).meaning,
              checked: option === kind,
              run: () => onKind(option),
            })),
          },
        ]}
      >
        {readAs} <span aria-hidden="true">▾</span>
      </Menu>
      <span class="ls-num">{[shapeText(shape), dtype].filter(Boolean).join(' · ')}</span>
      <span
        class="ls-dim ls-origin"
        title={[...(called === whole ? [] : [whole]), ...reading.evidence].join('\n')}
      >
        {[
          containerName(container),
          // The evidence may say the name.
          called && !why?.includes(`“${called}”`) && `“${called}”`,
          why,
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      <span class="ls-space" />
      <span class="ls-dim" role="status">
        {children || (onShowNew && <Changed onShow={onShowNew} />)}
      </span>
      {axis !== undefined && shape.length > 1 && (
        <label class="ls-field ls-dim">
          {isOfClasses ? l10n.t('Class axis') : l10n.t('Columns')}{' '}
          <select
            class="ls-select ls-num"
            value={axis}
            title={isOfClasses ? l10n.t('Axis of the classes') : l10n.t('Axis along the columns')}
            onChange={(event) => onAxis(Number(event.currentTarget.value))}
          >
            {shape.map((size, i) => (
              <option key={i} value={i}>
                {i === shape.length - 1 ? `−1 (${count(size)})` : `${i} (${count(size)})`}
              </option>
            ))}
          </select>
        </label>
      )}
      {onReport && (
        <button type="button" class="ls-link" onClick={onReport}>
          {l10n.t('Open report')}
        </button>
      )}
      <Menu
        class="ls-icon"
        label={l10n.t('Copy, save, and more')}
        title={l10n.t('Copy, save, and more')}
        groups={actions}
      >
        <span aria-hidden="true">⋯</span>
      </Menu>
    </header>
  );
}

function Evidence({ found: { reading }, overridden }: { found: FoundArray; overridden: boolean }) {
  return (
    <>
      {overridden
        ? l10n.t('Detected as {0}', readingWords(reading.kind).name)
        : l10n.t('Read as {0}', readingWords(reading.kind).name)}
      <ul>
        {reading.evidence.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  );
}
