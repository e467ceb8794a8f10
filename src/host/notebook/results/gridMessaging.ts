import * as vscode from 'vscode';
import type { ResultMemory } from '../../../core/redshift/results/resultMemory.ts';
import type { ResultWork, TextOrder } from '../../../core/redshift/results/view/contract.ts';
import { logError } from '../../showError.ts';
import type { AnswerCall } from './answerCalls.ts';
import type { OtherHandlers } from './callHandlers.ts';
import { resultGone } from './callRefused.ts';
import type { Results } from './results.ts';
import type { ResultSources } from './resultSources.ts';

/** What handlers of other parts work with. */
export interface SharedWork {
  readonly work: ResultWork;
  readonly memory: () => ResultMemory;
  /** For the log. */
  report(error: unknown): void;
}

export interface GridMessagingServices {
  readonly results: Results;
  readonly sources: Pick<ResultSources, 'memory'>;
  /** Called once, at the first message. */
  readonly openWork: () => Promise<ResultWork & { dispose(): unknown }>;
  /** Of charts, files and exports; called once, at the first message. */
  readonly otherHandlers: (shared: SharedWork) => Promise<OtherHandlers>;
  readonly log: vscode.LogOutputChannel;
}

/** Answers the grids in outputs, and lets go of the results of closed notebooks. */
export function registerGridMessaging(services: GridMessagingServices): vscode.Disposable {
  const { results, openWork, log } = services;
  const messaging = vscode.notebooks.createRendererMessaging('redshiftIdentity.result');
  const onError = (error: unknown) => logError(error, log);
  let work: ReturnType<typeof openWork> | undefined;
  let answer: Promise<AnswerCall> | undefined;
  const load = async (): Promise<AnswerCall> => {
    try {
      return await loadAnswers(services, (work ??= openWork()), onError);
    } catch (error) {
      // The next message tries again.
      work = undefined;
      answer = undefined;
      throw error;
    }
  };
  return vscode.Disposable.from(
    messaging.onDidReceiveMessage(async ({ editor, message }) => {
      try {
        const answerCall = await (answer ??= load());
        await answerCall(message, editor, (told) => {
          messaging.postMessage(told, editor).then(undefined, onError);
        });
      } catch (error) {
        onError(error);
      }
    }),
    vscode.workspace.onDidCloseNotebookDocument((notebook) => results.letGoOfAll(notebook)),
    { dispose: () => void work?.then((opened) => opened.dispose(), onError) },
  );
}

/** Nothing of it is needed before somebody looks at a result. */
async function loadAnswers(
  { results, sources, otherHandlers }: GridMessagingServices,
  opened: Promise<ResultWork>,
  onError: (error: unknown) => void,
): Promise<AnswerCall> {
  const memory = () => {
    if (!sources.memory) throw resultGone();
    return sources.memory;
  };
  const work = await opened;
  const [others, { answerCalls }, { resultHandlers }] = await Promise.all([
    otherHandlers({ work, memory, report: onError }),
    import('./answerCalls.ts'),
    import('./resultHandlers.ts'),
  ]);
  const writeClipboard = async (text: string) => vscode.env.clipboard.writeText(text);
  const handlers = resultHandlers({ work, memory, textOrder, writeClipboard, openText }, others);
  return answerCalls({ results, handlers, onError });
}

function textOrder(): TextOrder {
  const order: string = vscode.workspace
    .getConfiguration('redshiftIdentity')
    .get('results.textOrder', 'bytes');
  return order === 'locale' ? { kind: 'locale', locale: vscode.env.language } : { kind: 'bytes' };
}

async function openText(content: string, language: 'json' | 'plaintext'): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ content, language });
  await vscode.window.showTextDocument(document);
}
