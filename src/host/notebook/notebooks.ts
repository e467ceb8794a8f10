import * as vscode from 'vscode';
import type { Accounts } from '../auth/accounts.ts';
import type { OktaAuthenticationProvider } from '../auth/oktaAuthenticationProvider.ts';
import { registerExportCommands } from '../export/exportCommands.ts';
import type { ExportServices } from '../export/exportServices.ts';
import { UnloadOffer } from '../export/unloadOffer.ts';
import type { History } from '../history/history.ts';
import type { Profiles } from '../profiles.ts';
import type { Sites } from '../sites.ts';
import type { Targets } from '../target.ts';
import { registerCellOptions } from './cellOptions.ts';
import { CellProgress } from './cellProgress.ts';
import { CellTitle } from './cellTitle.ts';
import type { RunPlace } from './cellStatement.ts';
import { NotebookController } from './controller.ts';
import { ErrorMarks } from './marks/errorMarks.ts';
import { MovedNotebooks } from './movedNotebooks.ts';
import { NotebookSessions } from './session/notebookSessions.ts';
import { registerParameterCommands } from './parameters/parameterCommands.ts';
import { registerGridMessaging } from './results/gridMessaging.ts';
import { Results } from './results/results.ts';
import { ResultSources } from './results/resultSources.ts';
import { RunRecords } from './takeUp/runRecords.ts';
import { registerSerializer } from './serializer.ts';
import { registerSessionCommand } from './session/sessionCommand.ts';
import { TakeUpOnOpen } from './takeUp/takeUpOnOpen.ts';
import { TransactionStatus } from './session/transactionStatus.ts';

export interface NotebookServices {
  readonly context: ExportServices['context'];
  readonly state: vscode.Memento;
  readonly profiles: Profiles;
  readonly accounts: Accounts;
  readonly provider: OktaAuthenticationProvider;
  readonly targets: Targets;
  readonly sites: Sites;
  readonly history: History;
  readonly log: vscode.LogOutputChannel;
}

/** All that makes `.rsql` notebooks run in a window. */
export class Notebooks implements vscode.Disposable {
  readonly controller: NotebookController;
  readonly #leaving = new AbortController();
  readonly #showing: {
    readonly sources: ResultSources;
    readonly results: Results;
    readonly progress: CellProgress;
  };
  readonly #subscription: vscode.Disposable;

  constructor(services: NotebookServices) {
    const { state, history, log } = services;
    const moves = new MovedNotebooks();
    const sessions = new NotebookSessions(state, services, moves);
    const sources = new ResultSources();
    const results = new Results();
    const progress = new CellProgress();
    this.#showing = { sources, results, progress };
    const marks = new ErrorMarks();
    const records = new RunRecords(state);
    const unloads = new UnloadOffer(log);
    const running = {
      ...services,
      sessions,
      sources,
      results,
      progress,
      marks,
      listeners: [records, history, marks, unloads],
      leaving: this.#leaving.signal,
    };
    const exporting = { context: services.context, results, log };
    this.controller = new NotebookController(running);
    const { controller } = this;
    this.#subscription = vscode.Disposable.from(
      moves,
      registerSerializer(),
      new CellTitle(),
      // What a comparison ran is not taken up: it would come back as a result of its own.
      registerCellOptions({ ...running, listeners: [history, marks], controller }),
      sessions,
      services.provider.beforeSignOut((accountId) => sessions.rollBack(accountId)),
      sources,
      progress,
      marks,
      controller,
      new TakeUpOnOpen({ ...running, moves, records, controller }),
      registerGridMessaging({
        results,
        sources,
        openWork: async () => {
          const { openResultWorker } = await import('./results/openResultWorker.ts');
          return openResultWorker(services.context.extensionUri);
        },
        otherHandlers: async (shared) => {
          const [{ chartHandlers }, { actCall }] = await Promise.all([
            import('./chart/chartHandlers.ts'),
            import('../export/actCall.ts'),
          ]);
          return { ...chartHandlers({ ...shared, controller }), act: actCall(exporting) };
        },
        log,
      }),
      registerExportCommands(exporting),
      unloads,
      registerSessionCommand({ controller, sessions, log }),
      registerParameterCommands({ state, log }),
      new TransactionStatus(sessions),
    );
  }

  /** Shows what statements of earlier gave as the output of a cell; runs nothing. */
  async showStatement(
    cell: vscode.NotebookCell,
    place: RunPlace,
    statementIds: readonly string[],
  ): Promise<void> {
    const { showingStatements } = await import('./takeUp/showStatement.ts');
    await this.controller.whenSelected(cell.notebook);
    await this.controller.execute(cell, showingStatements(cell, place, statementIds, this.#showing), {
      unnumbered: true,
    });
  }

  /** Before the window ends: statements run on, for the next one to take up, or are cancelled, as the setting says. */
  async leave(): Promise<void> {
    const setting = vscode.workspace.getConfiguration('redshiftIdentity').get('statements.whenWindowCloses');
    if (setting === 'cancel') await this.controller.interruptAll();
    // How statements end from here on is for the next window to find out.
    this.#leaving.abort();
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
