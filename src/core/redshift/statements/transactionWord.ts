/** Whether a statement opens or ends a transaction; `sql` begins with its first word. */
export function transactionWord(sql: string): 'opens' | 'ends' | undefined {
  const [, first = '', second = ''] = /^([A-Za-z]+)(?:\s+([A-Za-z]+))?/.exec(sql) ?? [];
  switch (first.toUpperCase()) {
    case 'BEGIN':
      return 'opens';
    case 'START':
      return second.toUpperCase() === 'TRANSACTION' ? 'opens' : undefined;
    case 'COMMIT':
    case 'END':
    case 'ABORT':
    // Redshift commits with it.
    case 'TRUNCATE':
      return 'ends';
    case 'ROLLBACK':
      // To a savepoint, the transaction stays open.
      return second.toUpperCase() === 'TO' ? undefined : 'ends';
    default:
      return undefined;
  }
}
