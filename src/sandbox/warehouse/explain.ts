import { catalogue } from './compatibility.ts';
import { maskedTable } from './security/maskedViews.ts';
import { quoteString } from './sql/sqlTokens.ts';
import type { Database } from './database.ts';

/** The parts of EXPLAIN (FORMAT JSON) that are shown. */
interface PlanNode {
  'Node Type': string;
  'Join Type'?: string;
  'Relation Name'?: string;
  Schema?: string;
  Alias?: string;
  'Index Name'?: string;
  'Parent Relationship'?: string;
  Plans?: PlanNode[];
  [detail: string]: unknown;
}

/** Conditions, keys and the like. Any of them can repeat a policy's expression. */
const details = [
  'Filter',
  'Index Cond',
  'Recheck Cond',
  'Join Filter',
  'Hash Cond',
  'Merge Cond',
  'Sort Key',
  'Group Key',
];

/** How PostgreSQL is asked for a plan. */
export const explainWords = 'EXPLAIN (FORMAT JSON, COSTS OFF)';

/** Tables of a plan by their schemas, which PostgreSQL tells in another form of the plan alone. */
export const explainSchemasWords = 'EXPLAIN (VERBOSE, FORMAT JSON, COSTS OFF)';

/**
 * The lines of QUERY PLAN, in the manner of Redshift, from PostgreSQL's plan.
 * Where a table with row-level security takes part, the scan says so and no condition is shown:
 * a policy is not for those whom it binds. Reads the catalogue, so the session has to be the administrator's.
 * @param schemas the same plan, asked for with `explainSchemasWords`
 * @param sees `everything` for those whom no policy binds, `policies` for those with the privilege EXPLAIN RLS
 */
export function planLines(
  database: Database,
  { plan: json, schemas }: { plan: string; schemas: string },
  sees: 'everything' | 'policies' | 'rows',
): string[] {
  const [plan] = JSON.parse(json) as { Plan: PlanNode }[];
  const [named] = JSON.parse(schemas) as { Plan: PlanNode }[];
  if (!plan || !named) return [];
  addSchemas(plan.Plan, named.Plan);
  const relations = [...relationsOf(plan.Plan)];
  const bound = relations.length > 0 && sees !== 'everything';
  const found = bound ? securedOf(database, relations) : [];
  const secured = new Set(found.flatMap(([name, , security]) => (security === 't' ? [name ?? ''] : [])));
  // EXPLAIN RLS says nothing of masking, whose expressions would show as well.
  const guarded = found.length > 0;
  const showsDetails = !guarded || (sees === 'policies' && !found.some(([, masked]) => masked === 't'));
  return linesOf(plan.Plan, { secured, guarded, showsDetails }, 0);
}

function addSchemas(node: PlanNode, named: PlanNode): void {
  if (named.Schema !== undefined) node.Schema = named.Schema;
  node.Plans?.forEach((child, at) => {
    const same = named.Plans?.[at];
    if (same) addSchemas(child, same);
  });
}

/** Those of the relations with row-level security, masks or both, as `schema.name`, with which of the two. */
function securedOf(database: Database, relations: readonly string[]): (string | null)[][] {
  return database.query(
    `SELECT nspname || '.' || relname, EXISTS (SELECT FROM ${catalogue}.masking_attachment WHERE relation = c.oid),
       EXISTS (SELECT FROM ${catalogue}.protected_relation WHERE relation = c.oid)
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = relnamespace
     WHERE relrowsecurity AND nspname || '.' || relname IN (${relations.map(quoteString).join(', ')})`,
  );
}

/** What stands before every secured table, beside its policies. */
const guard = /\(InitPlan \d+\)\.col1(?: AND )?/g;

function nameOf(node: PlanNode): string | undefined {
  return node['Relation Name'] === undefined ? undefined : `${node.Schema}.${node['Relation Name']}`;
}

function* relationsOf(node: PlanNode): Generator<string> {
  const name = nameOf(node);
  if (name !== undefined) yield name;
  for (const child of node.Plans ?? []) yield* relationsOf(child);
}

interface Shown {
  /** Relations with row-level security, as `schema.name`. */
  readonly secured: ReadonlySet<string>;
  /** Whether row-level security or masks take part at all. */
  readonly guarded: boolean;
  readonly showsDetails: boolean;
}

function linesOf(node: PlanNode, shown: Shown, depth: number): string[] {
  const { secured, guarded, showsDetails } = shown;
  const relation = node['Relation Name'];
  const named = node.Alias !== undefined && node.Alias !== relation && node.Alias !== maskedTable;
  const alias = named ? ` ${node.Alias}` : '';
  const join =
    node['Join Type'] === undefined || node['Join Type'] === 'Inner' ? '' : ` ${node['Join Type']}`;
  const type = secured.has(nameOf(node) ?? '') ? 'RLS SecureScan' : `${node['Node Type']}${join}`;
  const on = relation === undefined ? '' : `${type === 'RLS SecureScan' ? '' : ' on'} ${relation}${alias}`;
  const indent = '  '.repeat(depth);
  const lines = [`${indent}${depth === 0 ? '' : '->  '}XN ${type}${on}`];
  if (showsDetails) {
    for (const detail of details) {
      const value = node[detail];
      if (value === undefined) continue;
      const text = Array.isArray(value) ? value.join(', ') : String(value);
      const own = guarded ? text.replace(guard, '') : text;
      if (own !== '') lines.push(`${indent}      ${detail}: ${own}`);
    }
  }
  // The guard and the masks of a secured table are values worked out beside the scan.
  const children = (node.Plans ?? []).filter(
    (child) =>
      !guarded ||
      child['Node Type'] !== 'Result' ||
      !['InitPlan', 'SubPlan'].includes(child['Parent Relationship'] ?? ''),
  );
  return [...lines, ...children.flatMap((child) => linesOf(child, shown, depth + 1))];
}
