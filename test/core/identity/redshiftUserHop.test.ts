import assert from 'node:assert/strict';
import { Cancelled, HopError, RedshiftIdentityError } from '../../../src/core/errors.ts';
import { checkRedshiftUser } from '../../../src/core/identity/redshiftUserHop.ts';
import { account, profileOf, siteAt } from './chainUnderTest.ts';
import type { AwsServer } from './awsServer.ts';

const site = siteAt({ endpoint: 'http://127.0.0.1:1' } as AwsServer);
const check = (currentUser: () => Promise<string>, aliases: readonly string[] = []) =>
  checkRedshiftUser({ profile: profileOf(site), site, account, aliases, currentUser });

describe('checkRedshiftUser', () => {
  const accepted = [
    ['awsidc:ming@example.com', 'awsidc'],
    ['AWSIDC:Ming@Example.com', 'AWSIDC'],
    ['corp-idc:ming@example.com', 'corp-idc'],
  ] as const;
  for (const [name, namespace] of accepted) {
    it(`takes ${name} for ming`, async () => {
      assert.deepEqual(await check(() => Promise.resolve(`${name}  `)), {
        name,
        namespace,
        login: name.slice(namespace.length + 1),
      });
    });
  }

  it('takes another name of the same person', async () => {
    const user = await check(() => Promise.resolve('awsidc:mwu'), ['MWU']);
    assert.equal(user.login, 'mwu');
  });

  const refused: readonly [name: string, code: string][] = [
    ['IAMR:RedshiftDataAPIClientRole', 'NotIdentityEnhanced'],
    ['iamr:ming@example.com', 'NotIdentityEnhanced'],
    ['IAM:ming@example.com', 'NotIdentityEnhanced'],
    ['awsidc:ethan@example.com', 'WrongUser'],
    ['awsidc:ming@example.com.evil.example', 'WrongUser'],
    ['ming@example.com', 'WrongUser'],
    [':ming@example.com', 'WrongUser'],
    ['', 'WrongUser'],
  ];
  for (const [name, code] of refused) {
    it(`refuses ${JSON.stringify(name)} as ${code}`, async () => {
      await assert.rejects(
        check(() => Promise.resolve(name)),
        { hop: 'redshiftUser', code, awsCode: code, region: 'us-west-2' },
      );
    });
  }

  const failures: readonly [label: string, thrown: Error, awsCode: string | undefined, remedy: RegExp][] = [
    [
      'Identity Center is not enabled',
      new Error('AWS IdC identity provider does not exist'),
      undefined,
      /Enable IAM Identity Center on the namespace/,
    ],
    [
      'the scope is missing',
      new Error("Invalid scope. User's credentials are not authorized to connect to Amazon Redshift"),
      undefined,
      /redshift:connect/,
    ],
    [
      'the policy lacks the Data API',
      new RedshiftIdentityError('no', { code: 'AccessDeniedException' }),
      'AccessDeniedException',
      /redshift-data:ExecuteStatement/,
    ],
    [
      'whoever ran it knew better',
      new RedshiftIdentityError('no', { code: 'X', remedy: 'Start it.' }),
      'X',
      /^Start it\.$/,
    ],
  ];
  for (const [label, thrown, awsCode, remedy] of failures) {
    it(`says what to change when ${label}`, async () => {
      const error: unknown = await check(() => Promise.reject(thrown)).catch((caught: unknown) => caught);
      assert.ok(error instanceof HopError);
      assert.deepEqual(
        [error.hop, error.awsCode, error.description],
        ['redshiftUser', awsCode, thrown.message],
      );
      assert.match(error.remedy ?? '', remedy);
    });
  }

  it('leaves a cancel a cancel', async () => {
    await assert.rejects(
      check(() => Promise.reject(new Cancelled())),
      Cancelled,
    );
  });
});
