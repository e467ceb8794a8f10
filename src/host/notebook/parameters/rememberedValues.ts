import type * as vscode from 'vscode';
import type { NotebookMove } from '../movedNotebooks.ts';

type Values = Readonly<Record<string, string>>;

/** Of notebooks that are not saved yet: another one will have the same URI. */
const unsaved = new WeakMap<vscode.NotebookDocument, Values>();

/** The values that a person gave for a notebook's parameters when asked; they stay on this machine. */
export function rememberedValues(notebook: vscode.NotebookDocument, state: vscode.Memento): Values {
  return (notebook.isUntitled ? unsaved.get(notebook) : state.get<Values>(stateKey(notebook))) ?? {};
}

/** Remembers a value; without one forgets it. */
export async function rememberValue(
  notebook: vscode.NotebookDocument,
  state: vscode.Memento,
  name: string,
  value: string | undefined,
): Promise<void> {
  const others = Object.entries(rememberedValues(notebook, state)).filter(([other]) => other !== name);
  const entries = value === undefined ? others : [...others, [name, value] as const];
  const values = Object.fromEntries(entries);
  if (notebook.isUntitled) unsaved.set(notebook, values);
  else await state.update(stateKey(notebook), entries.length > 0 ? values : undefined);
}

/** Takes the values along to the name under which a notebook goes on. */
export async function moveValues({ from, to, closed }: NotebookMove, state: vscode.Memento): Promise<void> {
  const values = (closed && unsaved.get(closed)) ?? state.get<Values>(stateKey({ uri: from }));
  if (!values) return;
  await state.update(stateKey({ uri: from }), undefined);
  await state.update(stateKey({ uri: to }), values);
}

function stateKey({ uri }: Pick<vscode.NotebookDocument, 'uri'>): string {
  return `redshiftIdentity.parameters:${uri.toString()}`;
}
