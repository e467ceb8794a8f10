import assert from 'node:assert/strict';
import {
  BatchExecuteStatementCommand,
  CancelStatementCommand,
  DescribeStatementCommand,
  ExecuteStatementCommand,
} from '@aws-sdk/client-redshift-data';
import { ListWorkgroupsCommand } from '@aws-sdk/client-redshift-serverless';
import { answering, east, failure, startFixture, west } from './awsFixture.ts';
import type { AwsFixture, Keys } from './awsFixture.ts';

const place = { Database: 'dev', WorkgroupName: 'redshift-tip-enabled' };

describe('faults on request', () => {
  let aws: AwsFixture;
  let ming: Keys;
  let ran: string[];
  before(async () => {
    const warehouse = answering(({ sql }) => {
      ran.push(sql);
      return Promise.resolve({ columns: [], rows: [['1']], hasResultSet: true, rowCount: 1 });
    });
    aws = await startFixture({ warehouse });
  });
  after(() => aws.stop());
  beforeEach(async () => {
    await set([]);
    ran = [];
    ming = await aws.person('ming@example.com');
  });

  const json = { 'content-type': 'application/json' };
  const send = async (init: RequestInit = {}) => {
    const response = await fetch(`${aws.endpoint}/sandbox/faults`, init);
    const cors = [...response.headers.keys()].filter((name) => name.startsWith('access-control'));
    return { status: response.status, body: (await response.json()) as Record<string, unknown>, cors };
  };
  const set = async (faults: unknown) =>
    await send({ method: 'POST', headers: json, body: JSON.stringify({ faults }) });
  const execute = async (
    keys = ming,
    region = east,
    more: { ClientToken?: string; WaitTimeSeconds?: number | undefined } = {},
  ) =>
    await aws
      .data(keys, region)
      .send(new ExecuteStatementCommand({ ...place, Sql: 'SELECT 1', WaitTimeSeconds: 5, ...more }));
  /** `OK`, or what the client saw. */
  const outcome = async (call: Promise<unknown>) =>
    await call.then(
      () => 'OK',
      (error: Error & { code?: string; $metadata?: { httpStatusCode?: number } }) =>
        error.code ?? `${error.$metadata?.httpStatusCode} ${error.name}`,
    );
  const results = (after: number) =>
    aws.log.entries(after).map(({ operation, result }) => `${operation} ${result}`);

  it('are none at the start, replaced by each request, readable and counted', async () => {
    const rules = [
      { operation: 'ExecuteStatement', region: east, times: 1, after: 1, fault: 'drop' },
      { operation: '*', fault: { error: 'ThrottlingException', status: 400 } },
    ];
    const answers = [await send(), await set(rules.slice(0, 1))];
    await execute();
    answers.push(await send(), await set([]));
    assert.deepEqual(
      answers,
      [[], [{ ...rules[0], calls: 0 }], [{ ...rules[0], calls: 1 }], []].map((faults) => ({
        status: 200,
        body: { faults },
        cors: [],
      })),
    );
  });

  const errors: [label: string, fault: object, seen: string][] = [
    ['throttling', { error: 'ThrottlingException', status: 400 }, '400 ThrottlingException'],
    [
      'of the service',
      { error: 'InternalServerException', status: 500, message: 'x' },
      '500 InternalServerException',
    ],
    ['for a while', { error: 'ServiceUnavailableException', status: 503 }, '503 ServiceUnavailableException'],
  ];
  for (const [label, fault, seen] of errors) {
    it(`answer an error ${label}, and nothing runs`, async () => {
      await set([{ operation: 'ExecuteStatement', times: 1, fault }]);
      const { length } = aws.log.entries();
      const outcomes = [await outcome(execute()), ran.length, await outcome(execute())];
      const [, code = ''] = seen.split(' ');
      assert.deepEqual(
        [outcomes, results(length)],
        [
          [seen, 0, 'OK'],
          [`ExecuteStatement ${code}`, 'ExecuteStatement OK'],
        ],
      );
    });
  }

  it('drop a call before it is carried out', async () => {
    await set([{ operation: 'ExecuteStatement', times: 1, fault: 'drop' }]);
    const { length } = aws.log.entries();
    assert.deepEqual(
      [await outcome(execute()), ran, results(length)],
      ['ECONNRESET', [], ['ExecuteStatement Dropped']],
    );
  });

  it('lose the answer of a call that is carried out, which its client token finds again', async () => {
    await set([{ operation: 'ExecuteStatement', times: 1, fault: 'dropAfter' }]);
    const { length } = aws.log.entries();
    const again = { ClientToken: 'again' };
    assert.deepEqual(
      [
        await outcome(execute(ming, east, again)),
        await outcome(execute(ming, east, again)),
        ran,
        results(length),
      ],
      ['ECONNRESET', 'OK', ['SELECT 1'], ['ExecuteStatement OK', 'ExecuteStatement OK']],
    );
  });

  it('expire the credentials of a call from then on, and no others', async () => {
    const other = await aws.person('ming@example.com');
    await set([{ operation: 'ExecuteStatement', times: 1, fault: 'expireCredentials' }]);
    assert.deepEqual(
      [await outcome(execute()), await outcome(execute()), await outcome(execute(other)), ran.length],
      ['400 ExpiredTokenException', '400 ExpiredTokenException', 'OK', 1],
    );
  });

  it('meet the calls of their operation and Region after the first ones, as often as they say', async () => {
    const others = await aws.person('ming@example.com', west);
    await set([{ operation: 'ExecuteStatement', region: west, after: 1, times: 2, fault: 'drop' }]);
    const west5: string[] = [];
    for (let call = 0; call < 5; call++) west5.push(await outcome(execute(others, west)));
    assert.deepEqual(
      [west5, await outcome(execute())],
      [['OK', 'ECONNRESET', 'ECONNRESET', 'OK', 'OK'], 'OK'],
    );
  });

  it('meet every operation of every service, also one that nobody signs', async () => {
    const bridge = await aws.bridge();
    await set([{ operation: '*', fault: { error: 'Broken', status: 503 } }]);
    const outcomes = [
      await outcome(aws.bridge()),
      await outcome(aws.serverless(bridge).send(new ListWorkgroupsCommand({}))),
      await outcome(execute()),
    ];
    await set([{ operation: '*', region: east, fault: { error: 'Broken', status: 503 } }]);
    assert.deepEqual([outcomes, await outcome(aws.bridge())], [Array<string>(3).fill('503 Broken'), 'OK']);
  });

  it('delay a call, also one that fails', async () => {
    await set([
      { operation: 'ExecuteStatement', fault: { delayMilliseconds: 300 } },
      { operation: 'ExecuteStatement', fault: { error: 'Broken', status: 500 } },
    ]);
    const answered: string[] = [];
    const bridge = await aws.bridge();
    await Promise.all([
      outcome(execute()).then((seen) => answered.push(seen)),
      aws
        .serverless(bridge)
        .send(new ListWorkgroupsCommand({}))
        .then(() => answered.push('another')),
    ]);
    assert.deepEqual(answered, ['another', '500 Broken']);
  });

  it('let a statement run longer than it has to, while others come and go', async () => {
    await set([{ operation: 'ExecuteStatement', times: 1, fault: { statementSeconds: 1 } }]);
    const slow = await execute(ming, east, { WaitTimeSeconds: undefined });
    const { Status: other } = await execute();
    const ranMeanwhile = ran.length;
    const command = new DescribeStatementCommand({ Id: slow.Id, WaitTimeSeconds: 5 });
    const { Status: end } = await aws.data(ming).send(command);
    assert.deepEqual(
      [slow.Status, other, ranMeanwhile, end, ran.length],
      ['STARTED', 'FINISHED', 1, 'FINISHED', 2],
    );
  });

  it('fail a statement whose result is larger than they say, as the service fails one of more than 500 MB', async () => {
    await set([{ operation: 'ExecuteStatement', times: 1, fault: { resultBytes: 0 } }]);
    const { Id, Status } = await execute();
    const { Error: error } = await aws.data(ming).send(new DescribeStatementCommand({ Id }));
    assert.deepEqual([Status, error], ['FAILED', 'Database response exceeded size limit']);
    assert.equal((await execute()).Status, 'FINISHED');
  });

  const slow: [label: string, operation: string, submit: () => Promise<{ Id?: string | undefined }>][] = [
    ['statement', 'ExecuteStatement', () => execute(ming, east, { WaitTimeSeconds: undefined })],
    [
      'batch',
      'BatchExecuteStatement',
      () => aws.data(ming).send(new BatchExecuteStatementCommand({ ...place, Sqls: ['SELECT 1'] })),
    ],
  ];
  for (const [label, operation, submit] of slow) {
    it(`let a slow ${label} be cancelled at once, and it never ran`, async () => {
      await set([{ operation, fault: { statementSeconds: 600 } }]);
      const { Id } = await submit();
      const client = aws.data(ming);
      const { Status: before } = await client.send(new DescribeStatementCommand({ Id }));
      await client.send(new CancelStatementCommand({ Id }));
      const { Status } = await client.send(new DescribeStatementCommand({ Id }));
      assert.deepEqual([before, Status, ran], ['STARTED', 'ABORTED', []]);
    });
  }

  const one = { operation: 'ExecuteStatement', fault: 'drop' };
  const refused: [label: string, faults: unknown, message: RegExp][] = [
    ['no list', '*', /^The body must be \{"faults"/],
    ['what is no rule', [1], /^Fault 1: "operation" must be/],
    [
      'an unknown operation, naming the known ones',
      [one, { ...one, operation: 'Excute' }],
      /^Fault 2: .*CreateTokenWithIAM.*, ExecuteStatement,/,
    ],
    ['an unknown Region', [{ ...one, region: 'eu-west-1' }], /"region" must be one of us-east-1, us-west-2/],
    ['no times', [{ ...one, times: 0 }], /"times" must be a whole number from 1/],
    ['half a time', [{ ...one, after: 0.5 }], /"after" must be a whole number from 0/],
    ['an unknown member', [{ ...one, time: 1 }], /"time" is not known here. Known: operation, region/],
    ['an unknown fault', [{ ...one, fault: 'fire' }], /"fault" must be "drop", "dropAfter"/],
    ['no fault', [{ operation: '*' }], /"fault" must be/],
    ['an error code that is none', [{ ...one, fault: { error: 'a b' } }], /"fault" must be/],
    [
      'an error that is a success',
      [{ ...one, fault: { error: 'Fine', status: 200 } }],
      /"status" must be a whole number from 400 to 599/,
    ],
    ['an error of more', [{ ...one, fault: { error: 'Fine', body: '' } }], /"body" is not known here/],
    ['a delay of no time', [{ ...one, fault: { delayMilliseconds: 0 } }], /"delayMilliseconds" must be/],
    ['a result of less than nothing', [{ ...one, fault: { resultBytes: -1 } }], /"resultBytes" must be/],
    [
      'two faults in one',
      [{ ...one, fault: { statementSeconds: 1, error: 'A' } }],
      /"error" is not known here/,
    ],
  ];
  for (const [label, faults, message] of refused) {
    it(`refuse ${label}, and leave the rules as they are`, async () => {
      await set([one]);
      const { status, body } = await set(faults);
      assert.match(String(body['message']), message);
      assert.deepEqual([status, (await send()).body], [400, { faults: [{ ...one, calls: 0 }] }]);
    });
  }

  const unasked: [label: string, init: RequestInit, status: number, message: RegExp][] = [
    ['no JSON', { method: 'POST', headers: json, body: '{' }, 400, /not JSON/],
    [
      'what a page could send without asking',
      { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"faults":[]}' },
      415,
      /application\/json/,
    ],
    ['a page that asks first', { method: 'OPTIONS', headers: { origin: 'http://page.example' } }, 405, /Use/],
  ];
  for (const [label, init, status, message] of unasked) {
    it(`refuse ${label}`, async () => {
      const answer = await send(init);
      assert.deepEqual([answer.status, answer.cors], [status, []]);
      assert.match(String(answer.body['message']), message);
    });
  }

  it('keep no secret of a call in the log', async () => {
    await set([{ operation: 'ExecuteStatement', fault: { error: 'Broken', status: 500 } }]);
    await failure(execute());
    const log = JSON.stringify(aws.log.entries());
    assert.deepEqual(
      [ming.secretAccessKey, ming.sessionToken, 'SELECT'].map((secret) => log.includes(secret)),
      [false, false, false],
    );
  });
});
