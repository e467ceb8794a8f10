import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Cancelled, HopError, RedshiftIdentityError } from '../../src/core/errors.ts';
import type { OktaApplication } from '../../src/core/identity/profile.ts';
import { loopbackFlow } from '../../src/host/auth/loopbackFlow.ts';
import { oktaClients } from '../../src/sandbox/directory.ts';
import { startOkta, type RunningOkta } from '../../src/sandbox/okta/okta.ts';
import { RequestLog } from '../../src/sandbox/requestLog.ts';
import { Browser } from '../sandbox/okta/browser.ts';

describe('sign-in by loopback redirect', () => {
  let okta: RunningOkta;
  let log: RequestLog;
  before(async () => {
    log = new RequestLog();
    okta = await startOkta({ port: 0, log });
  });
  after(() => okta.stop());

  const application = (changes: Partial<OktaApplication> = {}): OktaApplication => ({
    issuer: okta.issuer,
    clientId: oktaClients.native.clientId,
    redirectUri: 'http://127.0.0.1/callback',
    ports: [0],
    scopes: ['openid', 'profile', 'email', 'groups', 'offline_access'],
    ...changes,
  });

  /** Signs in with a browser that does what the test says; gives the page that the browser saw last, too. */
  async function signIn(
    answer: (url: string) => Promise<string>,
    changes?: Partial<OktaApplication>,
    signal = new AbortController().signal,
  ): Promise<{ login?: string; error?: unknown; page: string }> {
    let page: Promise<string> = Promise.resolve('');
    const openBrowser = async (url: string) => {
      page = answer(url);
      return true;
    };
    try {
      const { claims } = await loopbackFlow.run({ application: application(changes), signal, openBrowser });
      return { login: claims.login, page: await page };
    } catch (error) {
      return { error, page: await page };
    }
  }

  /** Where the person's browser is sent back to. */
  async function callbackOf(url: string, login: string): Promise<URL> {
    const browser = new Browser();
    return (await browser.press(await browser.open(url), login)).url;
  }
  const get = async (url: URL) => (await fetch(url)).text();

  it('gives the person who pressed the button', async () => {
    const { login, page } = await signIn(async (url) => get(await callbackOf(url, 'ming@example.com')));
    assert.equal(login, 'ming@example.com');
    assert.match(page, /You are signed in/);
  });

  it('settles with an error for a wrong state, and the browser says so', async () => {
    const { error, page } = await signIn(async (url) => {
      const callback = await callbackOf(url, 'ming@example.com');
      callback.searchParams.set('state', 'another');
      return get(callback);
    });
    assert.ok(error instanceof HopError && error.hop === 'okta', String(error));
    assert.match(page, /did not succeed/);
  });

  it('settles with what Okta said', async () => {
    const { error, page } = await signIn(async (url) => {
      const { searchParams } = new URL(url);
      const callback = new URL(searchParams.get('redirect_uri') ?? '');
      callback.searchParams.set('state', searchParams.get('state') ?? '');
      callback.searchParams.set('iss', okta.issuer);
      callback.searchParams.set('error', 'access_denied');
      callback.searchParams.set('error_description', 'User is not assigned to the client application.');
      return get(callback);
    });
    assert.ok(error instanceof HopError, String(error));
    assert.deepEqual(
      [error.awsCode, error.description],
      ['access_denied', 'User is not assigned to the client application.'],
    );
    assert.match(page, /not assigned to the client application/);
  });

  it('ends with its signal, without an exchange', async () => {
    const abort = new AbortController();
    const before = log.entries().length;
    const { error } = await signIn(
      async () => {
        abort.abort(new Cancelled());
        return '';
      },
      {},
      abort.signal,
    );
    assert.ok(error instanceof Cancelled, String(error));
    assert.deepEqual(log.entries(before), []);
  });

  it('names the ports where none is free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    const { error } = await signIn(async () => '', { ports: [port] });
    other.close();
    assert.ok(error instanceof RedshiftIdentityError, String(error));
    assert.equal(error.code, 'NoFreePort');
    assert.match(error.message, new RegExp(`tried ${port}`));
  });
});
