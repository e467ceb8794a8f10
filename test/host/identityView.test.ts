import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { HopError } from '../../src/core/errors.ts';
import { hopNames, hopTitles } from '../../src/core/identity/hopName.ts';
import type { HopState } from '../../src/core/identity/hopState.ts';
import type { RedshiftRole } from '../../src/core/redshift/access/contract.ts';
import { hopItem } from '../../src/host/identity/identityItems.ts';
import { hopChildren, type IdentityNode } from '../../src/host/identity/identityNodes.ts';
import { KeepAlive } from '../../src/host/identity/keepAlive.ts';
import { lastRequest, openNotebook, ready, requestsSince, runCell, signIn, signOut, until } from './world.ts';

const run = (command: string, ...rest: unknown[]) =>
  vscode.commands.executeCommand(`redshiftIdentity.${command}`, ...rest);

/** Operations since then, those of browser pages and of the Data API's polling left out. */
async function callsSince(after: number): Promise<string[]> {
  return (await requestsSince(after))
    .map(({ operation }) => operation)
    .filter((name) => /^token|Assume|CreateToken|ExecuteStatement/.test(name));
}

/** Makes identity reports until one says so, and returns its text. */
async function reportThatSays(wanted: RegExp): Promise<string> {
  const path = '/Identity of ming@example.com in us-east-1.md';
  const uri = vscode.Uri.from({ scheme: 'redshift-identity-report', path });
  let text = '';
  await until(async () => {
    await run('identityReport');
    text = (await vscode.workspace.openTextDocument(uri)).getText();
    return wanted.test(text);
  }, `the report says ${wanted.source}`);
  return text;
}

describe('the identity view', () => {
  before(() => signIn('ming@example.com'));
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    // With the Redshift hop open, the view asks for roles beside the statements of other tests.
    await vscode.commands.executeCommand('workbench.view.explorer');
    await signOut('ming@example.com');
  });

  it('asks nobody when it shows, and its report says that nothing was asked', async () => {
    const from = await lastRequest();
    await run('showIdentity');
    const text = await reportThatSays(/^# Identity of/);
    assert.deepEqual(
      [text.match(/^## \d\. .*$/gm), await callsSince(from)],
      [hopNames.map((hop, index) => `## ${index + 1}. ${hopTitles[hop]}: not asked yet`), []],
    );
  });

  it('tells of each hop what the sandbox issued', async () => {
    const notebook = await openNotebook('identity.rsql', 'SELECT 1;\n');
    const from = await lastRequest();
    await runCell(notebook, 0);
    const session = (await requestsSince(from)).find(({ operation }) => operation === 'ExecuteStatement');
    const site = ready.sites.find(({ region }) => region === session?.region);
    const text = (await reportThatSays(/5\. Redshift user: ready/)).replaceAll('\\', '');
    const expected = [
      ready.okta.issuer,
      site?.bridgeRoleArn,
      site?.applicationArn,
      ready.identityCenter.instanceArn,
      site?.dataRoleArn,
      session?.principal,
      'awsidc:ming@example.com',
    ];
    assert.deepEqual(
      expected.filter((value) => !value || !text.includes(value)),
      [],
      text,
    );
    assert.equal(text.match(/^## \d\. .*: ready$/gm)?.length, 5);
  });

  it('asks for the roles when the Redshift hop is expanded, once', async () => {
    const from = await lastRequest();
    const press = async (...keys: string[]) => {
      for (const key of keys) await vscode.commands.executeCommand(`list.${key}`);
    };
    const toRedshift = ['focusFirst', ...hopNames.slice(1).map(() => 'focusDown')];
    await until(async () => {
      // The view may not be drawn yet, so the keys are pressed until somebody is asked.
      await run('showIdentity');
      await press(...toRedshift, 'expand');
      return (await callsSince(from)).length > 0;
    }, 'Redshift is asked');
    await reportThatSays(/awsidc:apac-sales/);
    const calls = await callsSince(from);
    await run('showIdentity');
    // Expanding what was expanded went to the line below, which the answer has replaced.
    await press(...toRedshift, 'collapse', 'expand');
    assert.deepEqual([calls.every((name) => name === 'ExecuteStatement'), calls.length > 0], [true, true]);
    assert.deepEqual(await callsSince(from), calls);
  });

  const refreshes = [
    {
      hop: 'okta',
      calls: ['token refresh_token', 'AssumeRoleWithWebIdentity', 'CreateTokenWithIAM', 'AssumeRole'],
    },
    { hop: 'identityEnhancedSession', calls: ['AssumeRole'] },
  ] as const;
  for (const { hop, calls } of refreshes) {
    it(`refreshes ${hop}`, async () => {
      const from = await lastRequest();
      await run('refreshHop', { kind: 'hop', hop });
      const identity = (await callsSince(from)).filter((name) => name !== 'ExecuteStatement');
      assert.deepEqual(identity.slice(-calls.length), calls);
    });
  }

  it('takes no answer of Redshift for one about another session', async () => {
    await run('refreshHop', { kind: 'hop', hop: 'redshiftUser' });
    await reportThatSays(/awsidc:apac-sales/);
    const from = await lastRequest();
    await run('refreshHop', { kind: 'hop', hop: 'identityEnhancedSession' });
    await reportThatSays(/Redshift was not asked/);
    // It may sleep by now, and nobody asked to wake it.
    assert.ok(!(await callsSince(from)).includes('ExecuteStatement'));
  });

  it('copies a value', async () => {
    await run('copyIdentityValue', {
      kind: 'detail',
      id: 'x',
      label: 'Role',
      value: 'arn:aws:iam::1:role/a',
    });
    assert.equal(await vscode.env.clipboard.readText(), 'arn:aws:iam::1:role/a');
  });
});

describe('rows of the identity view', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  const minutes = (count: number) => new Date(now + count * 60_000);
  const ready = { state: 'ready', since: minutes(-2), details: [] } as const;

  const items: readonly { label: string; state: HopState; shows: string[] }[] = [
    {
      label: 'a hop that nobody asked',
      state: { hop: 'okta', state: 'idle', details: [] },
      shows: ['circle-outline', 'not asked yet', 'Hop 1 of 5, Okta, not asked yet'],
    },
    {
      label: 'a hop that is good for a while',
      state: { ...ready, hop: 'bridgeRole', expires: minutes(58) },
      shows: ['pass', 'ready · 58 min', 'Hop 2 of 5, Bridge role, ready, 58 minutes left'],
    },
    {
      label: 'a hop whose last minute runs',
      state: { ...ready, hop: 'identityEnhancedSession', expires: minutes(0.9) },
      shows: [
        'pass',
        'ready · 54 s',
        'Hop 4 of 5, Identity-enhanced role session, ready, less than a minute left',
      ],
    },
    {
      label: 'a hop that expired since its state was made',
      state: { ...ready, hop: 'bridgeRole', expires: minutes(-3) },
      shows: ['warning', 'expired 3 min ago', 'Hop 2 of 5, Bridge role, expired'],
    },
    {
      label: 'a hop that failed',
      state: {
        hop: 'bridgeRole',
        state: 'failed',
        details: [],
        error: new HopError({ hop: 'bridgeRole', awsCode: 'AccessDenied' }),
      },
      shows: ['error', 'failed · AccessDenied', 'Hop 2 of 5, Bridge role, failed'],
    },
  ];
  for (const { label, state, shows } of items) {
    it(`draws ${label}`, () => {
      const { iconPath, description, accessibilityInformation } = hopItem(state, now);
      assert.ok(iconPath instanceof vscode.ThemeIcon);
      assert.deepEqual([iconPath.id, description, accessibilityInformation?.label], shows);
    });
  }

  /** Rows as text, children indented; the IDs must be of one row each. */
  function rows(nodes: readonly IdentityNode[], ids = new Set<string>(), indent = ''): string[] {
    return nodes.flatMap((node) => {
      if (node.kind === 'hop') return [];
      assert.ok(!ids.has(node.id), `two rows have the ID ${node.id}`);
      ids.add(node.id);
      if (node.kind === 'note') return [`${indent}(${node.icon}) ${node.text}`];
      return [`${indent}${node.label}: ${node.value}`, ...rows(node.children ?? [], ids, `${indent}  `)];
    });
  }

  it('shows error, remedy and retry of a failed hop, and what was known before', () => {
    const error = new HopError({
      hop: 'identityCenter',
      awsCode: 'InvalidGrantException',
      description: 'The assertion was used before.',
      remedy: 'Assign the person.',
    });
    const state: HopState = {
      hop: 'identityCenter',
      state: 'failed',
      details: [{ label: 'Application', value: 'arn:aws:sso::1:application/a/b' }],
      error,
    };
    assert.deepEqual(rows(hopChildren(state, { groups: [] })), [
      '(error) InvalidGrantException: The assertion was used before.',
      '(lightbulb) Assign the person.',
      '(refresh) Retry',
      'Application: arn:aws:sso::1:application/a/b',
    ]);
  });

  it('shows nested roles, the mapping of groups and what Redshift hides; no ID twice', () => {
    const role = (name: string, ...roles: RedshiftRole[]): RedshiftRole => ({
      name,
      adminOption: false,
      roles,
    });
    const state: HopState = {
      hop: 'redshiftUser',
      state: 'ready',
      details: [
        { label: 'Redshift user', value: 'awsidc:a@b' },
        { label: 'Namespace', value: 'awsidc' },
        { label: 'Namespace', value: 'roles' },
      ],
    };
    const identity = {
      currentUser: 'awsidc:a@b',
      sessionUser: 'awsidc:a@b',
      roles: [role('awsidc:sales', role('reader', role('base'))), role('base')],
      notices: ['Something is hidden.'],
    };
    const shown = rows(hopChildren(state, { groups: ['sales', 'none'], identity }));
    assert.deepEqual(
      shown.filter((line) => !line.includes('(lightbulb)')),
      [
        'current_user: awsidc:a@b',
        'session_user: awsidc:a@b',
        'Namespace: awsidc',
        'Namespace: roles',
        'Roles: awsidc:sales, base',
        '  Role: awsidc:sales',
        '    Role: reader',
        '      Role: base',
        '  Role: base',
        'Groups in namespace awsidc: 1 of 2 groups have a role',
        '  sales: awsidc:sales',
        '  none: no role in this warehouse',
        '  By GRANT ROLE: base',
        '(info) Something is hidden.',
      ],
    );
  });

  it('draws no token, should one get into a detail', () => {
    const details = [{ label: 'ID token', value: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln' }];
    assert.deepEqual(rows(hopChildren({ hop: 'okta', state: 'ready', details }, { groups: [] })), [
      'ID token: [redacted]',
    ]);
  });
});

describe('the renewal of a session that somebody looks at', () => {
  const minute = 60_000;
  const session = (since: number, expires: number, rest: Partial<HopState> = {}): HopState[] => [
    {
      hop: 'identityEnhancedSession',
      state: 'ready',
      since: new Date(since),
      expires: new Date(expires),
      details: [],
      ...rest,
    },
  ];
  const hour = session(0, 60 * minute);
  const refused: HopState = {
    hop: 'okta',
    state: 'failed',
    details: [],
    error: new HopError({ hop: 'okta', code: 'SignInRequired' }),
  };

  const asked: readonly { label: string; hops: HopState[]; at: number[]; due: boolean[] }[] = [
    { label: 'five minutes before the end of an hour', hops: hour, at: [54.9, 55], due: [false, true] },
    {
      label: 'a third of a short lifetime before its end',
      hops: session(0, 3 * minute),
      at: [1.9, 2],
      due: [false, true],
    },
    {
      label: 'again after a minute where the end did not move',
      hops: hour,
      at: [55, 55.25, 55.9, 56],
      due: [true, false, false, true],
    },
    { label: 'after the end as well', hops: hour, at: [120], due: [true] },
    { label: 'not where nothing was asked', hops: [], at: [0, 60], due: [false, false] },
    { label: 'not while a renewal runs', hops: session(0, 60, { state: 'running' }), at: [60], due: [false] },
    { label: 'not where only a sign-in helps', hops: [...hour, refused], at: [55, 60], due: [false, false] },
  ];
  for (const { label, hops, at, due } of asked) {
    it(`is due ${label}`, () => {
      const keepAlive = new KeepAlive();
      assert.deepEqual(
        at.map((minutes) => keepAlive.isDue(hops, minutes * minute)),
        due,
      );
    });
  }

  it('is due once for each session, and not in a loop where sessions are over as soon as they begin', () => {
    const keepAlive = new KeepAlive();
    const due = [
      keepAlive.isDue(session(0, 3 * minute), 2 * minute),
      keepAlive.isDue(session(2 * minute, 5 * minute), 2 * minute),
      keepAlive.isDue(session(2 * minute, 5 * minute), 4 * minute),
      keepAlive.isDue(session(4 * minute, 4 * minute), 4 * minute + 1),
    ];
    assert.deepEqual(due, [true, false, true, false]);
  });
});
