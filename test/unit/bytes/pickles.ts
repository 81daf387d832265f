/** Parts of pickles, as the instructions they are; `pickle` makes bytes of them. */

export function pickle(...parts: string[]): Uint8Array {
  return new Uint8Array(Buffer.from(`\x80\x02${parts.join('')}.`, 'latin1'));
}

export function global(module: string, name: string): string {
  return `c${module}\n${name}\n`;
}

export function text(value: string): string {
  return `X${uint32(value.length)}${value}`;
}

export function integer(value: number): string {
  return `J${uint32(value)}`;
}

export function tuple(...items: string[]): string {
  return `(${items.join('')}t`;
}

/** A name, called with arguments. */
export function call(module: string, name: string, ...args: string[]): string {
  return `${global(module, name)}${tuple(...args)}R`;
}

export function dict(entries: Record<string, string>): string {
  return `}(${Object.entries(entries)
    .map(([key, value]) => text(key) + value)
    .join('')}u`;
}

export function uint32(value: number): string {
  return String.fromCharCode(...[0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff));
}

interface TensorParts {
  storage?: string;
  key?: string;
  offset?: number;
  shape?: readonly number[];
  strides?: readonly number[];
}

/** What torch.save names a storage by. */
export function storage(type = global('torch', 'FloatStorage'), key = '0'): string {
  return `${tuple(text('storage'), type, text(key), text('cpu'), integer(6))}Q`;
}

export function tensor({
  storage: of,
  key,
  offset = 0,
  shape = [2, 3],
  strides = [3, 1],
}: TensorParts = {}): string {
  const sizes = (numbers: readonly number[]) => tuple(...numbers.map(integer));
  const hooks = `${global('collections', 'OrderedDict')})R`;
  const args = [of ?? storage(undefined, key), integer(offset), sizes(shape), sizes(strides), '\x89', hooks];
  return call('torch._utils', '_rebuild_tensor_v2', ...args);
}
