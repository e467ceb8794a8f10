import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { columnOf, openNotebook, resultOf, runCell, signOut, startCell, until } from './world.ts';

interface ProfileSetting {
  readonly name: string;
  readonly okta: object;
}

const settings = () => vscode.workspace.getConfiguration('redshiftIdentity');
const signInTo = (profile: string) =>
  vscode.commands.executeCommand('redshiftIdentity.signIn', { profile, login: 'ming@example.com' });
const notebookOf = (profile: string) =>
  `-- ---\n-- redshift:\n--   profile: ${profile}\n-- ---\n\n-- %%\nSELECT DISTINCT region FROM sales ORDER BY region;\n`;

describe('profiles that come and go', () => {
  let own: ProfileSetting;
  let silent: Server;
  /** Requests that the silent issuer got. */
  let asked = 0;

  before(async () => {
    own = settings().get<ProfileSetting[]>('profiles')?.[0] ?? assert.fail('There is no profile.');
    silent = createServer(() => asked++);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  });
  after(async () => {
    await write();
    silent.closeAllConnections();
    silent.close();
  });

  /** Writes these profiles behind the one that is there. */
  async function write(...others: ProfileSetting[]): Promise<void> {
    await settings().update('profiles', [own, ...others], vscode.ConfigurationTarget.Global);
    await until(
      () => settings().get<unknown[]>('profiles')?.length === 1 + others.length,
      'settings are read',
    );
  }

  it('an interrupt during the sign-in ends the cell', async () => {
    const issuer = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    await write({ ...own, name: 'Silent', okta: { issuer, clientId: 'anybody' } });
    const notebook = await openNotebook('silent.rsql', notebookOf('Silent'));
    startCell(notebook, 0);
    await until(() => asked > 0, 'Okta is asked');
    await vscode.commands.executeCommand('notebook.cancelExecution', notebook.uri);
    await until(() => notebook.cellAt(0).executionSummary?.timing !== undefined, 'the cell ends');
    assert.deepEqual(resultOf(notebook.cellAt(0)), {
      success: false,
      results: [],
      errors: [],
      notices: ['Cancelled.'],
    });
  });

  it('selecting a profile where nobody is signed in leaves the account of another one', async () => {
    const issuer = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/another`;
    await write({ ...own, name: 'Nobody there', okta: { issuer, clientId: 'somebody' } });
    await signInTo(own.name);
    await vscode.commands.executeCommand('redshiftIdentity.selectProfile', { profile: 'Nobody there' });
    const before = asked;
    const notebook = await openNotebook('selected.rsql', 'SELECT 1 AS one;\n');
    startCell(notebook, 0);
    await until(() => asked > before, 'the Okta of the selected profile is asked');
    await vscode.commands.executeCommand('notebook.cancelExecution', notebook.uri);
    await until(() => notebook.cellAt(0).executionSummary?.timing !== undefined, 'the cell ends');
    await vscode.commands.executeCommand('redshiftIdentity.selectProfile', { profile: own.name });
    await signOut('ming@example.com');
  });

  it('two profiles of one Okta application share the account', async () => {
    await write({ ...own, name: 'The same Okta' });
    await signInTo(own.name);
    const notebook = await openNotebook('same-okta.rsql', notebookOf('The same Okta'));
    assert.deepEqual(columnOf(await runCell(notebook, 0), 'region'), ['APAC']);
    const session = (name: string) =>
      vscode.authentication.getSession('redshiftIdentity', [`profile:${name}`], { silent: true });
    assert.deepEqual([(await session('The same Okta'))?.id], [(await session(own.name))?.id]);
    await signOut('ming@example.com');
  });
});
