/** Bounds on what a pickle may ask for, so that its cost stays in proportion to its own length. */

/** Instructions of a pickle; a list of numbers takes one for each. */
export const MAX_STEPS = 1 << 25;
/** Values on the machine's stack, its marks included. */
export const MAX_STACK = 1 << 20;
/** Values a pickle keeps for later use. */
export const MAX_MEMO = 1 << 22;
/** Strings and bytes up to this length are held; longer ones stay in the file until somebody wants them. */
export const MAX_INLINE = 1 << 10;
/** Bytes of an integer. */
export const MAX_INTEGER = 1 << 8;
/** Containers inside one another that are searched for arrays. */
export const MAX_DEPTH = 100;
export const MAX_ARRAYS = 100_000;
/** Characters of all arrays' names together. */
export const MAX_NAMES = 1 << 24;
/** Elements of an array made of lists of numbers. */
export const MAX_LISTED = 1 << 24;
/** Bytes of values that lie scattered or as text, and are gathered when they are opened. */
export const MAX_GATHERED = 2 ** 30;
