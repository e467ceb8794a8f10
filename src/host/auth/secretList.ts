import { join } from 'node:path';
import * as vscode from 'vscode';
import { withFileLock } from '../../node/fileLock.ts';

/** A list of one kind of thing in SecretStorage, shared by all windows of this computer. */
export interface SecretList<T> {
  read(): Promise<readonly T[]>;
  write(items: readonly T[]): Promise<void>;
  /** Holds off the other windows while `work` runs. */
  exclusive<R>(work: () => Promise<R>): Promise<R>;
  /** Fires when any window wrote. */
  readonly onDidChange: vscode.Event<void>;
}

/** @param isItem leaves out what another version, or an accident, put there */
export function secretList<T>(
  context: vscode.ExtensionContext,
  key: string,
  isItem: (item: unknown) => item is T,
): SecretList<T> {
  const secret = sharedSecret<readonly T[]>(context, key);
  return {
    read: async () => {
      const items: unknown = await secret.read();
      return Array.isArray(items) ? items.filter(isItem) : [];
    },
    write: (items) => secret.write(items),
    exclusive: secret.exclusive,
    onDidChange: (listener, thisArg, disposables) =>
      context.secrets.onDidChange(
        (event) => {
          if (event.key === key) listener.call(thisArg, undefined);
        },
        undefined,
        disposables,
      ),
  };
}

/** One JSON value in SecretStorage with a lock that all windows of this computer respect. */
export interface SharedSecret<T> {
  read(): Promise<T | undefined>;
  write(value: T | undefined): Promise<void>;
  exclusive<R>(work: () => Promise<R>): Promise<R>;
}

export function sharedSecret<T>(context: vscode.ExtensionContext, key: string): SharedSecret<T> {
  const lockFile = join(context.globalStorageUri.fsPath, 'locks', key.replace(/[^\w.-]/g, '_'));
  return {
    read: async () => {
      const text = await context.secrets.get(key);
      return text === undefined ? undefined : (parseJson(text) as T | undefined);
    },
    write: async (value) =>
      value === undefined ? context.secrets.delete(key) : context.secrets.store(key, JSON.stringify(value)),
    exclusive: (work) => withFileLock(lockFile, work),
  };
}

/** Damaged text counts as nothing: the next write mends it. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
