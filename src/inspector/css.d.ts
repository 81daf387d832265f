/** Style sheets are bundled as text and adopted by a shadow root or a page. */
declare module '*.css' {
  const text: string;
  export default text;
}
