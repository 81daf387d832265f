/** What is said of a file, with its name in front where it doesn't begin with that. */
export const ofFile = (name: string, reason: string): string =>
  [' ', ': '].some((end) => reason.startsWith(name + end)) ? reason : `${name}: ${reason}`;
