import assert from 'node:assert/strict';
import { CommonError } from '../../../src/sandbox/aws/awsError.ts';
import type { Session } from '../../../src/sandbox/aws/issuedSessions.ts';
import {
  canonicalRequest,
  computeSignature,
  parseAuthorization,
  verifySignature,
} from '../../../src/sandbox/aws/signature.ts';
import type { WireRequest } from '../../../src/sandbox/aws/signature.ts';
import { startFixture } from './awsFixture.ts';
import type { AwsFixture, Keys } from './awsFixture.ts';
import { sendSigned } from './handSigner.ts';

const published = {
  secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  stamp: '20150830T123600Z',
  scope: { date: '20150830', region: 'us-east-1', service: 'service' },
};

interface Vector {
  label: string;
  method?: string;
  target?: string;
  headers?: [string, string][];
  body?: string;
  signature: string;
}

/** The examples that AWS publishes with the specification. */
const vectors: Vector[] = [
  {
    label: 'get-vanilla',
    signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  },
  {
    label: 'post-vanilla',
    method: 'POST',
    signature: '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  },
  {
    label: 'get-vanilla-query-order-key-case',
    target: '/?Param2=value2&Param1=value1',
    signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  },
  {
    label: 'get-unreserved',
    target: '/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
    signature: '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
  },
  {
    label: 'get-utf8',
    target: '/\u1234',
    signature: '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85',
  },
  {
    label: 'get-vanilla-utf8-query',
    target: '/?\u1234=bar',
    signature: '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04',
  },
  {
    label: 'get-space',
    target: '/example space/',
    signature: '652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741',
  },
  {
    label: 'get-relative-relative',
    target: '/example1/example2/../..',
    signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
  },
  {
    label: 'get-slashes',
    target: '//example//',
    signature: '9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84',
  },
  {
    label: 'get-header-value-trim',
    headers: [
      ['My-Header1', ' value1'],
      ['My-Header2', ' "a   b   c"'],
    ],
    signature: 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  },
  {
    label: 'get-header-key-duplicate',
    headers: [
      ['My-Header1', 'value2'],
      ['My-Header1', 'value2'],
      ['My-Header1', 'value1'],
    ],
    signature: 'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
  },
  {
    label: 'post-x-www-form-urlencoded',
    method: 'POST',
    headers: [['Content-Type', 'application/x-www-form-urlencoded']],
    body: 'Param1=value1',
    signature: 'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
  },
];

function wire(vector: Omit<Vector, 'label' | 'signature'>): WireRequest {
  return {
    method: vector.method ?? 'GET',
    target: vector.target ?? '/',
    headers: [['Host', 'example.amazonaws.com'], ...(vector.headers ?? []), ['X-Amz-Date', published.stamp]],
    body: Buffer.from(vector.body ?? ''),
  };
}

function signedHeaders(request: WireRequest): string[] {
  return [...new Set(request.headers.map(([name]) => name.toLowerCase()))].sort();
}

describe('Signature Version 4', () => {
  for (const vector of vectors) {
    it(`computes the published signature of ${vector.label}`, () => {
      const request = wire(vector);
      const canonical = canonicalRequest(request, signedHeaders(request));
      assert.equal(
        computeSignature(published.secret, published.stamp, published.scope, canonical),
        vector.signature,
      );
    });
  }

  it('writes the canonical request of the IAM ListUsers example', () => {
    const request: WireRequest = {
      method: 'GET',
      target: '/?Action=ListUsers&Version=2010-05-08',
      headers: [
        ['Host', 'iam.amazonaws.com'],
        ['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8'],
        ['X-Amz-Date', published.stamp],
      ],
      body: Buffer.alloc(0),
    };
    const canonical = canonicalRequest(request, ['content-type', 'host', 'x-amz-date']);
    assert.equal(
      canonical,
      [
        'GET',
        '/',
        'Action=ListUsers&Version=2010-05-08',
        'content-type:application/x-www-form-urlencoded; charset=utf-8',
        'host:iam.amazonaws.com',
        'x-amz-date:20150830T123600Z',
        '',
        'content-type;host;x-amz-date',
        'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      ].join('\n'),
    );
    assert.equal(
      computeSignature(published.secret, published.stamp, { ...published.scope, service: 'iam' }, canonical),
      '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    );
  });

  const malformed: [label: string, header: string, named: RegExp][] = [
    ['another algorithm', 'AWS4-ECDSA-P256-SHA256 Credential=a/b', /algorithm/],
    ['no credential', 'AWS4-HMAC-SHA256 SignedHeaders=host, Signature=0', /'Credential'/],
    [
      'a short scope',
      'AWS4-HMAC-SHA256 Credential=AK/20150830/us-east-1, SignedHeaders=host, Signature=0',
      /5 slash/,
    ],
    [
      'no signed headers',
      'AWS4-HMAC-SHA256 Credential=AK/20150830/r/s/aws4_request, Signature=0',
      /'SignedHeaders'/,
    ],
    [
      'no signature',
      'AWS4-HMAC-SHA256 Credential=AK/20150830/r/s/aws4_request, SignedHeaders=host',
      /'Signature'/,
    ],
  ];
  for (const [label, header, named] of malformed) {
    it(`refuses an Authorization header with ${label}`, () => {
      assert.throws(
        () => parseAuthorization(header),
        (error) =>
          error instanceof CommonError && error.fault === 'incompleteSignature' && named.test(error.message),
      );
    });
  }

  it('takes the session and Region of a published example', () => {
    const session: Session = {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: published.secret,
      sessionToken: '',
      principalArn: 'arn:aws:sts::111122223333:assumed-role/Example/example',
      assumedRoleId: 'AROAEXAMPLE:example',
      account: '111122223333',
      roleArn: 'arn:aws:iam::111122223333:role/Example',
      expiresAt: new Date('2015-08-30T13:00:00Z'),
    };
    const request = wire({});
    const authorization: [string, string] = [
      'Authorization',
      `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${vectors[0]?.signature}`,
    ];
    assert.deepEqual(
      verifySignature(
        { ...request, headers: [...request.headers, authorization] },
        {
          service: 'service',
          now: new Date('2015-08-30T12:38:00Z'),
          allowedSkew: 300,
          session: (id) => (id === 'AKIDEXAMPLE' ? session : undefined),
        },
      ),
      { session, region: 'us-east-1' },
    );
  });
});

describe('signed requests to the endpoint', () => {
  let aws: AwsFixture;
  let bridge: Keys;
  before(async () => {
    aws = await startFixture();
    bridge = await aws.bridge();
  });
  after(() => aws.stop());

  const identityBody = 'Action=GetCallerIdentity&Version=2011-06-15';
  const protocols = {
    query: {
      service: 'sts',
      body: identityBody,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
    json: {
      service: 'redshift-serverless',
      body: '{}',
      headers: {
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'RedshiftServerless.ListWorkgroups',
      },
    },
    rest: {
      service: 'sso-oauth',
      path: '/token?aws_iam=t',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    },
  };

  const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
  const cases: {
    label: string;
    change: () => Partial<Parameters<typeof sendSigned>[0]>;
    query: string;
    json: string;
  }[] = [
    {
      label: 'without a signature',
      change: () => ({ tamper: { authorization: '' } }),
      query: '403 MissingAuthenticationToken',
      json: 'MissingAuthenticationTokenException',
    },
    {
      label: 'with half an Authorization header',
      change: () => ({ tamper: { authorization: 'AWS4-HMAC-SHA256 Credential=AKID/x' } }),
      query: '403 IncompleteSignature',
      json: 'IncompleteSignatureException',
    },
    {
      label: 'with a key that nobody issued',
      change: () => ({ keys: { ...bridge, accessKeyId: 'ASIAAAAAAAAAAAAAAAAA' } }),
      query: '403 InvalidClientTokenId',
      json: 'UnrecognizedClientException',
    },
    {
      label: "with another session's token",
      change: () => ({ keys: { ...bridge, sessionToken: 'AAAA' } }),
      query: '403 InvalidClientTokenId',
      json: 'UnrecognizedClientException',
    },
    {
      label: 'without the session token',
      change: () => ({ tamper: { 'x-amz-security-token': '' } }),
      query: '403 InvalidClientTokenId',
      json: 'UnrecognizedClientException',
    },
    {
      label: 'with another secret',
      change: () => ({ keys: { ...bridge, secretAccessKey: 'wJalrXUtnFEMI' } }),
      query: '403 SignatureDoesNotMatch',
      json: 'InvalidSignatureException',
    },
    {
      label: 'with another body than was signed',
      change: () => ({ sentBody: `${identityBody}&Altered=1` }),
      query: '403 SignatureDoesNotMatch',
      json: 'InvalidSignatureException',
    },
    {
      label: 'with a false content hash that was signed',
      change: () => ({ headers: { 'x-amz-content-sha256': '0'.repeat(64) } }),
      query: '403 SignatureDoesNotMatch',
      json: 'InvalidSignatureException',
    },
    {
      label: 'scoped to another service',
      change: () => ({ service: 's3' }),
      query: '403 SignatureDoesNotMatch',
      json: 'InvalidSignatureException',
    },
    {
      label: 'scoped to no Region',
      change: () => ({ region: 'nowhere' }),
      query: '403 SignatureDoesNotMatch',
      json: 'InvalidSignatureException',
    },
    {
      label: 'whose scope names another day',
      change: () => ({ scopeDate: '20200101' }),
      query: '403 SignatureDoesNotMatch',
      json: 'InvalidSignatureException',
    },
    {
      label: 'by a clock 16 minutes slow',
      change: () => ({ now: minutesAgo(16) }),
      query: '403 SignatureDoesNotMatch',
      json: 'InvalidSignatureException',
    },
    {
      label: 'by a clock 16 minutes fast',
      change: () => ({ now: minutesAgo(-16) }),
      query: '403 SignatureDoesNotMatch',
      json: 'InvalidSignatureException',
    },
    {
      label: 'that leaves the date out of the signature',
      change: () => ({ unsigned: ['x-amz-date'] }),
      query: '403 SignatureDoesNotMatch',
      json: 'InvalidSignatureException',
    },
    {
      label: 'that leaves the token out of the signature',
      change: () => ({ unsigned: ['x-amz-security-token'] }),
      query: '403 SignatureDoesNotMatch',
      json: 'InvalidSignatureException',
    },
  ];
  for (const { label, change, query, json } of cases) {
    it(`are refused ${label}`, async () => {
      const send = async (protocol: (typeof protocols)[keyof typeof protocols]) => {
        const changed = change();
        return await sendSigned({
          endpoint: aws.endpoint,
          keys: bridge,
          ...protocol,
          ...changed,
          headers: { ...protocol.headers, ...changed.headers },
        });
      };
      const byQuery = await send(protocols.query);
      const byJson = await send(protocols.json);
      const byRest = await send(protocols.rest);
      assert.deepEqual(
        [
          `${byQuery.status} ${/<Code>(.*)<\/Code>/.exec(byQuery.body)?.[1]}`,
          `${byJson.status} ${byJson.type}`,
          `${byRest.status} ${byRest.type}`,
        ],
        [query, `400 ${json}`, `403 ${json}`],
      );
    });
  }

  it('say how far the clocks are apart', async () => {
    const { body } = await sendSigned({
      endpoint: aws.endpoint,
      keys: bridge,
      ...protocols.json,
      now: minutesAgo(6),
    });
    assert.match(body, /Signature expired: \d{8}T\d{6}Z is now earlier than .* - 5 min\./);
  });

  it('are answered when they are right', async () => {
    const answers = await Promise.all(
      [protocols.query, protocols.json].map((protocol) =>
        sendSigned({ endpoint: aws.endpoint, keys: bridge, ...protocol }),
      ),
    );
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
  });

  it('are refused with an expired session, by the code of each protocol', async () => {
    aws.clock.advance(3601);
    const now = aws.clock.now();
    const answers = await Promise.all(
      [protocols.query, protocols.json, protocols.rest].map((protocol) =>
        sendSigned({ endpoint: aws.endpoint, keys: bridge, ...protocol, now }),
      ),
    );
    assert.deepEqual(
      answers.map(({ type, body }) => type || /<Code>(.*)<\/Code>/.exec(body)?.[1]),
      ['ExpiredToken', 'ExpiredTokenException', 'ExpiredTokenException'],
    );
  });
});
