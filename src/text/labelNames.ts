const LABEL =
  /(?:^|_)(?:(?:labels?|lbls?|targets?|tgts?|y|y_?(?:true|test|train|val|valid|dev)|classes|class_?(?:id|idx|index)s?|answers?|ground_?truths?|truths?|true_?(?:labels?|y|classes)|label_?(?:ids?|idx|indices)|expected|category|multi_?hot|one_?hot)$|gold|correct)/i;
/** `predicted labels`, `y_pred`: what a model gave. */
const PREDICTED = /(?:^|[^a-z])(?:pred(?:s|icted|ictions?)?|argmax|hat|output)(?![a-z])/i;

/** `labels`, `batch.y_true`, `gold_ids`: the last word of a name says so. */
export function isLabelName(name: string): boolean {
  let start = name.length;
  while (start > 0 && /\w/.test(name[start - 1])) start--;
  if (start > 0 && !/[.\s$\]]/.test(name[start - 1])) return false;
  return LABEL.test(name.slice(start)) && !PREDICTED.test(name);
}
