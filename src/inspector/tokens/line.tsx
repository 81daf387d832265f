import * as l10n from '@vscode/l10n';
import { Component } from 'preact';
import { has, isNotTop, surprisalOf, type TokenColumns } from './columns';
import { fixed, probability } from './figures';
import { isVague, stepOf, type Measure } from './heat';
import { characterAt, partsOf, sharedWidth, sharersOf, type Lines, type Part } from './lines';
import { emptyMark, markClass, markedText, markOf, push, type Piece } from './marks';
import type { Widths } from './widths';

export interface LineProps {
  columns: TokenColumns;
  lines: Lines;
  line: number;
  widths: Widths;
  measure: Measure;
  /** Pixels from the top of the canvas. */
  top: number;
  /** The text is being scrolled past it: its tokens are not named yet. */
  isPassing: boolean;
  /** The chosen token and the ends of the range, where they stand on this line; else −1. */
  chosen: number;
  first: number;
  last: number;
  idOf(token: number): string;
}

/** Part of a token on a line, as it is to be drawn. */
interface TokenDrawn {
  token: number;
  pieces: readonly Piece[];
  /** The token begins here. */
  isFirst: boolean;
}

/** The text between two, or an element that is made already. */
type Drawn = string | HTMLElement | TokenDrawn;

/** What a token is to screen readers. */
const NAMING = ['id', 'role', 'aria-selected', 'aria-label', 'aria-posinset', 'aria-setsize'];

/**
 * One line of the text, whose tokens are made by hand: scrolling makes some hundred of them in a frame, and a description of
 * each to compare with the last one took longer than the elements themselves.
 */
export class Line extends Component<LineProps> {
  private element: HTMLElement | null = null;

  override shouldComponentUpdate(next: LineProps): boolean {
    return this.differs(next, ...(Object.keys(next) as (keyof LineProps)[]));
  }

  override componentDidMount(): void {
    this.draw();
  }

  override componentDidUpdate(before: LineProps): void {
    if (this.differs(before, 'columns', 'lines', 'line', 'widths')) this.draw();
    else this.mark();
    if (before.isPassing) this.name();
  }

  override render() {
    return (
      <div
        ref={(element) => void (this.element = element)}
        class="lt-line"
        role="none"
        style={{ top: `${this.props.top}px` }}
      />
    );
  }

  private differs(other: LineProps, ...names: readonly (keyof LineProps)[]): boolean {
    return names.some((name) => other[name] !== this.props[name]);
  }

  private draw(): void {
    const { columns, lines, line } = this.props;
    const drawn: Drawn[] = [];
    for (const part of partsOf(columns, lines, line)) {
      const sharers = part.to === columns.start[part.token + 1] ? sharersOf(columns, part.token) : 1;
      if (!columns.continues[part.token]) this.part(part, sharers, drawn);
    }
    this.put(drawn);
    this.name();
  }

  /** Elements of another line that stood here are taken over where they are: making and styling others takes longer. */
  private put(drawn: readonly Drawn[]): void {
    const line = this.element!;
    let node = line.firstChild;
    for (const one of drawn) {
      const next: ChildNode | null = node ? node.nextSibling : null;
      if (!node) line.append(this.made(one));
      else if (!this.takeOver(node, one)) node.replaceWith(this.made(one));
      node = next;
    }
    while (node) {
      const next: ChildNode | null = node.nextSibling;
      node.remove();
      node = next;
    }
  }

  private made(one: Drawn): Node | string {
    return typeof one === 'string' || 'nodeType' in one ? one : this.token(one);
  }

  private takeOver(node: Node, one: Drawn): boolean {
    if (typeof one === 'string') return setText(node, one);
    if ('nodeType' in one || node.nodeName !== 'SPAN' || one.pieces.length !== 1 || one.pieces[0].mark)
      return false;
    const element = node as HTMLElement;
    const [only, more] = element.childNodes;
    if (!element.classList.contains('lt-token') || more || !setText(only, one.pieces[0].text)) return false;
    if (element.id) for (const name of NAMING) element.removeAttribute(name);
    this.mean(element, one);
    return true;
  }

  /** Names take longer than what is seen. */
  private name(): void {
    const { columns, chosen, isPassing, idOf } = this.props;
    // The keyboard may have come to it from afar.
    if (isPassing && chosen < 0) return;
    for (const element of this.element!.querySelectorAll<HTMLElement>(
      '[data-token]:not([aria-hidden], [role])',
    )) {
      const token = Number(element.dataset.token);
      element.id = idOf(token);
      element.setAttribute('role', 'option');
      element.setAttribute('aria-selected', String(token === chosen));
      element.setAttribute('aria-label', tokenName(columns, token));
      element.setAttribute('aria-posinset', String(token + 1));
      element.setAttribute('aria-setsize', String(columns.count));
    }
  }

  /** The tokens stay where they are: a pointer may be over one, and a reader on it. */
  private mark(): void {
    const { chosen } = this.props;
    for (const element of this.element!.querySelectorAll<HTMLElement>('[data-token]')) {
      const token = Number(element.dataset.token);
      element.className = classesOf(token, this.props);
      if (element.hasAttribute('aria-selected'))
        element.setAttribute('aria-selected', String(token === chosen));
    }
  }

  private part({ token, from, to }: Part, sharers: number, drawn: Drawn[]): void {
    const { columns, widths } = this.props;
    const { text, start } = columns;
    if (from === to) {
      if (start[token] === start[token + 1])
        drawn.push({ token, pieces: [{ text: emptyMark(columns, token), mark: true }], isFirst: true });
      return;
    }
    const shared = sharers > 1 ? lastCharacter(text, from, to) : '';
    // A space before a word lies between two fills, or at the end of the line before.
    const isSpaced =
      start[token + 1] - start[token] > 1 && text[start[token]] === ' ' && isLone(text, start[token]);
    const begin = start[token] + (isSpaced ? 1 : 0);
    const pieces = shownPieces(columns, token, Math.max(from, begin), to - shared.length);
    if (from < begin) drawn.push(' ');
    if (pieces.length > 0) drawn.push({ token, pieces, isFirst: from <= begin });
    if (!shared) return;
    const box = this.make('span', 'lt-shared');
    box.setAttribute('role', 'none');
    box.style.width = `${sharedWidth(widths, shared, sharers)}px`;
    for (let i = 0; i < sharers; i++) {
      const fill = this.token({ token: token + i, pieces: [], isFirst: i > 0 || pieces.length === 0 });
      fill.style.left = `${(100 * i) / sharers}%`;
      fill.style.width = `${100 / sharers}%`;
      box.append(fill);
    }
    const character = this.make('b');
    character.setAttribute('aria-hidden', 'true');
    character.textContent = markOf(shared) ?? shared;
    box.append(character);
    drawn.push(box);
  }

  private token(one: TokenDrawn): HTMLElement {
    const element = this.make('span');
    this.mean(element, one);
    for (const { text, mark } of one.pieces) {
      if (!mark) {
        element.append(text);
        continue;
      }
      const set = this.make('i', markClass(text, one.pieces.length === 1));
      set.textContent = text;
      element.append(set);
    }
    return element;
  }

  /** The first part of a token is the token to screen readers; what stands on the next line is only seen. */
  private mean(element: HTMLElement, { token, isFirst }: TokenDrawn): void {
    const classes = classesOf(token, this.props);
    if (element.className !== classes) element.className = classes;
    element.setAttribute('data-token', String(token));
    if (!isFirst) element.setAttribute('aria-hidden', 'true');
    else if (element.hasAttribute('aria-hidden')) element.removeAttribute('aria-hidden');
  }

  private make(name: 'span' | 'b' | 'i', className = ''): HTMLElement {
    const element = this.element!.ownerDocument.createElement(name);
    if (className) element.className = className;
    return element;
  }
}

/** Whether a node is a text, which it then is. */
function setText(node: Node | undefined, text: string): boolean {
  if (node?.nodeType !== 3) return false;
  if (node.nodeValue !== text) node.nodeValue = text;
  return true;
}

function classesOf(token: number, { columns, measure, chosen, first, last }: LineProps): string {
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
function tokenName(columns: TokenColumns, token: number): string {
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
