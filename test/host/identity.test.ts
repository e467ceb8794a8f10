import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { columnOf, lastRequest, openNotebook, requestsSince, runCell, signIn, signOut } from './world.ts';

const regions = 'SELECT DISTINCT region FROM sales ORDER BY region;\n';

/** Operations of the log, Okta's browser pages left out: they are the person's, not the extension's. */
async function callsSince(after: number): Promise<string[]> {
  return (await requestsSince(after))
    .filter(({ operation }) => !['authorize', 'sign-in', 'logout'].includes(operation))
    .map(({ operation }) => operation);
}

describe('the identity that runs a cell', () => {
  afterEach(async () => {
    for (const { label } of await vscode.authentication.getAccounts('redshiftIdentity')) await signOut(label);
  });

  const people = [
    { login: 'ming@example.com', sees: ['APAC'] },
    { login: 'frank@example.com', sees: ['AMER'] },
    { login: 'alex@example.com', sees: ['EMEA'] },
    { login: 'ethan@example.com', sees: ['AMER', 'APAC', 'EMEA'] },
  ];
  for (const { login, sees } of people) {
    it(`${login} sees ${sees.join(', ')}`, async () => {
      await signIn(login);
      const notebook = await openNotebook(`regions-of-${login}.rsql`, regions);
      assert.deepEqual(columnOf(await runCell(notebook, 0), 'region'), sees);
    });
  }

  it('walks the chain once from sign-in to first row, and not at all for the next cell', async () => {
    const notebook = await openNotebook('chain.rsql', regions);
    let from = await lastRequest();
    await signIn('ming@example.com');
    await runCell(notebook, 0);
    const identity = (calls: string[]) => calls.filter((name) => /token|Assume|Token/.test(name)).sort();
    assert.deepEqual(identity(await callsSince(from)), [
      'AssumeRole',
      'AssumeRoleWithWebIdentity',
      'CreateTokenWithIAM',
      'token authorization_code',
    ]);
    from = await lastRequest();
    await runCell(notebook, 0);
    assert.deepEqual(identity(await callsSince(from)), []);
  });

  it('runs in the Region of the header without another sign-in, with an ID token never exchanged before', async () => {
    await signIn('ming@example.com');
    const here = await openNotebook('here.rsql', regions);
    await runCell(here, 0);
    const from = await lastRequest();
    const there = await openNotebook(
      'there.rsql',
      `-- ---\n-- redshift:\n--   region: us-west-2\n-- ---\n\n-- %%\n${regions}`,
    );
    const result = await runCell(there, 0);
    assert.deepEqual([columnOf(result, 'region'), result.results[0]?.region], [['APAC'], 'us-west-2']);
    const requests = await requestsSince(from);
    assert.deepEqual(
      requests.filter(({ service }) => service === 'okta').map(({ operation }) => operation),
      ['token refresh_token'],
    );
    assert.equal(requests.filter(({ operation }) => operation === 'CreateTokenWithIAM').length, 1);
  });

  it('keeps two accounts apart', async () => {
    await signIn('ming@example.com');
    const notebook = await openNotebook('two.rsql', regions);
    assert.deepEqual(columnOf(await runCell(notebook, 0), 'region'), ['APAC']);
    await signIn('frank@example.com');
    assert.deepEqual(columnOf(await runCell(notebook, 0), 'region'), ['AMER']);
    const labels = (await vscode.authentication.getAccounts('redshiftIdentity')).map(({ label }) => label);
    assert.deepEqual([...labels].sort(), ['frank@example.com', 'ming@example.com']);
  });

  it('does not run as another person after the chosen one signed out', async () => {
    await signIn('frank@example.com');
    await signIn('ming@example.com');
    const notebook = await openNotebook('gone.rsql', regions);
    await signOut('ming@example.com');
    const { success, results, errors } = await runCell(notebook, 0);
    assert.deepEqual([success, results], [false, []]);
    assert.match(errors[0] ?? '', /is signed out\.?\nRun Redshift Identity: Select Account/);
  });

  it('a second sign-in of the same person keeps one account, and it works', async () => {
    await signIn('ming@example.com');
    await signIn('ming@example.com');
    const notebook = await openNotebook('signed-in-again.rsql', regions);
    assert.deepEqual(columnOf(await runCell(notebook, 0), 'region'), ['APAC']);
    assert.equal((await vscode.authentication.getAccounts('redshiftIdentity')).length, 1);
  });

  it('signing out revokes at Okta and ends the Okta session', async () => {
    await signIn('ming@example.com');
    const from = await lastRequest();
    await signOut('ming@example.com');
    const operations = (await requestsSince(from)).map(({ operation, result }) => `${operation} ${result}`);
    assert.deepEqual(operations, ['revoke OK', 'logout OK']);
    assert.deepEqual(await vscode.authentication.getAccounts('redshiftIdentity'), []);
  });
});
