import { probeCsv } from './probe/csv';
import { probeJson } from './probe/json';
import { growingHead, type DumpSource } from './source';
import { MAX_RECORD_BYTES } from './splitter';
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
  }
  return undefined;
}
