/** Lines that go on with the statement above them though they stand at the margin. */
const GOES_ON = /^(?:else|elif|except|finally|case)\b|^[\s#)\]}]|^$/;

/** A part of a text. */
export interface Block {
  readonly from: number;
  readonly to: number;
}

/**
 * Where the statements of the outermost level lie: each from its first line to the next's, decorators with what they
 * decorate. A bracket or a long string that nobody closed takes the rest.
 */
export function outermostBlocks(text: string): Block[] {
  const starts = [0];
  const open = new OpenLines();
  let at = 0;
  let decorated = false;
  for (const line of text.split('\n')) {
    if (at > 0 && !open.inside && !decorated && !GOES_ON.test(line)) starts.push(at);
    if (!open.inside && line.trim() !== '') decorated = line.startsWith('@');
    open.read(line);
    at += line.length + 1;
  }
  return starts.map((from, i) => ({ from, to: starts[i + 1] ?? text.length }));
}

/** Reads lines one by one for what stays open where a line ends: brackets, long strings, a backslash. */
export class OpenLines {
  private depth = 0;
  private quote = '';
  private continued = false;

  get inside(): boolean {
    return this.depth > 0 || this.quote !== '' || this.continued;
  }

  read(line: string) {
    this.continued = line.endsWith('\\');
    for (let at = 0; at < line.length; at++) {
      const c = line[at];
      if (c === '\\') at++;
      else if (this.quote !== '') {
        if (line.startsWith(this.quote, at)) {
          at += this.quote.length - 1;
          this.quote = '';
        }
      } else if (c === '"' || c === "'") {
        this.quote = line.startsWith(c.repeat(3), at) ? c.repeat(3) : c;
        at += this.quote.length - 1;
      } else if (c === '#') break;
      else if ('([{'.includes(c)) this.depth++;
      else if (')]}'.includes(c)) this.depth = Math.max(0, this.depth - 1);
    }
    // A short string ends with its line, unless a backslash carries it on.
    if (this.quote.length === 1 && !this.continued) this.quote = '';
  }
}
