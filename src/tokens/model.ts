/** A language model's output as tokens with log-probabilities: what is asked of it, and as it travels. Logs are natural. */

/** What a run of tokens is to the model's answer. */
export type Part = 'prompt' | 'reasoning' | 'completion' | 'refusal';

/** Whether the numbers are log-probabilities, or something without a normaliser: one of them is above 0. */
export type Values = 'log-probabilities' | 'scores';

/** Figures over places. What is not known is absent; nothing is ever NaN. */
export interface TokenFigures {
  /** Places. */
  count: number;
  /** Those with a log-probability: neither a floor nor nothing. */
  valued: number;
  /** Σ log p over the valued places; absent where none is, and for scores, as the next three. */
  sumLogprob?: number;
  /** The sum is within so much of that of the unrounded values; present where their few digits tell that they are rounded. */
  sumWithin?: number;
  /** exp(−Σ log p / valued). */
  perplexity?: number;
  /** −Σ log p / (valued · ln 2). */
  bitsPerToken?: number;
  /** −Σ log p / (bytes · ln 2), over the UTF-8 bytes of the valued places. */
  bitsPerByte?: number;
  /** UTF-8 bytes of the valued places. */
  bytes?: number;
  /** Places whose token is the model's first choice; absent where no rank is known. */
  topChoices?: number;
  /** Places where it is known whether the token is the first choice. */
  ranked?: number;
  /** Mean, over the places with alternatives, of the probability outside all that is listed there. */
  meanOutside?: number;
  /** Places whose number is the server's floor. */
  floors?: number;
}

/** Something to know about a sequence. */
export interface TokenFinding {
  /** Stable: `floors`, `scores`, `text-differs`. */
  id: string;
  severity: 'warning' | 'info';
  sentence: string;
  /** Places it is about, the first ones. */
  places?: readonly number[];
}

/** One sequence of an opened text, for a list to choose from. */
export interface SequenceSummary {
  /** The server or tool whose shape it has: `OpenAI chat completions`. */
  source: string;
  /** Where it stands: `choices[0].logprobs.content`. */
  path: string;
  part: Part;
  /** As the response names it. */
  model?: string;
  /** 1 is the first line; present where a text holds several records. */
  line?: number;
  values: Values;
  /** Places. */
  count: number;
  /** UTF-16 units of the joined text. */
  length: number;
  /** How the joined text begins: 200 UTF-16 units at most. */
  beginning: string;
  /** The most alternatives listed at one place. */
  alternatives: number;
  /** Classes of the rows that the tokens were read from: entropies and ranks are exact then. */
  classes?: number;
  figures: TokenFigures;
  findings: readonly TokenFinding[];
}

/** What a token is, one bit each, in `TokenRun.flags`. */
export const TOKEN_FLAGS = {
  /** Its number is the server's floor: below the alternatives given, never a value. */
  floor: 1,
  /** Its bytes are a part of a character; start and end are those of the whole one. */
  partial: 2,
  /** The server could not write its bytes, or they are no UTF-8: U+FFFD stands in the text. */
  broken: 4,
  /** A special token such as <|eot|>. */
  special: 8,
  /** It has alternatives and is not among them. */
  absent: 16,
  /** The response gives its id alone: it has no text, and `tokens` says `#4521`. */
  nameless: 32,
} as const;

/** What rows of logits say of one token each. */
export interface RowsOfToken {
  /** NaN where there is no token, or its id is no class. */
  logprob: number[];
  /** 1 is the most probable; 0 where there is none. */
  rank: number[];
}

/** Rows of logits over a vocabulary, as figures, with the ids beside them. Logs are natural. */
export interface TokenRows {
  classes: number;
  ids: readonly number[];
  /** The place among the ids at which the rows begin. */
  offset: number;
  /** What rows and ids are called: `outputs.logits`, `input_ids`. */
  names: { logits: string; ids: string };
  entropy: number[];
  logSumExp: number[];
  /** The largest classes of each row and their logits, the largest first. */
  top: number[][];
  topLogits: number[][];
  /** Of the token at the row's own place, and of the next one. */
  own: RowsOfToken;
  next: RowsOfToken;
}

/** A tokenizer's tokens by id: as its files spell them, WordPiece's, or bytes as the characters with their numbers. */
export interface Pieces {
  spelling: 'pieces' | 'wordpiece' | 'bytes';
  tokens: readonly (string | null)[];
}

/** Some places in a row, as columns. NaN and 0 stand for what is not known, as said. */
export interface TokenRun {
  from: number;
  count: number;
  /** The joined text from the first place's start to the last one's end. */
  text: string;
  /** UTF-16 offsets in the whole joined text; `text` begins at `start[0]`. */
  start: Int32Array;
  end: Int32Array;
  /** Each token by itself: part of a character is written `\xf0\x9f`. */
  tokens: string[];
  flags: Uint8Array;
  /** NaN where there is none, floors included. */
  logprob: Float64Array;
  /** 1 is the most probable; 0 where it is not known. */
  rank: Int32Array;
  /** Where the rank is not known: the least it can be, 0 where nothing is known. */
  rankAtLeast: Int32Array;
  /** Bounds of the entropy in nats; NaN without alternatives, the upper one also without a size of the vocabulary. */
  entropyLow: Float64Array;
  entropyHigh: Float64Array;
  /** Probability outside all that is listed; NaN without alternatives. */
  outside: Float64Array;
  /** Probability of the first choice minus that of the second; NaN where fewer than two are listed. */
  margin: Float64Array;
}

/** One alternative, or a token beside its alternatives. */
export interface TokenChoice {
  text: string;
  /** Where the text alone does not say them: part of a character. */
  bytes?: number[];
  id?: number;
  /** Null for a floor, and where there is none. */
  logprob: number | null;
  floor?: true;
  /** 1 is the most probable; where it is known. */
  rank?: number;
}

/** One place with all that is known of it. */
export interface TokenPlace {
  place: number;
  token: TokenChoice & { special?: true; rankAtLeast?: number; bytes: number[] };
  /** The most probable first; absent where the response lists none. */
  alternatives?: (TokenChoice & { /** It is the token itself. */ chosen?: true })[];
  outside?: number;
  /** In nats. */
  entropyLow?: number;
  entropyHigh?: number;
  /** The character that the token has a part of: its UTF-8 bytes, and which of them the token has, `from` to before `to`. */
  character?: { text: string; bytes: number; from: number; to: number };
  /** The response's own field names and values at this place, as JSON, cut at 2,000 characters. */
  own?: string;
}

/** Temperature and cut-offs over what a place lists, in the order in which transformers applies them. */
export interface WhatIf {
  temperature?: number;
  topK?: number;
  topP?: number;
  minP?: number;
  typicalP?: number;
}

/** What a place would be under other settings: bounds, for what is not listed is not known. */
export interface WhatIfPlace {
  choices: {
    text: string;
    id?: number;
    /** Whether the cut-offs keep it; undefined where what is not listed decides. */
    kept?: boolean;
    /** Bounds of its probability afterwards. */
    low: number;
    high: number;
  }[];
  /** Bounds of what is not listed, afterwards. */
  outsideLow: number;
  outsideHigh: number;
  /** PyTorch and transformers code that does the same. */
  code: { torch: string; transformers: string };
}

/** Two sequences, aligned by the bytes of their tokens. */
export interface TokenComparison {
  /** One entry for each line of the alignment: a place on each side, −1 where it is missing there. */
  first: Int32Array;
  second: Int32Array;
  /** Whether the tokens are the same. */
  same: Uint8Array;
  /**
   * Surprisal in the second minus in the first, in bits; NaN where one has none, or the tokens differ. Unlike tokens in a
   * row that are the same text together have theirs on the first line.
   */
  difference: Float64Array;
  equal: number;
  figures: [TokenFigures, TokenFigures];
}

/** A question with its choices, each with the log-likelihood a model gave it. */
export interface ChoiceRow {
  /** 1 is the first line. */
  line: number;
  question: string;
  choices: string[];
  logLikelihoods: number[];
  /** softmax over the choices. */
  belief: number[];
  /** Bytes of each choice, where they stand in the record. */
  bytes?: number[];
  /** Not all requests stand in the record: the question's choices were measured, each with a space before it. */
  bytesAssumed?: true;
  gold?: number;
  /** The largest log-likelihood, and the largest one per byte. */
  chosen: number;
  chosenByByte?: number;
  /** As the record has them. */
  acc?: number;
  accNorm?: number;
}

export interface ChoiceTable {
  /** The least belief in the right choice first. */
  rows: ChoiceRow[];
  acc?: number;
  accNorm?: number;
  /** As stored: the mean of the records' own. */
  storedAcc?: number;
  storedAccNorm?: number;
  findings: TokenFinding[];
}

/** A text with tokens, opened. */
export interface OpenedTokens {
  handle: number;
  sequences: SequenceSummary[];
  /** Records of multiple choice, where there are any. */
  choices?: ChoiceTable;
}

/** A line of a file that is too large to be held, with the figures of its tokens. */
export interface TokenRecord {
  /** 1 is the first line. */
  line: number;
  /** Bytes of the decompressed file. */
  from: number;
  to: number;
  /** CRC-32 of its bytes. */
  crc: number;
  /** Sequences of tokens in it. */
  sequences: number;
  /** Of the first sequence that is no prompt, else of the first. */
  source: string;
  beginning: string;
  count: number;
  /** Over all of the line's sequences that are no prompt, or all. */
  valued: number;
  sumLogprob?: number;
  perplexity?: number;
}

export interface TokenRecords {
  /** In the order of the file; where there are too many, those with the highest perplexity. */
  records: TokenRecord[];
  /** Lines that have tokens. */
  total: number;
  lines: number;
  /** Lines too long to be read. */
  skipped: number;
}

/** A sequence as other extensions get it. */
export interface TokenSequence {
  source: string;
  part: Part;
  text: string;
  tokens: Token[];
  figures: TokenFigures;
  findings: readonly TokenFinding[];
}

export interface Token {
  text: string;
  bytes?: number[];
  id?: number;
  /** Null where there is none, floors included. */
  logprob: number | null;
  floor?: true;
  rank?: number;
  rankAtLeast?: number;
  special?: true;
  /** In the response's order; empty where it lists none. */
  alternatives: { text: string; bytes?: number[]; id?: number; logprob: number | null; floor?: true }[];
}

export const REPORT_FORMATS = ['markdown', 'json', 'html', 'sentences'] as const;
export type TokenReportFormat = (typeof REPORT_FORMATS)[number];
