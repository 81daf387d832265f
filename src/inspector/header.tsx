import type { ComponentChildren } from 'preact';
import { shapeText } from '../arrays/ndarray';
import type { FoundArray, ReadingKind } from '../arrays/types';
import { Menu, type MenuGroup } from './menu';
import { evidenceText, READINGS } from './readings';

interface HeaderProps {
  found: FoundArray;
  kind: ReadingKind;
  /** The class axis; undefined where there is none to choose. */
  axis: number | undefined;
  actions: readonly MenuGroup[];
  onKind(kind: ReadingKind): void;
  onAxis(axis: number): void;
  onClose?(): void;
  /** A passing word, such as "copied". */
  children?: ComponentChildren;
}

/** What this array is taken for and why, its shape and origin, and what can be done with it. */
export function Header({ found, kind, axis, actions, onKind, onAxis, onClose, children }: HeaderProps) {
  const { reading, shape, dtype, container, name } = found;
  const overridden = kind !== reading.kind;
  return (
    <header class="ls-header">
      {onClose && (
        <button
          type="button"
          class="ls-close"
          aria-expanded={true}
          aria-label="Fold the inspector"
          title="Fold"
          onClick={onClose}
        >
          <span class="ls-triangle" aria-hidden="true" />
        </button>
      )}
      <Menu
        class="ls-chip ls-reading"
        label={`${READINGS[kind].name}: reading, change it`}
        title={overridden ? 'You chose this reading.' : evidenceText(kind, reading.evidence)}
        note={<Evidence found={found} overridden={overridden} />}
        groups={[
          {
            items: (Object.keys(READINGS) as ReadingKind[]).map((option) => ({
              label: READINGS[option].name,
              hint: READINGS[option].meaning,
              checked: option === kind,
              run: () => onKind(option),
            })),
          },
        ]}
      >
        {READINGS[kind].name} <span aria-hidden="true">▾</span>
      </Menu>
      <span class="ls-num">{[shapeText(shape), dtype].filter(Boolean).join(' · ')}</span>
      <span class="ls-dim ls-origin" title={reading.evidence.join('\n')}>
        {[container, name && `“${name}”`, overridden ? 'reading chosen by you' : reading.evidence[0]]
          .filter(Boolean)
          .join(' · ')}
      </span>
      <span class="ls-space" />
      <span class="ls-dim" role="status">
        {children}
      </span>
      {axis !== undefined && shape.length > 1 && (
        <label class="ls-field ls-dim">
          axis{' '}
          <select
            class="ls-select ls-num"
            value={axis}
            title="The axis the classes lie along"
            onChange={(event) => onAxis(Number(event.currentTarget.value))}
          >
            {shape.map((size, i) => (
              <option key={i} value={i}>
                {i === shape.length - 1 ? `−1 (${size})` : `${i} (${size})`}
              </option>
            ))}
          </select>
        </label>
      )}
      <Menu class="ls-icon" label="Copy, save and more" title="Copy, save and more" groups={actions}>
        <span aria-hidden="true">⋯</span>
      </Menu>
    </header>
  );
}

function Evidence({ found: { reading }, overridden }: { found: FoundArray; overridden: boolean }) {
  return (
    <>
      {overridden ? 'Found as' : 'Read as'} {READINGS[reading.kind].name}
      {reading.evidence.length > 0 && ' because'}
      <ul>
        {reading.evidence.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  );
}
