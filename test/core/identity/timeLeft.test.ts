import assert from 'node:assert/strict';
import { timeLeft } from '../../../src/core/identity/timeLeft.ts';

const now = Date.UTC(2030, 0, 1);
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const rows: readonly [label: string, left: number, text: string][] = [
  ['the last instant', 1, '1 s'],
  ['seconds', 12 * second, '12 s'],
  ['a part of a second counts as one', 11 * second + 1, '12 s'],
  ['just under a minute', minute - second, '59 s'],
  ['rounded up to a minute', minute - 1, '1 min 00 s'],
  ['minutes and seconds', 4 * minute + 5 * second, '4 min 05 s'],
  ['the last one with seconds', 10 * minute - second, '9 min 59 s'],
  ['minutes', 10 * minute, '10 min'],
  ['minutes begun are not counted', 58 * minute + 59 * second, '58 min'],
  ['an hour', hour, '60 min'],
  ['hours', 2 * hour, '2 h 00 min'],
  ['hours and minutes', 12 * hour + 5 * minute, '12 h 05 min'],
  ['days', 3 * day + hour, '3 days'],
  ['the end', 0, 'expired just now'],
  ['seconds ago', -12 * second, 'expired 12 s ago'],
  ['minutes ago', -(3 * minute + 20 * second), 'expired 3 min ago'],
  ['hours ago', -5 * hour, 'expired 5 h ago'],
  ['days ago', -4 * day, 'expired 4 days ago'],
  ['no date at all', Number.NaN, 'unknown'],
];

describe('timeLeft', () => {
  for (const [label, left, text] of rows) {
    it(label, () => assert.equal(timeLeft(new Date(now + left), now), text));
  }
});
