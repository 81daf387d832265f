import { plainNumber } from '../../records/text/numbers';

/** `jpg` of `a/00001.jpg`, `nii.gz`; the decimals of a number are none. */
const EXTENSION = /\.[a-z][a-z0-9]{1,4}(?:\.gz)?$/i;

/**
 * What files are called without their folders and extensions: `00001` of `train/00001.jpg`. Undefined where values are no names of
 * files, or where two of them would be one.
 */
export function fileStems(names: readonly string[]): string[] | undefined {
  if (!names.every((name) => plainNumber(name) === undefined && (EXTENSION.test(name) || isInFolder(name))))
    return undefined;
  const stems = names.map((name) => name.slice(folderOf(name) + 1).replace(EXTENSION, ''));
  const areApart = new Set(stems).size === stems.length && !stems.includes('');
  return areApart ? stems : undefined;
}

const folderOf = (name: string): number => Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
const isInFolder = (name: string): boolean => folderOf(name) >= 0;
