/** Where the upper half of a double is: second on every machine that counts from the little end. */
export const UPPER = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;
