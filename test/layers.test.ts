import assert from 'node:assert/strict';
import { readSources } from './readSources.ts';
import { layerViolations } from './layers.ts';

/** Source texts by path, as in the repository. */
type Sources = Readonly<Record<string, string>>;

const empty = {
  'src/protocol/p.ts': '',
  'src/core/c.ts': '',
  'src/node/n.ts': '',
  'src/host/h.ts': '',
  'src/sandbox/s.ts': '',
};

const rejected: readonly { label: string; sources: Sources; because: string }[] = [
  {
    label: 'a static import against the direction',
    sources: { ...empty, 'src/core/x.ts': "import { h } from '../host/h.ts';" },
    because: 'src/core/x.ts imports src/host/h.ts: core may not import host',
  },
  {
    label: 'a type import against the direction',
    sources: { ...empty, 'src/core/x.ts': "import type { N } from '../node/n.ts';" },
    because: 'src/core/x.ts imports src/node/n.ts: core may not import node',
  },
  {
    label: 'a type inside an import type expression',
    sources: { ...empty, 'src/protocol/x.ts': "export type X = import('../core/c.ts').C;" },
    because: 'src/protocol/x.ts imports src/core/c.ts: protocol may not import core',
  },
  {
    label: 'a re-export against the direction',
    sources: { ...empty, 'src/sandbox/x.ts': "export {\n  a,\n  b as c,\n} from '../core/c.ts';" },
    because: 'src/sandbox/x.ts imports src/core/c.ts: sandbox may not import core',
  },
  {
    label: 'a bare import',
    sources: { ...empty, 'src/core/x.ts': "import '../sandbox/s.ts';" },
    because: 'src/core/x.ts imports src/sandbox/s.ts: core may not import sandbox',
  },
  {
    label: 'a dynamic import',
    sources: { ...empty, 'src/host/x.ts': 'const s = await import(`../sandbox/s.ts`);' },
    because: 'src/host/x.ts imports src/sandbox/s.ts: host may not import sandbox',
  },
  {
    label: 'an import of something computed',
    sources: { 'src/core/x.ts': 'await import(name);' },
    because: 'src/core/x.ts imports something computed',
  },
  {
    label: 'require',
    sources: { 'src/host/x.ts': "const fs = require('node:fs');" },
    because: 'src/host/x.ts uses require: write import',
  },
  {
    label: 'vscode in core, as types only',
    sources: { 'src/core/x.ts': "import type * as vscode from 'vscode';" },
    because: 'src/core/x.ts imports vscode: core may not',
  },
  {
    label: "a module of Node's in the renderer",
    sources: { 'src/renderer/x.ts': "import path from 'node:path';" },
    because: "src/renderer/x.ts imports node:path: renderer may not import Node's modules",
  },
  {
    label: "a module of Node's without its prefix",
    sources: { 'src/core/x.ts': "import fs from 'fs';" },
    because: 'src/core/x.ts imports fs: write node:fs',
  },
  {
    label: 'a package in the protocol',
    sources: { 'src/protocol/x.ts': "import { z } from 'zod';" },
    because: 'src/protocol/x.ts imports zod: protocol may not import packages',
  },
  {
    label: "a global of Node's in core",
    sources: { 'src/core/x.ts': 'export const home = process.env.HOME;' },
    because: "src/core/x.ts uses Node's process",
  },
  {
    label: "a global of Node's inside a template",
    sources: { 'src/core/x.ts': 'export const text = `home ${process.env.HOME}`;' },
    because: "src/core/x.ts uses Node's process",
  },
  {
    label: 'something outside src',
    sources: { 'src/core/x.ts': "import { y } from '../../test/y.ts';" },
    because: 'src/core/x.ts imports test/y.ts, outside src',
  },
  {
    label: 'a file that is not there',
    sources: { 'src/core/x.ts': "import { y } from './y.js';" },
    because: 'src/core/x.ts imports src/core/y.js, which does not exist',
  },
  {
    label: 'a folder that is not in the table',
    sources: { 'src/common/x.ts': '' },
    because: 'src/common/x.ts is in no known layer',
  },
  {
    label: 'a circle through a type import',
    sources: {
      'src/core/a.ts': "import { b } from './b.ts';",
      'src/core/b.ts': "import type { C } from './c.ts';",
      'src/core/c.ts': "export * from './a.ts';",
    },
    because: 'circle: src/core/a.ts → src/core/b.ts → src/core/c.ts → src/core/a.ts',
  },
];

const accepted: Sources = {
  ...empty,
  'src/core/comment.ts': "// import { h } from '../host/h.ts';\n/* require('x') */\nexport const a = 1;",
  'src/core/string.ts': 'export const sql = "import x from \'../host/h.ts\'"; // process.env',
  'src/core/regExp.ts':
    "export const quote = /['\"/]/; export const half = 4 / 2; // '\nexport const b = `//${1}`;",
  'src/core/member.ts':
    "export const c = { process: 1 }; c.process; import type { P } from '../protocol/p.ts';",
  'src/host/lazy.ts':
    "import * as vscode from 'vscode';\nexport const load = () => import('@aws-sdk/client-sts');",
  'src/extension.ts': "import { h } from './host/h.ts';",
};

describe('layers', () => {
  for (const { label, sources, because } of rejected) {
    it(`rejects ${label}`, () => {
      assert.deepEqual(layerViolations(new Map(Object.entries(sources))), [because]);
    });
  }

  it('accepts what is allowed, and what only looks like an import', () => {
    assert.deepEqual(layerViolations(new Map(Object.entries(accepted))), []);
  });

  it('hold in src', async () => {
    const sources = await readSources('src');
    assert.ok(sources.has('src/protocol/resultPayload.ts'));
    assert.deepEqual(layerViolations(sources), []);
  });
});
