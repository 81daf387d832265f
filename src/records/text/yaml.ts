import { CORE_SCHEMA, defineScalarTag, loadAll, mergeTag, NOT_RESOLVED } from 'js-yaml';

/** Containers inside one another. */
const DEEPEST = 50;
/** What is named once and stands at many places may make a text longer, but not without end. */
const MOST_GROWTH = 4;
const LEAST_ROOM = 1 << 17;

/** A number with its digits as they are written: they say how exact it is. */
class WrittenNumber {
  constructor(readonly json: string) {}
}

const NUMBER = /^[-+]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;

const schema = CORE_SCHEMA.withTags(
  mergeTag,
  defineScalarTag('tag:yaml.org,2002:float', {
    implicit: true,
    implicitFirstChars: [...'-+.0123456789'],
    resolve(source) {
      if (NUMBER.test(source)) return new WrittenNumber(jsonNumber(source));
      if (/^[-+]?\.inf$/i.test(source))
        return new WrittenNumber(source.startsWith('-') ? '-Infinity' : 'Infinity');
      return /^\.nan$/i.test(source) ? new WrittenNumber('NaN') : NOT_RESOLVED;
    },
    identify: () => false,
  }),
);

function jsonNumber(text: string): string {
  const unsigned = text.replace(/^\+/, '');
  return unsigned.replace(/^(-?)\./, '$10.').replace(/\.(?=$|[eE])/, '.0');
}

/** Whether a file's name says that it is YAML, compressed or not. */
export function isYaml(name: string): boolean {
  return /\.ya?ml(?:\.gz)?$/i.test(name);
}

/**
 * A YAML file's lists and maps as the JSON text that they stand for, NaN and Infinity as Python's JSON has them; several documents
 * as a list of them. Undefined for what is no YAML, for single values, and where a tag speaks of a program's own objects.
 */
export function yamlAsJson(text: string): string | undefined {
  if (last?.text === text) return last.json;
  const json = written(text);
  last = text.length <= LONGEST_KEPT ? { text, json } : undefined;
  return json;
}

/** A file is asked for its records first and for its arrays then. */
let last: { text: string; json: string | undefined } | undefined;
const LONGEST_KEPT = 1 << 20;

function written(text: string): string | undefined {
  try {
    const documents = loadAll(text, { schema, maxDepth: DEEPEST });
    const value = documents.length === 1 ? documents[0] : documents;
    if (typeof value !== 'object' || value === null || value instanceof WrittenNumber) return undefined;
    const writer = new Writer(MOST_GROWTH * text.length + LEAST_ROOM);
    writer.write(value, 0);
    return writer.parts.join('');
  } catch {
    // The library's errors speak of lines that are shown nowhere; the text is read as any other.
    return undefined;
  }
}

class Writer {
  readonly parts: string[] = [];

  constructor(private room: number) {}

  write(value: unknown, depth: number): void {
    // What is named may hold itself.
    if (depth > DEEPEST) throw new Error('deep');
    if (value instanceof WrittenNumber) this.put(value.json);
    else if (Array.isArray(value)) this.list('[]', value, (item) => this.write(item, depth + 1));
    else if (typeof value === 'object' && value !== null)
      this.list('{}', Object.entries(value), ([key, one]) => {
        this.put(`${JSON.stringify(key)}: `);
        this.write(one, depth + 1);
      });
    else this.put(JSON.stringify(value) ?? 'null');
  }

  private list<T>(brackets: string, items: readonly T[], write: (item: T) => void): void {
    this.put(brackets[0]);
    for (const [at, item] of items.entries()) {
      if (at > 0) this.put(', ');
      write(item);
    }
    this.put(brackets[1]);
  }

  private put(part: string): void {
    this.room -= part.length;
    if (this.room < 0) throw new Error('long');
    this.parts.push(part);
  }
}
