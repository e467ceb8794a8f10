/**
 * A role session name that carries the person, so that CloudTrail shows who it was.
 * AWS takes 2 to 64 characters of `[\w+=,.@-]`; accents are dropped, anything else becomes a hyphen.
 */
export function roleSessionName(login: string): string {
  const name = login
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\w+=,.@-]/g, '-')
    .slice(0, 64);
  return name.length < 2 ? `user-${name}` : name;
}
