import {
  Cancelled,
  HopError,
  isCancel,
  RedshiftIdentityError,
  safeCause,
  unexpectedCode,
} from '../errors.ts';
import { hopProblem, mayPass } from './awsFailure.ts';
import type { AwsCredentials } from './awsCredentials.ts';
import { assumeBridgeRole, readBridgeProfile } from './bridgeRoleHop.ts';
import { readOktaClaims } from './claims.ts';
import { details, type HopContext, type HopResult } from './hopContext.ts';
import { hopNames, type HopName } from './hopName.ts';
import type { HopStates } from './hopStates.ts';
import type { AwsProfileCredentials, IdentityChainOptions } from './identityChain.ts';
import { exchangeIdToken, renewIdentityCenterToken, type IdentityCenterToken } from './identityCenterHop.ts';
import { pause } from './pause.ts';
import { assumeDataRole } from './identityEnhancedSessionHop.ts';

/** Milliseconds that something kept must still be good for, to be used once more. */
const margin = 60_000;
/** One exchange and two more, each with an ID token of its own. */
const exchanges = 3;

/**
 * Walks the hops from Okta to the identity-enhanced session.
 * Bridge credentials and the Identity Center token stay here, in memory; an ID token never stays.
 */
export class HopWalk {
  readonly #context: HopContext;
  readonly #options: IdentityChainOptions;
  readonly #states: HopStates;
  readonly #signal: AbortSignal;
  readonly #pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  #bridge: AwsProfileCredentials | undefined;
  #token: IdentityCenterToken | undefined;
  /** Taken for the bridge role in this walk and not yet exchanged. */
  #idToken: string | undefined;

  constructor(context: HopContext, options: IdentityChainOptions, states: HopStates, signal: AbortSignal) {
    this.#context = context;
    this.#options = options;
    this.#states = states;
    this.#signal = signal;
    this.#pause = options.pause?.bind(options) ?? pause;
  }

  /**
   * @param from the first hop that must be walked anew; undefined keeps what the rules let be kept
   * @throws HopError; Cancelled when the chain was disposed
   */
  async walk(from: HopName | undefined): Promise<AwsCredentials> {
    try {
      const bridge = await this.#bridgeCredentials(from);
      if (this.#mayReuseContext(from) && this.#token !== undefined) {
        try {
          return await this.#session(bridge, this.#token);
        } catch (error) {
          // How long a context may be used is not documented; a fresh one settles it.
          if (!(error instanceof HopError) || mayPass(error)) throw error;
        }
      }
      this.#token = await this.#identityCenterToken(bridge, from);
      return await this.#session(bridge, this.#token);
    } catch (error) {
      // Whatever was kept may be the reason, so the next walk begins with nothing.
      this.forget();
      throw error;
    } finally {
      this.#idToken = undefined;
    }
  }

  /**
   * The bridge's credentials that are kept, or new ones with an ID token of their own.
   * @throws HopError; Cancelled when the chain was disposed
   */
  async bridge(): Promise<AwsProfileCredentials> {
    if (this.#bridge !== undefined && this.#isGood(this.#bridge.expiration)) return this.#bridge;
    const { bridge } = this.#context.site;
    if (bridge.kind === 'awsProfile') return this.#readProfile(bridge.name);
    const idToken = await this.#freshIdToken();
    this.#bridge = await this.#assumeBridge(bridge.roleArn, idToken);
    return this.#bridge;
  }

  forget(): void {
    this.#bridge = undefined;
    this.#token = undefined;
  }

  async #bridgeCredentials(from: HopName | undefined): Promise<AwsProfileCredentials> {
    const { bridge } = this.#context.site;
    if (bridge.kind === 'awsProfile') return this.#readProfile(bridge.name);
    if (this.#bridge !== undefined && !isAnew('bridgeRole', from) && this.#isGood(this.#bridge.expiration)) {
      return this.#bridge;
    }
    const idToken = await this.#freshIdToken();
    this.#idToken = idToken;
    this.#bridge = await this.#assumeBridge(bridge.roleArn, idToken);
    return this.#bridge;
  }

  #assumeBridge(roleArn: string, idToken: string): Promise<AwsProfileCredentials> {
    return this.#run('bridgeRole', () => assumeBridgeRole(this.#context, roleArn, idToken, this.#signal));
  }

  #readProfile(name: string): Promise<AwsProfileCredentials> {
    const read = this.#options.awsProfileCredentials?.bind(this.#options);
    return this.#run('bridgeRole', () => readBridgeProfile(this.#context, name, read));
  }

  #mayReuseContext(from: HopName | undefined): boolean {
    return from === 'identityEnhancedSession' && this.#isGood(this.#token?.expires);
  }

  async #identityCenterToken(
    bridge: AwsProfileCredentials,
    from: HopName | undefined,
  ): Promise<IdentityCenterToken> {
    const refreshToken = this.#token?.refreshToken;
    // After a walk from Okta on, or with an ID token at hand, the refresh token would only be the older truth.
    if (refreshToken !== undefined && this.#idToken === undefined && from !== 'okta') {
      try {
        const renewed = await this.#run('identityCenter', () =>
          renewIdentityCenterToken(this.#context, bridge, refreshToken, this.#signal),
        );
        return { refreshToken, ...renewed };
      } catch (error) {
        if (isCancel(error)) throw error;
        // Whatever was wrong with it, a fresh ID token gets a clear answer.
      }
    }
    for (let attempt = 1; ; attempt++) {
      const idToken = this.#idToken ?? (await this.#freshIdToken());
      this.#idToken = undefined;
      try {
        return await this.#run('identityCenter', () =>
          exchangeIdToken(this.#context, bridge, idToken, this.#signal),
        );
      } catch (error) {
        if (attempt === exchanges || !mayPass(error)) throw error;
        await this.#pause(backOff(attempt, error), this.#signal);
      }
    }
  }

  #session(bridge: AwsProfileCredentials, token: IdentityCenterToken): Promise<AwsCredentials> {
    return this.#run('identityEnhancedSession', () =>
      assumeDataRole(this.#context, bridge, token.identityContext, this.#signal),
    );
  }

  #freshIdToken(): Promise<string> {
    return this.#run('okta', async () => {
      const value = await this.#options.freshIdToken(this.#signal);
      const claims = readOktaClaims(value);
      if (claims.subject !== this.#context.account.subject) {
        throw hopProblem('okta', 'WrongPerson', 'Okta gave a token of another person.', this.#context);
      }
      return {
        value,
        expires: claims.expires,
        details: details({
          Issuer: claims.issuer,
          Application: claims.audience.join(', '),
          'Signed in as': claims.login,
          Subject: claims.subject,
          Email: claims.email,
          Groups: claims.groups.join(', '),
          Scopes: this.#context.account.scopes?.join(' '),
        }),
      };
    });
  }

  #run<T>(hop: HopName, work: () => Promise<HopResult<T>>): Promise<T> {
    return this.#states.run(hop, work, (error) => this.#failure(hop, error));
  }

  /** Every failure names its hop; a cancel stays a cancel. */
  #failure(hop: HopName, error: unknown): HopError | Cancelled {
    if (error instanceof HopError) return error;
    if (isCancel(error) || this.#signal.aborted) return new Cancelled();
    const where = { hop, profile: this.#context.profile.name, region: this.#context.site.region };
    if (error instanceof RedshiftIdentityError) {
      return new HopError({ ...where, code: error.code, description: error.message, remedy: error.remedy });
    }
    const description = 'something went wrong inside the extension';
    return new HopError({ ...where, code: unexpectedCode, description, cause: safeCause(error) });
  }

  #isGood(expires: Date | undefined): boolean {
    return expires !== undefined && expires.getTime() - this.#context.now() > margin;
  }
}

function isAnew(hop: HopName, from: HopName | undefined): boolean {
  return from !== undefined && hopNames.indexOf(hop) >= hopNames.indexOf(from);
}

/** Milliseconds: longer each time and after throttling, and spread, so that a whole office does not come back at once. */
function backOff(attempt: number, error: unknown): number {
  const base = error instanceof HopError && error.code === 'Throttled' ? 1500 : 500;
  return base * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
}
