export const dataWranglerId = 'ms-toolsai.datawrangler';

/** The command that Data Wrangler puts into the menu of a file; it takes the file's URI. */
export function openFileCommand(manifest: unknown): string | undefined {
  const contributes = memberOf(manifest, 'contributes');
  const entries = memberOf(memberOf(contributes, 'menus'), 'explorer/context');
  if (!Array.isArray(entries)) return undefined;
  const names = entries.map((entry: unknown) => memberOf(entry, 'command'));
  return names.find((name): name is string => typeof name === 'string' && /^dataWrangler\./i.test(name));
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, name) as unknown) : undefined;
}
