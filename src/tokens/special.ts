import type { Choices } from './sequence';

/** How tokenizers write tokens that are no text: `<|im_end|>`, `</s>`, `<eos>`, `[SEP]`. */
const SPECIAL =
  /^(?:<\|[^|<>]{1,60}\|>|<｜[^<>]{1,60}｜>|<\/?(?:s|think|[a-z]+_of_[a-z]+)>|<(?:bos|eos|pad|unk)>|\[(?:CLS|SEP|PAD|\/?INST)\])$/;

export function looksSpecial({ texts }: Choices): ReadonlySet<number> {
  const places = new Set<number>();
  texts.forEach((text, place) => {
    if (text !== undefined && SPECIAL.test(text)) places.add(place);
  });
  return places;
}
