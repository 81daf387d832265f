import * as l10n from '@vscode/l10n';
import { Component, type ComponentChild } from 'preact';
import { has, isNotTop, surprisalOf, type TokenColumns } from './columns';
import { fixed, probability } from './figures';
import { isVague, stepOf, type Measure } from './heat';
import { characterAt, partsOf, sharedWidth, sharersOf, type Lines, type Part } from './lines';
import { emptyMark, markedText, markOf, push, type Piece } from './marks';
import { Pieces } from './pieces';
import type { Widths } from './widths';

export interface LineProps {
  columns: TokenColumns;
  lines: Lines;
  line: number;
  widths: Widths;
  measure: Measure;
  /** Pixels from the top of the canvas. */
  top: number;
  /** The chosen token and the ends of the range, where they stand on this line; else −1. */
  chosen: number;
  first: number;
  last: number;
  idOf(token: number): string;
}

/** One line of the text. It is drawn anew only when something on it changes: scrolling draws none twice. */
export class Line extends Component<LineProps> {
  override shouldComponentUpdate(next: LineProps): boolean {
    return (Object.keys(next) as (keyof LineProps)[]).some((name) => next[name] !== this.props[name]);
  }

  override render() {
    const { columns, lines, line, top } = this.props;
    const drawn: ComponentChild[] = [];
    const parts = partsOf(columns, lines, line);
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i];
      const sharers = part.to === columns.start[part.token + 1] ? sharersOf(columns, part.token) : 1;
      if (columns.continues[part.token]) continue;
      drawn.push(...this.part(part, sharers));
    }
    return (
      <div class="lt-line" role="none" style={{ top: `${top}px` }}>
        {drawn}
      </div>
    );
  }

  private part({ token, from, to }: Part, sharers: number): ComponentChild[] {
    const { columns, widths } = this.props;
    const { text, start } = columns;
    if (from === to && start[token] < start[token + 1]) return [];
    if (from === to) return [this.token(token, [{ text: emptyMark(columns, token), mark: true }], true)];
    const shared = sharers > 1 ? lastCharacter(text, from, to) : '';
    // A space before a word lies between two fills, or at the end of the line before.
    const isSpaced =
      start[token + 1] - start[token] > 1 && text[start[token]] === ' ' && isLone(text, start[token]);
    const begin = start[token] + (isSpaced ? 1 : 0);
    const pieces = shownPieces(columns, token, Math.max(from, begin), to - shared.length);
    const drawn: ComponentChild[] = [];
    if (from < begin) drawn.push(' ');
    if (pieces.length > 0) drawn.push(this.token(token, pieces, from <= begin));
    if (shared)
      drawn.push(
        <span
          class="lt-shared"
          role="none"
          key={`s${token}`}
          style={{ width: `${sharedWidth(widths, shared, sharers)}px` }}
        >
          {Array.from({ length: sharers }, (_, i) =>
            this.token(
              token + i,
              [],
              i > 0 || pieces.length === 0,
              `${(100 * i) / sharers}%`,
              `${100 / sharers}%`,
            ),
          )}
          <b aria-hidden="true">{markOf(shared) ?? shared}</b>
        </span>,
      );
    return drawn;
  }

  /** The first part of a token is the token to screen readers; what stands on the next line is only seen. */
  private token(
    token: number,
    pieces: readonly Piece[],
    isFirst: boolean,
    left?: string,
    width?: string,
  ): ComponentChild {
    const { columns, measure, chosen, first, last, idOf } = this.props;
    const accessible = isFirst
      ? {
          role: 'option' as const,
          id: idOf(token),
          'aria-selected': token === chosen,
          'aria-label': tokenName(columns, token),
          'aria-posinset': token + 1,
          'aria-setsize': columns.count,
        }
      : { 'aria-hidden': true as const };
    return (
      <span
        key={`${token}-${isFirst}-${pieces.length > 0}`}
        data-token={token}
        class={classesOf(columns, token, measure, { chosen, first, last })}
        style={left === undefined ? undefined : { left, width }}
        {...accessible}
      >
        <Pieces pieces={pieces} />
      </span>
    );
  }
}

function classesOf(
  columns: TokenColumns,
  token: number,
  measure: Measure,
  { chosen, first, last }: Pick<LineProps, 'chosen' | 'first' | 'last'>,
): string {
  const step = stepOf(columns, token, measure) ?? 0;
  let classes = `lt-token lt-h${step}`;
  if (isNotTop(columns, token)) classes += ' lt-not-top';
  if (has(columns, token, 'floor')) classes += ' lt-floor';
  if (measure === 'entropy' && step > 0 && isVague(columns, token)) classes += ' lt-vague';
  if (token === chosen) classes += ' lt-chosen';
  if (token === first) classes += ' lt-first';
  if (token === last) classes += ' lt-last';
  return classes;
}

/** “ Paris”, p .93, 0.10 bits, rank 1 */
export function tokenName(columns: TokenColumns, token: number): string {
  const said = [l10n.t('“{0}”', markedText(columns.tokens[token]))];
  const { logprob, rank, rankAtLeast } = columns;
  if (has(columns, token, 'floor')) said.push(l10n.t('below the alternatives given'));
  else if (Number.isNaN(logprob[token])) said.push(l10n.t('no log-probability'));
  else if (logprob[token] <= 0)
    said.push(
      l10n.t('p {0}', probability(Math.exp(logprob[token]))),
      l10n.t('{0} bits', fixed(surprisalOf(columns, token), 2)),
    );
  else said.push(l10n.t('score {0}', fixed(logprob[token], 4)));
  if (rank[token] > 0) said.push(l10n.t('rank {0}', rank[token]));
  else if (rankAtLeast[token] > 1) said.push(l10n.t('rank over {0}', rankAtLeast[token] - 1));
  if (has(columns, token, 'special')) said.push(l10n.t('special token'));
  return said.join(', ');
}

/** Spaces between words are plain; of a run, at the start of a paragraph, or as a token of their own, each is marked. */
function shownPieces({ text, start }: TokenColumns, token: number, from: number, to: number): Piece[] {
  const isAllSpace = text.slice(start[token], start[token + 1]).trim() === '';
  const pieces: Piece[] = [];
  for (let at = from; at < to;) {
    const character = characterAt(text, at);
    const isPlain = character === ' ' && !isAllSpace && isLone(text, at);
    const mark = isPlain ? undefined : markOf(character);
    push(pieces, mark ?? character, mark !== undefined);
    at += character.length;
  }
  return pieces;
}

/** A space with words on both sides. */
function isLone(text: string, at: number): boolean {
  return at > 0 && !isSpace(text[at - 1]) && !isSpace(text[at + 1]);
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r';
}

function lastCharacter(text: string, from: number, to: number): string {
  const pair = to - 2 >= from ? characterAt(text, to - 2) : '';
  return pair.length === 2 ? pair : text[to - 1];
}
