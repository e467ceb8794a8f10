import assert from 'node:assert/strict';
import { exportName } from '../../../../src/core/redshift/export/exportName.ts';

describe('the name of an exported file', () => {
  for (const [title, name] of [
    ['Sales by country', 'Sales by country'],
    ['売上 2026', '売上 2026'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a b c d e f g h i j'],
    ['../../etc/passwd', 'etc passwd'],
    ['tab\tline\nend\0', 'tab line end'],
    ['evil\u202efdp.exe', 'evil fdp.exe'],
    ['  dots...  ', 'dots'],
    ['nul', 'nul_'],
    ['', 'st-1'],
    ['???', 'st-1'],
    ['a'.repeat(100), 'a'.repeat(80)],
    ['🎉'.repeat(100), '🎉'.repeat(50)],
    ['売'.repeat(100), '売'.repeat(66)],
  ] as const) {
    it(`of ${JSON.stringify(title)}`, () => assert.equal(exportName(title, 'st-1'), name));
  }
});
