import { builtinModules } from 'node:module';
import path from 'node:path';
import { importsOf, scanSource } from './sourceScan.ts';

interface Layer {
  /** Layers that it may import besides itself. */
  layers: readonly string[];
  vscode?: true;
  /** Node's own modules. */
  node?: true;
  packages?: true;
}

/** Who may import whom, by the folder under src/. */
const layers: Readonly<Record<string, Layer>> = {
  protocol: { layers: [] },
  core: { layers: ['protocol'], packages: true },
  node: { layers: ['protocol', 'core'], node: true, packages: true },
  renderer: { layers: ['protocol', 'core'], packages: true },
  host: { layers: ['protocol', 'core', 'node'], vscode: true, node: true, packages: true },
  extension: { layers: ['protocol', 'core', 'node', 'host'], vscode: true, node: true },
  // Never core: a bug that both sides share would cancel out.
  sandbox: { layers: ['protocol'], node: true, packages: true },
};

/** Node's globals, which a browser doesn't have. */
const nodeGlobal = /(?<![.\w$#])(process|Buffer|__dirname|__filename|setImmediate|global)\b(?!\s*[?:])/g;

/** `src/core/x/y.ts` belongs to `core`, `src/extension.ts` to `extension`. */
function layerOf(file: string): string {
  return (file.split('/')[1] ?? '').replace(/\.ts$/, '');
}

/**
 * What breaks the layering, a sentence each.
 * @param sources texts by path, with forward slashes, from the repository's top: `src/core/errors.ts`
 */
export function layerViolations(sources: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  const edges = new Map<string, string[]>();
  for (const [file, text] of sources) {
    const layer = layerOf(file);
    const may = layers[layer];
    if (may === undefined) {
      found.push(`${file} is in no known layer`);
      continue;
    }
    const inward: string[] = [];
    edges.set(file, inward);
    for (const { specifier, kind } of importsOf(text)) {
      if (kind === 'require') found.push(`${file} uses require: write import`);
      else if (specifier === undefined) found.push(`${file} imports something computed`);
      else if (specifier.startsWith('.')) {
        const target = path.posix.join(path.posix.dirname(file), specifier);
        const targetLayer = layerOf(target);
        if (!target.startsWith('src/')) found.push(`${file} imports ${target}, outside src`);
        else if (!sources.has(target)) found.push(`${file} imports ${target}, which does not exist`);
        else if (targetLayer !== layer && !may.layers.includes(targetLayer)) {
          found.push(`${file} imports ${target}: ${layer} may not import ${targetLayer}`);
        } else inward.push(target);
      } else if (specifier === 'vscode') {
        if (!may.vscode) found.push(`${file} imports vscode: ${layer} may not`);
      } else if (specifier.startsWith('node:')) {
        if (!may.node) found.push(`${file} imports ${specifier}: ${layer} may not import Node's modules`);
      } else if (builtinModules.includes(specifier)) {
        found.push(`${file} imports ${specifier}: write node:${specifier}`);
      } else if (!may.packages) found.push(`${file} imports ${specifier}: ${layer} may not import packages`);
    }
    if (!may.node) {
      for (const [, name] of scanSource(text).code.matchAll(nodeGlobal))
        found.push(`${file} uses Node's ${name}`);
    }
  }
  return [...found, ...circles(edges)];
}

/** Each circle once, from the file that was reached first. */
function circles(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string) => {
    if (path.includes(file)) {
      found.push(`circle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const target of edges.get(file) ?? []) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of edges.keys()) visit(file);
  return found;
}
