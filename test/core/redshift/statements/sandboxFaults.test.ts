import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { createIdentityChain } from '../../../../src/core/identity/chain.ts';
import type { OktaClaims } from '../../../../src/core/identity/claims.ts';
import { refreshTokens, startSignIn } from '../../../../src/core/identity/okta.ts';
import { redirectUriAt, type Profile } from '../../../../src/core/identity/profile.ts';
import { profileFromSandbox } from '../../../../src/core/identity/sandboxProfile.ts';
import { CallQuotas } from '../../../../src/core/redshift/statements/callQuotas.ts';
import { sessionStatus } from '../../../../src/core/redshift/statements/sessionStatus.ts';
import { runForPage } from '../../../../src/core/redshift/statements/statements.ts';
import { StatementSession } from '../../../../src/core/redshift/statements/statementSession.ts';
import { steadyClient } from '../../../../src/core/redshift/statements/steadyClient.ts';
import { createRedshiftDataClient } from '../../../../src/host/aws.ts';
import type { RequestLogEntry } from '../../../../src/protocol/requestLog.ts';
import type { RunningSandbox } from '../../../../src/sandbox/sandbox.ts';
import { Browser } from '../../../sandbox/okta/browser.ts';
import { ownSandbox } from '../sandboxPerson.ts';

const login = 'ethan@example.com';

/** A whole run of a person, from Okta to the rows, against a sandbox in which one call at a time goes wrong. */
describe('a run in which something fails', function () {
  this.timeout(120_000);
  let sandbox: RunningSandbox;
  let profile: Profile;
  let account: OktaClaims;
  let freshIdToken: (signal?: AbortSignal) => Promise<string>;

  before(async () => {
    sandbox = await ownSandbox();
    profile = profileFromSandbox(sandbox.ready);
    const started = await startSignIn(profile.okta, { redirectUri: redirectUriAt(profile.okta, 51234) });
    const browser = new Browser();
    const page = await browser.open(started.url);
    let tokens = await started.finish((await browser.press(page, login)).url);
    account = tokens.claims;
    freshIdToken = async (signal) => {
      tokens = await refreshTokens(profile.okta, tokens.refreshToken ?? '', signal, tokens.claims);
      return tokens.idToken;
    };
  });
  afterEach(() => setFaults([]));
  after(() => sandbox?.stop());

  async function setFaults(faults: readonly object[]): Promise<void> {
    const answer = await fetch(`${sandbox.ready.aws.endpoint}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ faults }),
    });
    assert.equal(answer.status, 200, await answer.text());
  }

  /** Creates a temporary table, which can be done once in a session, slowly enough to be waited for, and reads it. */
  async function run(
    faults: readonly object[],
  ): Promise<{ rows: unknown; calls: readonly RequestLogEntry[] }> {
    const site = profile.sites[0] ?? assert.fail();
    const warehouse = site.warehouses[0] ?? assert.fail();
    const chain = createIdentityChain({ profile, site, account, now: Date.now, freshIdToken });
    const sdk = createRedshiftDataClient(site, () => chain.credentials());
    const session = {
      accessKeyId: async () => (await chain.credentials()).accessKeyId,
      renew: async () => void (await chain.refresh()),
    };
    const client = steadyClient(sdk, session, new CallQuotas());
    const from = sandbox.requestLog.entries().length;
    await setFaults([{ operation: 'ExecuteStatement', times: 1, fault: { statementSeconds: 2 } }, ...faults]);
    try {
      const notebook = new StatementSession({
        keepAliveSeconds: () => 60,
        status: (id, signal) => sessionStatus(client, id, signal),
      });
      const runInSession = (sql: string) =>
        notebook.run({ sql, warehouse }, {}, (request, options) => runForPage(client, request, options));
      await runInSession('CREATE TEMP TABLE once AS SELECT 1 AS one');
      const { page } = await runInSession('SELECT * FROM once');
      return { rows: page?.values.rows(), calls: sandbox.requestLog.entries(from) };
    } finally {
      sdk.destroy();
      chain.dispose();
    }
  }

  const hops = ['AssumeRoleWithWebIdentity', 'CreateTokenWithIAM', 'AssumeRole'];
  const calls = ['ExecuteStatement', 'DescribeStatement', 'GetStatementResultV2'];
  const faults: [string, unknown][] = [
    ['the connection breaks before', 'drop'],
    ['the connection breaks after', 'dropAfter'],
    ['a 500 is the answer to', { error: 'InternalServerException', status: 500, message: 'A fault.' }],
  ];
  for (const operation of [...hops, ...calls]) {
    for (const [label, fault] of faults) {
      it(`ends with its rows, and ran once, although ${label} ${operation}`, async () => {
        const { rows, calls } = await run([{ operation, times: 1, fault }]);
        // More calls than a run without a fault makes: the fault was met.
        assert.deepEqual(
          [rows, calls.filter((call) => call.operation === operation).length > 1],
          [[['1']], true],
        );
      });
    }
  }

  for (const operation of calls) {
    it(`ends with its rows, and ran once, although the credentials expire at ${operation}`, async () => {
      const { rows, calls } = await run([{ operation, times: 1, fault: 'expireCredentials' }]);
      const walked = calls.filter((call) => call.operation === 'AssumeRole').length;
      const refused = calls.filter(({ result }) => result === 'ExpiredTokenException').length;
      assert.deepEqual([rows, walked, refused], [[['1']], 2, 1]);
    });
  }

  it('waits out a service that throttles every operation', async () => {
    const throttling = { error: 'ThrottlingException', status: 400, message: 'Rate exceeded' };
    const { rows, calls: made } = await run(
      calls.map((operation) => ({ operation, times: 2, fault: throttling })),
    );
    const refused = made.filter(({ result }) => result === 'ThrottlingException').length;
    assert.deepEqual([rows, refused], [[['1']], 6]);
  });
});
