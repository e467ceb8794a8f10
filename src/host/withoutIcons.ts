/** Labels of VS Code draw `$(name)` as an icon, which a name from AWS, Okta or a file must not bring along. */
export function withoutIcons(name: string): string {
  return name.replaceAll('$(', '$ (');
}
