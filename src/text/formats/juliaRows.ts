import { numbersIn, type PrintedBlock } from './block';

/** What stands between the brackets, up to one that closes them. */
const BODY = /[-+\d.eEInfNa; ]*(?=\])/y;
const ELEMENT = /(?<![\w.])Float(?:16|32|64)$/;

/** `[1.2 0.3; 4.5 6.7]` and `Float32[1.2 0.3; 4.5 6.7]`, as Julia shows matrices on one line. */
export function juliaRows(text: string, most: number): PrintedBlock[] {
  const blocks: PrintedBlock[] = [];
  if (!text.includes('; ')) return blocks;
  for (let open = text.indexOf('['); open >= 0 && blocks.length < most; open = text.indexOf('[', open + 1)) {
    BODY.lastIndex = open + 1;
    const body = BODY.exec(text)?.[0];
    if (body?.includes('; ') !== true) continue;
    const end = open + body.length + 2;
    const element = ELEMENT.exec(text.slice(Math.max(0, open - 10), open))?.[0];
    // An index, or a statement of MATLAB.
    if (element === undefined && (/[\w)\]}]/.test(text[open - 1] ?? '') || text[end] === ';')) continue;
    const read = numbersIn(body.split('; ').map((row) => row.split(' ')));
    if (read === undefined || read.shape[0] < 2 || read.shape[1] < 2) continue;
    const start = open - (element?.length ?? 0);
    const block: PrintedBlock = { ...read, container: 'julia', range: [start, end] };
    if (element !== undefined) block.dtype = element.toLowerCase();
    blocks.push(block);
  }
  return blocks;
}
