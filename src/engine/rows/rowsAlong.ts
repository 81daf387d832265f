import { ndarray, sizeOf, type NDArray } from '../../arrays/ndarray';
import { swapLastTwo } from '../../arrays/swapLastTwo';
import { classAxisOf } from '../../loss/classAxis';
import { BLOCK_ELEMENTS } from '../limits';
import type { RowSource } from './rowSource';

/** Numbers that are read in the time that it takes to ask for some. */
const ASKED = 4096;

/**
 * The rows of an array along another axis than its last: the classes of images, `N×C×H×W`. What lies behind one entry of the axes before
 * it, a run, is read whole and turned where it is small; else a stretch for each class, of the rows that are wanted.
 *
 * @throws when the array has no such axis, or no classes along it
 */
export function rowsAlong(source: RowSource, axis?: number): RowSource {
  const { shape } = source;
  const at = classAxisOf(shape, axis);
  if (at === shape.length - 1) return source;
  const classes = shape[at];
  const inner = sizeOf(shape.slice(at + 1));
  return {
    shape,
    classes,
    rows: sizeOf(shape) / classes,
    read: async (from, count, signal) => {
      const picked = new Picked(count, classes);
      for (let row = from; row < from + count;) {
        const [run, first] = [Math.floor(row / inner), row % inner];
        const wanted = Math.min(from + count - row, inner - first);
        const runs = first > 0 || wanted < inner ? 1 : wholeRuns(from + count - row, inner, classes);
        if (runs * classes * inner <= BLOCK_ELEMENTS && inner <= wanted + ASKED) {
          const { data } = await readRuns(source, { run, runs, classes, inner }, signal);
          picked.setRows(
            swapLastTwo(data, classes, inner),
            row - from,
            first,
            runs > 1 ? runs * inner : wanted,
          );
        } else
          for (let c = 0; c < classes; c++) {
            const { data, start } = await readStretch(
              source,
              (run * classes + c) * inner + first,
              wanted,
              signal,
            );
            picked.setClass(data, start, row - from, wanted, c);
          }
        row += runs > 1 ? runs * inner : wanted;
      }
      return picked.array();
    },
  };
}

/** How many whole runs are read at once. */
const wholeRuns = (rows: number, inner: number, classes: number): number =>
  Math.max(1, Math.min(Math.floor(rows / inner), Math.floor(BLOCK_ELEMENTS / (classes * inner))));

function readRuns(
  source: RowSource,
  { run, runs, classes, inner }: { run: number; runs: number; classes: number; inner: number },
  signal?: AbortSignal,
): Promise<NDArray> {
  const lines = (classes * inner) / source.classes;
  return source.read(run * lines, runs * lines, signal);
}

/** Some numbers from the one at a place on, with those of their lines before them. */
async function readStretch(
  source: RowSource,
  place: number,
  count: number,
  signal?: AbortSignal,
): Promise<{ data: NDArray['data']; start: number }> {
  const first = Math.floor(place / source.classes);
  const end = Math.ceil((place + count) / source.classes);
  const { data } = await source.read(first, end - first, signal);
  return { data, start: place - first * source.classes };
}

/** Rows that come in pieces, in numbers of the file's own kind. */
class Picked {
  private data?: NDArray['data'];

  constructor(
    private readonly rows: number,
    private readonly classes: number,
  ) {}

  setRows(data: NDArray['data'], at: number, from: number, count: number): void {
    const { classes } = this;
    this.like(data).set(data.subarray(from * classes, (from + count) * classes), at * classes);
  }

  setClass(data: NDArray['data'], start: number, at: number, count: number, c: number): void {
    const { classes } = this;
    const into = this.like(data);
    for (let i = 0; i < count; i++) into[(at + i) * classes + c] = data[start + i];
  }

  array(): NDArray {
    return ndarray(this.data ?? new Float32Array(0), [this.rows, this.classes]);
  }

  private like(data: NDArray['data']): NDArray['data'] {
    const size = this.rows * this.classes;
    return (this.data ??= data instanceof Float32Array ? new Float32Array(size) : new Float64Array(size));
  }
}
