/** A JSON Web Token with these claims and a signature that nobody checks. */
export function unsignedToken(claims: object, signature = 'c2lnbmF0dXJl'): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', kid: 'k' })}.${part(claims)}.${signature}`;
}

/** Everything that could be read out of a value: own properties with their names, hidden ones, causes, stacks. */
export function everythingIn(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value !== 'object' && typeof value !== 'function') return String(value);
  if (value === null || seen.has(value)) return '';
  seen.add(value);
  const own = Reflect.ownKeys(value).map((key) => {
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    const held: unknown = descriptor?.get ? Reflect.get(value, key) : descriptor?.value;
    return `${String(key)}=${everythingIn(held, seen)}`;
  });
  const entries =
    value instanceof Map || value instanceof Set ? [...value].map((entry) => everythingIn(entry, seen)) : [];
  const text = value instanceof URLSearchParams || value instanceof URL ? [value.toString()] : [];
  return [...own, ...entries, ...text].join('\n');
}
