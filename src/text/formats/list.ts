import type { Format } from './format';

/** Brackets around it that are asked: thousands of arrays may stand in a thousand. */
const MOST_KEYS = 16;

/** A list or tuple with nothing printed around it; JSON when it stands under double-quoted keys. */
export const list: Format = {
  container: 'list',
  match({ literal, text }) {
    let json = false;
    let left = MOST_KEYS;
    for (
      let frame = literal.parent, key = literal.key;
      frame !== undefined && left > 0;
      frame = frame.parent
    ) {
      left--;
      if (key !== undefined) {
        json = text[key[0] - 1] === '"';
        if (!json) break;
      }
      key = frame.parentKey;
    }
    return { container: json ? 'json' : 'list', start: literal.start, end: literal.end };
  },
};
