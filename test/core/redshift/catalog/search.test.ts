import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CatalogColumn, CatalogRelation } from '../../../../src/core/redshift/catalog/contract.ts';
import { searchLoaded } from '../../../../src/core/redshift/catalog/search.ts';

const relation = (schema: string, name: string): CatalogRelation => ({
  database: 'dev',
  schema,
  name,
  kind: 'table',
});
const column = (name: string, position: number): CatalogColumn => ({
  name,
  position,
  type: 'integer',
  distributionKey: false,
  sortKey: 0,
});

const sales = relation('public', 'sales');
const scope = {
  relations: [
    [relation('crm', 'customers'), relation('crm', 'resales'), relation('crm', 'Sales_Target')],
    [relation('public', 'daily_sales'), sales, relation('public', 'sales_2026')],
  ],
  columns: [{ relation: sales, columns: ['amount', 'sale_id', 'net_amount', 'region'].map(column) }],
};

const found = (text: string, limit?: number): string[] =>
  searchLoaded(scope, text, limit).map((object) =>
    object.type === 'relation'
      ? `${object.relation.schema}.${object.relation.name}`
      : `${object.relation.name}/${object.column}`,
  );

describe('a search in what is loaded', () => {
  for (const [label, text, expected] of [
    [
      'whole names, then beginnings, beginnings of words, and anywhere',
      'sales',
      ['public.sales', 'crm.Sales_Target', 'public.sales_2026', 'public.daily_sales', 'crm.resales'],
    ],
    ['letter case aside', 'CUSTO', ['crm.customers']],
    [
      'relations before columns that are as near',
      'sale',
      [
        'crm.Sales_Target',
        'public.sales',
        'public.sales_2026',
        'sales/sale_id',
        'public.daily_sales',
        'crm.resales',
      ],
    ],
    ['columns', 'amount', ['sales/amount', 'sales/net_amount']],
    ['every word', 'sales 20', ['public.sales_2026']],
    ['words in any order', '2026 sales', ['public.sales_2026']],
    ['a column with a word of its table', 'sales amount', ['sales/amount', 'sales/net_amount']],
    [
      'a schema before a dot',
      'public.sal',
      ['public.sales', 'public.sales_2026', 'sales/sale_id'].slice(0, 2),
    ],
    ['a database, a schema and a table', 'dev.crm.cust', ['crm.customers']],
    ['a table and a column', 'sales.net', ['sales/net_amount']],
    ['a whole path', 'public.sales.', ['sales/amount', 'sales/sale_id', 'sales/net_amount', 'sales/region']],
    ['nothing for no text', '  ', []],
    ['nothing for what is not there', 'zzz', []],
    ['no patterns', 's%s', []],
  ] as const) {
    it(`finds ${label}`, () => assert.deepEqual(found(text), expected));
  }

  it('finds no more than it was asked for, the nearest', () => {
    assert.deepEqual(found('sales', 2), ['public.sales', 'crm.Sales_Target']);
  });
});
