/** Words of names that say yes or no of a prediction or of a record's use, not of its class. */
const OTHERWISE =
  /(?:^|[^a-z])(?:(?:is|in)?correct|right|wrong|match|hit|error|dup|flag|skip(?:ped)?|(?:is)?(?:train|test|valid)|split|val|validation)(?![a-z])/;

/** @param name in lower case */
export const saysOtherwise = (name: string): boolean => OTHERWISE.test(name);
