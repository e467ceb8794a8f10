// What media/sandbox grants to each person, written down by hand and never asked of the product.

/** Labels below a label; the rows of a list are leaves. */
export type Outline = { readonly [label: string]: Outline | readonly string[] };

/** As a screen reader would read it: a line a row, two blanks a level. */
export function write(outline: Outline | readonly string[], indent = ''): string[] {
  if (Array.isArray(outline)) return outline.map((label: string) => indent + label);
  return Object.entries(outline).flatMap(([label, below]: [string, Outline | readonly string[]]) => [
    indent + label,
    ...write(below, `${indent}  `),
  ]);
}

const columns = (...names: string[]) => names.map((name) => `Column ${name}`);

const noRoutines = {
  Functions: ['No functions you may see'],
  Procedures: ['No procedures you may see'],
};
const systemSchemas = { 'Schema information_schema': [], 'Schema pg_catalog': [] };
const nothingGranted = ['No schemas you may see'];

const sales = {
  'Table sales': columns(
    'sale_id, bigint, NOT NULL, DISTKEY',
    'region, character varying(4), NOT NULL',
    'country, character varying(40), NOT NULL, SORTKEY 2',
    'city, character varying(40), NOT NULL',
    'latitude, numeric(9,6), NOT NULL',
    'longitude, numeric(9,6), NOT NULL',
    'sold_on, date, NOT NULL, SORTKEY 1',
    'product, character varying(60), NOT NULL',
    'quantity, integer, NOT NULL',
    'amount, numeric(12,2), NOT NULL',
    'note, character varying(80)',
  ),
};
const stores = {
  'Table stores': columns(
    'store_id, integer, NOT NULL',
    'city, character varying(40), NOT NULL',
    'country, character varying(40), NOT NULL',
    'opened_on, date',
  ),
};
const campaigns = {
  'Table campaigns': columns(
    'campaign_id, integer, NOT NULL',
    'title, character varying(60), NOT NULL',
    'region, character varying(4), NOT NULL',
    'budget, numeric(12,2), NOT NULL',
    'begins_on, date, SORTKEY 1',
  ),
};
const targets = {
  'Table targets': columns(
    'region, character varying(4), NOT NULL',
    'year, integer, NOT NULL, SORTKEY 1',
    'amount, numeric(14,2), NOT NULL',
  ),
};

/** Everybody has the view and the function in it. */
const publicWith = (heading: string, tables: Outline): Outline => ({
  'Schema public': {
    [heading]: tables,
    'Views, 1': {
      'View sales_by_country': columns('country, character varying(40)', 'sales, bigint', 'amount, numeric'),
    },
    Functions: ['Function discounted(numeric, integer)'],
    Procedures: ['No procedures you may see'],
  },
});

const customerId = 'customer_id, integer, NOT NULL, DISTKEY';
const customerName = 'name, character varying(60), NOT NULL';
const customerEmail = 'email, character varying(80), NOT NULL';
const customerPlace = [
  'region, character varying(4), NOT NULL, SORTKEY 1',
  'country, character varying(40), NOT NULL, SORTKEY 2',
];
const feedback = {
  'Table feedback': columns(
    'customer_id, integer, NOT NULL',
    'given_on, date, NOT NULL',
    'stars, smallint, NOT NULL',
    'comment, character varying(400)',
    'details, super',
  ),
};
const starsByMonth = {
  'Materialized Views, 1': {
    'Materialized view stars_by_month': columns(
      'month, timestamp without time zone',
      'answers, bigint',
      'fewest, smallint',
    ),
  },
};
const crmRoutines = {
  Functions: ['No functions you may see'],
  Procedures: ['Procedure forget_feedback(integer)'],
};

const crmOfExecutives: Outline = {
  'Schema crm': {
    'Tables, 2': {
      'Table customers': columns(
        ...[customerId, customerName, customerEmail, ...customerPlace],
        ...['credit_limit, numeric(10,2)', 'since, date'],
      ),
      ...feedback,
    },
    ...starsByMonth,
    ...crmRoutines,
  },
};
const crmOfEmea: Outline = {
  'Schema crm': {
    'Tables, 2': {
      'Table customers': columns(customerId, customerName, ...customerPlace),
      ...feedback,
    },
    ...starsByMonth,
    ...crmRoutines,
  },
};
const crmOfApac: Outline = {
  'Schema crm': {
    'Tables, 1': { 'Table customers': columns(customerId, customerName, customerEmail, ...customerPlace) },
    ...crmRoutines,
  },
};
const amer: Outline = {
  'Schema amer': {
    'Tables, 1': {
      'Table quotas': columns(
        'country, character varying(40), NOT NULL',
        'quarter, character(6), NOT NULL, SORTKEY 1',
        'quota, numeric(12,2), NOT NULL',
      ),
    },
    ...noRoutines,
  },
};

const archive: Outline = {
  'Database archive, local': {
    'Schema public': {
      'Tables, 2': {
        'Table returns': columns(
          'return_id, integer, NOT NULL',
          'region, character varying(4), NOT NULL',
          'reason, character varying(60)',
        ),
        'Table sales': columns(
          'year, integer, NOT NULL, SORTKEY 1',
          'region, character varying(4), NOT NULL',
          'total, numeric(16,2), NOT NULL',
        ),
      },
      ...noRoutines,
    },
  },
};
const logistics: Outline = {
  'Schema logistics, external': {
    'External Tables, 1': {
      'External table shipments': columns(
        ...['shipment_id, bigint', 'order_id, bigint'],
        ...['carrier, character varying(40)', 'shipped_on, date'],
      ),
    },
  },
};
const retail: Outline = {
  'Schema retail, external': {
    'External Tables, 2': {
      'External table orders': columns(
        ...['order_id, bigint', 'customer_name, character varying(60)', 'category, character varying(30)'],
        ...['quantity, integer', 'price, numeric(10,2)', 'ordered_at, timestamp without time zone'],
      ),
      'External table suppliers': columns('supplier_id, integer', 'name, character varying(60)'),
    },
  },
};

const databases = (
  dev: Outline,
  catalogue: Outline | readonly string[] = nothingGranted,
  bucket: Outline | readonly string[] = nothingGranted,
): Outline => ({
  ...archive,
  'Database awsdatacatalog, auto mounted catalog': catalogue,
  'Database dev, local': { ...dev, ...systemSchemas },
  'Database sporting-goods@s3tablescatalog, auto mounted catalog': bucket,
});

const bookings = {
  'Table bookings': columns(
    ...['booking_id, integer, NOT NULL, DISTKEY', 'region, character varying(4), NOT NULL'],
    ...['account, character varying(20), NOT NULL', 'booked_on, date, NOT NULL, SORTKEY 1'],
    'amount, numeric(14,2), NOT NULL',
  ),
};
const accounts = {
  'Table accounts': columns('account, character varying(20), NOT NULL', 'description, character varying(80)'),
};
const cluster = (heading: string, tables: Outline): Outline => ({
  'Cluster finance-cluster, database finance': {
    'Database finance, local': {
      'Schema ledger': { [heading]: tables, ...noRoutines },
      'Schema public': { 'No tables you may see': [], ...noRoutines },
      ...systemSchemas,
    },
  },
});

const workgroup = 'Workgroup redshift-tip-enabled, database dev';

/** Below each person's Regions. Ming signs in last, so her window's first workgroup is the one in use. */
export const grantedTrees: readonly (readonly [login: string, region: string, tree: Outline])[] = [
  [
    ...(['ethan@example.com', 'us-east-1'] as const),
    {
      [workgroup]: databases(
        { ...crmOfExecutives, ...publicWith('Tables, 3', { ...sales, ...stores, ...targets }) },
        logistics,
        retail,
      ),
    },
  ],
  [
    ...(['ethan@example.com', 'us-west-2'] as const),
    {
      [workgroup]: databases(
        { ...crmOfExecutives, ...publicWith('Tables, 3', { ...campaigns, ...sales, ...targets }) },
        logistics,
        retail,
      ),
      ...cluster('Tables, 2', { ...accounts, ...bookings }),
    },
  ],
  [
    ...(['frank@example.com', 'us-east-1'] as const),
    { [workgroup]: databases({ ...amer, ...publicWith('Tables, 2', { ...sales, ...stores }) }) },
  ],
  [
    ...(['frank@example.com', 'us-west-2'] as const),
    {
      [workgroup]: databases({ ...amer, ...publicWith('Tables, 1', sales) }),
      ...cluster('Tables, 1', bookings),
    },
  ],
  [
    ...(['alex@example.com', 'us-east-1'] as const),
    { [workgroup]: databases({ ...crmOfEmea, ...publicWith('Tables, 2', { ...sales, ...stores }) }) },
  ],
  [
    ...(['alex@example.com', 'us-west-2'] as const),
    {
      [workgroup]: databases({ ...crmOfEmea, ...publicWith('Tables, 1', sales) }),
      ...cluster('Tables, 1', bookings),
    },
  ],
  [
    ...(['ming@example.com', 'us-east-1'] as const),
    {
      [`${workgroup}, in use`]: databases({
        ...crmOfApac,
        ...publicWith('Tables, 2', { ...sales, ...stores }),
      }),
    },
  ],
  [
    ...(['ming@example.com', 'us-west-2'] as const),
    {
      [workgroup]: databases({ ...crmOfApac, ...publicWith('Tables, 2', { ...campaigns, ...sales }) }),
      ...cluster('Tables, 1', bookings),
    },
  ],
];
