/** A chart template as Vega-Lite, not compiled. */
declare module '*.vl.json?source' {
  const template: object;
  export default template;
}
