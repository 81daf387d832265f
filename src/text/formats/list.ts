import type { Format } from './format';

/** A list or tuple with nothing printed around it; JSON when it stands under double-quoted keys. */
export const list: Format = {
  container: 'list',
  match({ literal, text }) {
    let json = false;
    for (let frame = literal.parent, key = literal.key; frame !== undefined; frame = frame.parent) {
      if (key !== undefined) {
        json = text[key[0] - 1] === '"';
        if (!json) break;
      }
      key = frame.parentKey;
    }
    return { container: json ? 'json' : 'list', start: literal.start, end: literal.end };
  },
};
