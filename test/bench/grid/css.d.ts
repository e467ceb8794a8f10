/** A style sheet's text, with `{ type: 'text' }`. */
declare module '*.css' {
  const sheet: string;
  export default sheet;
}
