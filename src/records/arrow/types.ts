import { Dictionary, Int32, LargeList, List, type Data, type DataType, type Field } from 'apache-arrow';

/** Types that apache-arrow does not know, as ones that it does. */

/** A list whose elements may stand anywhere: each has a size beside its offset. */
export class ListView extends List {}
/** The same with places of 64 bits. */
export class LargeListView extends LargeList {}

/** How many elements the lists of such a column have. */
export const sizesOf = new WeakMap<Data, Int32Array | BigInt64Array>();

/** Values that are repeated up to the place that stands beside each: a dictionary, whose places are written out as they are read. */
export class RunEnds extends Dictionary {
  constructor(
    readonly ends: Field,
    readonly repeated: Field,
  ) {
    super(repeated.type as DataType, new Int32());
  }
}
