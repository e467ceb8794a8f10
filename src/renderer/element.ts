/** A child: an element, or text, which is never read as markup. */
export type Child = Node | string;

/** Makes an element with a class and children, in the document of its parent to be. */
export function element<K extends keyof HTMLElementTagNameMap>(
  document: Document,
  tag: K,
  className = '',
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  made.append(...children);
  return made;
}
