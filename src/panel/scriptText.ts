/** JSON as the text of a script element: nothing in it can end the element or begin another. */
export function scriptText(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&]/g, (character) => ESCAPES[character]);
}

const ESCAPES: Record<string, string> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' };
