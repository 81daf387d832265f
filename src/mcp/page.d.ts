declare module '*?page' {
  const html: string;
  export default html;
}
