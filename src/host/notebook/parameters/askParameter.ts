import * as vscode from 'vscode';

export interface ParameterQuestion {
  readonly name: string;
  /** What it is now. */
  readonly value?: string;
  /** A sentence each: where it is used, what becomes of the answer. */
  readonly prompt: readonly string[];
}

/** The box that is open, or the last of those that wait: VS Code shows one at a time and would close the other. */
let last: Promise<unknown> = Promise.resolve();

/**
 * Asks for the value of a parameter. Undefined where the person gives none or `signal` aborts.
 * @param known asked again when it is this question's turn: a cell before it may have asked the same
 */
export function askParameter(
  question: ParameterQuestion,
  signal?: AbortSignal,
  known?: () => string | undefined,
): Promise<string | undefined> {
  const answer = last.then(() => known?.() ?? showBox(question, signal));
  last = answer.catch(() => undefined);
  return answer;
}

async function showBox(
  { name, value, prompt }: ParameterQuestion,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  if (signal?.aborted) return undefined;
  const closing = new vscode.CancellationTokenSource();
  const close = (): void => closing.cancel();
  signal?.addEventListener('abort', close);
  try {
    return await vscode.window.showInputBox(
      {
        title: `Parameter :${name}`,
        prompt: prompt.join(' '),
        ignoreFocusOut: true,
        validateInput: (text) => problemOf(name, text),
        ...(value !== undefined && { value }),
      },
      closing.token,
    );
  } finally {
    signal?.removeEventListener('abort', close);
    closing.dispose();
  }
}

/** An empty value can't be given, and NULL would be a text of four letters. */
function problemOf(name: string, text: string): string | vscode.InputBoxValidationMessage | undefined {
  if (text === '')
    return `The Data API binds no empty value and no NULL. Write '' or NULL in the statement in the place of :${name}.`;
  if (text.toUpperCase() !== 'NULL') return undefined;
  return {
    message: `This is bound as the text '${text}'. For no value, write NULL in the statement in the place of :${name}.`,
    severity: vscode.InputBoxValidationSeverity.Warning,
  };
}
