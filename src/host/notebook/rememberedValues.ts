import type * as vscode from 'vscode';

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

function stateKey({ uri }: vscode.NotebookDocument): string {
  return `redshiftIdentity.parameters:${uri.toString()}`;
}
