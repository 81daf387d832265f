/** The safetensors format: https://github.com/huggingface/safetensors#format */
import * as l10n from '@vscode/l10n';
import { describe } from '../arrays/ndarray';
import { partOf, type ByteSource } from './byteSource';
import { bytesOf, type ElementKind } from './elements';
import { checkStoredShape } from './shape';
import type { StoredArray } from './storedArray';

/** The format's own limit. */
const MAX_HEADER = 100_000_000;
/** As many as of an .npz: no model has a tenth of them. */
const MAX_TENSORS = 100_000;

const KINDS: Record<string, ElementKind> = {
  BOOL: 'bool',
  U8: 'uint8',
  I8: 'int8',
  U16: 'uint16',
  I16: 'int16',
  U32: 'uint32',
  I32: 'int32',
  U64: 'uint64',
  I64: 'int64',
  F16: 'float16',
  BF16: 'bfloat16',
  F8_E4M3: 'float8_e4m3fn',
  F8_E5M2: 'float8_e5m2',
  F32: 'float32',
  F64: 'float64',
};

/** The length of a header that the format allows, and the header's opening brace. */
export function isSafetensors(head: Uint8Array): boolean {
  if (head.length < 9 || head[8] !== 0x7b) return false;
  return new DataView(head.buffer, head.byteOffset, 8).getBigUint64(0, true) <= MAX_HEADER;
}

/** Every tensor of a file, in the order of the bytes. */
export async function readSafetensors(source: ByteSource, what: string): Promise<StoredArray[]> {
  if (source.size < 8)
    throw new Error(l10n.t('{0}: not a safetensors file: it has only {1} bytes', what, source.size));
  const lead = await source.read(0, 8);
  const length = Number(new DataView(lead.buffer, lead.byteOffset, 8).getBigUint64(0, true));
  if (length > source.size - 8)
    throw new Error(
      l10n.t('{0}: the header claims {1} bytes, but the file has only {2}', what, length, source.size - 8),
    );
  if (length > MAX_HEADER)
    throw new Error(l10n.t('{0}: the header claims {1} bytes; the limit is {2}', what, length, MAX_HEADER));
  const text = new TextDecoder().decode(await source.read(8, length));
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (error) {
    throw new Error(l10n.t('{0}: not valid JSON', l10n.t('{0}: header', what)), { cause: error });
  }
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw new Error(
      l10n.t('{0}: expected an object, got {1}', l10n.t('{0}: header', what), describe(header)),
    );

  const data = partOf(source, 8 + length, source.size - 8 - length);
  const entries = Object.entries(header);
  if (entries.length > MAX_TENSORS)
    throw new Error(l10n.t('{0}: {1} entries; the limit is {2}', what, entries.length, MAX_TENSORS));
  const tensors = entries
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => readEntry(name, entry, data))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  for (let i = 1; i < tensors.length; i++) {
    const [before, after] = [tensors[i - 1], tensors[i]];
    if (after.start < before.end && after.end > after.start) {
      throw new Error(
        l10n.t(
          '{0}: {1} starts at byte {2}, inside {3}, which ends at {4}',
          what,
          describe(after.array.name),
          after.start,
          describe(before.array.name),
          before.end,
        ),
      );
    }
  }
  return tensors.map(({ array }) => array);
}

function readEntry(
  name: string,
  entry: unknown,
  data: ByteSource,
): { array: StoredArray; start: number; end: number } {
  const what = l10n.t('tensor {0}', describe(name));
  if (typeof entry !== 'object' || entry === null)
    throw new Error(l10n.t('{0}: expected an object, got {1}', what, describe(entry)));
  const { dtype, shape, data_offsets: offsets } = entry as Record<string, unknown>;
  if (typeof dtype !== 'string')
    throw new Error(l10n.t('{0}: dtype: expected a string, got {1}', what, describe(dtype)));
  if (!Array.isArray(shape))
    throw new Error(l10n.t('{0}: shape: expected a list, got {1}', what, describe(shape)));
  const [start, end] = Array.isArray(offsets) ? (offsets as unknown[]) : [];
  if (!isOffset(start) || !isOffset(end) || start > end || (offsets as unknown[]).length !== 2)
    throw new Error(l10n.t('{0}: data_offsets: expected [begin, end], got {1}', what, describe(offsets)));
  if (end > data.size)
    throw new Error(
      l10n.t('{0}: its values end at byte {1}, but the file has {2} bytes of values', what, end, data.size),
    );
  const kind = Object.hasOwn(KINDS, dtype) ? KINDS[dtype] : undefined;
  const bytes = checkStoredShape(shape, kind ? bytesOf(kind) : 1, what);
  if (kind && bytes !== end - start) {
    throw new Error(
      l10n.t(
        '{0}: {1} takes {2} bytes, but its data_offsets span {3}',
        what,
        `${dtype} [${shape.join(', ')}]`,
        bytes,
        end - start,
      ),
    );
  }
  const array: StoredArray = {
    name,
    dtype,
    shape: shape as number[],
    bytes: end - start,
    problem: kind ? undefined : l10n.t('dtype {0} is not supported', describe(dtype)),
    values: kind && {
      kind,
      bigEndian: false,
      fortran: false,
      open: () => Promise.resolve(partOf(data, start, end - start)),
    },
  };
  return { array, start, end };
}

function isOffset(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
