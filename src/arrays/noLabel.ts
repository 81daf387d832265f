/** A row without a label: none was given, or the one given is no class. */
export const NO_LABEL = -2147483648;
