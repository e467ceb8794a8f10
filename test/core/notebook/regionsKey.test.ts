import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readRegionsKey, writeRegionsKey } from '../../../src/core/notebook/regionsKey.ts';

const known = ['us-east-1', 'us-west-2'];

describe('the key regions', () => {
  const rows: { value: string | undefined; names: string[] | undefined }[] = [
    { value: undefined, names: undefined },
    { value: '', names: undefined },
    { value: ' , ', names: undefined },
    { value: 'us-west-2', names: ['us-west-2'] },
    { value: 'us-west-2,us-east-1', names: ['us-west-2', 'us-east-1'] },
    { value: ' US-West-2 ,\tus-west-2 us-east-1', names: ['us-west-2', 'us-east-1'] },
    { value: '*', names: known },
    { value: 'us-west-2,*', names: ['us-west-2', 'us-east-1'] },
    { value: 'mars-1', names: ['mars-1'] },
  ];
  for (const { value, names } of rows) {
    it(`reads ${JSON.stringify(value)}`, () => assert.deepEqual(readRegionsKey(value, known), names));
  }

  it('is read as it was written', () => {
    const written = [['us-east-1'], known, ['*'], ['us-east-1', '*'], []].map(writeRegionsKey);
    assert.deepEqual(
      [written, written.map((value) => readRegionsKey(value, known))],
      [
        ['us-east-1', 'us-east-1,us-west-2', '*', '*', undefined],
        [['us-east-1'], known, known, known, undefined],
      ],
    );
  });
});
