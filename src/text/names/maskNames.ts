/** Masks of which 1 says that a place counts: of padding, the loss, and what a model answered. Of others, as `padding_mask`, 1 may say the opposite. */
const COUNTING =
  /^(?:attention|attn|loss|labels?|targets?|completion|response|answer|assistant|valid)s?_?(?:tokens?_?)?masks?$/;

/** Whether a name is that of a mask of the rows that count. */
export const isMaskName = (name: string): boolean =>
  COUNTING.test((name.split('.').at(-1) ?? '').toLowerCase());

/** What Prodigy writes of a task: only accepted ones are labels. */
export const ACCEPT = 'accept';
export const isVerdict = (value: unknown): boolean =>
  value === ACCEPT || value === 'reject' || value === 'ignore';
