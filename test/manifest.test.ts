import assert from 'node:assert/strict';
import { access, readdir, readFile } from 'node:fs/promises';
import { comparisonMimeType } from '../src/protocol/comparisonPayload.ts';
import { noticeMimeType } from '../src/protocol/noticePayload.ts';
import { resultMimeType } from '../src/protocol/resultPayload.ts';
import { manifestProblems, sourcesOfBuilt, type Manifest, type ManifestInput } from './manifest.ts';
import { readSources } from './readSources.ts';
import { inRepository } from './vscode/repository.ts';

const command = 'redshiftIdentity.run';
const registersRun = `vscode.commands.registerCommand('${command}', run);`;

/** A small extension without a fault; each row of the table below puts one in. */
function small(change: Partial<Manifest['contributes']> = {}, source = registersRun): ManifestInput {
  return {
    manifest: { contributes: { commands: [{ command }], ...change } },
    nls: {},
    sources: new Map([['src/host/x.ts', source]]),
    media: new Map(),
  };
}

const rejected: readonly { label: string; input: ManifestInput; because: string[] }[] = [
  {
    label: 'a command that nobody registers',
    input: small({}, "// registerCommand('redshiftIdentity.run')"),
    because: [`${command} is declared and not registered`],
  },
  {
    label: 'a command that is not declared',
    input: small({}, `${registersRun} registerCommand('stop', stop);`),
    because: ['redshiftIdentity.stop is registered and not declared'],
  },
  {
    label: 'a menu entry without a command',
    input: small({ menus: { commandPalette: [{ command: 'redshiftIdentity.stop' }] } }),
    because: ['redshiftIdentity.stop is offered and not declared'],
  },
  {
    label: 'a link to a command that is not there',
    input: { ...small(), media: new Map([['media/a.md', '[Stop](command:redshiftIdentity.stop)']]) },
    because: ['redshiftIdentity.stop is offered and not declared'],
  },
  {
    label: 'a context key that is never set',
    input: small({ commands: [{ command, enablement: 'isWorkspaceTrusted && !redshiftIdentity.on' }] }),
    because: ['the context key redshiftIdentity.on is read and never set'],
  },
  {
    label: 'a context key that is never read',
    input: small({}, `${registersRun} executeCommand('setContext', 'redshiftIdentity.on', true);`),
    because: ['the context key redshiftIdentity.on is set and never read'],
  },
  {
    label: 'a file that is not there',
    input: small({ grammars: [{ path: './media/rsql.json' }] }),
    because: ['the manifest names media/rsql.json, which does not exist'],
  },
  {
    label: 'a text that is missing',
    input: small({ commands: [{ command, icon: '%icon%' }] }),
    because: ['the manifest names %icon%, which does not exist', '%icon% has no text'],
  },
  {
    label: 'a text that is not used',
    input: { ...small(), nls: { old: 'Old' } },
    because: ['the text old is not used'],
  },
  {
    label: 'a setting that is never read',
    input: small({ configuration: { properties: { 'redshiftIdentity.rows': {} } } }),
    because: ['the setting redshiftIdentity.rows is declared and never read'],
  },
  {
    label: 'a setting that is not declared',
    input: small({}, `${registersRun} getConfiguration('redshiftIdentity').get<number>('rows');`),
    because: ['the setting redshiftIdentity.rows is read and not declared'],
  },
  {
    label: 'an endpoint that a workspace could set',
    input: small(
      { configuration: { properties: { 'redshiftIdentity.site': { properties: { endpoint: {} } } } } },
      `${registersRun} getConfiguration('redshiftIdentity').get('site');`,
    ),
    because: [
      'the setting redshiftIdentity.site has to have the scope machine',
      'the setting redshiftIdentity.site has to be in restrictedConfigurations',
    ],
  },
  {
    label: 'a name in another spelling',
    input: small({}, `${registersRun} executeCommand('redshiftidentity.run');`),
    because: ["src/host/x.ts names redshiftidentity.run, which the manifest doesn't know"],
  },
  {
    label: 'activation at every start',
    input: { ...small(), manifest: { ...small().manifest, activationEvents: ['*'] } },
    because: ['the activation event * slows every window down'],
  },
];

async function repositoryInput(): Promise<ManifestInput> {
  const json = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(inRepository(name), 'utf8'));
  const names = (await readdir(inRepository('media'), { recursive: true, withFileTypes: true })).filter(
    (entry) => entry.isFile(),
  );
  const media = names.map(async (entry) => {
    const file = `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/');
    return [file.slice(inRepository().length + 1), await readFile(file, 'utf8')] as const;
  });
  const sources = await readSources('src');
  return {
    manifest: (await json('package.json')) as Manifest,
    nls: (await json('package.nls.json')) as Record<string, string>,
    sources: new Map(
      [...sources].filter(([file]) => file.startsWith('src/host/') || file === 'src/extension.ts'),
    ),
    media: new Map(await Promise.all(media)),
  };
}

describe('manifest', () => {
  for (const { label, input, because } of rejected) {
    it(`check finds ${label}`, () => assert.deepEqual(manifestProblems(input), because));
  }

  it('check accepts an extension without a fault', () => assert.deepEqual(manifestProblems(small()), []));

  it('agrees with the code', async () => {
    const input = await repositoryInput();
    assert.deepEqual(manifestProblems(input), []);
    for (const source of sourcesOfBuilt(input.manifest)) await access(inRepository(source));
  });

  it('gives the renderer the MIME types of the outputs', async () => {
    const { manifest } = await repositoryInput();
    assert.deepEqual(
      manifest.contributes.notebookRenderer?.map(({ mimeTypes }) => mimeTypes),
      [[resultMimeType, comparisonMimeType, noticeMimeType]],
    );
  });
});
