/** The editor for files of arrays, as package.json names it. */
export const VIEW_TYPE = 'logitscope.arrays';
