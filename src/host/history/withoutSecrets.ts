const quoted = String.raw`'(?:[^'\\]|''|\\[\s\S])*'`;
/** Words of Redshift's SQL behind which a password or a key stands. */
const words = String.raw`PASSWORD|SECRET_ACCESS_KEY|ACCESS_KEY_ID|SESSION_TOKEN|MASTER_SYMMETRIC_KEY|CREDENTIALS`;
const secret = new RegExp(String.raw`\b(${words})(\s*(?:AS|=)?\s*)(${quoted})`, 'gi');

/** The statement with `'…'` in the place of each password and key: a history is no place for them. */
export function withoutSecrets(sql: string): string {
  return sql.replace(secret, (whole, word: string, between: string, literal: string) =>
    // A role is a name.
    /^'aws_iam_role=[^;]*'$/i.test(literal) ? whole : `${word}${between}'…'`,
  );
}
