export type RowView = 'bars' | 'ranks' | 'table';

/** How many classes can be shown one by one. */
export const COUNTS = [5, 10, 20, 50, 100];

/** Above this many classes the shape of the tail is worth a picture. */
export const MANY_CLASSES = 50;
