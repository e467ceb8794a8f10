const jsonWebToken = /\beyJ[\w-]+\.[\w-]*(?:\.[\w-]*)*/g;
const authorizationHeader = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;
// Access key IDs stay readable: AWS treats them as names, and support needs them.
const namedSecret =
  /\b((?:secret_?access_?key|session_?token|refresh_?token|access_?token|id_?token|assertion|client_?secret|code_?verifier|password)["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi;

/**
 * The text without JSON Web Tokens, authorization headers, values of secret fields and the given secrets.
 * @param secrets exact values that were sent with the call; those under 6 characters are left alone
 */
export function redact(text: string, secrets: readonly (string | undefined)[] = []): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret === undefined || secret.length < 6) continue;
    // Forms and query strings echo a value in its encoded form.
    for (const form of new Set([secret, encodeURIComponent(secret)]))
      clean = clean.replaceAll(form, '[redacted]');
  }
  return clean
    .replace(jsonWebToken, '[redacted]')
    .replace(authorizationHeader, '$1 [redacted]')
    .replace(namedSecret, '$1[redacted]');
}
