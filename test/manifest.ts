import { scanSource } from './sourceScan.ts';

/** The parts of package.json that are checked against the code. */
export interface Manifest {
  main?: string;
  icon?: string;
  activationEvents?: string[];
  capabilities?: { untrustedWorkspaces?: { restrictedConfigurations?: string[] } };
  contributes: {
    authentication?: { id: string }[];
    commands?: { command: string; enablement?: string; icon?: string }[];
    configuration?: { properties?: Record<string, Setting> };
    grammars?: { path: string }[];
    languages?: { id: string; configuration?: string }[];
    menus?: Record<string, { command: string; when?: string }[]>;
    notebookRenderer?: { id: string; entrypoint: string; mimeTypes: string[] }[];
    notebooks?: { type: string }[];
    views?: Record<string, { id: string; icon?: string; when?: string }[]>;
    viewsContainers?: Record<string, { id: string; icon: string }[]>;
    viewsWelcome?: { view: string; when?: string }[];
    walkthroughs?: {
      id: string;
      steps: { media: { markdown?: string; image?: string }; completionEvents?: string[] }[];
    }[];
  };
}

interface Setting {
  scope?: string;
  [member: string]: unknown;
}

export interface ManifestInput {
  manifest: Manifest;
  nls: Readonly<Record<string, string>>;
  /** Texts of src/extension.ts and src/host by path. */
  sources: ReadonlyMap<string, string>;
  /** Texts of the files in media/ by path. */
  media: ReadonlyMap<string, string>;
}

const prefix = 'redshiftIdentity.';
/** Context keys of VS Code's own. */
const keysOfVsCode = [
  'view',
  'viewItem',
  'notebookType',
  'notebookCellType',
  'resourceLangId',
  'isWorkspaceTrusted',
  'true',
  'false',
];
/** What the build makes of which source. */
const built: Readonly<Record<string, string>> = {
  'dist/extension.js': 'src/extension.ts',
  'dist/renderer.js': 'src/renderer/index.ts',
};
/** Ids that the code gives to things that no manifest declares: states, status items, a controller. */
const idsOfTheCode = ['target', 'favourites', 'controller', 'sessions', 'runs', 'transaction'].map(
  (name) => prefix + name,
);
/** A setting with one of these in its schema decides where tokens go. */
const decidesWhereTokensGo = /issuer|arn$|endpoint|redirect/i;

/** Where the manifest and the code contradict each other, a sentence each. */
export function manifestProblems({ manifest, nls, sources, media }: ManifestInput): string[] {
  const { contributes } = manifest;
  const problems: string[] = [];
  const declared = new Set((contributes.commands ?? []).map(({ command }) => command));
  const settings = contributes.configuration?.properties ?? {};
  const views = Object.values(contributes.views ?? {}).flat();
  const code = [...sources].map(([file, text]) => ({ file, ...scanSource(text) }));
  const differ = (left: Iterable<string>, right: Iterable<string>, sentence: (name: string) => string) => {
    const known = new Set(right);
    for (const name of new Set(left)) if (!known.has(name)) problems.push(sentence(name));
  };

  const registered = argumentsOf(code, /\bregister(?:Command|OnNodes)?\s*\(\s*['"]/g).map(withPrefix);
  differ(declared, registered, (name) => `${name} is declared and not registered`);
  differ(registered, declared, (name) => `${name} is registered and not declared`);

  const menus = Object.values(contributes.menus ?? {}).flat();
  const texts = [...Object.values(nls), ...media.values()];
  const linked = texts.flatMap((text) =>
    [...text.matchAll(/\]\(command:([\w.]+)/g)].map(([, name = '']) => name),
  );
  const onCommand = completionEvents(contributes, 'onCommand:');
  differ(
    [...menus.map(({ command }) => command), ...linked, ...onCommand].filter((name) =>
      name.startsWith(prefix),
    ),
    declared,
    (name) => `${name} is offered and not declared`,
  );

  const clauses = [
    ...menus.map(({ when }) => when),
    ...views.map(({ when }) => when),
    ...(contributes.viewsWelcome ?? []).map(({ when }) => when),
    ...(contributes.commands ?? []).map(({ enablement }) => enablement),
  ].filter((clause) => clause !== undefined);
  const read = [...clauses.flatMap(contextKeysOf), ...completionEvents(contributes, 'onContext:')];
  const set = code
    .filter(({ literals }) => [...literals.values()].includes('setContext'))
    .flatMap(({ literals }) =>
      [...literals.values()].filter((text) => text.startsWith(prefix) && !declared.has(text)),
    );
  differ(read, [...set, ...keysOfVsCode], (key) => `the context key ${key} is read and never set`);
  differ(set, read, (key) => `the context key ${key} is set and never read`);

  for (const file of filesOf(manifest)) {
    const present = built[file] === undefined ? media.has(file) : true;
    if (!present) problems.push(`the manifest names ${file}, which does not exist`);
  }

  const used = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(([, key = '']) => key);
  differ(used, Object.keys(nls), (key) => `%${key}% has no text`);
  differ(Object.keys(nls), used, (key) => `the text ${key} is not used`);

  const readSettings = argumentsOf(
    code,
    /getConfiguration\s*\(\s*'[^']*'\s*\)\s*\.\s*(?:get|inspect|update)\s*(?:<[^()]*>)?\(\s*['"]/g,
  ).map(withPrefix);
  differ(Object.keys(settings), readSettings, (name) => `the setting ${name} is declared and never read`);
  differ(readSettings, Object.keys(settings), (name) => `the setting ${name} is read and not declared`);
  const restricted = manifest.capabilities?.untrustedWorkspaces?.restrictedConfigurations ?? [];
  for (const [name, setting] of Object.entries(settings)) {
    if (!memberNames(setting).some((member) => decidesWhereTokensGo.test(member))) continue;
    if (setting.scope !== 'machine') problems.push(`the setting ${name} has to have the scope machine`);
    if (!restricted.includes(name))
      problems.push(`the setting ${name} has to be in restrictedConfigurations`);
  }
  differ(restricted, Object.keys(settings), (name) => `the setting ${name} is restricted and not declared`);

  for (const event of manifest.activationEvents ?? []) {
    const [kind = '', argument] = event.split(':');
    if (event === '*') problems.push('the activation event * slows every window down');
    if (
      ['onCommand', 'onView', 'onNotebook', 'onLanguage', 'onAuthenticationRequest'].includes(kind) &&
      argument?.startsWith('redshiftIdentity')
    ) {
      problems.push(`VS Code makes the activation event ${event} itself`);
    }
  }

  const ids = [
    ...declared,
    ...set,
    ...Object.keys(settings),
    ...views.flatMap(({ id }) => [id, `${id}.focus`]),
    ...(contributes.notebooks ?? []).map(({ type }) => type),
    ...(contributes.notebookRenderer ?? []).map(({ id }) => id),
    ...idsOfTheCode,
  ];
  for (const { file, literals } of code) {
    const named = [...literals.values()].filter((text) => /^redshiftIdentity\.\w+(\.\w+)*$/i.test(text));
    differ(named, ids, (name) => `${file} names ${name}, which the manifest doesn't know`);
  }
  differ(
    (contributes.viewsWelcome ?? []).map(({ view }) => view),
    views.map(({ id }) => id),
    (id) => `the view ${id} is welcomed and not declared`,
  );
  return problems;
}

/** Sources of what the manifest says the build makes. */
export function sourcesOfBuilt(manifest: Manifest): string[] {
  return filesOf(manifest).flatMap((file) => built[file] ?? []);
}

const withPrefix = (name: string) => (name.startsWith(prefix) ? name : prefix + name);

/** The string literals that a pattern's matches end at. */
function argumentsOf(
  code: readonly { code: string; literals: ReadonlyMap<number, string> }[],
  pattern: RegExp,
): string[] {
  return code.flatMap(({ code: text, literals }) =>
    [...text.matchAll(pattern)].flatMap((match) => literals.get(match.index + match[0].length - 1) ?? []),
  );
}

/** Keys of a `when` clause: its words that are neither compared with nor operators. */
function contextKeysOf(clause: string): string[] {
  return clause
    .split(/&&|\|\|/)
    .map((part) => part.trim().replace(/^[!( ]+/, ''))
    .map((part) => part.split(/\s*(?:==|!=|=~|>|<|\bin\b|\bnot\b|\))/)[0]?.trim() ?? '')
    .filter((key) => key !== '');
}

function completionEvents(contributes: Manifest['contributes'], kind: string): string[] {
  const events = (contributes.walkthroughs ?? []).flatMap(({ steps }) =>
    steps.flatMap(({ completionEvents: list }) => list ?? []),
  );
  return events.filter((event) => event.startsWith(kind)).map((event) => event.slice(kind.length));
}

function filesOf(manifest: Manifest): string[] {
  const { contributes } = manifest;
  const steps = (contributes.walkthroughs ?? []).flatMap((walkthrough) => walkthrough.steps);
  return [
    manifest.main,
    manifest.icon,
    ...(contributes.grammars ?? []).map(({ path }) => path),
    ...(contributes.languages ?? []).map(({ configuration }) => configuration),
    ...(contributes.notebookRenderer ?? []).map(({ entrypoint }) => entrypoint),
    ...[...Object.values(contributes.views ?? {}), ...Object.values(contributes.viewsContainers ?? {})]
      .flat()
      .map(({ icon }) => icon),
    ...(contributes.commands ?? []).map(({ icon }) => icon),
    ...steps.flatMap(({ media }) => [media.markdown, media.image]),
  ]
    .filter((file) => file !== undefined)
    .filter((file) => !file.startsWith('$('))
    .map((file) => file.replace(/^\.\//, ''));
}

/** Names of every member in a JSON schema, at whatever depth. */
function memberNames(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([name, value]) => [name, ...memberNames(value)]);
}
