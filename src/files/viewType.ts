/** The editor for files of arrays, as package.json names it: the one that they open in. */
export const VIEW_TYPE = 'logitscope.arrays';
/** The same for files that may be anything by their name: one that can be chosen. */
export const OPTIONAL_VIEW_TYPE = 'logitscope.arraysInAnyFile';
