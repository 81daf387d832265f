/** What a model is given, and no scores: `X`, `$.x_train`. */
export const isInputName = (name: string): boolean =>
  INPUTS.test(name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf(']')) + 1));

const INPUTS =
  /^(?:x|x_?(?:train|val|valid|dev|test)|.*(?:features?|embed(?:ding)?s?)(?:_(?:train|val|test))?)$/i;
