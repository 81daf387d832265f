/** NumPy's short names of dtypes: https://numpy.org/doc/stable/reference/arrays.interface.html */
import * as l10n from '@vscode/l10n';
import { describe } from '../arrays/ndarray';
import type { ElementKind } from './elements';
import type { TextKind } from './textElements';

const KINDS: Record<string, ElementKind> = {
  b1: 'bool',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
};

/** What a dtype's elements are: numbers of a kind, or texts; else why their values cannot be shown. */
export interface NumpyElements {
  kind?: ElementKind;
  text?: TextKind;
  bigEndian: boolean;
  problem?: string;
}

/** @param descr byte order, kind, bytes: `<f4`, `<U12`, `|S5` */
export function readDescr(descr: string): NumpyElements {
  const [, order, code] = /^([<>|=]?)(.*)$/s.exec(descr)!;
  const bigEndian = order === '>';
  if (Object.hasOwn(KINDS, code)) return { kind: KINDS[code], bigEndian };
  if (code.startsWith('O')) return { bigEndian, problem: l10n.t('it holds Python objects, not numbers') };
  // ml_dtypes writes bfloat16 as two bytes of anything.
  if (code === 'V2') return { kind: 'bfloat16', bigEndian };
  const [, letter, length] = /^([US])(\d{1,9})$/.exec(code) ?? [];
  return {
    bigEndian,
    ...(letter && { text: { wide: letter === 'U', length: Number(length) } }),
    problem: l10n.t('dtype {0} doesn’t hold real numbers', describe(descr)),
  };
}
