import assert from 'node:assert/strict';
import { request } from 'node:http';
import { startFixture } from './awsFixture.ts';
import type { AwsFixture, Keys } from './awsFixture.ts';
import { sendSigned } from './handSigner.ts';

describe('the AWS endpoint', () => {
  let aws: AwsFixture;
  let bridge: Keys;
  before(async () => {
    aws = await startFixture();
    bridge = await aws.bridge();
  });
  after(() => aws.stop());

  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const json = (target: string) => ({
    'content-type': 'application/x-amz-json-1.1',
    'x-amz-target': target,
  });
  const post = async (path: string, headers: Record<string, string>, body: string) => {
    const response = await fetch(`${aws.endpoint}${path}`, { method: 'POST', headers, body });
    return { status: response.status, headers: response.headers, body: await response.text() };
  };

  it('listens on the loopback address alone', () => {
    assert.match(aws.endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
  });

  for (const [host, status] of [
    ['127.0.0.1', 200],
    ['localhost:80', 200],
    ['[::1]:80', 200],
    ['sandbox.example', 403],
    ['127.0.0.1.example', 403],
  ] as const) {
    it(`answers ${status} to a request for ${host}`, async () => {
      const answered = await new Promise((resolve, reject) => {
        request(`${aws.endpoint}/sandbox/requests`, { headers: { host } }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
      assert.equal(answered, status);
    });
  }

  const unknown: [
    label: string,
    path: string,
    headers: Record<string, string>,
    body: string,
    answer: RegExp,
  ][] = [
    [
      'an STS action',
      '/',
      form,
      'Action=GetFederationToken&Version=2011-06-15',
      /<Code>InvalidAction<\/Code>.*GetFederationToken/,
    ],
    [
      'an STS version',
      '/',
      form,
      'Action=AssumeRoleWithWebIdentity&Version=2000-01-01',
      /<Code>InvalidAction<\/Code>/,
    ],
    ['no STS action', '/', form, '', /<Code>InvalidAction<\/Code>/],
    [
      'a Data API operation',
      '/',
      json('RedshiftData.DropEverything'),
      '{}',
      /"__type":"UnknownOperationException"/,
    ],
    [
      'a Redshift Serverless operation',
      '/',
      json('RedshiftServerless.DeleteWorkgroup'),
      '{}',
      /"__type":"UnknownOperationException"/,
    ],
    [
      'a target of another service',
      '/',
      json('DynamoDB_20120810.ListTables'),
      '{}',
      /"__type":"UnknownOperationException"/,
    ],
    [
      'an inherited name for a target',
      '/',
      json('constructor.name'),
      '{}',
      /"__type":"UnknownOperationException"/,
    ],
    ['CreateToken without IAM', '/token', { 'content-type': 'application/json' }, '{}', /CreateToken/],
  ];
  for (const [label, path, headers, body, answer] of unknown) {
    it(`does not know ${label}`, async () => {
      assert.match((await post(path, headers, body)).body, answer);
    });
  }

  it('gives each answer a request ID, good or bad', async () => {
    const good = await fetch(`${aws.endpoint}/`, {
      method: 'POST',
      headers: form,
      body: new URLSearchParams({
        Action: 'AssumeRoleWithWebIdentity',
        Version: '2011-06-15',
        RoleArn: 'arn:aws:iam::111122223333:role/IDCBridgeRole',
        RoleSessionName: 'ming',
        WebIdentityToken: await aws.okta.idToken('ming@example.com'),
      }),
    });
    const bad = [
      await post('/', json('RedshiftData.ExecuteStatement'), '{}'),
      await post('/token?aws_iam=t', { 'content-type': 'application/json' }, '{}'),
    ];
    const ids = [good, ...bad].map(({ headers }) => headers.get('x-amzn-requestid') ?? '');
    assert.deepEqual(
      [good.status, new Set(ids).size, ids.every((id) => /^[0-9a-f-]{36}$/.test(id))],
      [200, 3, true],
    );
    assert.ok(
      (await good.text()).includes(`<RequestId>${ids[0]}</RequestId>`),
      'the ID is in the answer too',
    );
  });

  const signed = async (headers: Record<string, string>, body: string) =>
    await sendSigned({ endpoint: aws.endpoint, keys: bridge, service: 'redshift-serverless', headers, body });

  it('refuses JSON that is none', async () => {
    const { status, type } = await signed(json('RedshiftServerless.ListWorkgroups'), '{"maxResults":');
    assert.deepEqual([status, type], [400, 'SerializationException']);
  });

  for (const [label, body, message] of [
    ['text for a number', '{"maxResults":"10"}', /'maxResults'.*integer/],
    ['a fraction for an integer', '{"maxResults":1.5}', /'maxResults'.*integer/],
    ['a number for text', '{"nextToken":1}', /'nextToken'.*string/],
    ['a list for a structure', '[]', /'input'.*structure/],
    [
      'two faults at once',
      '{"maxResults":0,"nextToken":{}}',
      /2 validation errors.*'nextToken'.*'maxResults'/,
    ],
  ] as const) {
    it(`refuses ${label}`, async () => {
      const answer = await signed(json('RedshiftServerless.ListWorkgroups'), body);
      assert.deepEqual([answer.status, answer.type], [400, 'ValidationException']);
      assert.match(answer.body, message);
    });
  }

  it('refuses a target that was changed after signing', async () => {
    const { type } = await sendSigned({
      endpoint: aws.endpoint,
      keys: bridge,
      service: 'redshift-serverless',
      headers: json('RedshiftServerless.ListWorkgroups'),
      body: '{}',
      tamper: { 'x-amz-target': 'RedshiftServerless.GetWorkgroup' },
    });
    assert.equal(type, 'InvalidSignatureException');
  });

  it('refuses a body over four megabytes', async () => {
    const { status, type } = await signed(json('RedshiftServerless.ListWorkgroups'), ' '.repeat(4_200_000));
    assert.deepEqual([status, type], [413, 'RequestEntityTooLargeException']);
  });

  it('tells its request log, from any entry on', async () => {
    const read = async (path: string) => {
      const lines = (await (await fetch(`${aws.endpoint}${path}`)).text()).split('\n');
      return lines.filter((line) => line !== '').map((line): unknown => JSON.parse(line));
    };
    const all = await read('/sandbox/requests');
    const last = await read(`/sandbox/requests?after=${all.length - 1}`);
    assert.deepEqual(all, aws.log.entries());
    assert.deepEqual(last, all.slice(-1));
  });

  it('writes no token or secret into its log', async () => {
    const { idToken = '', accessToken = '', refreshToken = '' } = await aws.exchange('ming@example.com');
    const log = JSON.stringify(aws.log.entries());
    const secrets = [idToken, accessToken, refreshToken, bridge.secretAccessKey, bridge.sessionToken];
    assert.deepEqual(
      secrets.map((secret) => [secret.length > 30, log.includes(secret)]),
      secrets.map(() => [true, false]),
    );
  });

  it('logs what is no operation name as Unknown', async () => {
    const { idToken = '' } = await aws.exchange('ming@example.com');
    await post('/', form, `Action=${idToken}&Version=2011-06-15`);
    const { operation, result } = aws.log.entries().at(-1) ?? {};
    assert.deepEqual([operation, result], ['Unknown', 'InvalidAction']);
  });

  it('logs a refused call with its code', async () => {
    await signed(json('RedshiftServerless.GetWorkgroup'), '{"workgroupName":"nothing"}');
    const { sequence, time, ...entry } = aws.log.entries().at(-1) ?? { sequence: 0, time: '' };
    assert.ok(sequence > 0 && !Number.isNaN(Date.parse(time)), 'it is numbered and dated');
    assert.deepEqual(entry, {
      service: 'redshift-serverless',
      operation: 'GetWorkgroup',
      region: 'us-east-1',
      principal: 'arn:aws:sts::111122223333:assumed-role/IDCBridgeRole/ming@example.com',
      onBehalfOf: '',
      result: 'ResourceNotFoundException',
    });
  });
});
