import { useCallback, useMemo } from 'preact/hooks';
import { className } from '../arrays/classNames';
import { shownNames } from '../arrays/words/shownNames';
import type { FoundArray, ReadingKind } from '../arrays/types';
import type { WorkerClient } from '../worker/client';
import type { OpenRequest } from '../worker/protocol';
import { arrange, type Arrangement } from '../arrays/arrange';
import { rowName } from './rowName';
import { useSession, type Session } from './useSession';

/** An array under a reading, open in the worker or on the way there. */
export interface Opened {
  /** Undefined where the reading knows no distribution. */
  arranged?: Arrangement;
  /** The class axis. */
  axis: number;
  /** Of the array as it is opened. */
  shape: readonly number[];
  session: Session;
  /** Names of all classes, where they are known. */
  classNames?: readonly string[];
  /** What the classes of a row are called. */
  namesOf(row: number): readonly string[] | undefined;
  /** What a row is called. */
  name(row: number): string;
}

/** Opens a found array under a reading, along a class axis. `names`: of its classes, as they are chosen now. */
export function useOpened(
  client: WorkerClient,
  found: FoundArray,
  kind: ReadingKind,
  axis: number,
  ignoreIndex: number | undefined,
  names?: readonly string[],
): Opened {
  const arranged = useMemo(() => arrange(found, kind), [found, kind]);
  // A pair of classes stands along an axis of its own.
  const paired = arranged && !('held' in arranged.array) && arranged.array !== found.array;
  const classAxis = paired ? arranged.array.shape.length - 1 : axis;
  const request = useMemo<OpenRequest | undefined>(
    () =>
      arranged && {
        array: arranged.array,
        axis: classAxis,
        decimals: found.decimals,
        reading: arranged.reading,
      },
    [arranged, classAxis, found.decimals],
  );
  const { labels } = found;
  const elsewhere = labels?.axis !== undefined && labels.axis !== classAxis;
  const session = useSession(client, request, { values: labels?.values, elsewhere }, ignoreIndex);
  const { classes = 0 } = session;
  const shape = arranged?.array.shape ?? found.shape;
  // Names of pairs and of partial lists are those of the arrangement; others can be chosen.
  const given = arranged?.classNames === found.classNames ? names : arranged?.classNames;
  const classNames = given?.length === classes ? shownNames(given) : undefined;
  // Where each row ranks classes of its own, a class has its name in that row only.
  const ranked = found.entryNames !== undefined && classAxis === found.shape.length - 1;
  const namesOf = useCallback(
    (row: number) =>
      ranked
        ? shownNames(Array.from({ length: classes }, (_, id) => className(found, row, id) ?? String(id)))
        : classNames,
    [ranked, found, classes, classNames],
  );
  const name = (row: number) => rowName(row, shape, classAxis);
  return { arranged, axis: classAxis, shape, session, classNames, namesOf, name };
}
