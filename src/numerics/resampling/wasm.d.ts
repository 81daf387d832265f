declare module '*/resampling.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
