import * as vscode from 'vscode';
import { RedshiftIdentityError } from '../../../core/errors.ts';
import { castOf, checkNotEmpty, parameterKey } from '../../../core/redshift/sql/parameters.ts';
import { activeNotebook } from '../../target.ts';
import { withoutIcons } from '../../withoutIcons.ts';
import { askParameter } from './askParameter.ts';
import { setCellKey } from '../cellKeys.ts';
import { changeHeader } from '../notebookHeader.ts';
import { notebookParameters, type NotebookParameter } from './notebookParameters.ts';
import { rememberedValues, rememberValue } from './rememberedValues.ts';

/** For key bindings and other extensions: what would be asked otherwise. */
export interface ParameterChange {
  readonly name: string;
  readonly value?: string;
  /** For one whose value is in neither a marker nor a `\set`: in the notebook's header, or on this machine. */
  readonly keepIn?: 'header' | 'machine';
}

/** Changes the value of a parameter where it is kept; one that a `\set` gives is shown there. */
export async function changeParameter(
  on: vscode.NotebookCell | ParameterChange | undefined,
  state: vscode.Memento,
): Promise<void> {
  const cell = on && 'notebook' in on ? on : undefined;
  // From a toolbar the argument is VS Code's own context.
  const change = on && 'name' in on && typeof on.name === 'string' ? on : undefined;
  const notebook = cell?.notebook ?? activeNotebook();
  if (!notebook) return;
  const parameters = notebookParameters(notebook, state, cell);
  if (parameters.length === 0) throw noParameter();
  const parameter = change
    ? parameters.find(({ name }) => name === change.name)
    : await pickParameter(notebook, parameters, state);
  if (!parameter) return;
  const { name, value } = parameter;
  if (value?.place) return openSet(notebook, value.place.cell, value.place.command);

  const answer = change?.value ?? (await askParameter(questionOf(parameter)));
  if (answer === undefined) return;
  checkNotEmpty(parameter.use, answer);
  if (value?.source === 'marker') return setCellKey(parameter.cell, parameterKey(name), answer);
  const keepIn = value?.source === 'header' ? 'header' : (change?.keepIn ?? (await pickPlace(name)));
  if (keepIn === 'machine') return rememberValue(notebook, state, name, answer);
  if (keepIn !== 'header') return;
  await changeHeader(notebook, { parameters: { [name]: answer } });
  // The header wins over it; without the header one day, an old answer would come back.
  await rememberValue(notebook, state, name, undefined);
}

async function pickParameter(
  notebook: vscode.NotebookDocument,
  parameters: readonly NotebookParameter[],
  state: vscode.Memento,
): Promise<NotebookParameter | undefined> {
  const remembered = Object.keys(rememberedValues(notebook, state));
  const items = [
    ...parameters.map((parameter) => ({
      label: `:${parameter.name}`,
      description: withoutIcons(parameter.value?.value ?? ''),
      detail: detailOf(parameter),
      parameter,
    })),
    ...(remembered.length > 0
      ? [
          { label: '', kind: vscode.QuickPickItemKind.Separator },
          { label: '$(trash) Forget the remembered values', description: remembered.join(', ') },
        ]
      : []),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'Parameters of this notebook',
    placeHolder: 'Pick the one to change',
    matchOnDescription: true,
  });
  if (!chosen) return undefined;
  if ('parameter' in chosen) return chosen.parameter;
  for (const name of remembered) await rememberValue(notebook, state, name, undefined);
  return undefined;
}

function detailOf({ value, cell, cellNumbers }: NotebookParameter): string {
  const used = `used in ${cellNumbers.length > 1 ? 'cells' : 'cell'} ${cellNumbers.join(', ')}`;
  return `${placeOf(value, cell)}; ${used}`;
}

function placeOf(value: NotebookParameter['value'], cell: vscode.NotebookCell): string {
  if (value?.place) return `\\set in cell ${value.place.cell + 1}, line ${value.place.command.line + 1}`;
  if (value?.source === 'marker') return `Marker of cell ${cell.index + 1}`;
  if (value?.source === 'header') return 'Header of the notebook';
  return value ? 'Remembered on this machine' : 'No value yet: the next run asks for it';
}

function questionOf({ name, value, cell, use }: NotebookParameter): Parameters<typeof askParameter>[0] {
  const type = castOf(cell.document.getText(), use);
  const prompt = [`${placeOf(value, cell)}.`, ...(type === undefined ? [] : [`Used as ${type}.`])];
  return { name, prompt, ...(value && { value: value.value }) };
}

async function pickPlace(name: string): Promise<ParameterChange['keepIn']> {
  const places = [
    {
      label: '$(device-desktop) Remember it on this machine',
      detail: 'For this notebook; nobody else sees it',
      keepIn: 'machine' as const,
    },
    {
      label: '$(file-code) Keep it in the notebook’s header',
      detail: 'Stands in the file, for everybody who opens it',
      keepIn: 'header' as const,
    },
  ];
  return (await vscode.window.showQuickPick(places, { title: `Where :${name} is kept` }))?.keepIn;
}

/** Opens the cell and selects what `\set` says, so that it can be changed there. */
async function openSet(
  notebook: vscode.NotebookDocument,
  index: number,
  { start, end }: { readonly start: number; readonly end: number },
): Promise<void> {
  const { document } = notebook.cellAt(index);
  const selection = new vscode.Range(document.positionAt(start), document.positionAt(end));
  await vscode.commands.executeCommand('vscode.open', document.uri, { selection });
}

function noParameter(): RedshiftIdentityError {
  return new RedshiftIdentityError('No cell of this notebook uses a parameter.', {
    code: 'NoParameter',
    remedy: 'Write one as :name in the place of a value: WHERE region = :region.',
  });
}
