import { probeCsv } from './probe/csv';
import { NEWLINE, OPEN_LIST, OPEN_OBJECT } from './text/jsonBytes';
import { isJsonLines, probeJson } from './probe/json';
import { MAX_FIELDS } from '../text/csvScanner';
import { DELIMITERS } from './csv/splitCsv';
import { growingHead, type DumpSource } from './source';
import { MAX_RECORD_BYTES } from './text/splitter';
import type { DumpProbe, ProbeOptions } from './types';

/** Bytes that are looked at; more where no record ends in them. */
const PROBE_BYTES = 4 << 20;

/**
 * Finds in the first records of a dump what could be logits, labels and losses. Undefined where the text has no
 * records: then it is one value, for the array finder.
 */
export async function probeDump(
  source: DumpSource,
  options: ProbeOptions = {},
): Promise<DumpProbe | undefined> {
  const name = source.name.toLowerCase().replace(/\.gz$/, '');
  for await (const head of growingHead(source, PROBE_BYTES, MAX_RECORD_BYTES + PROBE_BYTES)) {
    const probe = /\.(csv|tsv)$/.test(name)
      ? probeCsv(head, name.endsWith('.tsv') ? 'tsv' : 'csv', options)
      : probeJson(head, name, options);
    if (probe) return probe;
    if (!mayHoldMore(head, name)) return undefined;
  }
  return undefined;
}

/** Lines among which there are records, if there are any. */
const TELLING_LINES = 1000;

/**
 * Whether a longer head may hold records where this one doesn't: a long record that has not ended, or a document that says much
 * before them. A packed file of a megabyte has as many bytes as are looked at, whatever they are.
 */
function mayHoldMore(head: Uint8Array, name: string): boolean {
  if (/\.(csv|tsv)$/.test(name)) return !hasLines(head, TELLING_LINES) && !isTooWide(head);
  if (isJsonLines(head, name)) return !hasLines(head, TELLING_LINES);
  const first = head.find((byte) => byte > 0x20);
  return first === OPEN_OBJECT || first === OPEN_LIST || /\.(jsonl|ndjson)$/.test(name);
}

function hasLines(bytes: Uint8Array, count: number): boolean {
  let at = -1;
  for (let lines = 0; lines < count; lines++) {
    at = bytes.indexOf(NEWLINE, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** Whether there are more delimiters than a header may have, in few lines. */
function isTooWide(bytes: Uint8Array): boolean {
  let fields = 0;
  for (const byte of bytes) if (DELIMITERS.includes(byte) && ++fields > MAX_FIELDS) return true;
  return false;
}
