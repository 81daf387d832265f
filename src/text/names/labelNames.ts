const LABEL =
  /(?:^|_)(?:(?:labels?|lbls?|targets?|tgts?|y|y_?(?:true|test|train|val|valid|dev|eval)|classes|class_?(?:id|idx|index)s?|(?:ner_?|pos_?)?tags?|(?:y|labels?|targets?)_?batch|(?:labels?|targets?|(?:ground_?)?truths?|y_?true|gt)_(?:test|train|val|valid|dev|eval)|yb|references?|answers?|ground_?truths?|truths?|true_?(?:labels?|y|class(?:es)?)|label_?(?:ids?|idx|indices)|expected(?:_outputs?)?|category|multi_?hot|one_?hot|(?:start|end)_positions?|(?:gt|true|seg(?:mentation)?)_?masks?)$|gold(?!en)|correct(?!ed|ness|ion|ly))/i;
/** What all of these hold. */
const MAY_BE_LABEL =
  /y|label|lbl|target|tgt|class|tag|truth|true|gt|reference|answer|expected|hot|position|mask|gold|correct/i;
/** `predicted labels`, `y_pred`, `top_class`, `Scored Labels`: what a model gave. */
const PREDICTED =
  /(?:^|[^a-z])(?:scored[_ -]?labels?|pred(?:s|icts?|icted|ictions?)?|argmax|y?hat|(?<!expected_)outputs?|guess(?:ed|es)?|top_?(?:1|class|label|pred)|model_?(?:answer|choice|label|class))(?![a-z])/i;
/** These may as well name the classes, or how many answers were right. */
const AMBIGUOUS = /(?:class(?:es)?|class_?(?:id|idx|index)s?|answers?|expected|category|correct\w*)$/i;

/** `labels`, `batch.y_true`, `gold_ids`: the last word of a name says so. */
export function isLabelName(name: string): boolean {
  // Tables of tens of thousands of columns have no such words in most.
  if (!MAY_BE_LABEL.test(name)) return false;
  const start = lastWord(name);
  if (start > 0 && !/[.\s$\]]/.test(name[start - 1])) return false;
  return LABEL.test(name.slice(start)) && !PREDICTED.test(name);
}

/** What a model gave. */
export function isPredictedName(name: string): boolean {
  return PREDICTED.test(name);
}

/** Whether a name can mean nothing but the labels of rows. */
export function isSurelyLabelName(name: string): boolean {
  return isLabelName(name) && !AMBIGUOUS.test(name);
}

/** Labels that are meant to differ from the true ones, or are of larger classes. */
const OTHER =
  /(?:^|[^a-z])(?:nois(?:y|e)|corrupt(?:ed)?|weak|pseudo|silver|coarse|super|parent|prev(?:ious)?)(?:[^a-z]|$)/i;

export const isOtherLabelName = (name: string): boolean => OTHER.test(name);

const MOST_WORDS = 10;

/** The words of a name, for `sharedWords`. */
export function wordsOf(name = ''): string[] {
  return name.toLowerCase().split(/[^a-z0-9]/, MOST_WORDS);
}

/** How many of the words that come first the names of labels and scores share: `start_logits` and `start_positions` one. */
export function sharedWords(a: readonly string[], b: readonly string[]): number {
  const most = Math.min(a.length, b.length) - 1;
  let shared = 0;
  while (shared < most && a[shared] === b[shared]) shared++;
  return shared;
}

function lastWord(name: string): number {
  let start = name.length;
  while (start > 0 && /\w/.test(name[start - 1])) start--;
  return start;
}
