import { SqlError } from '../../warehouse/contract.ts';
import { tokenize } from '../../warehouse/sql/sqlTokens.ts';
import type { Token } from '../../warehouse/sql/sqlTokens.ts';
import { isTransactionWord } from '../../warehouse/sql/transactionWords.ts';
import { CommonError } from '../awsError.ts';
import type { Parameter } from './statement.ts';

/** The parameters that one statement of a batch names. */
export function parametersOf(sql: string, parameters: readonly Parameter[]): readonly Parameter[] {
  const named = new Set((tokensOf(sql) ?? []).filter(({ kind }) => kind === 'parameter').map(nameOf));
  return parameters.filter(({ name }) => named.has(name));
}

/**
 * Checks what a batch says of transactions and parameters before anything of it runs.
 * @throws CommonError `validation` for a parameter that no statement names, and for BEGIN, COMMIT and their like: a
 * batch is one transaction, or none beyond each statement.
 */
export function checkBatch(sqls: readonly string[], parameters: readonly Parameter[]): void {
  const all = sqls.map(tokensOf);
  for (const [index, tokens] of all.entries()) {
    const first = tokens?.[0];
    if (first && isTransactionWord(first)) {
      throw new CommonError(
        'validation',
        `Statement ${index + 1} of the batch is ${first.value.toUpperCase()}, which a batch must not hold. ` +
          'Choose with ExecutionMode how it is committed, or run the statements one by one in a session.',
      );
    }
  }
  // Which parameters a text names that can't be read is for the database to say.
  if (all.includes(undefined)) return;
  const named = new Set(all.flatMap((tokens) => tokens ?? []).flatMap(parameterName));
  const unused = parameters.find(({ name }) => !named.has(name));
  if (unused) {
    throw new CommonError('validation', `No statement of the batch names the parameter ${unused.name}.`);
  }
}

function parameterName(token: Token): string[] {
  return token.kind === 'parameter' ? [nameOf(token)] : [];
}

function nameOf({ value }: Token): string {
  return value;
}

/** Undefined for a text that is not lexically right. */
function tokensOf(sql: string): Token[] | undefined {
  try {
    return tokenize(sql);
  } catch (error) {
    if (error instanceof SqlError) return undefined;
    throw error;
  }
}
