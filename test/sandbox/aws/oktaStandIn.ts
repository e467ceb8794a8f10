import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK } from 'jose';

export interface OktaStandIn {
  issuer: string;
  /** An ID token with fresh `jti`; claims given here replace the usual ones, `undefined` leaves one out. */
  idToken(email: string, claims?: Record<string, unknown>, key?: CryptoKey): Promise<string>;
  /** From now on tokens are signed with a key that was not published before. */
  rotateKey(): Promise<void>;
  /** Requests for the key set so far. */
  keyRequests(): number;
  stop(): Promise<void>;
}

export const audience = '0oa1native0redshift0d7';

/** An OpenID Connect issuer on 127.0.0.1 that hands out tokens to tests. */
export async function startOktaStandIn(now: () => Date = () => new Date()): Promise<OktaStandIn> {
  let kid = '';
  let privateKey: CryptoKey | undefined;
  let published: JWK[] = [];
  let keyRequests = 0;
  const rotateKey = async (): Promise<void> => {
    const pair = await generateKeyPair('RS256');
    kid = randomUUID();
    privateKey = pair.privateKey;
    published = [{ ...(await exportJWK(pair.publicKey)), kid, alg: 'RS256', use: 'sig' }];
  };
  await rotateKey();
  let issuer = '';
  const server = createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url === '/oauth2/v1/keys') {
      keyRequests++;
      response.end(JSON.stringify({ keys: published }));
    } else {
      response.end(JSON.stringify({ issuer, jwks_uri: `${issuer}/oauth2/v1/keys` }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    issuer,
    rotateKey,
    keyRequests: () => keyRequests,
    idToken: async (email, claims = {}, key) => {
      const seconds = Math.floor(now().getTime() / 1000);
      const all = {
        iss: issuer,
        sub: '00u4ming00apac000d7',
        aud: audience,
        iat: seconds,
        exp: seconds + 3600,
        jti: randomUUID(),
        email,
        ...claims,
      };
      const signer = key ?? privateKey;
      if (!signer) throw new Error('The stand-in has no key yet.');
      return await new SignJWT(Object.fromEntries(Object.entries(all).filter(([, v]) => v !== undefined)))
        .setProtectedHeader({ alg: 'RS256', kid })
        .sign(signer);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
