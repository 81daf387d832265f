import { FieldValues } from '../fields/fieldValues';
import { areNameAndScore } from '../fields/namedScores';
import type { Column, ColumnarFile, GroupReader, Pair } from './columnarFile';

/** A column of scores by name: of each record a list of names, and a list of as many scores. */
export interface ScoresColumn extends Column {
  kind: 'scores';
  pair: Pair;
}

export const isOfScores = (column: Column): column is ScoresColumn => column.kind === 'scores';

/** Which members of the structs in a list, or of a map's entries, are names and scores. */
export function areScores(
  members: readonly (Column | undefined)[],
  isMap: boolean,
): Pick<Pair, 'names' | 'scores' | 'isMap'> | undefined {
  const names = members.find(
    (one) => one?.kind === 'text' && (isMap || areNameAndScore(keyOf(one), undefined)),
  );
  const scores = members.find(
    (one) => one?.kind === 'number' && (isMap || areNameAndScore(undefined, keyOf(one))),
  );
  return names && scores && members.length <= MOST_MEMBERS ? { names, scores, isMap } : undefined;
}

const keyOf = ({ path }: Column): string => path[path.length - 1];
/** Of a struct that is a name and its score, with whatever else. */
const MOST_MEMBERS = 4;

/** The file with a column for each pair of names and scores in it. */
export function withNamedColumns(file: ColumnarFile): ColumnarFile {
  const { pairs = [] } = file;
  if (pairs.length === 0) return file;
  const scores = pairs.map((pair): ScoresColumn => ({ path: pair.path, kind: 'scores', depth: 1, pair }));
  return {
    ...file,
    columns: [...file.columns, ...scores],
    open(group, columns, turns, memory) {
      if (!columns.some(isOfScores)) return file.open(group, columns, turns, memory);
      const first: number[] = [];
      const flat: Column[] = [];
      for (const column of columns) {
        first.push(flat.length);
        if (isOfScores(column)) flat.push(column.pair.names, column.pair.scores);
        else flat.push(column);
      }
      return named(file.open(group, flat, turns, memory), columns, first);
    },
  };
}

/** @param first where each column stands among those that are read */
function named(reader: GroupReader, columns: readonly Column[], first: readonly number[]): GroupReader {
  const names = new FieldValues();
  return {
    ready: () => reader.ready(),
    take(column, into) {
      if (!isOfScores(columns[column])) return reader.take(first[column], into);
      reader.take(first[column], names);
      reader.take(first[column] + 1, into);
      into.texts = names.texts.length === into.count ? [...names.texts] : [];
    },
  };
}
