import { element, type Child } from '../element.ts';
import { icon, type IconName } from './icon.ts';

/** A button with a picture; its name is a tooltip too. */
export function iconButton(
  document: Document,
  picture: IconName,
  name: string,
  onClick: () => void,
): HTMLButtonElement {
  const made = plainButton(document, 'tool', [icon(document, picture)], onClick);
  made.title = name;
  made.setAttribute('aria-label', name);
  return made;
}

/** A button with words. */
export function textButton(
  document: Document,
  words: string,
  onClick: () => void,
  className = 'button secondary',
): HTMLButtonElement {
  return plainButton(document, className, [words], onClick);
}

export function plainButton(
  document: Document,
  className: string,
  children: readonly Child[],
  onClick: () => void,
): HTMLButtonElement {
  const made = element(document, 'button', className, ...children);
  made.type = 'button';
  made.addEventListener('click', onClick);
  return made;
}
