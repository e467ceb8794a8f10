import * as vscode from 'vscode';
import type { RowSource } from '../../../core/redshift/results/contract.ts';
import type { ResultMemory } from '../../../core/redshift/results/resultMemory.ts';
import type { StatementWithPage } from '../../../core/redshift/statements/statements.ts';
import type { RunPlace } from '../cellStatement.ts';

const megabyte = 1_000_000;

/** Makes the rows of finished statements readable by number. All of a window share the memory that the setting allows. */
export class ResultSources implements vscode.Disposable {
  #memory: ResultMemory | undefined;
  readonly #subscription = vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration('redshiftIdentity.results.memoryLimit')) this.#memory?.setLimit(limit());
  });

  /** That all results share; there is one as soon as there is a result. */
  get memory(): ResultMemory | undefined {
    return this.#memory;
  }

  /** Undefined for a statement without a result set. Further pages are fetched as the account that ran it. */
  async of({ site }: RunPlace, { statement, page }: StatementWithPage): Promise<RowSource | undefined> {
    if (!page) return undefined;
    const [{ ResultMemory }, { StatementResult }] = await Promise.all([
      import('../../../core/redshift/results/resultMemory.ts'),
      import('../../../core/redshift/results/statementResult.ts'),
    ]);
    this.#memory ??= new ResultMemory(limit());
    return new StatementResult(
      page,
      (nextToken, signal, onNext) => site.resultPage(statement.statementId, nextToken, signal, onNext),
      this.#memory,
    );
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}

/** Bytes. */
function limit(): number {
  return vscode.workspace.getConfiguration('redshiftIdentity').get('results.memoryLimit', 256) * megabyte;
}
