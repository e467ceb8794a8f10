import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { HopError } from '../../../../src/core/errors.ts';
import { callError, errorPlace, isUnclear } from '../../../../src/core/redshift/statements/statementError.ts';
import { statementRemedy } from '../../../../src/core/redshift/statements/statementRemedies.ts';

describe('statementError', () => {
  const sql = 'SELECT 1;\n-- 😀\nSELEC 2';
  const places: { label: string; message: string; place: object }[] = [
    { label: 'the first character', message: 'ERROR: x\n  Position: 1', place: { position: 1, line: 1 } },
    { label: 'the end of a line', message: 'ERROR: x Position: 10', place: { position: 10, line: 1 } },
    { label: 'the start of the next', message: 'ERROR: x Position: 11;', place: { position: 11, line: 2 } },
    {
      label: 'behind a character of two units',
      message: 'ERROR: x\nPosition: 15',
      place: { position: 15, line: 2 },
    },
    { label: 'the last line', message: 'ERROR: x\nPosition: 16', place: { position: 16, line: 3 } },
    { label: 'behind the end', message: 'ERROR: x\nPosition: 23', place: { position: 23, line: 3 } },
    { label: 'out of the statement', message: 'ERROR: x\nPosition: 99', place: {} },
    { label: 'a line alone', message: 'ERROR: x at line 2', place: { line: 2 } },
    { label: 'no place', message: 'ERROR: permission denied for relation sales', place: {} },
  ];
  for (const { label, message, place } of places) {
    it(`finds ${label}`, () => assert.deepEqual(errorPlace(message, sql), place));
  }

  const remedies: { code: string; text: string; remedy: RegExp | undefined }[] = [
    {
      code: 'StatementFailed',
      text: 'ERROR: permission denied for relation sales',
      remedy: /role of one of your groups/,
    },
    {
      code: 'StatementFailed',
      text: 'FATAL: AWS IdC identity provider does not exist',
      remedy: /CREATE IDENTITY PROVIDER/,
    },
    {
      code: 'DatabaseConnectionException',
      text: "Invalid scope. User's credentials are not authorized to connect to Amazon Redshift",
      remedy: /redshift:connect/,
    },
    {
      code: 'StatementFailed',
      text: 'identity provider type "awsidc" is not supported',
      remedy: /update the cluster/,
    },
    { code: 'StatementFailed', text: 'Token credentials expired or invalid', remedy: /[Ss]ign in again/ },
    {
      code: 'StatementFailed',
      text: 'ERROR: permission denied for user IAMR:data-role',
      remedy: /as an IAM role and not as you/,
    },
    {
      code: 'StatementFailed',
      text: 'RLS-protected relation "sales" cannot be accessed via cross-database query.',
      remedy: /database that holds the table/,
    },
    {
      code: 'StatementFailed',
      text: 'ERROR: current transaction is aborted, commands ignored until end of transaction block',
      remedy: /Run ROLLBACK/,
    },
    {
      code: 'StatementFailed',
      text: 'ERROR: 1023\nDETAIL: Serializable isolation violation on table - 12',
      remedy: /Somebody else changed/,
    },
    { code: 'StatementFailed', text: 'ERROR: Packet for query is too large', remedy: /64 KB/ },
    { code: 'ValidationException', text: 'Database response exceeded size limit', remedy: /500 MB/ },
    { code: 'ResourceNotFoundException', text: 'Query does not exist.', remedy: /24 hours/ },
    {
      code: 'ResourceNotFoundException',
      text: 'Workgroup tip not found',
      remedy: /name of the workgroup or cluster/,
    },
    { code: 'ActiveStatementsExceededException', text: '', remedy: /500 statements/ },
    { code: 'ThrottlingException', text: 'Rate exceeded', remedy: /Wait a few seconds/ },
    {
      code: 'AccessDeniedException',
      text: 'not authorized to perform: redshift-data:X',
      remedy: /redshift-data:\*/,
    },
    { code: 'ExpiredTokenException', text: 'expired', remedy: /Sign in again/ },
    { code: 'InternalServerException', text: '', remedy: /fault of the service/ },
    { code: 'StatementFailed', text: 'ERROR: column "x" does not exist', remedy: undefined },
  ];
  for (const { code, text, remedy } of remedies) {
    it(`says what to change: ${code} ${text}`, () => {
      const found = statementRemedy(code, text);
      if (remedy === undefined) assert.equal(found, undefined);
      else assert.match(found ?? '', remedy);
    });
  }

  it('lets an error of the identity chain pass as it is', () => {
    const error = new HopError({ hop: 'identityCenter', awsCode: 'InvalidGrantException' });
    assert.equal(callError(error, 'DescribeStatement', 'st-1'), error);
  });

  const failures: { label: string; error: unknown; unclear: boolean }[] = [
    {
      label: 'a connection that broke',
      error: Object.assign(new Error('x'), { code: 'ECONNRESET' }),
      unclear: true,
    },
    {
      label: 'a refused connection',
      error: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }),
      unclear: false,
    },
    { label: 'an unknown host', error: Object.assign(new Error('x'), { code: 'ENOTFOUND' }), unclear: false },
    { label: 'a fault of the service', error: status(503), unclear: true },
    { label: 'half an answer', error: status(200), unclear: true },
    { label: 'a refusal', error: status(400), unclear: false },
    {
      label: 'no credentials',
      error: Object.assign(new Error('x'), { name: 'CredentialsProviderError' }),
      unclear: false,
    },
    { label: 'a failed hop', error: new HopError({ hop: 'okta' }), unclear: false },
  ];
  for (const { label, error, unclear } of failures) {
    it(`${unclear ? 'may' : 'cannot'} have been carried out: ${label}`, () =>
      assert.equal(isUnclear(error), unclear));
  }
});

function status(httpStatusCode: number): Error {
  return Object.assign(new Error('x'), { $metadata: { httpStatusCode } });
}
