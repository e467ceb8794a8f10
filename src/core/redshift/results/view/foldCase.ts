/** The text with no difference between capital and small letters left: texts are alike where these are equal. */
export function foldCase(text: string): string {
  // A sigma that ends a word is written in another way.
  return text.toLowerCase().replaceAll('ς', 'σ');
}
