import assert from 'node:assert/strict';
import { openFileCommand } from '../../../src/host/export/dataWrangler.ts';

const menu = (...commands: unknown[]) => ({
  contributes: {
    menus: { 'explorer/context': commands.map((command) => ({ command, group: 'navigation' })) },
  },
});

describe('the command of Data Wrangler that opens a file', () => {
  const manifests: [label: string, manifest: unknown, command: string | undefined][] = [
    ['in the menu of files', menu('dataWrangler.openFile'), 'dataWrangler.openFile'],
    ['behind those of others', menu('other.open', 'dataWrangler.launch'), 'dataWrangler.launch'],
    ['in no menu', { contributes: { commands: [{ command: 'dataWrangler.openFile' }] } }, undefined],
    ['under no name', menu(1, null), undefined],
    [
      'in a menu that is none',
      { contributes: { menus: { 'explorer/context': 'dataWrangler.open' } } },
      undefined,
    ],
    ['in nothing', undefined, undefined],
  ];
  for (const [label, manifest, command] of manifests) {
    it(label, () => assert.equal(openFileCommand(manifest), command));
  }
});
