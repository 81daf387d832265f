declare module '*/draws.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
