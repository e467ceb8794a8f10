import assert from 'node:assert/strict';
import { AwsError } from '../../../src/sandbox/aws/awsError.ts';
import { CallRate } from '../../../src/sandbox/aws/callRate.ts';

describe('the rate of calls', () => {
  it('takes so many within any second, each key by itself, and forgets refused ones', () => {
    let now = 0;
    const rate = new CallRate(3, () => new Date(now));
    const take = (key: string): string => {
      try {
        rate.take(key);
        return 'taken';
      } catch (error) {
        return error instanceof AwsError ? `${error.status} ${error.code}` : 'broken';
      }
    };
    const throttled = '400 ThrottlingException';
    const rows: [label: string, time: number, key: string, answer: string][] = [
      ['first', 0, 'east', 'taken'],
      ['second', 400, 'east', 'taken'],
      ['third', 800, 'east', 'taken'],
      ['fourth within the second', 999, 'east', throttled],
      ['another key', 999, 'west', 'taken'],
      ['a second after the first', 1000, 'east', 'taken'],
      ['while three are left', 1399, 'east', throttled],
      ['a second after the second', 1400, 'east', 'taken'],
    ];
    const seen = rows.map(([label, time, key]) => {
      now = time;
      return [label, time, key, take(key)];
    });
    assert.deepEqual(seen, rows);
  });
});
