import * as vscode from 'vscode';
import { activeNotebook } from '../../target.ts';
import type { NotebookSessions } from './notebookSessions.ts';

/** Says in the language status that the notebook in front has an open transaction: it holds locks until it is ended. */
export class TransactionStatus implements vscode.Disposable {
  readonly #sessions: NotebookSessions;
  readonly #item = vscode.languages.createLanguageStatusItem('redshiftIdentity.transaction', []);
  readonly #subscriptions: vscode.Disposable[];

  constructor(sessions: NotebookSessions) {
    this.#sessions = sessions;
    this.#item.name = 'Redshift Transaction';
    this.#item.text = 'Transaction open';
    this.#item.detail = 'until COMMIT or ROLLBACK';
    this.#item.severity = vscode.LanguageStatusSeverity.Warning;
    this.#item.command = {
      command: 'redshiftIdentity.restartSession',
      title: 'Roll Back',
      tooltip: 'Ends the notebook’s session',
    };
    const draw = () => this.#draw();
    this.#subscriptions = [
      this.#item,
      sessions.onDidChange(draw),
      vscode.window.onDidChangeActiveNotebookEditor(draw),
    ];
    draw();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #draw(): void {
    const notebook = activeNotebook();
    const open = notebook !== undefined && this.#sessions.inTransaction(notebook);
    this.#item.selector = open ? { language: 'rsql' } : [];
  }
}
