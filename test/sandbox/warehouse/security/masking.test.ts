import assert from 'node:assert/strict';
import { SqlError } from '../../../../src/sandbox/warehouse/contract.ts';
import type { Warehouse } from '../../../../src/sandbox/warehouse/contract.ts';
import { openRegion, outcomeOf, people } from '../testWarehouse.ts';
import type { PersonName } from '../testWarehouse.ts';

const setUp = `
  CREATE TABLE members (id INTEGER NOT NULL, phone VARCHAR(12), region VARCHAR(4), vip BOOLEAN);
  INSERT INTO members VALUES (1, '555-0101', 'APAC', true), (2, '555-0102', 'APAC', false), (3, '555-0103', 'EMEA', true);
  GRANT SELECT, INSERT, UPDATE, DELETE ON members TO PUBLIC;
  CREATE MASKING POLICY hide WITH (phone VARCHAR(12)) USING ('hidden'::TEXT);
  CREATE MASKING POLICY tail WITH (p VARCHAR(12)) USING ('…' || RIGHT(p, 2));
  CREATE MASKING POLICY unless_vip WITH (is_vip BOOLEAN, number VARCHAR(12))
    USING (CASE WHEN is_vip THEN NULL ELSE number END);
  CREATE MASKING POLICY both WITH (a VARCHAR(12), b BOOLEAN) USING (b::VARCHAR, NOT b);`;

const phones = 'SELECT phone FROM members ORDER BY id';

describe('masking', function () {
  this.timeout(120_000);
  let warehouse: Warehouse;

  beforeEach(async () => {
    await warehouse.runAsAdministrator(setUp);
  });

  afterEach(async () => {
    const policies = ['hide', 'tail', 'unless_vip', 'both'];
    const drops = policies.map((name) => `DROP MASKING POLICY IF EXISTS ${name} CASCADE`);
    await warehouse.runAsAdministrator([...drops, 'DROP TABLE members CASCADE'].join(';'));
  });

  before(async () => {
    warehouse = await openRegion('us-east-1');
  });

  after(() => warehouse?.close());

  const ask = async (person: PersonName, sql: string) => {
    const outcome = await outcomeOf(warehouse, person, sql);
    return typeof outcome === 'string' ? outcome : outcome.join(' ');
  };
  const both = async () => [await ask('ming', phones), await ask('alex', phones)];
  const open = '555-0101 555-0102 555-0103';

  const attachments: [label: string, statements: string, ming: string, alex: string][] = [
    ['nobody', '', open, open],
    [
      'a role',
      'ATTACH MASKING POLICY hide ON members (phone) TO ROLE "awsidc:apac-sales"',
      'hidden hidden hidden',
      open,
    ],
    [
      'a user',
      'ATTACH MASKING POLICY hide ON members (phone) TO "awsidc:alex@example.com"',
      open,
      'hidden hidden hidden',
    ],
    ['everybody', 'ATTACH MASKING POLICY tail ON members (phone) TO PUBLIC', '…01 …02 …03', '…01 …02 …03'],
    [
      'the higher priority',
      `ATTACH MASKING POLICY hide ON members (phone) TO PUBLIC;
       ATTACH MASKING POLICY tail ON public.members (phone) TO ROLE "awsidc:apac-sales" PRIORITY 10`,
      '…01 …02 …03',
      'hidden hidden hidden',
    ],
    [
      'by another column',
      'ATTACH MASKING POLICY unless_vip ON members (phone) USING (vip, phone) TO PUBLIC',
      ' 555-0102 ',
      ' 555-0102 ',
    ],
    [
      'taken off again',
      `ATTACH MASKING POLICY hide ON members (phone) TO PUBLIC; DETACH MASKING POLICY hide ON members (phone) FROM PUBLIC`,
      open,
      open,
    ],
    [
      'changed',
      `ATTACH MASKING POLICY hide ON members (phone) TO PUBLIC; ALTER MASKING POLICY hide USING (LEFT(phone, 3))`,
      '555 555 555',
      '555 555 555',
    ],
    [
      'dropped',
      `ATTACH MASKING POLICY hide ON members (phone) TO PUBLIC; DROP MASKING POLICY hide CASCADE`,
      open,
      open,
    ],
  ];
  for (const [label, statements, ming, alex] of attachments) {
    it(`masks for ${label}`, async () => {
      // Both are known to the warehouse by then.
      await both();
      await warehouse.runAsAdministrator(statements);
      assert.deepEqual(await both(), [ming, alex]);
    });
  }

  it('masks two columns by one policy', async () => {
    await warehouse.runAsAdministrator(
      'ATTACH MASKING POLICY both ON members (phone, vip) TO ROLE "awsidc:apac-sales"',
    );
    assert.equal(
      await ask('ming', 'SELECT id, phone, vip FROM members ORDER BY id'),
      '1,true,f 2,false,t 3,true,f',
    );
  });

  it('shows no row that row-level security hides', async () => {
    await warehouse.runAsAdministrator(`
      ATTACH MASKING POLICY hide ON members (phone) TO PUBLIC;
      CREATE RLS POLICY member_region WITH (region VARCHAR(4)) USING (region = 'APAC');
      ATTACH RLS POLICY member_region ON members TO ROLE "awsidc:apac-sales";
      ALTER TABLE members ROW LEVEL SECURITY ON`);
    const found = [...(await both()), await ask('ming', 'SELECT count(*) FROM members WHERE id = 3')];
    await warehouse.runAsAdministrator('DROP RLS POLICY member_region CASCADE');
    assert.deepEqual(found, ['hidden hidden', '', '0']);
  });

  it('sees masked values in conditions, joins and groups', async () => {
    await warehouse.runAsAdministrator('ATTACH MASKING POLICY hide ON members (phone) TO PUBLIC');
    assert.deepEqual(
      [
        await ask('ming', `SELECT count(*) FROM members WHERE phone = '555-0101'`),
        await ask('ming', 'SELECT phone, count(*) FROM members GROUP BY 1 ORDER BY 1'),
        await ask('ming', 'SELECT count(*) FROM members a JOIN members b USING (phone)'),
      ],
      ['0', 'hidden,3', '9'],
    );
  });

  it('lets nobody change what is masked for them, and everybody add to it', async () => {
    await warehouse.runAsAdministrator('ATTACH MASKING POLICY hide ON members (phone) TO PUBLIC');
    const outcomes = [];
    for (const sql of [
      'UPDATE members SET region = phone',
      'DELETE FROM members WHERE id = 1',
      'INSERT INTO members SELECT id + 10, phone FROM members',
      `INSERT INTO members VALUES (4, '555-0104', 'AMER', false)`,
    ]) {
      outcomes.push((await ask('ming', sql)).slice(0, 5));
    }
    outcomes.push(await ask('ming', 'SELECT count(*) FROM members'));
    assert.deepEqual(outcomes, ['0A000', '0A000', '0A000', '', '4']);
  });

  it('refuses a view whatever rows its condition would leave', async () => {
    await warehouse.runAsAdministrator(`
      CREATE VIEW everybody AS SELECT * FROM members; GRANT SELECT ON everybody TO PUBLIC;
      ATTACH MASKING POLICY hide ON members (phone) TO PUBLIC`);
    const states = [];
    for (const condition of ['vip AND id = 1', 'vip AND id = 2', `phone = '555-0101'`, `phone = 'x'`]) {
      states.push((await ask('ming', `SELECT id FROM everybody WHERE ${condition}`)).slice(0, 5));
    }
    assert.deepEqual(states, Array(4).fill('0A000'));
  });

  it('is closed where a column was renamed under its mask', async () => {
    await warehouse.runAsAdministrator(`
      ATTACH MASKING POLICY hide ON members (phone) TO PUBLIC;
      ALTER TABLE members RENAME COLUMN phone TO number;
      ALTER TABLE members ADD COLUMN phone VARCHAR(12)`);
    assert.equal((await ask('ming', 'SELECT number FROM members')).slice(0, 5), '0A000');
  });

  it('describes columns as the table has them, and leaves nothing behind', async () => {
    await warehouse.runAsAdministrator('ATTACH MASKING POLICY hide ON members (phone) TO PUBLIC');
    const { columns } = await warehouse.run({ user: people.ming, sql: 'SELECT id, phone FROM members' });
    assert.deepEqual(
      [
        columns.map((column) => [
          column.name,
          column.typeName,
          column.precision,
          column.nullable,
          column.schemaName,
          column.tableName,
        ]),
        await ask('ethan', `SELECT nspname FROM pg_namespace WHERE nspname LIKE '%masked%'`),
      ],
      [
        [
          ['id', 'int4', 10, 0, 'public', 'members'],
          ['phone', 'varchar', 12, 1, 'public', 'members'],
        ],
        '',
      ],
    );
  });

  it('shows nothing of a policy in a plan', async () => {
    await warehouse.runAsAdministrator('ATTACH MASKING POLICY hide ON members (phone) TO PUBLIC');
    const plan = await ask('ming', `EXPLAIN SELECT phone FROM members WHERE phone > 'a'`);
    assert.match(plan, /members/);
    // Masks alone leave no row out.
    assert.doesNotMatch(plan, /hidden|Filter|RLS/);
  });

  const refusals: [label: string, sql: string, state: string][] = [
    ['a policy of the same name', `CREATE MASKING POLICY hide WITH (a INTEGER) USING (a)`, '42710'],
    ['an unknown column', 'CREATE MASKING POLICY p WITH (a INTEGER) USING (b)', '42703'],
    ['a lookup', 'CREATE MASKING POLICY p WITH (a INTEGER) USING ((SELECT 1 FROM members))', '0A000'],
    ['no policy', 'ATTACH MASKING POLICY p ON members (phone) TO PUBLIC', '42704'],
    ['no such column', 'ATTACH MASKING POLICY hide ON members (name) TO PUBLIC', '42703'],
    ['a column of another type', 'ATTACH MASKING POLICY hide ON members (id) TO PUBLIC', '42804'],
    ['too few columns', 'ATTACH MASKING POLICY unless_vip ON members (phone) TO PUBLIC', '42601'],
    [
      'a view',
      'CREATE VIEW v AS SELECT * FROM members; ATTACH MASKING POLICY hide ON v (phone) TO PUBLIC',
      '0A000',
    ],
    ['a path', 'ATTACH MASKING POLICY hide ON members (vip.x) TO PUBLIC', '0A000'],
    [
      'the same priority',
      `ATTACH MASKING POLICY hide ON members (phone) TO PUBLIC;
       ATTACH MASKING POLICY tail ON members (phone) TO ROLE "awsidc:apac-sales"`,
      '42710',
    ],
    [
      'the same user',
      `ATTACH MASKING POLICY hide ON members (phone) TO PUBLIC; ATTACH MASKING POLICY tail ON members (phone) TO PUBLIC PRIORITY 1`,
      '42710',
    ],
    [
      'DROP of one in use',
      'ATTACH MASKING POLICY hide ON members (phone) TO PUBLIC; DROP MASKING POLICY hide',
      '2BP01',
    ],
    ['DETACH of none', 'DETACH MASKING POLICY hide ON members (phone) FROM PUBLIC', '42704'],
  ];
  for (const [label, script, state] of refusals) {
    it(`refuses ${label}`, async () => {
      const found = await warehouse.runAsAdministrator(script).catch((error: unknown) => error);
      assert.equal(found instanceof SqlError ? found.sqlState : found, state);
    });
  }

  it('is the administrator’s to manage', async () => {
    const states = [];
    for (const sql of [
      'CREATE MASKING POLICY p WITH (a INTEGER) USING (a)',
      'ALTER MASKING POLICY hide USING (phone)',
      'DROP MASKING POLICY hide',
      'ATTACH MASKING POLICY hide ON members (phone) TO PUBLIC',
      'DETACH MASKING POLICY hide ON members (phone) FROM PUBLIC',
    ]) {
      states.push((await ask('ming', sql)).slice(0, 5));
    }
    assert.deepEqual(states, Array(5).fill('42501'));
  });
});
