import * as vscode from 'vscode';
import type { Warehouse } from '../../core/identity/profile.ts';
import type { CatalogRelation, RelationKind } from '../../core/redshift/catalog/contract.ts';
import type { CompleteTarget } from '../target.ts';

/** A pinned table or view: names alone, so that storage holds nothing else of the warehouse. */
export interface Favourite {
  readonly profile: string;
  readonly region: string;
  readonly warehouse: Warehouse;
  readonly database: string;
  readonly schema: string;
  readonly name: string;
  readonly kind: RelationKind;
}

const stateKey = 'redshiftIdentity.favourites';
const relationKinds: readonly string[] = ['table', 'view', 'materializedView', 'externalTable'];

/** The pinned tables and views of each account, for all windows of this computer. */
export class Favourites implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  /** Keys of each account's, with what they were made of: another window may have stored others since. */
  readonly #keys = new Map<string, { readonly stored: unknown; readonly keys: ReadonlySet<string> }>();

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** Of one account in one profile, oldest first. */
  of(accountId: string, profile: string): readonly Favourite[] {
    return this.#read(accountId).filter((favourite) => favourite.profile === profile);
  }

  /** Asked for every table that is drawn. */
  has(target: CompleteTarget, relation: CatalogRelation): boolean {
    const { id } = target.account;
    const stored = this.#stored(id);
    let known = this.#keys.get(id);
    if (known?.stored !== stored) {
      known = { stored, keys: new Set(this.#read(id).map(keyOf)) };
      this.#keys.set(id, known);
    }
    return known?.keys.has(keyOf(favouriteOf(target, relation))) ?? false;
  }

  /** A pinned one that is pinned again moves to the end. */
  async pin(target: CompleteTarget, relation: CatalogRelation): Promise<void> {
    const added = favouriteOf(target, relation);
    await this.#write(target.account.id, [...without(this.#read(target.account.id), added), added]);
  }

  async unpin(target: CompleteTarget, relation: CatalogRelation): Promise<void> {
    const gone = favouriteOf(target, relation);
    await this.#write(target.account.id, without(this.#read(target.account.id), gone));
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #stored(accountId: string): unknown {
    return this.#state.get<Record<string, unknown>>(stateKey, {})[accountId];
  }

  #read(accountId: string): readonly Favourite[] {
    const stored = this.#stored(accountId);
    return Array.isArray(stored) ? stored.filter(isFavourite) : [];
  }

  async #write(accountId: string, favourites: readonly Favourite[]): Promise<void> {
    const all = this.#state.get<Record<string, unknown>>(stateKey, {});
    await this.#state.update(stateKey, { ...all, [accountId]: favourites });
    this.#changed.fire();
  }
}

function favouriteOf({ profile, site, warehouse }: CompleteTarget, relation: CatalogRelation): Favourite {
  const { database, schema, name, kind } = relation;
  return { profile: profile.name, region: site.region, warehouse, database, schema, name, kind };
}

function keyOf({ profile, region, warehouse, database, schema, name }: Favourite): string {
  const { kind, name: of, database: connected } = warehouse;
  return JSON.stringify([profile, region, kind, of, connected, database, schema, name]);
}

function without(favourites: readonly Favourite[], gone: Favourite): Favourite[] {
  const key = keyOf(gone);
  return favourites.filter((favourite) => keyOf(favourite) !== key);
}

/** Whether something read from storage is a favourite of this version. */
function isFavourite(value: unknown): value is Favourite {
  if (typeof value !== 'object' || value === null) return false;
  const texts = (of: object, keys: readonly string[]) =>
    keys.every((key) => typeof Reflect.get(of, key) === 'string');
  const warehouse: unknown = Reflect.get(value, 'warehouse');
  return (
    texts(value, ['profile', 'region', 'database', 'schema', 'name']) &&
    relationKinds.includes(String(Reflect.get(value, 'kind'))) &&
    typeof warehouse === 'object' &&
    warehouse !== null &&
    texts(warehouse, ['kind', 'name', 'database'])
  );
}
