import { withoutEscapes } from '../text/escapes';
import type { Part } from './model';
import { mayHoldTokens } from './probe';
import { SHAPES } from './readers/index';
import { Sequence } from './sequence';
import { around, pathOf, type At, type Piece, type Stage, type Stated } from './shape';
import { documentsIn, type Document } from './written/documents';
import { behindPrefixes } from './written/prefixes';
import { tablesIn } from './written/table';
import { Entries, field, isFields, isList, textOf } from './written/value';

/** Some tokens of one answer, and where they come from. */
export interface Gathered {
  source: string;
  part: Part;
  path: string;
  model?: string;
  /** Where the first piece's document stands in the text. */
  start: number;
  sequence: Sequence;
  own?: string;
  thought?: string;
  /** What the steps say they are of, where they do. */
  runs?: Run[];
  stated?: Stated;
  firstIsOdd: boolean;
  listsChosen: boolean;
  assumed: boolean;
  /** The text ends in the middle of it. */
  truncated: boolean;
  /** Whole rows of logits are behind it. */
  exact?: Exact;
}

/** From a place on, tokens are of what a model thought, or of its answer. */
export interface Run {
  from: number;
  thought: boolean;
}

/** What follows from whole rows. */
export interface Exact {
  classes: number;
  /** In nats, of each place; NaN where there is no row. */
  entropy: Float64Array;
  /** Which token a row is taken to be of. */
  way: 'own' | 'next';
  /** The mean log-probabilities both ways, where they are why. */
  means?: { own: number; next: number };
}

/** How many answers back a repeated one is looked for. */
const COMPARED = 8;
/** Lists and objects within each other; deeper ones are not looked at. */
const DEEPEST = 200;
/** Responses kept as strings in a trace, strings in strings included. */
const DEEPEST_STRING = 3;

/** Every answer in a text, in the order written. Pieces of one answer are one, however often a transcript has them. */
export function gather(text: string): Gathered[] {
  if (!mayHoldTokens(text)) return [];
  const plain = withoutEscapes(text);
  const found = gatherPlain(plain?.text ?? text, (at) => plain?.original(at) ?? at);
  if (found.length > 0) return found;
  // What `docker compose logs` and other logs put in front of each line.
  const behind = behindPrefixes(plain?.text ?? text, (bare) =>
    mayHoldTokens(bare.text)
      ? gatherPlain(bare.text, (at) => plain?.original(bare.original(at)) ?? bare.original(at))
      : [],
  );
  return behind.sort((one, other) => one.start - other.start);
}

function gatherPlain(text: string, original: (at: number) => number): Gathered[] {
  for (const documents of [documentsIn, tablesIn]) {
    const gathering = new Gathering();
    for (const document of documents(text))
      gathering.add({ ...document, start: original(document.start) }, 0);
    const all = gathering.all();
    if (all.length > 0) return all;
  }
  return [];
}

/** One way in which an answer stands in a transcript: as steps, or whole. */
interface Told extends Gathered {
  ownKnown: boolean;
}

interface Group {
  told: Map<Stage, Told>;
  open: boolean;
}

class Gathering {
  private readonly groups: Group[] = [];
  private readonly byKey = new Map<string, Group>();
  /** What was read last: where the text ends in the middle of the next step, it is this that ends. */
  private last?: Told;

  add(document: Document, strings: number): void {
    this.walk({ value: document.value, key: document.key, event: document.event }, document, 0, strings);
    if (document.truncated && this.last) this.last.truncated = true;
    const { value } = document;
    if (field(value, 'done') === true || field(value, 'stop') === true)
      for (const group of this.byKey.values()) group.open = false;
  }

  all(): Gathered[] {
    const all = this.groups.map(({ told }) => fullest(told)).filter(({ sequence }) => sequence.count > 0);
    return all.filter((one, index) => !all.slice(Math.max(0, index - COMPARED), index).some(isSame(one)));
  }

  private walk(at: At, document: Document, depth: number, strings: number): void {
    const { value } = at;
    if (typeof value === 'string') return this.string(value, document, strings);
    if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
    const claim = firstClaim(at);
    if (claim) for (const piece of claim.pieces) this.piece(piece, document);
    if (claim && !claim.takes) return;
    const taken = claim?.takes ?? [];
    const down = (inner: unknown, key: string | number) => {
      if (inner !== null && (typeof inner === 'object' || typeof inner === 'string'))
        this.walk({ value: inner, key, up: at, event: at.event }, document, depth + 1, strings);
    };
    if (isList(value)) {
      // Numbers hold nothing; a long list of them is passed over.
      if (isLines(value)) this.string(value.join(''), document, strings);
      else if (typeof value[0] !== 'number') value.forEach(down);
    } else if (value instanceof Entries) for (const [key, inner] of value.pairs) down(inner, key);
    else if (isFields(value))
      for (const key of Object.keys(value)) if (!taken.includes(key)) down(value[key], key);
  }

  /** A trace keeps a response as a string. */
  private string(text: string, { start }: Document, strings: number): void {
    if (strings >= DEEPEST_STRING || !/[[{(]/.test(text) || !mayHoldTokens(text)) return;
    for (const document of documentsIn(text)) this.add({ ...document, start }, strings + 1);
  }

  private piece(piece: Piece, document: Document): void {
    const group = this.groupOf(piece);
    const { stage, told } = this.stageOf(piece, group);
    if (!told) {
      const sequence = new Sequence();
      piece.read(sequence);
      const { source, part, own, ownWhole, stated, firstIsOdd, listsChosen, assumed } = piece;
      this.last = {
        source,
        part,
        path: pathOf(piece.at),
        model: modelOf(piece.at),
        start: document.start,
        sequence,
        own: ownWhole ?? own,
        thought: piece.thought,
        stated,
        ownKnown: (ownWhole ?? own) !== undefined,
        firstIsOdd: firstIsOdd ?? false,
        listsChosen: listsChosen ?? false,
        assumed: assumed ?? false,
        truncated: document.truncated,
      };
      group.told.set(stage, this.last);
      if (stage === 'delta') mark(this.last, piece, 0);
      return;
    }
    this.last = told;
    told.truncated ||= document.truncated;
    extend(told, piece, stage);
  }

  /** The group a piece belongs to: that of its key, or a new one. */
  private groupOf(piece: Piece): Group {
    const { key, stage, source, part, at } = piece;
    const name = key === undefined ? undefined : `${source}|${part}|${key}`;
    const open = name === undefined ? undefined : this.byKey.get(name);
    const joins = stage !== 'whole' || at.event || source === 'OpenAI Responses' || open?.told.has('delta');
    if (name !== undefined && joins && open?.open) return open;
    const renamed = joins && this.toldAs(piece);
    if (renamed) return renamed;
    const group: Group = { told: new Map(), open: true };
    this.groups.push(group);
    if (name !== undefined && joins) this.byKey.set(name, group);
    return group;
  }

  /** vLLM ends a stream of OpenAI's Responses with the whole answer under another id. */
  private toldAs({ source, stage, own, at }: Piece): Group | undefined {
    if (stage !== 'whole' || source !== 'OpenAI Responses' || !at.event || own === undefined)
      return undefined;
    return this.groups
      .slice(-COMPARED)
      .find(({ told }) => !told.has('whole') && (told.get('done') ?? told.get('delta'))?.own === own);
  }

  /** The last step of a stream may look like a whole answer. */
  private stageOf({ stage, own }: Piece, { told }: Group): { stage: Stage; told?: Told } {
    const steps = told.get('delta');
    const repeats = own !== undefined && own.startsWith(steps?.own ?? own);
    const isStep = stage === 'whole' && steps !== undefined && !repeats;
    return isStep ? { stage: 'delta', told: steps } : { stage, told: told.get(stage) };
  }
}

/** A notebook keeps the text of an output as a list of its lines. */
function isLines(list: readonly unknown[]): list is readonly string[] {
  return (
    list.length > 1 &&
    list.every((line, at) => typeof line === 'string' && (at === list.length - 1 || line.endsWith('\n')))
  );
}

function firstClaim(at: At) {
  for (const shape of SHAPES) {
    const claim = shape(at);
    if (claim) return claim;
  }
  return undefined;
}

/** Another step. Some wrappers and servers repeat all that came before. */
function extend(told: Told, piece: Piece, stage: Stage): void {
  const { own, ownWhole, thought } = piece;
  if (stage === 'delta') mark(told, piece, told.sequence.count);
  // Each step of a stream has one of its own.
  told.stated = undefined;
  const before = told.own ?? '';
  const repeats = own !== undefined && repeated(before, own);
  if (repeats || stage !== 'delta') {
    const sequence = new Sequence();
    piece.read(sequence);
    // SGLang repeats the text with each step, and the tokens or not.
    const isStep = stage === 'delta' && !sequence.chosen.beginsWith(told.sequence.chosen);
    if (!isStep && sequence.count >= told.sequence.count) told.sequence = sequence;
    else told.sequence.append(sequence);
    // A step may begin as the text before it does.
    told.own = isStep && sequence.chosen.texts.join('') === own ? before + own : own;
  } else {
    piece.read(told.sequence);
    told.ownKnown &&= own !== undefined;
    told.own = told.ownKnown ? before + own : undefined;
  }
  if (ownWhole !== undefined) {
    told.own = ownWhole;
    told.ownKnown = true;
  }
  if (thought === undefined) return;
  told.thought =
    repeated(told.thought ?? '', thought) || stage !== 'delta' ? thought : (told.thought ?? '') + thought;
}

function repeated(before: string, now: string): boolean {
  return before !== '' && now.length > before.length && now.startsWith(before);
}

/** A step has text of what was thought or of the answer; of both or neither the texts as a whole tell. */
function mark(told: Told, { own, thought }: Piece, from: number): void {
  if (!own === !thought) return;
  const isThought = !own;
  const runs = (told.runs ??= []);
  if (runs.at(-1)?.thought !== isThought) runs.push({ from, thought: isThought });
}

/** Wrappers keep an answer twice in one object, such as LangChain in generation and message. Two choices may be alike. */
function isSame(one: Gathered): (other: Gathered) => boolean {
  const shape = withoutPlaces(one.path);
  return (other) =>
    other.start === one.start &&
    other.part === one.part &&
    withoutPlaces(other.path) !== shape &&
    other.sequence.chosen.isSame(one.sequence.chosen);
}

function withoutPlaces(path: string): string {
  return path.replace(/\[\d+\]/g, '');
}

/** Steps and `done` events have all digits, the whole reply may be rounded. */
const ORDER: readonly Stage[] = ['done', 'delta', 'item', 'whole'];

function fullest(told: ReadonlyMap<Stage, Told>): Told {
  let best: Told | undefined;
  for (const stage of ORDER) {
    const one = told.get(stage);
    if (one && (!best || one.sequence.count > best.sequence.count)) best = one;
  }
  // Steps that tell no text.
  if (best!.own === '' && best === told.get('delta')) best!.own = undefined;
  return best!;
}

function modelOf(at: At): string | undefined {
  for (const { value } of around(at, 12))
    for (const name of ['model', 'modelVersion', 'model_version', 'model_name']) {
      const model = textOf(field(value, name));
      if (model !== undefined) return model;
    }
  return undefined;
}
