/** Every way in for a text, with the texts that would be slow in one that has a loop in a loop. */
import { isOffered } from '../../../src/arrays/offer';
import { createCalls } from '../../../src/engine/calls';
import { checkParams } from '../../../src/engine/params';
import { previewOf } from '../../../src/engine/views/preview';
import { checkLossCode } from '../../../src/losscode/check';
import { readLabels } from '../../../src/loss/labels';
import { shownBy } from '../../../src/readings/source/shown';
import { DumpReader } from '../../../src/records/dumpReader';
import { probeCsv } from '../../../src/records/probe/csv';
import { probeJson } from '../../../src/records/probe/json';
import { keyedPath } from '../../../src/records/probe/keyedPath';
import { recordsPath } from '../../../src/records/probe/recordsPath';
import type { DumpFormat } from '../../../src/records/types';
import { findArrays } from '../../../src/text/find';
import { findArrayAt } from '../../../src/text/findAt';
import { mayHoldArray } from '../../../src/text/mayHoldArray';
import { parseArrays } from '../../../src/text/parse';
import { findTokens } from '../../../src/tokens/find';
import type { Call, Params } from '../../../src/worker/protocol';
import {
  cellFamilies,
  codeFamilies,
  families,
  fewFamilies,
  longFamilies,
  memberFamilies,
  recordFamilies,
  rowFamilies,
  tableFamilies,
  tokenFamilies,
  vocabularyFamilies,
  yamlFamilies,
  type Family,
} from './adversaries';
import { documentFamilies, fewTablesFamilies, linesFamilies, tablesFamilies } from './adversariesOfFiles';
import {
  responseFamilies,
  runDocumentFamilies,
  runLinesFamilies,
  runTableFamilies,
  runYamlFamilies,
} from './adversariesOfRuns';

export interface Reader {
  run(text: string): unknown;
  families: readonly Family[];
  /** Those of them that every test runs, where they are many. */
  few?: readonly Family[];
  /** Characters of the longest text whose growth is watched. */
  longest: number;
  /**
   * Milliseconds that the longest text may take whatever the shorter ones took: noise lies below, as does every hostile text
   * of this length that is read in linear time.
   */
  quick: number;
}

const bytes = (text: string) => new TextEncoder().encode(text);

/** What becomes of a file's first bytes, and of its records. `header`: one that the reader is content with. */
const dump =
  (format: DumpFormat, header = '') =>
  (text: string) => {
    const head = bytes(text);
    const columns = format === 'csv' || format === 'tsv';
    if (columns) probeCsv(head, format);
    else probeJson(head, `a.${format}`);
    const reader = new DumpReader(
      { format, records: [], logits: columns ? ['a', 'b'] : ['logits'], labels: ['label'] },
      () => undefined,
    );
    reader.push(bytes(header + text));
    reader.end();
  };

const calls = createCalls();
const context = { signal: new AbortController().signal, progress: () => undefined };

/** What a call does; that it refuses a text with a sentence is an answer. */
const called =
  <C extends Call>(call: C, params: (text: string) => Params<C>) =>
  async (text: string) => {
    try {
      await calls[call](checkParams(call, params(text)), context);
    } catch {
      // Whether the sentence is a good one, the fuzz says.
    }
  };
const file = (name: string, text: string) => ({ file: { name, bytes: bytes(text) } });

let read = 0;
/** Another source each time: code that was read is remembered. */
const anew = (source: string) => `${source}\n# ${read++}`;

const ofText = (run: Reader['run'], families: readonly Family[], few?: readonly Family[]): Reader => ({
  run,
  families,
  few,
  longest: 8_000,
  quick: 12,
});
/** Figures over each array are part of it. */
const ofAnswer = <C extends Call>(call: C, params: (text: string) => Params<C>): Reader => ({
  ...ofText(called(call, params), longFamilies),
  quick: 30,
});
/** What mistakes meant is guessed in a time that is bounded, and long beside the rest. */
const ofCode = (run: Reader['run']): Reader => ({ run, families: codeFamilies, longest: 10_000, quick: 50 });

export const readers: Readonly<Record<string, Reader>> = {
  'The cheap test': ofText(mayHoldArray, families, fewFamilies),
  'Finding arrays and offering them': ofText(
    (text) =>
      findArrays(text, { mime: 'text/html' }).map((found) => isOffered(found, 'likely') && previewOf(found)),
    families,
    fewFamilies,
  ),
  'Finding the array at a place': ofText((text) => findArrayAt(text, text.length >> 1), longFamilies),
  'Finding the array at the end': ofText((text) => findArrayAt(text, text.length), longFamilies),
  'Parsing a selection': ofText(parseArrays, longFamilies),
  'Reading labels': ofText(
    (text) => readLabels(text, { shape: [4, 3], classNames: ['a', 'b', 'c'] }),
    longFamilies,
  ),
  'Explaining a text': ofAnswer('explain', (text) => ({ text })),
  'Offering strips': ofAnswer('offer', (text) => ({ text, detect: 'likely' })),
  'Class names around a text': ofAnswer('namesIn', (text) => ({
    texts: (['code', 'output', 'lines'] as const).map((kind) => ({ text, from: 'a', kind })),
  })),
  'Reading JSON': ofText(dump('json'), longFamilies),
  'Looking for records in JSON': {
    run: (text) => [recordsPath(bytes(text)), keyedPath(bytes(text))],
    families: memberFamilies,
    // What is compared with each member grows with the first.
    longest: 100_000,
    quick: 60,
  },
  'Reading JSON Lines': ofText(dump('jsonl'), longFamilies),
  'Reading CSV': ofText(dump('csv', 'a,b,label\n1.5,2.5,0\n'), longFamilies),
  'Reading TSV': ofText(dump('tsv', 'a\tb\tlabel\n1.5\t2.5\t0\n'), longFamilies),
  'Explaining a file of JSON Lines': {
    ...ofAnswer('explainFile', (text) => file('a.jsonl', text)),
    families: [...longFamilies, ...runLinesFamilies],
  },
  'Explaining a file of JSON': {
    ...ofAnswer('explainFile', (text) => file('a.json', text)),
    families: runDocumentFamilies,
  },
  'Explaining a file of CSV': {
    ...ofAnswer('explainFile', (text) => file('a.csv', text)),
    families: [...longFamilies, ...tablesFamilies],
    few: [...longFamilies, ...fewTablesFamilies],
  },
  'Evaluating a file': {
    ...ofAnswer('evaluate', (text) => ({ source: file('a.json', text), options: { resamples: 0 } })),
    families: [...longFamilies, ...documentFamilies, ...runDocumentFamilies],
  },
  'Evaluating a file of JSON Lines': {
    ...ofAnswer('evaluate', (text) => ({ source: file('a.jsonl', text), options: { resamples: 0 } })),
    families: [...recordFamilies, ...linesFamilies, ...runLinesFamilies],
  },
  'Evaluating a file of CSV': {
    ...ofAnswer('evaluate', (text) => ({ source: file('a.csv', text), options: { resamples: 0 } })),
    families: [...tableFamilies, ...tablesFamilies, ...runTableFamilies],
    few: [...tableFamilies, ...fewTablesFamilies, ...runTableFamilies],
    // Groups of columns that each ask all others are few in a short text.
    longest: 40_000,
  },
  'Finding tokens': ofText(findTokens, [...longFamilies, ...tokenFamilies, ...responseFamilies]),
  'Records with tokens': {
    ...ofAnswer('tokenRecords', (text) => file('a.jsonl', text)),
    families: [...longFamilies, ...tokenFamilies, ...responseFamilies],
  },
  'Opening tokens': {
    ...ofAnswer('openTokens', (text) => ({ text })),
    async run(text) {
      const opened = await Promise.resolve(calls.openTokens({ text }, context)).catch(() => undefined);
      if (opened) await calls.closeTokens({ handle: opened.handle }, context);
    },
    families: [...tokenFamilies, ...responseFamilies, ...rowFamilies],
    // Pairs of arrays: a look at every one shows in long texts only.
    longest: 40_000,
  },
  'Reading a vocabulary': {
    ...ofAnswer('vocabulary', (text) => ({ of: file('vocab.txt', text).file })),
    families: [...longFamilies, ...vocabularyFamilies],
  },
  'Following what code shows': ofCode((source) => shownBy(anew(source))),
  'Checking code of the loss': ofCode((text) =>
    checkLossCode({ files: [{ uri: 'a.py', text: anew(text) }] }),
  ),
  'Checking a cell for each line': {
    ...ofCode((text) => checkLossCode({ files: [{ uri: 'a.ipynb', cells: text.split('\n').map(anew) }] })),
    families: cellFamilies,
  },
  'Explaining a file of YAML': {
    ...ofAnswer('explainFile', (text) => file('a.yaml', text)),
    families: [...yamlFamilies, ...runYamlFamilies],
  },
};
