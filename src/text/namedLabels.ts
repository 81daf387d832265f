import * as l10n from '@vscode/l10n';
import { ndarray, sizeOf } from '../arrays/ndarray';
import type { NearbyLabels } from '../arrays/types';
import type { Candidate } from './candidate';
import { textLists, type TextList } from './classNames';
import { isSurelyLabelName } from './labelNames';
import { InFrame, InScalar, type Tree } from './literals/tree';

/** Labels that are names of the classes, where those are known: in each record, or in a list of as many as rows. */
export class NamedLabels {
  private lists: readonly TextList[] | undefined;
  private readonly wanted: (boolean | undefined)[] = [];

  constructor(private readonly tree: Tree) {}

  of(candidate: Candidate): NearbyLabels | undefined {
    const { classNames, shape } = candidate.found;
    if (classNames === undefined || classNames.length !== shape[shape.length - 1]) return undefined;
    const rows = shape.slice(0, -1);
    const ids = new Map(classNames.map((name, id) => [name, id] as const));
    const taken = this.inRecords(candidate, ids, sizeOf(rows)) ?? this.inLists(ids, sizeOf(rows));
    if (taken === undefined) return undefined;
    const { ids: own, ...about } = taken;
    return { ...about, kind: 'class-ids', values: ndarray(Float64Array.from(own), rows) };
  }

  private inLists(ids: ReadonlyMap<string, number>, rows: number) {
    this.lists ??= textLists(this.tree.text, isSurelyLabelName);
    const list = this.lists.find(
      ({ texts }) => texts.length === rows && texts.every((text) => ids.has(text)),
    );
    return (
      list && {
        ids: list.texts.map((text) => ids.get(text)!),
        name: list.name,
        range: list.range,
        source: l10n.t('“{0}”, next to the array', list.name),
      }
    );
  }

  private inRecords({ records, record }: Candidate, ids: ReadonlyMap<string, number>, rows: number) {
    const own = records ?? (record === undefined ? undefined : Int32Array.of(record));
    if (own?.length !== rows) return undefined;
    const first = this.labelIn(own[0]);
    if (first === undefined) return undefined;
    const taken: number[] = [];
    for (const each of own) {
      const id = ids.get(this.labelIn(each, first.key)?.text ?? '');
      if (id === undefined) return undefined;
      taken.push(id);
    }
    const name = this.tree.keys.texts[first.key];
    const source =
      records === undefined
        ? l10n.t('“{0}” in the same record', name)
        : l10n.t('“{0}” in every record', name);
    return { ids: taken, name, source };
  }

  /** The string that a record has under a name of labels, or under one key. */
  private labelIn(record: number, wanted?: number): { key: number; text: string } | undefined {
    const { text, scalars, frames } = this.tree;
    const at = record * InFrame.WIDTH;
    const to = frames.data[at + InFrame.SCALARS_TO];
    for (let scalar = frames.data[at + InFrame.SCALARS_FROM]; scalar < to; scalar++) {
      const cell = scalar * InScalar.WIDTH;
      const key = scalars.data[cell + InScalar.KEY];
      if (wanted === undefined ? !this.isLabel(key) : key !== wanted) continue;
      if (scalars.data[cell + InScalar.NUMBER] === 1) continue;
      const [from, end] = [scalars.data[cell + InScalar.START], scalars.data[cell + InScalar.END]];
      return { key, text: text.slice(from, end).replace(/^["']|["']$/g, '') };
    }
    return undefined;
  }

  private isLabel(key: number): boolean {
    return (this.wanted[key] ??= isSurelyLabelName(this.tree.keys.texts[key]));
  }
}
