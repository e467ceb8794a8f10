import { withoutLinks } from './showError.ts';
import { withoutIcons } from './withoutIcons.ts';

/** Anybody's text for a place where VS Code draws `$(name)` as an icon and `[text](command:…)` as a link. */
export function plainLabel(text: string): string {
  return withoutLinks(withoutIcons(text));
}
