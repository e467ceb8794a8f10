import { catalogue } from './compatibility.ts';
import { maskedTable } from './maskedViews.ts';
import { quoteString } from './sqlTokens.ts';
import type { Database } from './database.ts';

/** The parts of EXPLAIN (FORMAT JSON) that are shown. */
interface PlanNode {
  'Node Type': string;
  'Join Type'?: string;
  'Relation Name'?: string;
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

/**
 * The lines of QUERY PLAN, in the manner of Redshift, from PostgreSQL's plan.
 * Where a table with row-level security takes part, the scan says so and no condition is shown:
 * a policy is not for those whom it binds. Reads the catalogue, so the session has to be the administrator's.
 * @param explainsPolicies true for those with the privilege EXPLAIN RLS, who see what row-level security adds
 */
export function planLines(database: Database, json: string, explainsPolicies: boolean): string[] {
  const [plan] = JSON.parse(json) as { Plan: PlanNode }[];
  if (!plan) return [];
  const relations = [...relationsOf(plan.Plan)];
  const secured = new Set(
    relations.length === 0
      ? []
      : database
          .query(
            `SELECT DISTINCT relname FROM pg_catalog.pg_class
             WHERE relrowsecurity AND relname IN (${relations.map(quoteString).join(', ')})`,
          )
          .map(([name]) => name ?? ''),
  );
  // EXPLAIN RLS says nothing of masking, whose expressions would show as well.
  const shown = secured.size === 0 || (explainsPolicies && !isMasked(database, [...secured]));
  return linesOf(plan.Plan, secured, shown, 0);
}

function isMasked(database: Database, names: readonly string[]): boolean {
  const [found] = database.query(
    `SELECT FROM ${catalogue}.masking_attachment JOIN pg_catalog.pg_class c ON c.oid = relation
     WHERE relname IN (${names.map(quoteString).join(', ')}) LIMIT 1`,
  );
  return found !== undefined;
}

/** What stands before every secured table, beside its policies. */
const guard = /\(InitPlan \d+\)\.col1(?: AND )?/g;

function* relationsOf(node: PlanNode): Generator<string> {
  if (node['Relation Name'] !== undefined) yield node['Relation Name'];
  for (const child of node.Plans ?? []) yield* relationsOf(child);
}

function linesOf(
  node: PlanNode,
  secured: ReadonlySet<string>,
  showsDetails: boolean,
  depth: number,
): string[] {
  const relation = node['Relation Name'];
  const named = node.Alias !== undefined && node.Alias !== relation && node.Alias !== maskedTable;
  const alias = named ? ` ${node.Alias}` : '';
  const join =
    node['Join Type'] === undefined || node['Join Type'] === 'Inner' ? '' : ` ${node['Join Type']}`;
  const type =
    relation !== undefined && secured.has(relation) ? 'RLS SecureScan' : `${node['Node Type']}${join}`;
  const on = relation === undefined ? '' : `${type === 'RLS SecureScan' ? '' : ' on'} ${relation}${alias}`;
  const indent = '  '.repeat(depth);
  const lines = [`${indent}${depth === 0 ? '' : '->  '}XN ${type}${on}`];
  if (showsDetails) {
    for (const detail of details) {
      const value = node[detail];
      if (value === undefined) continue;
      const text = Array.isArray(value) ? value.join(', ') : String(value);
      const own = secured.size === 0 ? text : text.replace(guard, '');
      if (own !== '') lines.push(`${indent}      ${detail}: ${own}`);
    }
  }
  // The guard and the masks of a secured table are values worked out beside the scan.
  const children = (node.Plans ?? []).filter(
    (child) =>
      secured.size === 0 ||
      child['Node Type'] !== 'Result' ||
      !['InitPlan', 'SubPlan'].includes(child['Parent Relationship'] ?? ''),
  );
  return [...lines, ...children.flatMap((child) => linesOf(child, secured, showsDetails, depth + 1))];
}
