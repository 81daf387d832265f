/** What the engine takes on at once, whatever the rows lie in. */

/** Numbers between two looks at what else is asked: some milliseconds of work. */
export const BLOCK_ELEMENTS = 1 << 20;
/** Numbers of the rows of one page. */
export const PAGE_ELEMENTS = 1 << 25;
/** Rows of a table, at about 20 bytes each. */
export const TABLE_ROWS = 20_000_000;
/** Classes of an evaluation, which holds several figures of each. */
export const EVALUATED_CLASSES = 1 << 20;
/** Numbers of a distribution that may be copied as one array. */
export const COPIED_ELEMENTS = 1 << 24;

/** Rows that make up a block. */
export const blockOf = (classes: number): number => Math.max(1, Math.floor(BLOCK_ELEMENTS / classes));

/** Arrays of a text that are looked at one by one: nobody looks at more, and thousands would take longer than the text. */
export const MOST_LOOKED_AT = 100;
