declare module '*/numerics.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
