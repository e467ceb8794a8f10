import assert from 'node:assert/strict';
import { errorLine } from '../../src/core/errorLine.ts';

const iam =
  'User: arn:aws:sts::444455556666:assumed-role/DataRole/ethan@example.com is not authorized to perform: ' +
  'redshift-data:ExecuteStatement because no identity-based policy allows the redshift-data:ExecuteStatement action';

describe('the line of an error', () => {
  for (const [label, message, line] of [
    ['a short one stays', 'The workgroup is paused.', 'The workgroup is paused.'],
    ['the first sentence stands for the rest', 'No such schema crm. Ask somebody.', 'No such schema crm.'],
    ['a dot in a name ends no sentence', 'relation public.sales is gone', 'relation public.sales is gone'],
    ['the first line stands for the rest', 'It failed here\nat line 2', 'It failed here'],
    ['a long one is cut', 'x'.repeat(121), `${'x'.repeat(119)}…`],
    [
      'a denial says what is denied to whom',
      `AccessDeniedException: ${iam}`,
      'redshift-data:ExecuteStatement is denied to the role DataRole.',
    ],
    [
      'a denial that a hop passes on',
      `Redshift user failed (Company, us-east-1): ExecuteStatement: AccessDeniedException: ${iam}`,
      'redshift-data:ExecuteStatement is denied to the role DataRole.',
    ],
    [
      'a denial in another partition of AWS',
      iam.replace('arn:aws:', 'arn:aws-us-gov:'),
      'redshift-data:ExecuteStatement is denied to the role DataRole.',
    ],
  ] as const) {
    it(label, () => assert.equal(errorLine(message), line));
  }
});
