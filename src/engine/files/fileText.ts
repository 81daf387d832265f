import * as l10n from '@vscode/l10n';
import { upToDamage, utf8Source } from '../../records/source';
import { isYaml, yamlAsJson } from '../../records/text/yaml';
import { printable } from '../../arrays/words/printable';
import type { FoundArray } from '../../arrays/types';
import { findArrays, MAX_TEXT_LENGTH } from '../../text/find';
import type { FileRequest } from '../../worker/protocol';
import type { CallContext } from '../callContext';
import { openDumpFile } from './fileSource';

/** A file's text with what its name says of it, for the array finder. */
interface FileText {
  text: string;
  mime?: string;
}

/**
 * The whole text of a file: decompressed up to where it may be damaged, in any encoding whose first bytes say so. Refuses what
 * the finder would.
 */
export async function fileText(file: FileRequest, context: CallContext): Promise<FileText> {
  const text = await textUpTo(file, MAX_TEXT_LENGTH, context);
  if (text === undefined)
    throw new Error(
      l10n.t(
        'No list of records found in {0}, which is too large to be searched for arrays. The limit is {1} MB.',
        file.name,
        MAX_TEXT_LENGTH >> 20,
      ),
    );
  const json = isYaml(file.name) ? yamlAsJson(text) : undefined;
  return json === undefined ? { text, mime: mimeOf(file.name) } : { text: json, mime: 'json' };
}

/** The same; undefined where it has more bytes. */
export async function textUpTo(
  file: FileRequest,
  most: number,
  { signal }: CallContext,
): Promise<string | undefined> {
  const source = await utf8Source(await openDumpFile(file));
  const decoder = new TextDecoder();
  const parts: string[] = [];
  let bytes = 0;
  for await (const chunk of upToDamage(source.chunks(signal))) {
    bytes += chunk.length;
    if (bytes > most) return undefined;
    parts.push(decoder.decode(chunk, { stream: true }));
  }
  signal.throwIfAborted();
  return parts.join('') + decoder.decode();
}

/** Characters by which a person knows a text again. */
const BEGINNING = 40;

/** Every array in a file's text, and how the text begins. */
export async function findInFile(
  file: FileRequest,
  context: CallContext,
): Promise<{ found: FoundArray[]; beginning: string }> {
  const { text, ...about } = await fileText(file, context);
  return { found: findArrays(text, about), beginning: printable(text.slice(0, 1000).trim(), BEGINNING) };
}

function mimeOf(name: string): string | undefined {
  if (/\.html?(\.gz)?$/i.test(name)) return 'text/html';
  return /\.(json|jsonl|ndjson)(\.gz)?$/i.test(name) ? 'json' : undefined;
}
