import assert from 'node:assert/strict';
import { AwsError } from '../../../src/sandbox/aws/awsError.ts';
import { CallRate } from '../../../src/sandbox/aws/callRate.ts';

describe('the rate of calls', () => {
  it('takes so many at once and each second, of each operation, account and Region by itself', () => {
    let now = 0;
    const rate = new CallRate({ ListTables: 3, ListSchemas: 3 }, () => new Date(now));
    const take = (call: string): string => {
      const [operation = '', account = '', region = ''] = call.split(' ');
      try {
        rate.take(operation, { account, region });
        return 'taken';
      } catch (error) {
        return error instanceof AwsError ? `${error.status} ${error.code}` : 'broken';
      }
    };
    const throttled = '400 ThrottlingException';
    const rows: [label: string, time: number, call: string, answer: string][] = [
      ['first', 0, 'ListTables 1 east', 'taken'],
      ['second', 0, 'ListTables 1 east', 'taken'],
      ['third', 0, 'ListTables 1 east', 'taken'],
      ['fourth at once', 0, 'ListTables 1 east', throttled],
      ['another Region', 0, 'ListTables 1 west', 'taken'],
      ['another account', 0, 'ListTables 2 east', 'taken'],
      ['another operation', 0, 'ListSchemas 1 east', 'taken'],
      ['an operation without a rate', 0, 'GetWorkgroup 1 east', 'taken'],
      ['much too soon for the next, the refused one not counted', 160, 'ListTables 1 east', throttled],
      ['a little too soon, as calls may come', 170, 'ListTables 1 east', 'taken'],
      ['and no sooner for the one after', 340, 'ListTables 1 east', throttled],
      ['when that has filled again', 510, 'ListTables 1 east', 'taken'],
      ['after a long time, as many as at first', 9000, 'ListTables 1 east', 'taken'],
      ['the second of them', 9000, 'ListTables 1 east', 'taken'],
      ['the third of them', 9000, 'ListTables 1 east', 'taken'],
      ['and no more', 9000, 'ListTables 1 east', throttled],
    ];
    const seen = rows.map(([label, time, call]) => {
      now = time;
      return [label, time, call, take(call)];
    });
    assert.deepEqual(seen, rows);
  });
});
