import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  columnOf,
  lastRequest,
  openNotebook,
  requestsSince,
  resultOf,
  runCell,
  signIn,
  signOut,
  startCell,
  until,
} from './world.ts';

const change = (what: object) => vscode.commands.executeCommand('redshiftIdentity.changeParameter', what);

async function valueIn(notebook: vscode.NotebookDocument, index: number): Promise<string | null | undefined> {
  return columnOf(await runCell(notebook, index), 'value')[0];
}

async function textOf({ uri }: vscode.NotebookDocument): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

const select = 'SELECT :wanted::varchar AS value;';

describe('parameters', () => {
  before(() => signIn('ethan@example.com'));
  after(() => signOut('ethan@example.com'));

  it('have the value of the marker, else of \\set, else of the header', async () => {
    const header = '-- ---\n-- redshift:\n--   parameters:\n--     wanted: header # by default\n-- ---\n\n';
    const notebook = await openNotebook(
      'parameters-order.rsql',
      `${header}-- %% a\n${select}\n\n-- %% b\n\\set wanted set\n${select}\n\n-- %% c param.wanted="marker"\n${select}\n\n-- %% d\n${select}\n`,
    );
    const values = [];
    for (const index of [0, 1, 2, 3]) values.push(await valueIn(notebook, index));
    assert.deepEqual(values, ['header', 'set', 'marker', 'set']);
  });

  it('of \\set count for the statements below it', async () => {
    const notebook = await openNotebook(
      'parameters-below.rsql',
      `\\set wanted first\n${select}\n\\set wanted second\n${select}\n`,
    );
    const { results } = await runCell(notebook, 0);
    assert.deepEqual(
      results.map(({ resultSet }) => resultSet?.rows[0]?.[0]),
      ['first', 'second'],
    );
  });

  it('without a value are asked for; no answer interrupts the cell, and nothing is sent', async () => {
    const notebook = await openNotebook('parameters-asked.rsql', 'SELECT 1,\n  :nobody::date;\n');
    const from = await lastRequest();
    startCell(notebook, 0);
    await until(async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return notebook.cellAt(0).executionSummary?.success !== undefined;
    }, 'the cell ends');
    const { success, notices, errors } = resultOf(notebook.cellAt(0));
    assert.deepEqual([success, notices, errors], [false, ['The parameter :nobody has no value.'], []]);
    assert.deepEqual(await requestsSince(from), []);
    const { document } = notebook.cellAt(0);
    await until(() => vscode.languages.getDiagnostics(document.uri).length === 1, 'the parameter is marked');
    const [mark] = vscode.languages.getDiagnostics(document.uri);
    assert.equal(document.getText(mark?.range), ':nobody');
  });

  it('are remembered for the notebook, outside of the file', async () => {
    const notebook = await openNotebook('parameters-remembered.rsql', `${select}\n`);
    await change({ name: 'wanted', value: 'mine', keepIn: 'machine' });
    assert.equal(await valueIn(notebook, 0), 'mine');
    assert.deepEqual([notebook.isDirty, await textOf(notebook)], [false, `${select}\n`]);
    const other = await openNotebook('parameters-other.rsql', `\\set wanted x\n${select}\n`);
    assert.equal(await valueIn(other, 0), 'x');
  });

  it('are kept in the header, whose other lines stay', async () => {
    const header = [
      '-- ---',
      '-- redshift: # here',
      '--   parameters:',
      "--     other: 'x' # why",
      '-- ---',
      '',
      '',
    ].join('\r\n');
    const notebook = await openNotebook('parameters-header.rsql', `${header}${select}\r\n`);
    await change({ name: 'wanted', value: '2026', keepIn: 'header' });
    await notebook.save();
    const added = header.replace('# why\r\n', '# why\r\n--     wanted: "2026"\r\n');
    assert.equal(await textOf(notebook), `${added}${select}\r\n`);
    assert.equal(await valueIn(notebook, 0), '2026');
    await change({ name: 'wanted', value: '2027' });
    assert.equal(await valueIn(notebook, 0), '2027');
  });

  it('of a marker are changed in it', async () => {
    const notebook = await openNotebook(
      'parameters-marker.rsql',
      `-- %% Sales param.wanted="a" k="v"\n${select}\n`,
    );
    await change({ name: 'wanted', value: 'b "c"' });
    await notebook.save();
    assert.equal(await textOf(notebook), `-- %% Sales param.wanted="b \\"c\\"" k="v"\n${select}\n`);
    assert.equal(await valueIn(notebook, 0), 'b "c"');
  });

  it('of a \\set are shown there', async () => {
    const notebook = await openNotebook(
      'parameters-set.rsql',
      `-- %% a\nSELECT 1;\n\\set wanted x\n\n-- %% b\n${select}\n`,
    );
    await change({ name: 'wanted', value: 'not written' });
    const { document } = notebook.cellAt(0);
    const shown = () => vscode.window.activeTextEditor;
    await until(
      () => shown()?.document === document && shown()?.selection.isEmpty === false,
      'the line is selected',
    );
    assert.equal(document.getText(shown()?.selection), '\\set wanted x');
  });

  it('that are empty are refused, and NULL or an empty text is offered in their place', async () => {
    const notebook = await openNotebook(
      'parameters-empty.rsql',
      '\\set wanted\nSELECT :wanted::varchar, :wanted::int AS value;\n',
    );
    const from = await lastRequest();
    const { errors } = await runCell(notebook, 0);
    assert.match(errors[0] ?? '', /^Line 2: The parameter :wanted is empty.*\n.*'' or NULL/);
    assert.deepEqual(await requestsSince(from), []);
    const { document } = notebook.cellAt(0);
    await until(() => vscode.languages.getDiagnostics(document.uri).length === 1, 'the parameter is marked');
    const range = vscode.languages.getDiagnostics(document.uri)[0]?.range;
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
    );
    const titles = actions.map(({ title }) => title);
    assert.deepEqual(titles.slice(0, 2), [
      'Write NULL in the place of :wanted',
      "Write '' in the place of :wanted",
    ]);
    const edit = actions[0]?.edit;
    assert.ok(edit && (await vscode.workspace.applyEdit(edit)));
    assert.equal(document.getText(), '\\set wanted\nSELECT NULL::varchar, NULL::int AS value;');
    assert.equal(await valueIn(notebook, 0), null);
  });
});
