import * as l10n from '@vscode/l10n';
import { Fault } from '../../arrays/words/sentence';
import type { FoundArray } from '../../arrays/types';
import { Answer } from '../../tokens/answer';
import { gather } from '../../tokens/gather';
import { mayHoldTokens } from '../../tokens/probe';
import { findTokens, readTokens } from '../../tokens/find';
import { choicesOf } from '../../tokens/choices';
import { compareAnswers } from '../../tokens/compare';
import type {
  ChoiceTable,
  OpenedTokens,
  Pieces,
  SequenceSummary,
  TokenComparison,
  TokenFigures,
  TokenPlace,
  TokenReportFormat,
  TokenRows,
  TokenRun,
  TokenSequence,
  WhatIf,
  WhatIfPlace,
} from '../../tokens/model';
import { reportOf } from '../../tokens/report';
import { whatIf } from '../../tokens/whatIf';
import { placeOf, runOf, summaryOf } from '../../tokens/run';
import { gatheredOfRows } from '../../tokens/rows';
import {
  namesOf,
  readVocabulary,
  vocabularyOfPieces,
  withNames,
  type Vocabulary,
} from '../../tokens/vocabulary';
import {
  MAX_TOKEN_BYTES,
  MAX_TOKEN_RUN,
  type FileLine,
  type FileRequest,
  type OfSequence,
  type PlaceRange,
} from '../../worker/protocol';
import type { ArrayFiles } from '../arrays/arrayFiles';
import type { CallContext } from '../callContext';
import { fileKind } from '../files/fileKind';
import { textUpTo } from '../files/fileText';
import { rowsInFile, rowsInText } from './arrays';
import { partOf } from './records';

interface ReadText {
  answers: Answer[];
  summaries: SequenceSummary[];
  choices?: ChoiceTable;
}

/** Texts with tokens that are open. */
export class TokenTexts {
  private readonly opened = new Map<number, Answer[]>();
  /** A text until it is read for the first time, then what was read. */
  private readonly held = new Map<number, string | ReadText>();

  /** Whether the text looked at last has tokens. */
  private latest?: { text: string; has: boolean };

  constructor(
    private readonly nextId: () => number,
    private readonly files: ArrayFiles,
  ) {}

  /** Arrays of a text but those that are read as tokens: they are shown with their tokens. */
  without(text: string, arrays: readonly FoundArray[]): FoundArray[] {
    const others = arrays.filter((found) => !isOfTokens(found));
    return others.length < arrays.length && this.has(text) ? others : [...arrays];
  }

  private has(text: string): boolean {
    // Renderers have opened what they ask about. What is too long to be read again is taken by its look.
    if (this.latest?.text === text) return this.latest.has;
    if (text.length > KEPT_LENGTH) return mayHoldTokens(text);
    this.latest = { text, has: gather(text).length > 0 };
    return this.latest.has;
  }

  find({ text }: { text: string }): TokenSequence[] {
    return findTokens(text);
  }

  async hold(
    request: { text: string } | { file: FileRequest; part?: FileLine } | { rows: TokenRows },
    context: CallContext,
  ): Promise<{ held: number }> {
    const held = this.nextId();
    this.held.set(held, await this.read(request, context));
    return { held };
  }

  private async read(
    request: { text: string } | { file: FileRequest; part?: FileLine } | { rows: TokenRows },
    context: CallContext,
  ): Promise<string | ReadText> {
    if ('rows' in request) return readRows([request.rows]);
    if ('text' in request) return request.text;
    if (!request.part && (await fileKind(request.file)) === 'arrays')
      return readRows(await rowsInFile(this.files, request.file, context));
    const text = await textOf(request, context);
    if (text === undefined) throw tooLarge();
    return text;
  }

  async name(
    { held, vocabulary }: { held: number; vocabulary: FileRequest | Pieces },
    context: CallContext,
  ): Promise<void> {
    const { answers, summaries, choices } = this.readHeld(held);
    const names =
      'spelling' in vocabulary ? vocabularyOfPieces(vocabulary) : await vocabularyOf(vocabulary, context);
    const named = answers.map((answer) =>
      answer.nameless ? new Answer(withNames(answer.gathered, names)) : answer,
    );
    this.held.set(held, {
      answers: named,
      summaries: named.map((answer, index) => summaryOf(answer, summaries[index].line)),
      choices,
    });
  }

  async vocabulary(given: FileRequest | Pieces, context: CallContext): Promise<string[]> {
    return namesOf('spelling' in given ? vocabularyOfPieces(given) : await vocabularyOf(given, context));
  }

  open(request: { text: string } | { held: number }): OpenedTokens | undefined {
    const { answers, summaries, choices } =
      'text' in request ? readText(request.text) : this.readHeld(request.held);
    if (answers.length === 0 && !choices) return undefined;
    if ('text' in request && request.text.length <= KEPT_LENGTH)
      this.latest = { text: request.text, has: answers.length > 0 };
    const handle = this.nextId();
    this.opened.set(handle, answers);
    return { handle, sequences: summaries, ...(choices && { choices }) };
  }

  close({ handle }: { handle: number }): void {
    this.opened.delete(handle);
  }

  drop({ held }: { held: number }): void {
    this.held.delete(held);
  }

  run({ from, to, vocabulary, ...of }: OfSequence & PlaceRange & { vocabulary?: number }): TokenRun {
    const answer = this.get(of);
    const [first, last] = rangeIn(answer, from, to);
    return runOf(answer, first, Math.min(last, first + MAX_TOKEN_RUN), vocabulary);
  }

  place({ place, vocabulary, ...of }: OfSequence & { place: number; vocabulary?: number }): TokenPlace {
    return placeOf(this.at(of, place), place, vocabulary);
  }

  totals({ from, to, ...of }: OfSequence & PlaceRange): TokenFigures {
    const answer = this.get(of);
    return answer.figures(...rangeIn(answer, from, to));
  }

  compare(first: OfSequence, second: OfSequence): TokenComparison {
    return compareAnswers(this.get(first), this.get(second));
  }

  whatIf({ place, ...request }: OfSequence & { place: number } & WhatIf): WhatIfPlace {
    return whatIf(this.at(request, place), place, request);
  }

  report({
    format,
    from,
    to,
    ...of
  }: OfSequence & Partial<PlaceRange> & { format: TokenReportFormat }): string {
    const answer = this.get(of);
    return reportOf(answer, format, ...rangeIn(answer, from ?? 0, to ?? answer.count));
  }

  private at(of: OfSequence, place: number): Answer {
    const answer = this.get(of);
    if (place >= answer.count) throw new Fault(`place ${place} is beyond the last of ${answer.count}`);
    return answer;
  }

  private get({ handle, sequence }: OfSequence): Answer {
    const answers = this.opened.get(handle);
    if (!answers) throw new Error(l10n.t('These tokens are no longer in memory. Open them again.'));
    const answer = answers[sequence];
    if (!answer) throw new Fault(`sequence ${sequence} is not among the ${answers.length}`);
    return answer;
  }

  private readHeld(held: number): ReadText {
    const known = this.held.get(held);
    if (known === undefined)
      throw new Error(l10n.t('These tokens are no longer in memory. Open them again.'));
    const read = typeof known === 'string' ? readTextOrRows(known) : known;
    this.held.set(held, read);
    return read;
  }
}

function textOf({ file, part }: { file: FileRequest; part?: FileLine }, context: CallContext) {
  return part ? partOf(file, part, context.signal) : textUpTo(file, MAX_TOKEN_BYTES, context);
}

async function vocabularyOf(file: FileRequest, context: CallContext): Promise<Vocabulary> {
  const text = await textUpTo(file, MAX_TOKEN_BYTES, context);
  if (text === undefined) throw tooLarge();
  return readVocabulary(text, file.name);
}

/** The longest text that is kept for being asked about twice. */
const KEPT_LENGTH = 8 << 20;
/** The field that an array stands in, at the end of its path. */
const FIELD = /(?:log_?probs?|_probabilities|top_probs|likelihoods)(?:\[[^\]]{1,20}\])*$/i;

function isOfTokens({ container, name }: FoundArray): boolean {
  return (container === 'json' || container === 'list') && name !== undefined && FIELD.test(name);
}

function tooLarge(): Error {
  return new Error(
    l10n.t('The file is too large to read its tokens. The limit is {0} MB.', MAX_TOKEN_BYTES >> 20),
  );
}

function readText(text: string): ReadText {
  const answers = readTokens(text);
  const lines = linesOf(text, answers);
  const summaries = answers.map((answer, index) => summaryOf(answer, lines[index]));
  return { answers, summaries, choices: choicesOf(text) };
}

/** A text that someone asked to see the tokens of may have whole rows of logits with ids. */
function readTextOrRows(text: string): ReadText {
  const read = readText(text);
  return read.answers.length > 0 || read.choices ? read : readRows(rowsInText(text));
}

function readRows(rows: readonly TokenRows[]): ReadText {
  const answers = rows.flatMap(gatheredOfRows).map((gathered) => new Answer(gathered));
  return { answers, summaries: answers.map((answer) => summaryOf(answer)) };
}

/** The line on which each answer's record begins; none where all are in one. */
function linesOf(text: string, answers: readonly Answer[]): (number | undefined)[] {
  if (answers.every(({ start }) => start === answers[0].start)) return [];
  let [line, at] = [1, 0];
  return answers.map(({ start }) => {
    for (; at < start; at++) if (text.charCodeAt(at) === 10) line++;
    return line;
  });
}

function rangeIn({ count }: Answer, from: number, to: number): [number, number] {
  const first = Math.min(from, count);
  return [first, Math.max(first, Math.min(to, count))];
}
