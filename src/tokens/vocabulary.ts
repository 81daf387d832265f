/** Names for token ids: what a tokenizer's own files say. */
import * as l10n from '@vscode/l10n';
import type { Gathered } from './gather';
import type { Pieces } from './model';
import { Sequence } from './sequence';
import { lettersOf, spellingsOf } from './spelling';
import { readable } from './utf8';
import { field, fieldAt, isFields, isList, listOf, textOf } from './written/value';

/** Tokens by id, as the tokenizer spells them; some ids may have none. */
export type Vocabulary = readonly (string | undefined)[];

/** No tokenizer has more. */
const MOST_TOKENS = 4_000_000;
/** A file that names few tokens may be of those added to so many; beyond, the ids of a file are no more than its characters. */
const MOST_UNNAMED = 300_000;
/** A line of tiktoken's files: the bytes in base64, and the rank. */
const TIKTOKEN = /^[\w+/]+={0,2} \d{1,8}$/;

/** Reads tokenizer.json, vocab.json, vocab.txt or a .tiktoken file, whichever it is. */
export function readVocabulary(text: string, name: string): Vocabulary {
  const vocabulary = /^\s*\{/.test(text.slice(0, 100)) ? ofJson(text, name) : ofLines(text);
  if (vocabulary.length === 0)
    throw new Error(
      l10n.t(
        '{0} is not a tokenizer. Expected tokenizer.json, vocab.json, vocab.txt or a .tiktoken file.',
        name,
      ),
    );
  return vocabulary;
}

function ofJson(text: string, name: string): (string | undefined)[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(l10n.t('{0}: not valid JSON', name), { cause: error });
  }
  const model = field(value, 'model');
  const given = fieldAt(value, 'model', 'vocab') ?? value;
  const vocabulary: (string | undefined)[] = [];
  const put = putter(text);
  // Unigram models list pairs of token and score.
  if (isList(given)) for (const entry of given) vocabulary.push(textOf(isList(entry) ? entry[0] : entry));
  else if (isFields(given)) for (const [token, id] of Object.entries(given)) put(vocabulary, id, token);
  const isWordPiece =
    field(model, 'type') === 'WordPiece' || fieldAt(value, 'decoder', 'type') === 'WordPiece';
  const spelled = isWordPiece ? vocabulary.map(wordPiece) : vocabulary;
  for (const added of listOf(field(value, 'added_tokens')))
    put(spelled, field(added, 'id'), textOf(field(added, 'content')));
  return spelled;
}

/** What a tokenizer in a running program says of itself. */
export function vocabularyOfPieces({ spelling, tokens }: Pieces): Vocabulary {
  return Array.from(tokens, (token) => {
    if (token === null) return undefined;
    if (spelling === 'wordpiece') return wordPiece(token);
    return spelling === 'bytes'
      ? lettersOf(Array.from(token, (letter) => letter.charCodeAt(0) & 0xff))
      : token;
  });
}

/** Puts tokens where the ids of a file say, as far as these can be those of a tokenizer. */
function putter({ length }: string) {
  const most = Math.min(MOST_TOKENS, Math.max(length, MOST_UNNAMED));
  return (vocabulary: (string | undefined)[], id: unknown, token: string | undefined) => {
    if (typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < most) vocabulary[id] = token;
  };
}

function ofLines(text: string): (string | undefined)[] {
  const lines = text.split(/\r?\n/, MOST_TOKENS);
  while (lines.length > 0 && lines[lines.length - 1] === '') lines.pop();
  if (lines.length > 0 && TIKTOKEN.test(lines[0])) return ofTiktoken(lines, putter(text));
  // A list of words, one a line: anything else has longer lines.
  if (lines.length < 2 || lines.some((line) => line.length > 200)) return [];
  return lines.some((line) => line.startsWith('##')) ? lines.map(wordPiece) : lines;
}

function ofTiktoken(lines: readonly string[], put: ReturnType<typeof putter>): (string | undefined)[] {
  const vocabulary: (string | undefined)[] = [];
  for (const line of lines) {
    if (!TIKTOKEN.test(line)) continue;
    const [bytes, rank] = line.split(' ');
    const latin = atob(bytes);
    put(vocabulary, Number(rank), lettersOf(Array.from(latin, (letter) => letter.charCodeAt(0))));
  }
  return vocabulary;
}

/** `##ing` goes on with a word; what begins one is marked as SentencePiece does. */
function wordPiece(token: string | undefined): string | undefined {
  if (token === undefined || /^\[.*\]$/.test(token)) return token;
  return token.startsWith('##') ? token.slice(2) : `▁${token}`;
}

/** What each id stands for, for a person; an id without a token is empty. */
export function namesOf(vocabulary: Vocabulary): string[] {
  // Special tokens alone have spaces that are none of the spelling's.
  const [spelling] = spellingsOf(vocabulary.filter((token) => token !== undefined && !token.includes(' ')));
  // Ids that no token has are holes, which a map would pass over.
  return Array.from(vocabulary, (token) => {
    const spelled = token === undefined ? '' : spelling(token, undefined);
    return typeof spelled === 'string' ? spelled : readable(spelled);
  });
}

/** The same tokens with texts where they have ids alone. */
export function withNames(gathered: Gathered, vocabulary: Vocabulary): Gathered {
  const sequence = new Sequence();
  sequence.append(gathered.sequence);
  for (const { texts, ids } of [sequence.chosen, sequence.alternatives]) {
    // Rows are as wide as the model made them, beyond the last token.
    const isPadded = gathered.exact !== undefined && ids === sequence.alternatives.ids;
    const largest = ids.reduce(
      (most, id, index) => (texts[index] === undefined ? Math.max(most, id) : most),
      -1,
    );
    if (largest >= vocabulary.length && !isPadded)
      throw new Error(
        l10n.t(
          'This tokenizer has {0} tokens, but the response has IDs up to {1}: they don’t belong together.',
          vocabulary.length,
          largest,
        ),
      );
    ids.forEach((id, index) => {
      if (id >= 0) texts[index] ??= vocabulary[id];
    });
  }
  return { ...gathered, sequence };
}
