import assert from 'node:assert/strict';
import { request } from 'node:http';
import { ListSchemasCommand } from '@aws-sdk/client-redshift-data';
import { ListWorkgroupsCommand } from '@aws-sdk/client-redshift-serverless';
import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand } from '@aws-sdk/client-sts';
import { answering, east, failure, site, startFixture } from './awsFixture.ts';
import type { AwsFixture, Keys } from './awsFixture.ts';

describe('denials on request', () => {
  let aws: AwsFixture;
  let bridge: Keys;
  let ming: Keys;
  before(async () => {
    const empty = { columns: [], rows: [], hasResultSet: true, rowCount: 0 };
    aws = await startFixture({ warehouse: answering(() => Promise.resolve(empty)) });
    [bridge, ming] = await Promise.all([aws.bridge(), aws.person('ming@example.com')]);
  });
  after(() => aws.stop());
  afterEach(() => deny([]));

  const json = { 'content-type': 'application/json' };
  const send = async (init: RequestInit = {}) => {
    const response = await fetch(`${aws.endpoint}/sandbox/denials`, init);
    const cors = [...response.headers.keys()].filter((name) => name.startsWith('access-control'));
    return { status: response.status, body: (await response.json()) as Record<string, unknown>, cors };
  };
  const deny = (actions: unknown, headers: Record<string, string> = json) =>
    send({ method: 'POST', headers, body: JSON.stringify({ actions }) });

  it('are none at the start, replaced by each request, and readable', async () => {
    const actions = ['redshift-data:ListSchemas', 'redshift:DescribeClusters'];
    const answers = [await send(), await deny(actions), await send(), await deny([]), await send()];
    assert.deepEqual(
      answers,
      [[], actions, actions, [], []].map((denied) => ({ status: 200, body: { actions: denied }, cors: [] })),
    );
  });

  it('are of the actions named alone, worded as IAM words an explicit deny', async () => {
    const calls: Record<string, () => Promise<unknown>> = {
      'redshift-serverless:ListWorkgroups': () => aws.serverless(bridge).send(new ListWorkgroupsCommand({})),
      'redshift-data:ListSchemas': () =>
        aws
          .data(ming)
          .send(new ListSchemasCommand({ WorkgroupName: 'redshift-tip-enabled', Database: 'dev' })),
      'sts:AssumeRole': () =>
        aws
          .sts(bridge)
          .send(new AssumeRoleCommand({ RoleArn: site(east).dataRoleArn, RoleSessionName: 'plain' })),
      'sso-oauth:CreateTokenWithIAM': () => aws.exchange('ming@example.com'),
    };
    for (const action of Object.keys(calls)) {
      await deny([action]);
      const denied: string[] = [];
      for (const [other, call] of Object.entries(calls)) {
        const outcome: string = await call().then(
          () => '',
          (error: Error & { error_description?: string }) => error.error_description ?? error.message,
        );
        if (outcome.includes(`not authorized to perform: ${other} `)) denied.push(other);
        if (other === action) assert.match(outcome, / with an explicit deny in an identity-based policy$/);
      }
      assert.deepEqual(denied, [action]);
      aws.clock.advance(1);
    }
  });

  it('reach the call that nobody signs', async () => {
    await deny(['sts:AssumeRoleWithWebIdentity']);
    const error = await failure(
      aws.sts().send(
        new AssumeRoleWithWebIdentityCommand({
          RoleArn: site(east).bridgeRoleArn,
          RoleSessionName: 'ming@example.com',
          WebIdentityToken: await aws.okta.idToken('ming@example.com'),
        }),
      ),
    );
    assert.deepEqual(
      [error['name'], error['message']],
      ['AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity'],
    );
  });

  const refused: [label: string, init: RequestInit, status: number, message: RegExp][] = [
    [
      'an unknown action, naming the known ones',
      {
        method: 'POST',
        headers: json,
        body: '{"actions":["redshift-data:Lst","redshift:DescribeClusters"]}',
      },
      400,
      /^Unknown actions: redshift-data:Lst\. Known: .*redshift-data:ListTables, .*sts:SetContext\.$/,
    ],
    ['no JSON', { method: 'POST', headers: json, body: '{' }, 400, /The body must be/],
    ['no list', { method: 'POST', headers: json, body: '{"actions":"*"}' }, 400, /The body must be/],
    ['null', { method: 'POST', headers: json, body: 'null' }, 400, /The body must be/],
    [
      'what a page could send without asking',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"actions":[]}' },
      415,
      /application\/json/,
    ],
    ['a page that asks first', { method: 'OPTIONS', headers: { origin: 'http://page.example' } }, 405, /Use/],
  ];
  for (const [label, init, status, message] of refused) {
    it(`refuse ${label}`, async () => {
      await deny(['redshift-data:ListTables']);
      const answer = await send(init);
      assert.deepEqual([answer.status, answer.cors], [status, []]);
      assert.match(String(answer.body['message']), message);
      assert.deepEqual((await send()).body, { actions: ['redshift-data:ListTables'] });
    });
  }

  it('are not for a request under another name of this machine', async () => {
    const status = await new Promise((resolve, reject) => {
      const options = { method: 'POST', headers: { ...json, host: 'sandbox.example' } };
      request(`${aws.endpoint}/sandbox/denials`, options, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end('{"actions":["redshift-data:ListTables"]}');
    });
    assert.deepEqual([status, (await send()).body], [403, { actions: [] }]);
  });
});

describe('pages of the sandbox', () => {
  let aws: AwsFixture;
  before(async () => {
    aws = await startFixture();
  });
  after(() => aws.stop());

  for (const method of ['GET', 'HEAD']) {
    it(`answers an unsigned ${method} / with 404, beside the request log`, async () => {
      const response = await fetch(aws.endpoint, { method });
      const body = await response.text();
      assert.deepEqual(
        [response.status, body.includes('UnknownOperation'), aws.log.entries()],
        [404, method === 'GET', []],
      );
    });
  }

  it('knows no others, and keeps them out of the request log', async () => {
    const { status } = await fetch(`${aws.endpoint}/sandbox/tokens`);
    assert.deepEqual([status, aws.log.entries()], [404, []]);
  });
});
