import { StatementError } from '../../../../src/core/redshift/statements/statementError.ts';
import type {
  CatalogQuery,
  CatalogRows,
  CatalogSource,
} from '../../../../src/core/redshift/catalog/contract.ts';

/** Rows by a part of the statement; a text is Redshift's refusal, an error is thrown as it is. */
export type Script = readonly (readonly [
  part: string,
  answer: readonly Readonly<Record<string, string | null>>[] | string | Error,
])[];

export interface ScriptedSource extends Pick<CatalogSource, 'query'> {
  readonly queries: CatalogQuery[];
  /** Most statements that ran at the same time. */
  most(): number;
}

/** A source that answers from a script; a statement without a line in it is refused. */
export function scriptedSource(script: Script): ScriptedSource {
  const queries: CatalogQuery[] = [];
  let running = 0;
  let most = 0;
  return {
    queries,
    most: () => most,
    query: async (request): Promise<CatalogRows> => {
      queries.push(request);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      const [, answer = 'ERROR: not in the script'] =
        script.find(([part]) => request.sql.includes(part)) ?? [];
      if (answer instanceof Error) throw answer;
      if (typeof answer === 'string') throw new StatementError(answer, { code: 'StatementFailed' });
      return { columns: Object.keys(answer[0] ?? {}), rows: answer };
    },
  };
}
