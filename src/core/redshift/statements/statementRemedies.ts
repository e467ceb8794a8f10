interface Remedy {
  readonly label: string;
  /** Name of the AWS exception; any when absent. */
  readonly code?: RegExp;
  /** Text of the exception or of Redshift's message; any when absent. */
  readonly text?: RegExp;
  readonly remedy: string;
}

/** First match wins: database messages stand before the exceptions that may carry them. */
const remedies: readonly Remedy[] = [
  {
    label: 'Identity Center not set up in the warehouse',
    text: /IdC identity provider does not exist/i,
    remedy:
      'Ask an administrator to connect the workgroup or cluster to IAM Identity Center (CREATE IDENTITY PROVIDER … TYPE AWSIDC).',
  },
  {
    label: 'scope or assignment missing',
    text: /invalid scope|not authorized to connect to Amazon Redshift/i,
    remedy:
      'Ask an administrator to add the scope redshift:connect to the customer managed application, and to assign you or your group to the Redshift application of this Region.',
  },
  {
    label: 'warehouse too old',
    text: /identity provider type "?awsidc"? is not supported/i,
    remedy: 'Ask an administrator to update the cluster to a version that supports IAM Identity Center.',
  },
  {
    label: 'identity expired',
    text: /token credentials expired or invalid|TYPE_INVALID_TOKEN|\binvalid token\b/i,
    remedy: 'Your identity has expired. Run the statement again; sign in again if it stays.',
  },
  {
    label: 'not identity-enhanced',
    text: /\bIAMR:/,
    remedy:
      'The statement ran as an IAM role and not as you. Sign in again; an administrator should check that the data role trusts sts:SetContext and that no other credentials are used.',
  },
  {
    label: 'transaction aborted',
    text: /current transaction is aborted/i,
    remedy: 'A statement of the transaction failed. Run ROLLBACK, then the transaction again from BEGIN.',
  },
  {
    label: 'serializable isolation',
    text: /\b1023\b[\s\S]*serializable isolation violation/i,
    remedy:
      'Somebody else changed what this transaction works on. Run ROLLBACK, then the transaction again from BEGIN.',
  },
  {
    label: 'row-level security and case sensitivity',
    text: /does not support session level config on case sensitivity/i,
    remedy: 'Set enable_case_sensitive_identifier back to its default in this session and run it again.',
  },
  {
    label: 'row-level security across databases',
    text: /RLS-protected relation .* cannot be accessed via/i,
    remedy: 'Choose the database that holds the table as the warehouse of this notebook, and run it there.',
  },
  {
    label: 'permission denied',
    text: /permission denied/i,
    remedy:
      'Your Redshift roles come from your groups in Identity Center. Ask an administrator to grant this to the role of one of your groups, and check that the role is named as the group is.',
  },
  {
    label: 'row too large',
    text: /packet for query is too large/i,
    remedy: 'A row may hold 64 KB. Select fewer columns, or use UNLOAD.',
  },
  {
    label: 'result too large',
    text: /response exceeded size limit/i,
    remedy: 'A result may hold 500 MB. Add a LIMIT, aggregate, or use UNLOAD.',
  },
  {
    label: 'statement not found',
    code: /^ResourceNotFoundException$/,
    text: /query|statement/i,
    remedy:
      'A statement is visible for 24 hours, in its own Region, to the person and role that ran it. Run it again, or switch to that account and Region.',
  },
  {
    label: 'warehouse not found',
    code: /^ResourceNotFoundException$/,
    remedy: 'Check the name of the workgroup or cluster and the Region of this site.',
  },
  {
    label: 'too many statements',
    code: /^ActiveStatementsExceededException$/,
    remedy:
      'The warehouse runs 500 statements of the Data API already. Wait until some have ended, then run it again.',
  },
  {
    label: 'too many sessions',
    code: /^ActiveSessionsExceededException$/,
    remedy:
      'The warehouse holds 500 sessions already. Close notebooks that are not in use, then run it again.',
  },
  {
    label: 'too many calls',
    code: /^(Throttling(Exception)?|TooManyRequestsException)$/,
    remedy: 'Everybody in the AWS account shares this limit. Wait a few seconds and run it again.',
  },
  {
    label: 'not allowed to use the Data API',
    code: /^AccessDenied(Exception)?$/,
    remedy: 'Ask an administrator to allow redshift-data:* in the policy of the data role of this site.',
  },
  {
    label: 'credentials refused',
    code: /^(ExpiredToken(Exception)?|UnrecognizedClientException|InvalidSignatureException)$/,
    remedy: 'Sign in again; check the clock of this computer if it stays.',
  },
  {
    label: 'database not reached',
    code: /^DatabaseConnectionException$/,
    remedy: 'Check the name of the database, and that the workgroup or cluster is available.',
  },
  {
    label: 'service error',
    code: /^(InternalServerException|ExecuteStatementException|ServiceUnavailable(Exception)?)$/,
    remedy: 'This is a fault of the service. Run it again after a moment.',
  },
];

/** What to change, for an AWS exception or for Redshift's own message. */
export function statementRemedy(code: string, text: string): string | undefined {
  return remedies.find((row) => (row.code?.test(code) ?? true) && (row.text?.test(text) ?? true))?.remedy;
}
