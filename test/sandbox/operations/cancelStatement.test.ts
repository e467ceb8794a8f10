import assert from 'node:assert/strict';
import {
  CancelStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
} from '@aws-sdk/client-redshift-data';
import { SqlError } from '../../../src/sandbox/warehouse/contract.ts';
import { failure, startFixture } from '../aws/awsFixture.ts';
import type { AwsFixture, Keys } from '../aws/awsFixture.ts';
import { heldWarehouse } from '../aws/heldWarehouse.ts';
import type { HeldWarehouse } from '../aws/heldWarehouse.ts';

describe('CancelStatement', () => {
  let aws: AwsFixture;
  let warehouse: HeldWarehouse;
  let ming: Keys;
  before(async () => {
    warehouse = heldWarehouse();
    aws = await startFixture({ warehouse });
    ming = await aws.person('ming@example.com');
  });
  after(() => aws.stop());

  const submit = async () => {
    const { Id } = await aws.data(ming).send(
      new ExecuteStatementCommand({
        Sql: 'SELECT 1',
        Database: 'dev',
        WorkgroupName: 'redshift-tip-enabled',
      }),
    );
    const held = warehouse.statements.at(-1);
    if (!held) throw new Error('The statement did not arrive.');
    return { Id, held };
  };
  const cancel = async (Id: string | undefined, keys = ming) =>
    await aws.data(keys).send(new CancelStatementCommand({ Id }));
  const state = async (Id: string | undefined) =>
    await aws.data(ming).send(new DescribeStatementCommand({ Id }));

  for (const [label, start] of [
    ['that waits', false],
    ['that runs', true],
  ] as const) {
    it(`ends a statement ${label} as ABORTED`, async () => {
      const { Id, held } = await submit();
      if (start) held.start();
      const { Status: cancelled } = await cancel(Id);
      const { Status, Error: error, HasResultSet } = await state(Id);
      assert.deepEqual([cancelled, Status, error, HasResultSet], [true, 'ABORTED', undefined, false]);
    });
  }

  const ends: [state: string, end: (held: Awaited<ReturnType<typeof submit>>['held']) => void][] = [
    ['FINISHED', (held) => held.finish()],
    ['FAILED', (held) => held.fail(new SqlError('ERROR: division by zero', '22012'))],
  ];
  for (const [name, end] of ends) {
    it(`refuses to cancel what is ${name}`, async () => {
      const { Id, held } = await submit();
      end(held);
      const error = await failure(cancel(Id));
      assert.deepEqual(
        [error['name'], error['message']],
        ['ValidationException', `Could not cancel a query that is already in ${name} state with ID: ${Id}`],
      );
    });
  }

  it('refuses to cancel twice', async () => {
    const { Id } = await submit();
    await cancel(Id);
    assert.match(String((await failure(cancel(Id)))['message']), /already in ABORTED state/);
  });

  it("does not reach another person's statement", async () => {
    const { Id } = await submit();
    const error = await failure(cancel(Id, await aws.person('frank@example.com')));
    const { Status } = await state(Id);
    assert.deepEqual([error['name'], Status], ['ResourceNotFoundException', 'SUBMITTED']);
  });

  for (const Id of [undefined, 'x']) {
    it(`refuses the ID ${String(Id)}`, async () => {
      const error = await failure(cancel(Id));
      assert.equal(error['name'], 'ValidationException');
      assert.match(String(error['message']), /'id'/);
    });
  }
});
