import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { errorBesideResults } from '../../../../src/core/redshift/statements/errorWords.ts';
import { StatementError } from '../../../../src/core/redshift/statements/statementError.ts';

describe('errorBesideResults', () => {
  const rows: { message: string; remedy?: string; text: string }[] = [
    { message: 'ERROR: relation "x" does not exist\n  Position: 15', text: 'relation "x" does not exist' },
    {
      message: 'ERROR: relation "x" does not exist\n  Position: 15',
      remedy: 'Create it.',
      text: 'relation "x" does not exist. Create it.',
    },
    { message: 'It failed.', remedy: 'Try again.', text: 'It failed. Try again.' },
    { message: 'Position: 15 of the ERROR: no', text: 'Position: 15 of the ERROR: no' },
  ];
  for (const { message, remedy, text } of rows) {
    it(text, () =>
      assert.equal(errorBesideResults(new StatementError(message, { code: 'X', remedy })), text),
    );
  }
});
