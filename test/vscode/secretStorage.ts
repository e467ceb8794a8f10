import { createDecipheriv } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';

/**
 * What extensions keep in SecretStorage, opened: in a browser it lies sealed in local storage, by AES-GCM with a key
 * of which one half is beside it and the other with the server.
 */
export async function openSecretStorage(page: Page, userDataFolder: string): Promise<Record<string, string>> {
  const sealed = await page.evaluate(() => localStorage.getItem('secrets.provider'));
  if (sealed === null) return {};
  const bytes = Buffer.from(sealed, 'base64');
  const serverHalf = await readFile(path.join(userDataFolder, 'serve-web-key-half'));
  const key = bytes.subarray(0, 32).map((byte, index) => byte ^ (serverHalf[index] ?? 0));
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(32, 44));
  decipher.setAuthTag(bytes.subarray(-16));
  const text = Buffer.concat([decipher.update(bytes.subarray(44, -16)), decipher.final()]).toString('utf8');
  return JSON.parse(text) as Record<string, string>;
}

/** Values of members such as `refreshToken` and `secretAccessKey`, at whatever depth. */
export function secretMembers(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) =>
    typeof member === 'string' ? (/token$|^secret/i.test(name) ? [member] : []) : secretMembers(member),
  );
}
