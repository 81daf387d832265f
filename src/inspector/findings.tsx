import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { WHOLLY_AUDITED } from '../arrays/audited';
import { besideOf } from '../arrays/beside';
import type { InCode } from '../arrays/wire/inCode';
import { sizeOf } from '../arrays/ndarray';
import { plural } from '../arrays/words/plural';
import type { FoundArray } from '../arrays/types';
import type { BatchSummary, Finding as Found, Mending, RowFlag } from '../loss/types';
import type { WorkerClient } from '../worker/client';
import type { ViewSettings } from '../worker/protocol';
import { asSentence } from './asSentence';
import { Finding } from './finding';
import css from './findings.css';
import { count } from './format';
import { Problem } from './problem';
import { RowLinks, type ToRows } from './rowLinks';
import { ShowInCode } from './showInCode';
import { style } from './styles';
import { useAnswer } from './useAnswer';

style(css);

interface FindingsProps extends ToRows {
  client: WorkerClient;
  found: FoundArray;
  session: number;
  settings: ViewSettings;
  version: number;
  /** The row that is looked at and the figures come before the findings. */
  batch: Pick<BatchSummary, 'flags' | 'reduced'> | undefined;
  inCode?: InCode;
  /** Others stand with them: where there are none, nothing is said. */
  isAmongOthers?: boolean;
  /** Others say how honest the confidence is. */
  isHonestySaid?: boolean;
  onSettings(settings: Mending): void;
  /** Told how many there are; undefined while that is not known, and where not every rule was tried. */
  onFound?(count: number | undefined): void;
}

/** What is said in one line: of single rows, of all of them, or of both. */
interface Said {
  key: string;
  severity: Found['severity'];
  message: string;
  rows: readonly number[];
  finding?: Found;
}

/** Findings that say of all rows what the flags of single ones say, which lead to them. */
const SAID_OF_ROWS: Readonly<Partial<Record<RowFlag['reason'], string>>> = {
  nan: 'nan-rows',
  'positive-infinity': 'nan-rows',
  'all-masked': 'nan-rows',
  'masked-label': 'masked-label',
};

/** Findings about confidence and accuracy. */
const OF_HONESTY: ReadonlySet<string> = new Set(['overconfident', 'underconfident', 'calibration-error']);

/**
 * What is wrong, or worth knowing, about an array's rows, labels and loss: the gravest in a line whose room is kept from the
 * beginning, so that nothing below it moves when it is known; the others open under it.
 */
export function Findings(props: FindingsProps) {
  const { client, found, session, settings, version, batch } = props;
  const request = batch && { session, settings, beside: besideOf(found) };
  const { result, error } = useAnswer(client, 'audit', request, version);
  const [all, showAll] = useState(false);
  const rest = useId();
  const ofLoss = batch?.reduced !== undefined;
  const lines = linesOf(batch?.flags ?? [], props.isHonestySaid ? withoutHonesty(result) : result);
  const [first, ...others] = lines;
  // On large arrays some rules are not tried: a single score of yes or no is two numbers there.
  const isKnown = result !== undefined && 2 * sizeOf(found.shape) <= WHOLLY_AUDITED;
  const counted = first || isKnown ? lines.length : undefined;
  useEffect(() => props.onFound?.(counted), [counted]);
  if (props.isAmongOthers && !first && !error) return null;
  return (
    <div
      class={ofLoss ? 'ls-notice ls-findings ls-of-loss' : 'ls-notice ls-findings'}
      role="group"
      aria-label={l10n.t('Findings')}
    >
      {first ? (
        <Line key={first.key} {...props} said={first}>
          {others.length > 0 && (
            <button
              type="button"
              class="ls-link"
              aria-expanded={all}
              aria-controls={rest}
              onClick={() => showAll(!all)}
            >
              {all ? l10n.t('Show fewer') : moreText(others.length)}
            </button>
          )}
        </Line>
      ) : (
        <p class="ls-finding ls-dim">{isKnown && nothing(batch)}</p>
      )}
      {error && <Problem>{error}</Problem>}
      {others.length > 0 && (
        <div id={rest} hidden={!all}>
          {others.map((said) => (
            <Line key={said.key} {...props} said={said} />
          ))}
        </div>
      )}
    </div>
  );
}

const withoutHonesty = (findings: readonly Found[] | undefined) =>
  findings?.filter(({ id }) => !OF_HONESTY.has(id));

/** Without labels there is no loss that could be wrong. */
function nothing(batch: FindingsProps['batch']): string {
  return batch?.reduced === undefined
    ? l10n.t('No problems found in the values.')
    : l10n.t('No problems found.');
}

function moreText(n: number): string {
  return plural(n, l10n.t('1 more finding'), l10n.t('{0} more findings', count(n)));
}

/** Flags and the finding that says the same stand in one line; the gravest lines come first. */
function linesOf(flags: readonly RowFlag[], findings: readonly Found[] = []): Said[] {
  const lines = new Map<string, Said & { rows: number[] }>();
  for (const { message, reason, row } of flags) {
    const finding = findings.find(({ id }) => id === SAID_OF_ROWS[reason]);
    const key = finding?.id ?? message;
    const known = lines.get(key);
    if (known) {
      if (known.rows.at(-1) !== row) known.rows.push(row);
      // Rows that are at fault in different ways.
      if (finding && known.message !== asSentence(message)) known.message = finding.message;
    } else
      lines.set(key, {
        key,
        severity: finding?.severity ?? 'error',
        message: asSentence(message),
        rows: [row],
        finding,
      });
  }
  const others = findings.filter(({ id }) => !lines.has(id));
  return [
    ...lines.values(),
    ...others.map((finding) => ({ ...finding, key: finding.id, rows: [], finding })),
  ].toSorted((x, y) => GRAVITY.indexOf(x.severity) - GRAVITY.indexOf(y.severity));
}

const GRAVITY: readonly Found['severity'][] = ['error', 'warning', 'info'];

interface LineProps extends Omit<FindingsProps, 'isAmongOthers' | 'isHonestySaid' | 'onFound'> {
  said: Said;
  children?: ComponentChildren;
}

function Line({ said, inCode, name, onRow, onSettings, children }: LineProps) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const { severity, message, rows, finding } = said;
  const { evidence, remedy, settings, action, codeRules } = finding ?? {};
  return (
    <Finding severity={severity}>
      {message} <RowLinks {...{ rows, name, onRow }} />
      {settings && action && (
        <button type="button" class="ls-link" onClick={() => onSettings(settings)}>
          {action}
        </button>
      )}
      {finding && <ShowInCode class="ls-link" inCode={inCode} rules={codeRules} />}
      {finding && (
        <button
          type="button"
          class="ls-link"
          title={evidence}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {open ? l10n.t('Less') : l10n.t('Details')}
        </button>
      )}
      {children}
      {finding && (
        <span id={id} class="ls-finding-more ls-dim" hidden={!open}>
          <span>{evidence}</span>
          <span>{remedy}</span>
        </span>
      )}
    </Finding>
  );
}
