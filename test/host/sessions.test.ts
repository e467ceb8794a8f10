import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { StatementRequest } from '../../src/core/redshift/statements/statementContract.ts';
import type { Accounts } from '../../src/host/auth/accounts.ts';
import type { RunPlace } from '../../src/host/notebook/cellStatement.ts';
import { NotebookSessions } from '../../src/host/notebook/session/notebookSessions.ts';
import type { PlaceServices } from '../../src/host/notebook/takeUp/recordedPlaces.ts';
import { lastRequest, openNotebook, requestsSince, resultOf, runCell, workspaceFile } from './world.ts';
import { signIn, signOut, startCell, until } from './world.ts';

const ming = 'ming@example.com';
const cells = [
  'CREATE TEMP TABLE kept AS SELECT 7 AS seven;',
  'SELECT seven FROM kept;',
  "SELECT 'shown';",
].join('\n\n-- %%\n');

/** The notebook in front, once it has this name. */
async function inFront(name: string): Promise<vscode.NotebookDocument> {
  const isThere = () => vscode.window.activeNotebookEditor?.notebook.uri.path.endsWith(name) === true;
  await until(isThere, `${name} is in front`);
  return vscode.window.activeNotebookEditor?.notebook ?? assert.fail();
}

/** What cells show, by their first value or their first error. */
function shown(notebook: vscode.NotebookDocument): unknown[] {
  return notebook.getCells().map((cell) => {
    const { results, errors } = resultOf(cell);
    return results[0]?.resultSet?.rows[0]?.[0] ?? errors[0];
  });
}

describe('a notebook that goes on under another name', () => {
  before(() => signIn(ming));
  after(() => signOut(ming));
  afterEach(() => vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor'));

  async function goesOn(moved: vscode.NotebookDocument, from: number): Promise<void> {
    const ends = () => [0, 2].map((index) => moved.cellAt(index).executionSummary?.success);
    await until(() => shown(moved)[2] === 'shown' && ends().every(Boolean), 'the results came along');
    assert.deepEqual(
      (await requestsSince(from)).filter(({ operation }) => operation === 'ExecuteStatement'),
      [],
    );
    // VS Code forgets a run that is asked for while it still puts up the editor.
    const runs = async () => {
      startCell(moved, 1);
      await new Promise((resolve) => setTimeout(resolve, 500));
      return moved.cellAt(1).outputs.length > 0;
    };
    await until(runs, 'the cell runs');
    assert.equal(shown(moved)[1], '7');
  }

  it('keeps its session and its results when it is saved for the first time', async () => {
    const data = cells
      .split('\n\n-- %%\n')
      .map((sql) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, sql, 'rsql'));
    const untitled = await vscode.workspace.openNotebookDocument(
      'redshiftIdentity.notebook',
      new vscode.NotebookData(data),
    );
    await vscode.window.showNotebookDocument(untitled);
    for (const index of [0, 2]) await runCell(untitled, index);
    const from = await lastRequest();
    void vscode.commands.executeCommand('workbench.action.files.save');
    const accept = async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return untitled.isClosed;
    };
    await until(accept, 'the notebook is saved');
    // Its name has a number, by how many there were before.
    await goesOn(await inFront(`/${untitled.uri.path}`), from);
  });

  it('keeps them when its file is renamed', async () => {
    const notebook = await openNotebook('old-name.rsql', `${cells}\n`);
    for (const index of [0, 2]) await runCell(notebook, index);
    const from = await lastRequest();
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(notebook.uri, workspaceFile('new-name.rsql'));
    await vscode.workspace.applyEdit(edit);
    await goesOn(await inFront('new-name.rsql'), from);
  });
});

describe('a transaction of somebody who signs out', () => {
  it('is rolled back while they still may', async () => {
    await signIn(ming);
    const notebook = await openNotebook('open-transaction.rsql', 'BEGIN;\n');
    assert.deepEqual((await runCell(notebook, 0)).errors, []);
    const from = await lastRequest();
    await signOut(ming);
    const asked = (await requestsSince(from)).map(({ operation }) => operation);
    assert.deepEqual(
      asked.filter((operation) => ['ExecuteStatement', 'revoke', 'logout'].includes(operation)),
      ['ExecuteStatement', 'revoke', 'logout'],
    );
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});

describe('sessions of notebooks', () => {
  const uri = vscode.Uri.parse('file:///work.rsql');
  const key = JSON.stringify([uri.toString(), 'ming', 'Company', 'us-west-2', 'workgroup', 'tip', 'dev']);
  const ended: string[] = [];
  let sessions: NotebookSessions;
  let state: Record<string, unknown>;
  let signedIn: boolean;

  /** A site of the account; one that the account signed out of is another one. */
  const placeAt = (name: string): RunPlace => {
    const site = { name: 'Company', sites: [{ region: 'us-west-2' }], okta: {} };
    const run = async ({ sql, session }: StatementRequest) => {
      ended.push([name, sql, session?.id, session?.keepAliveSeconds].join(' '));
      throw new Error('not asked for');
    };
    return {
      site: { profile: site, site: { region: 'us-west-2' }, account: { id: 'ming' }, run },
      warehouse: { kind: 'workgroup', name: 'tip', database: 'dev' },
    } as unknown as RunPlace;
  };

  beforeEach(() => {
    ended.length = 0;
    signedIn = true;
    state = {
      'redshiftIdentity.sessions': { [key]: { id: 'se-1', inTransaction: true, usedAt: Date.now() } },
    };
    const memento = {
      get: (name: string) => state[name],
      update: async (name: string, value: unknown) => void (state[name] = value),
    } as unknown as vscode.Memento;
    const services = {
      profiles: { byName: () => placeAt('').site.profile },
      accounts: { byId: (() => (signedIn ? { id: 'ming' } : undefined)) as unknown as Accounts['byId'] },
      sites: { get: () => placeAt('found').site },
    } satisfies PlaceServices;
    sessions = new NotebookSessions(memento, services, {
      onDidMove: new vscode.EventEmitter<never>().event,
    });
  });
  afterEach(() => sessions.dispose());
  const kept = () => Object.keys(state['redshiftIdentity.sessions'] ?? {});

  it('of an earlier window are known to have a transaction, and end with a rollback', async () => {
    const notebook = { uri } as vscode.NotebookDocument;
    assert.equal(sessions.inTransaction(notebook), true);
    await sessions.end(notebook);
    assert.deepEqual(
      [ended, kept(), sessions.inTransaction(notebook)],
      [['found ROLLBACK se-1 1'], [], false],
    );
  });

  it('of somebody who signed out are forgotten', async () => {
    signedIn = false;
    await sessions.end({ uri });
    assert.deepEqual([ended, kept()], [[], []]);
  });

  it('end as the account that is signed in now', async () => {
    await sessions.at({ uri }, placeAt('before the sign-out'));
    await sessions.at({ uri }, placeAt('after the sign-in'));
    await sessions.end({ uri });
    assert.deepEqual(ended, ['after the sign-in ROLLBACK se-1 1']);
  });

  it('with a transaction are ended before their account signs out, and no other', async () => {
    const keyAt = (file: string, account: string) =>
      JSON.stringify([file, account, 'Company', 'us-west-2', 'workgroup', 'tip', 'dev']);
    const idle = keyAt('file:///idle.rsql', 'ming');
    const anothers = keyAt('file:///work.rsql', 'ethan');
    const usedAt = Date.now();
    state['redshiftIdentity.sessions'] = {
      [key]: { id: 'se-1', inTransaction: true, usedAt },
      [idle]: { id: 'se-2', inTransaction: false, usedAt },
      [anothers]: { id: 'se-3', inTransaction: true, usedAt },
    };
    await sessions.rollBack('ming');
    assert.deepEqual([ended, kept()], [['found ROLLBACK se-1 1'], [idle, anothers]]);
  });

  it('of other notebooks stay', async () => {
    await sessions.end({ uri: vscode.Uri.parse('file:///other.rsql') });
    assert.deepEqual([ended, kept()], [[], [key]]);
  });
});
