import assert from 'node:assert/strict';
import { parseProfiles, redirectUriAt, type ProfileProblem } from '../../../src/core/identity/profile.ts';
import { profileFromSandbox } from '../../../src/core/identity/sandboxProfile.ts';

const okta = { issuer: 'https://example.okta.com', clientId: '0oa1b2c3' };
const site = {
  region: 'us-west-2',
  applicationArn: 'arn:aws:sso::111122223333:application/ssoins-7223e0b1f5c8a2d4/apl-4c1f5e9b20a7d836',
  bridgeRoleArn: 'arn:aws:iam::111122223333:role/path/IDCBridgeRole',
  dataRoleArn: 'arn:aws:iam::111122223333:role/Data',
  warehouses: [{ workgroup: 'tip-enabled', database: 'dev' }],
};
const profile = { name: 'Acme', okta, sites: [site] };

const withOkta = (fields: object) => [{ ...profile, okta: { ...okta, ...fields } }];
const withSite = (fields: object) => [{ ...profile, sites: [{ ...site, ...fields }] }];
const withWarehouse = (warehouse: object) => withSite({ warehouses: [warehouse] });

const china = {
  region: 'cn-north-1',
  applicationArn: site.applicationArn.replace('arn:aws:', 'arn:aws-cn:'),
  bridgeRoleArn: site.bridgeRoleArn.replace('arn:aws:', 'arn:aws-cn:'),
  dataRoleArn: site.dataRoleArn.replace('arn:aws:', 'arn:aws-cn:'),
};

describe('parseProfiles', () => {
  it('reads a small profile and fills in the defaults', () => {
    assert.deepEqual(parseProfiles([profile]), {
      profiles: [
        {
          name: 'Acme',
          okta: {
            ...okta,
            redirectUri: 'http://127.0.0.1/callback',
            ports: [0],
            scopes: ['openid', 'profile', 'email', 'groups', 'offline_access'],
          },
          sites: [
            {
              region: 'us-west-2',
              applicationArn: site.applicationArn,
              bridge: { kind: 'role', roleArn: site.bridgeRoleArn },
              dataRoleArn: site.dataRoleArn,
              warehouses: [{ kind: 'workgroup', name: 'tip-enabled', database: 'dev' }],
              contextProviderArn: 'arn:aws:iam::aws:contextProvider/IdentityCenter',
            },
          ],
        },
      ],
      problems: [],
    });
  });

  it('reads every field', () => {
    const { profiles, problems } = parseProfiles([
      {
        name: 'Local',
        okta: {
          issuer: 'http://localhost:8080/oauth2/default',
          clientId: 'c',
          redirectUri: 'http://localhost/signed-in',
          ports: [8501, 0],
          scopes: ['openid', 'offline_access'],
        },
        sites: [
          {
            ...china,
            bridgeRoleArn: undefined,
            awsProfile: 'analytics',
            warehouses: [{ cluster: 'warehouse-1', database: 'Sales DB' }],
            endpoint: 'http://[::1]:4566/',
            contextProviderArn: 'arn:aws-cn:iam::aws:contextProvider/Other',
          },
        ],
      },
    ]);
    assert.deepEqual(
      [problems, profiles],
      [
        [],
        [
          {
            name: 'Local',
            okta: {
              issuer: 'http://localhost:8080/oauth2/default',
              clientId: 'c',
              redirectUri: 'http://localhost/signed-in',
              ports: [8501, 0],
              scopes: ['openid', 'offline_access'],
            },
            sites: [
              {
                region: 'cn-north-1',
                applicationArn: china.applicationArn,
                bridge: { kind: 'awsProfile', name: 'analytics' },
                dataRoleArn: china.dataRoleArn,
                warehouses: [{ kind: 'cluster', name: 'warehouse-1', database: 'Sales DB' }],
                endpoint: 'http://[::1]:4566',
                contextProviderArn: 'arn:aws-cn:iam::aws:contextProvider/Other',
              },
            ],
          },
        ],
      ],
    );
  });

  const partitions = [
    ['us-gov-west-1', 'aws-us-gov'],
    ['cn-northwest-1', 'aws-cn'],
    ['eusc-de-east-1', 'aws-eusc'],
    ['us-iso-east-1', 'aws-iso'],
    ['ap-southeast-7', 'aws'],
  ] as const;
  for (const [region, partition] of partitions) {
    it(`takes ${partition} ARNs in ${region}`, () => {
      const arn = (text: string) => text.replace('arn:aws:', `arn:${partition}:`);
      const { profiles, problems } = parseProfiles(
        withSite({
          region,
          applicationArn: arn(site.applicationArn),
          bridgeRoleArn: arn(site.bridgeRoleArn),
          dataRoleArn: arn(site.dataRoleArn),
        }),
      );
      assert.deepEqual(
        [problems, profiles[0]?.sites[0]?.contextProviderArn],
        [[], `arn:${partition}:iam::aws:contextProvider/IdentityCenter`],
      );
    });
  }

  it('takes the port of the redirect URI where it has one', () => {
    const { profiles } = parseProfiles(withOkta({ redirectUri: 'http://localhost:8501/callback' }));
    assert.deepEqual(profiles[0]?.okta.ports, [8501]);
  });

  it('keeps the good profiles beside a bad one, and says what is wrong with that', () => {
    const bad = { ...profile, name: 'Bad', okta: { ...okta, issuer: 'example.okta.com' } };
    const { profiles, problems } = parseProfiles([profile, bad, { ...profile, name: 'Third' }]);
    assert.deepEqual(
      [profiles.map(({ name }) => name), problems.map(({ path }) => path)],
      [['Acme', 'Third'], ['profiles[1].okta.issuer']],
    );
  });

  it('names everything that is wrong with a profile at once', () => {
    const { problems } = parseProfiles([{ name: '', okta: {}, sites: [{}] }]);
    assert.deepEqual(
      problems.map(({ path }) => path.replace('profiles[0].', '')),
      [
        'name',
        'okta.issuer',
        'okta.clientId',
        'sites[0].region',
        'sites[0]',
        'sites[0].applicationArn',
        'sites[0].dataRoleArn',
        'sites[0].warehouses',
      ],
    );
  });

  const none: readonly [label: string, value: unknown][] = [
    ['no setting', undefined],
    ['null', null],
    ['an empty list', []],
  ];
  for (const [label, value] of none) {
    it(`has no problem with ${label}`, () =>
      assert.deepEqual(parseProfiles(value), { profiles: [], problems: [] }));
  }

  const refused: readonly [label: string, value: unknown, path: string, message: RegExp][] = [
    ['no list', { name: 'Acme' }, 'profiles', /^Write a list/],
    ['a profile that is a text', ['Acme'], 'profiles[0]', /object with "name", "okta", "sites"/],
    ['no okta', [{ ...profile, okta: undefined }], 'profiles[0].okta', /object with "issuer"/],
    ['no name', [{ ...profile, name: undefined }], 'profiles[0].name', /1 to 64/],
    ['a name of two lines', [{ ...profile, name: 'A\nB' }], 'profiles[0].name', /1 to 64/],
    ['the name of the sandbox', [{ ...profile, name: 'sandbox' }], 'profiles[0].name', /another name/],
    ['a name twice', [profile, { ...profile, name: 'ACME' }], 'profiles[1].name', /Another profile/],
    ['no site', [{ ...profile, sites: [] }], 'profiles[0].sites', /at least one site/],
    [
      'a Region twice',
      [{ ...profile, sites: [site, site] }],
      'profiles[0].sites[1].region',
      /Another site is in us-west-2/,
    ],
    ['an unknown key', [{ ...profile, nmae: 'x' }], 'profiles[0].nmae', /did you mean "name"/],
    [
      'an unknown key like no other',
      withOkta({ secret: 'x' }),
      'profiles[0].okta.secret',
      /^Unknown; remove it/,
    ],
    [
      'a key in other letters',
      withSite({ EndPoint: 'http://127.0.0.1:1' }),
      'profiles[0].sites[0].EndPoint',
      /"endpoint"/,
    ],

    [
      'http issuer elsewhere',
      withOkta({ issuer: 'http://example.okta.com' }),
      'profiles[0].okta.issuer',
      /https/,
    ],
    [
      'a slash at the end',
      withOkta({ issuer: 'https://example.okta.com/' }),
      'profiles[0].okta.issuer',
      /slash/,
    ],
    ['a query', withOkta({ issuer: 'https://example.okta.com?a=1' }), 'profiles[0].okta.issuer', /query/],
    ['an empty query', withOkta({ issuer: 'https://example.okta.com?' }), 'profiles[0].okta.issuer', /query/],
    ['a fragment', withOkta({ issuer: 'https://example.okta.com#a' }), 'profiles[0].okta.issuer', /fragment/],
    [
      'credentials in it',
      withOkta({ issuer: 'https://u:p@example.okta.com' }),
      'profiles[0].okta.issuer',
      /user name/,
    ],
    [
      'loopback as a user name',
      withOkta({ issuer: 'http://127.0.0.1@evil.example' }),
      'profiles[0].okta.issuer',
      /user name/,
    ],
    [
      'a host that begins like loopback',
      withOkta({ issuer: 'http://127.0.0.1.evil.example' }),
      'profiles[0].okta.issuer',
      /https/,
    ],
    [
      'capital letters in the host',
      withOkta({ issuer: 'https://Example.okta.com' }),
      'profiles[0].okta.issuer',
      /"https:\/\/example.okta.com"/,
    ],
    ['another protocol', withOkta({ issuer: 'file:///etc' }), 'profiles[0].okta.issuer', /https/],
    ['a number for the client', withOkta({ clientId: 7 }), 'profiles[0].okta.clientId', /Client ID/],
    [
      'a redirect elsewhere',
      withOkta({ redirectUri: 'https://example.com/callback' }),
      'profiles[0].okta.redirectUri',
      /loopback/,
    ],
    [
      'a redirect by https',
      withOkta({ redirectUri: 'https://127.0.0.1/callback' }),
      'profiles[0].okta.redirectUri',
      /loopback/,
    ],
    [
      'a redirect without a path',
      withOkta({ redirectUri: 'http://localhost:8501' }),
      'profiles[0].okta.redirectUri',
      /"http:\/\/localhost:8501\/"/,
    ],
    ['a port below 1024', withOkta({ ports: [80] }), 'profiles[0].okta.ports[0]', /1024/],
    ['a port that is a text', withOkta({ ports: ['8501'] }), 'profiles[0].okta.ports[0]', /1024/],
    ['no port', withOkta({ ports: [] }), 'profiles[0].okta.ports', /at least one/],
    [
      'ports twice',
      withOkta({ ports: [8501], redirectUri: 'http://localhost:8501/' }),
      'profiles[0].okta.ports',
      /one place/,
    ],
    [
      'scopes without openid',
      withOkta({ scopes: ['offline_access'] }),
      'profiles[0].okta.scopes',
      /"openid"/,
    ],
    [
      'scopes without offline_access',
      withOkta({ scopes: ['openid'] }),
      'profiles[0].okta.scopes',
      /"offline_access"/,
    ],
    [
      'scopes in one text',
      withOkta({ scopes: ['openid', 'offline_access', 'email groups'] }),
      'profiles[0].okta.scopes[2]',
      /one scope/,
    ],
    [
      'a scope that administers',
      withOkta({ scopes: ['openid', 'offline_access', 'okta.users.manage'] }),
      'profiles[0].okta.scopes[2]',
      /administration/,
    ],
    [
      'a scope for other applications',
      withOkta({ scopes: ['openid', 'offline_access', 'device_sso'] }),
      'profiles[0].okta.scopes[2]',
      /other applications/,
    ],

    ['no Region', withSite({ region: 'Oregon' }), 'profiles[0].sites[0].region', /us-west-2/],
    [
      'a role for an application',
      withSite({ applicationArn: site.dataRoleArn }),
      'profiles[0].sites[0].applicationArn',
      /customer managed application/,
    ],
    [
      'an instance for an application',
      withSite({ applicationArn: 'arn:aws:sso:::instance/ssoins-7223e0b1f5c8a2d4' }),
      'profiles[0].sites[0].applicationArn',
      /application\/ssoins/,
    ],
    [
      'a user for a role',
      withSite({ dataRoleArn: 'arn:aws:iam::111122223333:user/x' }),
      'profiles[0].sites[0].dataRoleArn',
      /role/,
    ],
    [
      'a role of another partition',
      withSite({ ...china, dataRoleArn: site.dataRoleArn }),
      'profiles[0].sites[0].dataRoleArn',
      /partition aws-cn.*in aws\./,
    ],
    ['both bridges', withSite({ awsProfile: 'analytics' }), 'profiles[0].sites[0]', /not both/],
    ['no bridge', withSite({ bridgeRoleArn: undefined }), 'profiles[0].sites[0]', /either/],
    [
      'an endpoint elsewhere',
      withSite({ endpoint: 'https://sts.evil.example' }),
      'profiles[0].sites[0].endpoint',
      /loopback/,
    ],
    [
      'an endpoint with a path',
      withSite({ endpoint: 'http://127.0.0.1:1/x' }),
      'profiles[0].sites[0].endpoint',
      /path/,
    ],
    [
      'an endpoint with credentials',
      withSite({ endpoint: 'http://a:b@127.0.0.1:1' }),
      'profiles[0].sites[0].endpoint',
      /user name/,
    ],
    [
      'another context provider',
      withSite({ contextProviderArn: 'arn:aws:iam:aws::contextProvider/IdentityCenter' }),
      'profiles[0].sites[0].contextProviderArn',
      /contextProvider\/IdentityCenter/,
    ],
    ['no warehouse', withSite({ warehouses: [] }), 'profiles[0].sites[0].warehouses', /at least one/],
    [
      'both kinds of warehouse',
      withWarehouse({ workgroup: 'abc', cluster: 'abc', database: 'dev' }),
      'profiles[0].sites[0].warehouses[0]',
      /not both/,
    ],
    [
      'a workgroup in capitals',
      withWarehouse({ workgroup: 'ABC', database: 'dev' }),
      'profiles[0].sites[0].warehouses[0].workgroup',
      /lower-case/,
    ],
    [
      'a cluster with two hyphens',
      withWarehouse({ cluster: 'a--b', database: 'dev' }),
      'profiles[0].sites[0].warehouses[0].cluster',
      /single hyphens/,
    ],
    [
      'no database',
      withWarehouse({ cluster: 'a' }),
      'profiles[0].sites[0].warehouses[0].database',
      /database/,
    ],
  ];
  for (const [label, value, path, message] of refused) {
    it(`refuses ${label}`, () => {
      const { problems } = parseProfiles(value);
      assert.deepEqual(
        problems.map((problem: ProfileProblem) => problem.path),
        [path],
        JSON.stringify(problems),
      );
      assert.match(problems[0]?.message ?? '', message);
    });
  }
});

describe('redirectUriAt', () => {
  it('fills in the port and keeps the rest as registered', () => {
    const application = { ...okta, redirectUri: 'http://localhost/a/b', ports: [0], scopes: [] };
    assert.equal(redirectUriAt(application, 40123), 'http://localhost:40123/a/b');
  });
});

describe('profileFromSandbox', () => {
  it('points every site at the one endpoint, and lists its workgroup and its clusters', () => {
    const workgroup = { kind: 'workgroup', name: 'wg', database: 'dev' };
    const made = profileFromSandbox({
      okta: {
        issuer: 'http://127.0.0.1:1',
        clientId: 'native',
        webClientId: 'web',
        webClientSecret: 'secret',
      },
      aws: { endpoint: 'http://127.0.0.1:2' },
      identityCenter: { instanceArn: 'arn:aws:sso:::instance/ssoins-1' },
      sites: ['us-east-1', 'us-west-2'].map((region) => ({
        region,
        applicationArn: `app-${region}`,
        bridgeRoleArn: 'bridge',
        dataRoleArn: 'data',
        workgroup: 'wg',
        database: 'dev',
        clusters: region === 'us-west-2' ? [{ identifier: 'finance-cluster', database: 'finance' }] : [],
      })),
      people: [],
    });
    assert.deepEqual(
      [
        made.name,
        made.okta.issuer,
        made.okta.clientId,
        made.sites.map((each) => [each.region, each.endpoint, each.bridge, each.warehouses]),
      ],
      [
        'Sandbox',
        'http://127.0.0.1:1',
        'native',
        [
          ['us-east-1', 'http://127.0.0.1:2', { kind: 'role', roleArn: 'bridge' }, [workgroup]],
          [
            'us-west-2',
            'http://127.0.0.1:2',
            { kind: 'role', roleArn: 'bridge' },
            [workgroup, { kind: 'cluster', name: 'finance-cluster', database: 'finance' }],
          ],
        ],
      ],
    );
  });
});
