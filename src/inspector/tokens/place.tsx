import * as l10n from '@vscode/l10n';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { TokenChoice, TokenPlace } from '../../tokens/model';
import { Problem } from '../problem';
import { style } from '../styles';
import { useAnswer } from '../useAnswer';
import { bitsOf } from './columns';
import { columnOf, inColumn } from '../format';
import { boundsText, count, exactly, fixed, nats } from './figures';
import { piecesOf } from './marks';
import { Pieces } from './pieces';
import css from './place.css';
import { WhatIfSection } from './whatIf';
import type { Of } from './of';
import type { Memory } from './state';

style(css);

interface PlaceProps {
  of: Of;
  place: number;
  total: number;
  scores: boolean;
  memory: Memory;
  vocabulary: number | undefined;
  /** Absent where whole rows are known: the vocabulary bounds nothing more. */
  onVocabulary?(size: number | undefined): void;
  onChoose(token: number): void;
  copy(text: string): void;
}

/** One token: what it is, what else there was, and what is outside of all that is listed. */
export function Place(props: PlaceProps) {
  const { of, place, total, vocabulary, onChoose } = props;
  const { client, handle, sequence } = of;
  const { result, error } = useAnswer(client, 'tokenAlternatives', { handle, sequence, place, vocabulary });
  return (
    <div class="lt-place" role="region" aria-label={l10n.t('Token')}>
      <div class="lt-row lt-caption">
        <span>{l10n.t('Token {0} of {1}', count((result?.place ?? place) + 1), count(total))}</span>
        <span class="ls-space" />
        {result && <Bytes {...result} />}
        <button
          type="button"
          class="ls-link"
          aria-label={l10n.t('Previous token')}
          disabled={place === 0}
          onClick={() => onChoose(place - 1)}
        >
          ‹
        </button>
        <button
          type="button"
          class="ls-link"
          aria-label={l10n.t('Next token')}
          disabled={place + 1 >= total}
          onClick={() => onChoose(place + 1)}
        >
          ›
        </button>
      </div>
      {error && <Problem>{error}</Problem>}
      {result && <Shown {...props} shown={result} />}
      {result?.alternatives && !props.scores && (
        <WhatIfSection of={of} place={result.place} memory={props.memory} copy={props.copy} />
      )}
      <Keys />
    </div>
  );
}

function Shown({ shown, scores, vocabulary, onVocabulary }: PlaceProps & { shown: TokenPlace }) {
  const { token, alternatives, outside, entropyLow, entropyHigh } = shown;
  return (
    <>
      <div class="lt-big">
        <span class="lt-boxed">
          <TokenName choice={token} />
        </span>
        <span class="ls-dim">
          <Standing shown={shown} />
        </span>
      </div>
      <Values token={token} scores={scores} />
      {alternatives && alternatives.length > 0 && (
        <Alternatives shown={shown} scores={scores} outside={outside} />
      )}
      {!alternatives && <p class="ls-dim lt-none">{l10n.t('The response lists no alternatives here.')}</p>}
      {entropyLow !== undefined && (
        <div class="lt-row lt-entropy">
          <span class="ls-dim">{l10n.t('Entropy')}</span>
          <span class="ls-num">{boundsText(entropyLow, entropyHigh)}</span>
          <span>{l10n.t('nats')}</span>
          <span class="ls-space" />
          {onVocabulary && <Vocabulary size={vocabulary} onSize={onVocabulary} />}
        </div>
      )}
    </>
  );
}

/** "first 3 of the 4 bytes of 😀", "third of five; the first was Dijon" */
function Standing({ shown: { token, alternatives, character } }: { shown: TokenPlace }) {
  if (character) {
    const { from, to, bytes, text } = character;
    const whole = bytes;
    const part =
      from === 0
        ? l10n.t('first {0} of the {1} bytes of', to, whole)
        : to === whole
          ? l10n.t('last {0} of the {1} bytes of', to - from, whole)
          : l10n.t('bytes {0} to {1} of the {2} of', from + 1, to, whole);
    return (
      <>
        {part} <span class="lt-whole">{text}</span>
      </>
    );
  }
  if (token.floor) return <>{l10n.t('the server printed its floor')}</>;
  const top = alternatives?.[0];
  if (token.rank === 1) return <>{l10n.t('the top choice')}</>;
  if (!top || top.chosen) return token.special ? <>{l10n.t('special token')}</> : null;
  return (
    <>
      {l10n.t('the first choice was')}{' '}
      <span class="ls-num lt-whole">
        <TokenName choice={top} />
      </span>
    </>
  );
}

function Values({ token, scores }: { token: TokenPlace['token']; scores: boolean }) {
  const { logprob, floor, rank, rankAtLeast, id } = token;
  const unknown = <span class="ls-dim">{l10n.t('not given')}</span>;
  const known = logprob !== null && !scores;
  const rankText =
    rank !== undefined
      ? count(rank)
      : rankAtLeast !== undefined && rankAtLeast > 1
        ? l10n.t('over {0}', count(rankAtLeast - 1))
        : unknown;
  return (
    <dl class="lt-values">
      <Value name={scores ? l10n.t('Score') : l10n.t('Log-probability')}>
        {logprob !== null ? nats(logprob) : floor ? l10n.t('floor') : unknown}
      </Value>
      {!scores && <Value name="p">{known ? exactly(Math.exp(Math.min(0, logprob))) : unknown}</Value>}
      {!scores && (
        <Value name={l10n.t('Surprisal')}>
          {known ? l10n.t('{0} bits', fixed(bitsOf(logprob), 2)) : unknown}
        </Value>
      )}
      <Value name={l10n.t('Rank')}>{rankText}</Value>
      {id !== undefined && <Value name={l10n.t('Token ID')}>{String(id)}</Value>}
    </dl>
  );
}

function Value({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Alternatives({
  shown: { alternatives = [] },
  scores,
  outside,
}: {
  shown: TokenPlace;
  scores: boolean;
  outside: number | undefined;
}) {
  // Beyond, a full row of a vocabulary would be a page of its own.
  const listed = alternatives.slice(0, MAX_LISTED);
  const logText = columnOf(
    listed.flatMap(({ logprob }) => logprob ?? []),
    4,
  );
  const share = (p: number) => ({ width: `${Math.max(0.5, Math.min(100, 100 * p))}%` });
  return (
    <div class="lt-alternatives">
      <table>
        <thead>
          <tr>
            <th scope="col">{l10n.t('Alternative')}</th>
            <th scope="col">{scores ? l10n.t('Score') : 'log p'}</th>
            {!scores && <th scope="col">p</th>}
            {!scores && (
              <th class="lt-axis" aria-hidden="true">
                <span>0</span>
                <span>.5</span>
                <span>1</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {listed.map((choice, i) => {
            const p = choice.logprob === null ? undefined : Math.exp(Math.min(0, choice.logprob));
            const bar = choice.chosen ? 'lt-mine' : i === 0 ? 'lt-top' : 'lt-rest';
            return (
              <tr key={i} class={choice.chosen ? 'ls-label' : undefined}>
                <th scope="row">
                  {choice.chosen && (
                    <span class="lt-drawn" aria-hidden="true">
                      ◆
                    </span>
                  )}
                  <TokenName choice={choice} />
                  {choice.chosen && <span class="ls-hidden"> {l10n.t('(the token)')}</span>}
                </th>
                <td>{choice.logprob === null ? '–' : logText(choice.logprob)}</td>
                {!scores && <td>{p === undefined ? '–' : inColumn(p, 4)}</td>}
                {!scores && (
                  <td class="lt-bar" aria-hidden="true">
                    {p !== undefined && <i class={bar} style={share(p)} />}
                  </td>
                )}
              </tr>
            );
          })}
          {outside !== undefined && !scores && (
            <tr class="lt-outside">
              <th scope="row" colSpan={2}>
                {alternatives.length > listed.length
                  ? l10n.t('outside all {0} listed', count(alternatives.length))
                  : l10n.t('outside the top {0}', count(alternatives.length))}
              </th>
              <td>{inColumn(outside, 4)}</td>
              <td class="lt-bar" aria-hidden="true">
                {outside > 0 && <i class="lt-hollow" style={share(outside)} />}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

const MAX_LISTED = 100;

/** A token's text with its marks; part of a character is told by its bytes. */
function TokenName({ choice: { text, bytes, id } }: { choice: TokenChoice & { id?: number } }) {
  if (bytes && bytes.length > 0 && bytes.length <= 16 && text.includes('\\x'))
    return <span class="ls-num">{bytes.map(hex).join(' ')}</span>;
  if (text === '') return <span class="lt-mark lt-read">{id === undefined ? '∅' : `#${id}`}</span>;
  return <Pieces pieces={piecesOf(text)} />;
}

function Bytes({ token: { bytes } }: TokenPlace) {
  if (bytes.length === 0) return null;
  const shown = bytes.slice(0, 8).map(hex).join(' ');
  return (
    <span>
      {l10n.t('bytes')} <span class="ls-num">{bytes.length > 8 ? `${shown} …` : shown}</span>
    </span>
  );
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** The size bounds the entropy from above; where nobody says it, there is no upper bound. */
function Vocabulary({ size, onSize }: { size: number | undefined; onSize(size: number | undefined): void }) {
  const [typed, setTyped] = useState<string>();
  return (
    <label class="ls-field lt-caption">
      {l10n.t('Vocabulary')}
      <input
        class="ls-input ls-num lt-number"
        type="text"
        inputMode="numeric"
        placeholder={l10n.t('size')}
        title={l10n.t('How many tokens the model chooses from: it bounds the entropy from above')}
        value={typed ?? (size === undefined ? '' : count(size))}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={(event) => {
          const digits = event.currentTarget.value.slice(0, 20).replace(/[\s,._]/g, '');
          const given = Number(digits);
          setTyped(undefined);
          if (digits === '') onSize(undefined);
          else if (Number.isInteger(given) && given > 1 && given <= MAX_VOCABULARY) onSize(given);
        }}
      />
    </label>
  );
}

const MAX_VOCABULARY = 100_000_000;

function Keys() {
  return (
    <div class="lt-keys lt-caption" aria-hidden="true">
      <span>
        <kbd>←</kbd> <kbd>→</kbd> {l10n.t('token')}
      </span>
      <span>
        <kbd>n</kbd> {l10n.t('next token that isn’t the top choice')}
      </span>
      <span>
        <kbd>s</kbd> {l10n.t('next surprising token')}
      </span>
    </div>
  );
}
