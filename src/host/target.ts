import * as vscode from 'vscode';
import { RedshiftIdentityError } from '../core/errors.ts';
import type { Profile, Site, Warehouse } from '../core/identity/profile.ts';
import type { StoredAccount } from './auth/account.ts';
import type { Accounts } from './auth/accounts.ts';
import { headerOf, type NotebookHeader } from './notebook/notebookHeader.ts';
import { noProfile } from './noProfile.ts';
import { sameApplication, type Profiles } from './profiles.ts';

/** Where the next cell runs, and as whom. Parts are absent while there is nothing to choose from. */
export interface Target {
  readonly profile?: Profile;
  readonly account?: StoredAccount;
  readonly site?: Site;
  readonly warehouse?: Warehouse;
  /** Why nothing runs: the header asks for what isn't there, or the chosen account signed out. */
  readonly problem?: RedshiftIdentityError;
  /** Whether the notebook's own header names the Region, workgroup or cluster; else the window's choice decides. */
  readonly fromHeader: boolean;
}

/** A target with nothing missing. */
export interface CompleteTarget {
  readonly profile: Profile;
  readonly account: StoredAccount;
  readonly site: Site;
  readonly warehouse: Warehouse;
}

/** What a window runs cells with where a header says nothing. */
export interface Choice {
  readonly profile?: string;
  readonly accountId?: string | undefined;
  readonly region?: string;
  readonly warehouse?: string;
  /** Of the warehouse: they let one be chosen that the profile doesn't list, or another database of a listed one. */
  readonly kind?: Warehouse['kind'];
  readonly database?: string;
}

interface Wanted {
  readonly name: string;
  readonly kind?: Warehouse['kind'] | undefined;
  readonly database?: string | undefined;
}

const stateKey = 'redshiftIdentity.target';

/** The window's choice of profile, account, Region and warehouse; a notebook's own header wins over it. */
export class Targets implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #profiles: Profiles;
  readonly #accounts: Accounts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[];
  #choice: Choice;

  constructor(state: vscode.Memento, profiles: Profiles, accounts: Accounts) {
    this.#state = state;
    this.#profiles = profiles;
    this.#accounts = accounts;
    this.#choice = state.get<Choice>(stateKey) ?? {};
    const changed = () => this.#changed.fire();
    this.#subscriptions = [
      profiles.onDidChange(changed),
      accounts.onDidChange(changed),
      vscode.window.onDidChangeActiveNotebookEditor(changed),
      vscode.workspace.onDidChangeNotebookDocument(({ metadata }) => {
        if (metadata) changed();
      }),
    ];
  }

  /** Of this notebook; without one, the window's own. */
  of(notebook?: vscode.NotebookDocument): Target {
    const header = notebook ? headerOf(notebook) : {};
    const fromHeader = (header.region ?? header.warehouse) !== undefined;
    return { ...this.#resolve(header), fromHeader };
  }

  /** Of the notebook in front, if it is one of ours. */
  get active(): Target {
    return this.of(activeNotebook());
  }

  /**
   * Of this notebook; without one, the window's own.
   * @throws RedshiftIdentityError that says what is missing and what to run
   */
  complete(notebook?: vscode.NotebookDocument): CompleteTarget {
    const { profile, account, site, warehouse, problem } = this.of(notebook);
    if (problem) throw problem;
    if (!profile || !site || !warehouse) {
      throw noProfile();
    }
    if (!account) {
      throw new RedshiftIdentityError(`Nobody is signed in to ${profile.name}.`, {
        code: 'SignInRequired',
        remedy: 'Run Redshift Identity: Sign In.',
      });
    }
    return { profile, account, site, warehouse };
  }

  async choose(choice: Choice): Promise<void> {
    const { kind, database, ...kept } = this.#choice;
    // Both belong to the warehouse that they were chosen with.
    const stays = choice.region === undefined && choice.warehouse === undefined;
    this.#choice = { ...(stays ? this.#choice : kept), ...choice };
    await this.#state.update(stateKey, this.#choice);
    this.#changed.fire();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  #resolve(header: NotebookHeader): Omit<Target, 'fromHeader'> {
    if (header.problem) return { problem: unreadable(header.problem) };
    const chosenAccount = this.#accounts.byId(this.#choice.accountId);
    const candidates = chosenAccount ? this.#profiles.ofAccount(chosenAccount) : [];
    const chosen = this.#profiles.byName(this.#choice.profile);
    const profile = header.profile
      ? this.#profiles.byName(header.profile)
      : chosen && (candidates.length === 0 || candidates.includes(chosen))
        ? chosen
        : (candidates[0] ?? this.#profiles.all[0]);
    if (!profile) {
      return header.profile
        ? {
            problem: unknown(
              'profile',
              header.profile,
              this.#profiles.all.map(({ name }) => name),
            ),
          }
        : {};
    }
    const accounts = this.accountsOf(profile);
    const gone = this.#choice.accountId !== undefined && !chosenAccount;
    // Else the oldest, not the newest: a sign-in in another window must not change who runs here.
    const account = accounts.find(({ id }) => id === chosenAccount?.id) ?? (gone ? undefined : accounts[0]);
    const found = {
      profile,
      ...(account ? { account } : {}),
      // Nobody runs as another person without having chosen so.
      ...(gone && accounts.length > 0 ? { problem: accountGone() } : {}),
    };

    const region = header.region ?? this.#choice.region;
    const site = profile.sites.find((candidate) => candidate.region === region);
    if (!site && header.region) {
      return {
        ...found,
        problem: unknown(
          'Region',
          header.region,
          profile.sites.map(({ region }) => region),
        ),
      };
    }
    return { ...found, ...this.#warehouse(header, site ?? profile.sites[0]) };
  }

  #warehouse(header: NotebookHeader, site: Site | undefined): Pick<Target, 'site' | 'warehouse'> {
    if (!site) return {};
    const wanted: Wanted | undefined = header.warehouse ?? this.#chosenWarehouse(site);
    const listed = site.warehouses.find(
      ({ kind, name }) => name === wanted?.name && kind === (wanted.kind ?? kind),
    );
    const first = listed ?? site.warehouses[0];
    if (!first) return { site };
    // A notebook may name a workgroup that the profile doesn't list; Redshift decides whether it may be used.
    const found = !listed && wanted?.kind ? { kind: wanted.kind, name: wanted.name } : {};
    const database = header.database ?? wanted?.database ?? first.database;
    return { site, warehouse: { ...first, ...found, database } };
  }

  /** The window's choice, as far as it was made for this site. */
  #chosenWarehouse({ region: here }: Site): Wanted | undefined {
    const { region, warehouse: name, kind, database } = this.#choice;
    if (name === undefined) return undefined;
    return region === here ? { name, kind, database } : { name };
  }

  /** The signed-in accounts of a profile, oldest first. */
  accountsOf(profile: Profile): readonly StoredAccount[] {
    return this.#accounts.all.filter((account) => sameApplication(account, profile.okta));
  }
}

/** The notebook in front, if it is one of ours. */
export function activeNotebook(): vscode.NotebookDocument | undefined {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  return notebook?.notebookType === 'redshiftIdentity.notebook' ? notebook : undefined;
}

function unknown(what: string, name: string, known: readonly string[]): RedshiftIdentityError {
  return new RedshiftIdentityError(
    `The notebook's header names the ${what} “${name}”, which the profile does not have.`,
    {
      code: 'UnknownTarget',
      remedy: `Write one of: ${known.join(', ')}; or add it in the setting redshiftIdentity.profiles.`,
    },
  );
}

function accountGone(): RedshiftIdentityError {
  return new RedshiftIdentityError('The account that cells ran as is signed out.', {
    code: 'AccountGone',
    remedy: 'Run Redshift Identity: Select Account, and choose whom they run as.',
  });
}

function unreadable(problem: string): RedshiftIdentityError {
  return new RedshiftIdentityError('The notebook’s header can’t be read.', {
    code: 'InvalidHeader',
    remedy: problem,
  });
}
