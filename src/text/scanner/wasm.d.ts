declare module '*/scanner.wasm' {
  const bytes: Uint8Array<ArrayBuffer>;
  export default bytes;
}
