import { Cancelled, type HopError, isCancel, RedshiftIdentityError } from '../errors.ts';
import { sdkClients } from './awsClients.ts';
import { remaining, type AwsCredentials } from './awsCredentials.ts';
import type { HopContext } from './hopContext.ts';
import { hopNames, type HopName } from './hopName.ts';
import type { HopState } from './hopState.ts';
import { HopStates } from './hopStates.ts';
import { HopWalk } from './hopWalk.ts';
import type {
  AwsProfileCredentials,
  IdentityChain,
  IdentityChainOptions,
  RedshiftUser,
  StoredSession,
} from './identityChain.ts';
import { waitFor } from './pause.ts';
import { storedCredentials, storeSession } from './storedSession.ts';

/** Milliseconds before expiry from which credentials are renewed while they still serve. */
const renewBefore = 5 * 60_000;
/** Milliseconds that credentials must still be good for, to be handed out. */
const least = 60_000;
/** Of a lifetime shorter than usual these margins take a part, so that it is not renewed at every statement. */
const [renewPart, leastPart] = [1 / 3, 1 / 6];
/** Milliseconds between two attempts to renew early. */
const renewalBackOff = 30_000;

/** The identity chain of one account at one site. Loads the AWS SDK: import it when somebody first needs credentials. */
export function createIdentityChain(options: IdentityChainOptions): IdentityChain {
  return new Chain(options);
}

/** A walk under way, shared by all that wait for it. */
interface Flight {
  /** The hop that `refresh` was asked for; undefined where the store may give the answer. */
  readonly from: HopName | undefined;
  readonly credentials: Promise<AwsCredentials>;
}

/** Whether a flight walks at least the hops from this one on. Without `from` it may only read the store. */
function covers(flight: Flight, from: HopName): boolean {
  return flight.from !== undefined && hopNames.indexOf(flight.from) <= hopNames.indexOf(from);
}

function renewBeforeOf(lifetime: number): number {
  return Math.min(renewBefore, lifetime * renewPart);
}

function leastOf(lifetime: number): number {
  return Math.min(least, lifetime * leastPart);
}

class Chain implements IdentityChain {
  readonly #options: IdentityChainOptions;
  readonly #context: HopContext;
  readonly #states: HopStates;
  readonly #walk: HopWalk;
  readonly #disposal = new AbortController();
  #current: AwsCredentials | undefined;
  /** Milliseconds that the current credentials live in all. */
  #lifetime = 0;
  #flight: Flight | undefined;
  #bridging: Promise<AwsProfileCredentials> | undefined;
  #renewAfter = 0;

  constructor(options: IdentityChainOptions) {
    const { profile, site, account, clients = sdkClients() } = options;
    this.#options = options;
    this.#context = { profile, site, account, clients, now: () => options.now() };
    this.#states = new HopStates(this.#context.now);
    this.#walk = new HopWalk(this.#context, options, this.#states, this.#disposal.signal);
  }

  get accessKeyId(): string | undefined {
    return this.#current?.accessKeyId;
  }

  get hops(): readonly HopState[] {
    return this.#states.all;
  }

  onDidChange(listener: () => void): { dispose(): void } {
    return this.#states.onDidChange(listener);
  }

  async credentials(signal?: AbortSignal): Promise<AwsCredentials> {
    if (signal?.aborted || this.#disposal.signal.aborted) throw new Cancelled();
    const left = this.#left();
    if (this.#current !== undefined && left > leastOf(this.#lifetime)) {
      if (left <= renewBeforeOf(this.#lifetime)) this.#renewEarly();
      return this.#current;
    }
    return waitFor((this.#flight ?? this.#start(undefined)).credentials, signal);
  }

  async takeUp(): Promise<void> {
    if (this.#current !== undefined || this.#flight !== undefined) return;
    const stored = await this.#read().catch(() => undefined);
    // A walk may have begun meanwhile: what it finds is newer.
    if (this.#current !== undefined || this.#flight !== undefined || this.#disposal.signal.aborted) return;
    this.#adopt(stored, undefined, this.#context.now(), leastOf);
  }

  async bridgeCredentials(signal?: AbortSignal): Promise<AwsProfileCredentials> {
    // A walk leaves the bridge behind, so that a first sign-in needs no second ID token.
    await this.credentials(signal);
    this.#bridging ??= this.#walk.bridge().finally(() => (this.#bridging = undefined));
    return waitFor(this.#bridging, signal);
  }

  async refresh(from: HopName = 'okta'): Promise<AwsCredentials> {
    if (this.#disposal.signal.aborted) throw new Cancelled();
    // The last hop is checked with the credentials there are.
    if (from === 'redshiftUser') return this.credentials();
    while (this.#flight !== undefined && !covers(this.#flight, from)) {
      await this.#flight.credentials.catch(() => undefined);
    }
    return (this.#flight ?? this.#start(from)).credentials;
  }

  recordRedshiftUser(result: RedshiftUser | HopError): void {
    if (result instanceof RedshiftIdentityError) this.#states.failed('redshiftUser', result);
    else this.#states.recordUser(result);
  }

  dispose(): void {
    this.#disposal.abort(new Cancelled());
    this.#states.dispose();
    this.#walk.forget();
    this.#current = undefined;
  }

  /** Milliseconds that the credentials in memory are still good for. */
  #left(): number {
    return this.#current === undefined ? 0 : remaining(this.#current, this.#context.now());
  }

  #renewEarly(): void {
    if (this.#flight !== undefined || this.#context.now() < this.#renewAfter) return;
    this.#start(undefined).credentials.catch((error: unknown) => {
      // The hop shows it; whoever holds valid credentials need not hear of it.
      if (!isCancel(error)) this.#renewAfter = this.#context.now() + renewalBackOff;
    });
  }

  #start(from: HopName | undefined): Flight {
    const asked = this.#context.now();
    const credentials = this.#obtain(from, asked).finally(() => {
      if (this.#flight === flight) this.#flight = undefined;
    });
    const flight: Flight = { from, credentials };
    this.#flight = flight;
    return flight;
  }

  async #obtain(from: HopName | undefined, asked: number): Promise<AwsCredentials> {
    const { store } = this.#options;
    if (store === undefined) return this.#keep(await this.#walk.walk(from));
    if (from === undefined) {
      // Without the lock first: another window may hold it to renew early, while what is stored still serves.
      const enough = this.#left() > leastOf(this.#lifetime) ? renewBeforeOf : leastOf;
      const shared = this.#adopt(await this.#read(), from, asked, enough);
      if (shared !== undefined) return shared;
    }
    return store.exclusive(async () => {
      const shared = this.#adopt(await this.#read(), from, asked, renewBeforeOf);
      if (shared !== undefined) return shared;
      const credentials = this.#keep(await this.#walk.walk(from));
      // A store that fails costs the other windows an exchange, and this one nothing.
      await store.write(storeSession(this.#context, credentials, this.hops)).catch(() => undefined);
      return credentials;
    });
  }

  /** Takes up a stored session: a valid one, or after `refresh` one that is newer than the question. */
  #adopt(
    stored: StoredSession | undefined,
    from: HopName | undefined,
    asked: number,
    atLeast: (lifetime: number) => number,
  ): AwsCredentials | undefined {
    const credentials = storedCredentials(this.#context, stored);
    if (stored === undefined || credentials === undefined) return undefined;
    const issued = Date.parse(stored.issued);
    const lifetime = remaining(credentials, issued);
    if (!(remaining(credentials, this.#context.now()) > atLeast(lifetime))) return undefined;
    if (from !== undefined && !(issued > asked)) return undefined;
    for (const { hop, since, expires, details } of stored.hops) {
      this.#states.ready(
        hop,
        new Date(since),
        expires === undefined ? undefined : new Date(expires),
        details,
      );
    }
    return this.#keep(credentials, issued);
  }

  async #read(): Promise<StoredSession | undefined> {
    try {
      return await this.#options.store?.read();
    } catch {
      return undefined;
    } finally {
      this.#disposal.signal.throwIfAborted();
    }
  }

  #keep(credentials: AwsCredentials, issued = this.#context.now()): AwsCredentials {
    if (this.#disposal.signal.aborted) throw new Cancelled();
    this.#current = credentials;
    this.#lifetime = remaining(credentials, issued);
    return credentials;
  }
}
