/** `[100 rows x 3 columns]`, or `100 rows × 3 columns` in HTML. */
export function totalIn(after: string): { total?: [rows: number, columns: number] } {
  const match = /^\s*(?:<p>|\[)(\d+) rows [x×] (\d+) columns/.exec(after);
  return match === null ? {} : { total: [Number(match[1]), Number(match[2])] };
}
