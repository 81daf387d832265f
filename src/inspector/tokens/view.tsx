import * as l10n from '@vscode/l10n';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { OpenedTokens } from '../../tokens/model';
import type { WorkerClient } from '../../worker/client';
import { keepKeys } from '../keys';
import { Problem } from '../problem';
import { style } from '../styles';
import { useAnswer } from '../useAnswer';
import { useLatest } from '../useLatest';
import { usePassingWord } from '../usePassingWord';
import { SurprisalChart } from './chart';
import { Choices } from './choices';
import { isNotTop, type Range, type TokenColumns } from './columns';
import { Compared } from './compare';
import { Controls } from './controls';
import { TokenFindings } from './findings';
import { TokenHeader } from './header';
import { MEASURES, stepOf, type Measure } from './heat';
import { useLeft, useMemory, type Memory, type TokenState } from './state';
import type { Of } from './of';
import { tokenActions, type TokenHost } from './outgoing';
import { Place } from './place';
import { Sight } from './sight';
import { TokenText } from './text';
import { Totals } from './totals';
import { useColumns, useTokens, type TokenSource } from './useTokens';
import fields from '../controls/fields.css';
import header from '../header.css';
import css from './view.css';

for (const sheet of [fields, header, css]) style(sheet);

export interface TokenViewProps {
  client: WorkerClient;
  source: TokenSource;
  host: TokenHost;
  /** Which of several sequences is shown first. */
  sequence?: number;
  /** The keyboard goes into the view when it opens. */
  focus?: boolean;
  /** As a person left it, told whenever that changes. */
  left?: TokenState;
  onLeft?(state: TokenState): void;
}

/** The whole view of a text with log-probabilities of tokens. */
export function TokenView(props: TokenViewProps) {
  const { client, source, host, sequence: first = 0, focus, left, onLeft } = props;
  const { opened, error, empty, retry } = useTokens(client, source);
  const memory = useMemory(first, left, onLeft);
  const [sequence, setSequence] = useState(memory.state.sequence);
  const root = useRef<HTMLDivElement>(null);
  const shown = opened && Math.max(0, Math.min(sequence, opened.sequences.length - 1));
  useEffect(() => {
    if (focus && opened)
      root.current?.querySelector<HTMLElement>('button, [tabindex="0"]')?.focus({ preventScroll: true });
  }, [opened]);
  return (
    <div
      ref={root}
      class="ls-root lt-view"
      role="group"
      aria-label={l10n.t('Logitscope tokens')}
      onKeyDown={keepKeys}
    >
      {error !== undefined && <Problem onRetry={retry}>{error}</Problem>}
      {empty && <Problem>{l10n.t('There are no token log-probabilities in this text.')}</Problem>}
      {opened?.choices && (
        <Choices
          table={opened.choices}
          onClose={opened.sequences.length === 0 && host.close ? () => host.close!() : undefined}
        />
      )}
      {opened && opened.sequences.length > 0 && (
        <Sequence
          key={`${opened.handle} ${shown}`}
          of={{ client, handle: opened.handle, sequence: shown! }}
          {...{ opened, host, memory }}
          onSequence={(next) => {
            // Places are those of one sequence.
            memory.keep({ sequence: next, chosen: undefined, range: undefined, other: undefined });
            setSequence(next);
          }}
          onRetry={retry}
        />
      )}
    </div>
  );
}

interface SequenceProps {
  of: Of;
  opened: OpenedTokens;
  host: TokenHost;
  memory: Memory;
  onSequence(sequence: number): void;
  /** Opens the text anew. */
  onRetry(): void;
}

function Sequence({ of, opened, host, memory, onSequence, onRetry }: SequenceProps) {
  const { client, handle, sequence } = of;
  const summary = opened.sequences[sequence];
  const [vocabulary, setVocabulary] = useLeft(memory, 'vocabulary');
  const [range, setRange] = useLeft(memory, 'range', ({ from, to }) => from < to && to <= summary.count);
  const [other, setOther] = useLeft(memory, 'other', (one) => one < opened.sequences.length);
  const [said, say] = usePassingWord();
  const copying = useLatest();
  const { columns, error } = useColumns(client, { handle, sequence, count: summary.count, vocabulary });
  const root = useRef<HTMLDivElement>(null);
  const element = () => root.current;
  const actions = tokenActions({ of, host, summary, columns, range, say, copying, element });
  return (
    <div ref={root}>
      <TokenHeader
        sequences={opened.sequences}
        sequence={sequence}
        actions={actions}
        onSequence={onSequence}
        onCompare={setOther}
        onClose={host.close && (() => host.close!())}
      >
        {said}
      </TokenHeader>
      <Totals sequence={summary} columns={columns?.count === summary.count ? columns : undefined} />
      {error !== undefined && (
        <Problem class="ls-notice" onRetry={onRetry}>
          {error}
        </Problem>
      )}
      {columns && columns.count > 0 && (
        <Body
          {...{ of, opened, columns, memory, vocabulary, range }}
          onVocabulary={summary.classes === undefined ? setVocabulary : undefined}
          onRange={setRange}
          other={other}
          onOther={setOther}
          copy={(text) => void host.copy(text)}
        />
      )}
    </div>
  );
}

interface BodyProps {
  of: Of;
  opened: OpenedTokens;
  columns: TokenColumns;
  memory: Memory;
  vocabulary: number | undefined;
  range: Range | undefined;
  onVocabulary?(size: number | undefined): void;
  onRange(range: Range | undefined): void;
  /** The sequence that this one is compared with. */
  other: number | undefined;
  onOther(other: number | undefined): void;
  copy(text: string): void;
}

/** Text, token, chart and findings: one selection for all of them. */
function Body(props: BodyProps) {
  const { of, opened, columns, memory, vocabulary, range, onVocabulary, onRange, other, onOther, copy } =
    props;
  const { client, handle, sequence } = of;
  const { figures, findings, values, count } = opened.sequences[sequence];
  const scores = values === 'scores';
  const measures = useMemo(() => knownMeasures(columns, scores), [columns, scores]);
  const [wanted, setMeasure] = useLeft(memory, 'measure');
  const [left = 0, setChosen] = useLeft(memory, 'chosen', (token) => token < count);
  // The first tokens come before the others.
  const chosen = Math.max(0, Math.min(left, columns.count - 1));
  const [pointed, point] = useState<number>();
  // A pointer that rests on the text says nothing more once another token was chosen.
  const choose = (token: number) => {
    setChosen(token);
    point(undefined);
  };
  const sight = useRef(new Sight()).current;
  const measure = wanted && measures.includes(wanted) ? wanted : (measures[0] ?? 'rank');
  const underlines = useMemo(() => anyNotTop(columns), [columns]);
  const selected = useAnswer(client, 'tokenTotals', range && { handle, sequence, ...range });
  const isAnswered = selected.asked?.from === range?.from && selected.asked?.to === range?.to;
  return (
    <>
      <Controls {...{ measure, measures, underlines }} onMeasure={setMeasure} />
      <div class="lt-main">
        <TokenText
          {...{ columns, measure, chosen, range, onRange }}
          onChoose={choose}
          onPoint={point}
          onSight={sight.tell}
        />
        <Place
          {...{ of, scores, memory, vocabulary, onVocabulary, copy }}
          place={pointed ?? chosen}
          total={columns.count}
          onChoose={choose}
        />
      </div>
      {measures.includes('surprisal') && (
        <SurprisalChart
          {...{ columns, chosen, sight, range, figures, onRange }}
          selected={isAnswered ? selected.result : undefined}
          onChoose={choose}
        />
      )}
      {other !== undefined && (
        <Compared
          {...{ of, other, columns }}
          sequences={opened.sequences}
          onChoose={choose}
          onClose={() => onOther(undefined)}
        />
      )}
      <TokenFindings findings={findings} columns={columns} onChoose={choose} />
    </>
  );
}

/** Those that some token has. Scores have no normaliser: of them the order alone is known. */
function knownMeasures(columns: TokenColumns, scores: boolean): Measure[] {
  return MEASURES.filter((measure) => {
    if (scores && measure !== 'rank') return false;
    for (let token = 0; token < columns.count; token++)
      if (stepOf(columns, token, measure) !== undefined) return true;
    return false;
  });
}

function anyNotTop(columns: TokenColumns): boolean {
  for (let token = 0; token < columns.count; token++) if (isNotTop(columns, token)) return true;
  return false;
}
