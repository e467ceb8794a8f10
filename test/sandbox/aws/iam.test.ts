import assert from 'node:assert/strict';
import { CommonError } from '../../../src/sandbox/aws/awsError.ts';
import { Iam } from '../../../src/sandbox/aws/iam.ts';
import { IssuedSessions } from '../../../src/sandbox/aws/issuedSessions.ts';
import type { Session } from '../../../src/sandbox/aws/issuedSessions.ts';

const bridge = 'arn:aws:iam::111122223333:role/Bridge';
const data = 'arn:aws:iam::111122223333:role/Data';
const wide = 'arn:aws:iam::111122223333:role/Wide';

const iam = new Iam([
  { arn: bridge, maxSessionDuration: 3600, trust: [], allow: ['sso-oauth:CreateTokenWithIAM'] },
  {
    arn: data,
    maxSessionDuration: 3600,
    trust: [{ role: bridge, actions: ['sts:AssumeRole'] }],
    allow: ['redshift-data:*'],
  },
  { arn: wide, maxSessionDuration: 3600, trust: [], allow: ['redshift-data:*', 'redshift-serverless:*'] },
]);

const sessions = new IssuedSessions(() => new Date());
function session(roleArn: string, enhanced = false): Session {
  return sessions.issue({
    roleArn,
    sessionName: 'ming',
    durationSeconds: 900,
    ...(enhanced && { identityContext: { userId: 'u', login: 'ming@example.com' } }),
  });
}

function denial(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof CommonError && error.fault === 'accessDenied') return error.message;
    throw error;
  }
  return 'allowed';
}

describe('IAM', () => {
  const permissions: [label: string, caller: Session, action: string, answer: RegExp][] = [
    ['allows an action by name', session(bridge), 'sso-oauth:CreateTokenWithIAM', /^allowed$/],
    ['allows an action by wildcard', session(data), 'redshift-data:ExecuteStatement', /^allowed$/],
    [
      'does not stretch a wildcard to another service',
      session(data),
      'redshift-database:Drop',
      /no identity-based policy/,
    ],
    [
      'denies what no policy allows',
      session(bridge),
      'redshift-data:ExecuteStatement',
      /because no identity-based policy allows the redshift-data:ExecuteStatement action$/,
    ],
    [
      'allows an identity-enhanced session the Data API',
      session(wide, true),
      'redshift-data:GetStatementResult',
      /^allowed$/,
    ],
    [
      'denies an identity-enhanced session more, whatever its role allows',
      session(wide, true),
      'redshift-serverless:ListWorkgroups',
      /with an explicit deny in a session policy$/,
    ],
  ];
  for (const [label, caller, action, answer] of permissions) {
    it(label, () => {
      assert.match(
        denial(() => iam.authorize(caller, action, '*')),
        answer,
      );
    });
  }

  it('denies on request, explicitly and to everybody, until the next request', () => {
    const answers = (): string[] => [
      denial(() => iam.authorize(session(data, true), 'redshift-data:ExecuteStatement', '*')),
      denial(() => iam.authorize(session(bridge), 'sso-oauth:CreateTokenWithIAM', '*')),
      denial(() => iam.authorizeTrust(session(bridge), data, ['sts:AssumeRole'])),
    ];
    const denied = (action: string, resource: string) =>
      new RegExp(
        `not authorized to perform: ${action} on resource: ${resource} with an explicit deny in an identity-based policy$`,
      );
    iam.deny(['redshift-data:ExecuteStatement', 'sts:AssumeRole', 'sts:AssumeRole']);
    const [execute = '', exchange, assume = ''] = answers();
    assert.match(execute, denied('redshift-data:ExecuteStatement', '\\*'));
    assert.match(assume, denied('sts:AssumeRole', data));
    assert.deepEqual(
      [exchange, iam.denied],
      ['allowed', ['redshift-data:ExecuteStatement', 'sts:AssumeRole']],
    );
    iam.deny([]);
    assert.deepEqual(answers(), ['allowed', 'allowed', 'allowed']);
  });

  const trust: [label: string, caller: Session, role: string, actions: string[], answer: RegExp][] = [
    ['lets a trusted role assume', session(bridge), data, ['sts:AssumeRole'], /^allowed$/],
    [
      'names sts:SetContext where the trust policy leaves it out',
      session(bridge),
      data,
      ['sts:AssumeRole', 'sts:SetContext'],
      /not authorized to perform: sts:SetContext on resource: arn:aws:iam::111122223333:role\/Data$/,
    ],
    [
      'does not let another role assume',
      session(wide),
      data,
      ['sts:AssumeRole'],
      /not authorized to perform: sts:AssumeRole/,
    ],
    [
      'does not let an identity-enhanced session assume',
      session(bridge, true),
      data,
      ['sts:AssumeRole'],
      /sts:AssumeRole.*explicit deny/,
    ],
    [
      'answers the same for a role that is not there',
      session(bridge),
      `${data}2`,
      ['sts:AssumeRole'],
      /not authorized to perform: sts:AssumeRole/,
    ],
  ];
  for (const [label, caller, role, actions, answer] of trust) {
    it(label, () => {
      assert.match(
        denial(() => iam.authorizeTrust(caller, role, actions)),
        answer,
      );
    });
  }
});
