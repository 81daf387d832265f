/** An audit tries every rule on arrays of so many numbers; on longer ones only those that follow from the rows' losses. */
export const WHOLLY_AUDITED = 1 << 16;
