import { visibleText } from '../core/redshift/results/visibleText.ts';

/**
 * Anybody's text for a label in which VS Code draws `$(name)` as an icon. Characters that would not be seen, or would
 * turn their neighbours around, are written out.
 */
export function withoutIcons(name: string): string {
  return visibleText(name).replaceAll('$(', '$ (');
}
