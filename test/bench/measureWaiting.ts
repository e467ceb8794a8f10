import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultV2Command,
} from '@aws-sdk/client-redshift-data';
import {
  systemClock,
  type StatementClient,
  type StatementClock,
} from '../../src/core/redshift/statements/statementContract.ts';
import { runForPage } from '../../src/core/redshift/statements/statements.ts';
import {
  described,
  executed,
  finished,
  onePage,
  request,
} from '../core/redshift/statements/scriptedAnswers.ts';
import {
  scriptedDataApi,
  type DataApiCall,
  type ScriptedDataApi,
} from '../core/redshift/statements/scriptedDataApi.ts';
import { timed, type Measurement } from './measurement.ts';

/** Milliseconds that the statements take at the service, none a whole number of polls. */
const serviceTimes = [300, 1300, 2700];
/** Milliseconds of the statement whose calls are counted, on a clock that runs faster. */
const longServiceTime = 95_000;
const speed = 25;

type Run = (client: StatementClient, clock: StatementClock) => Promise<unknown>;

/** What waiting for a statement adds to the service's own time, and how often it asks. */
export async function measureWaiting(): Promise<Measurement[]> {
  // The first statement of a process pays for loading the SDK.
  await Promise.all([overhead(longPolls, 10), overhead(pollsEachSecond, 10)]);
  const rows = await Promise.all(
    serviceTimes.map(async (ms): Promise<Measurement> => {
      const [value, poll] = await Promise.all([overhead(longPolls, ms), overhead(pollsEachSecond, ms)]);
      return {
        what: `time on top of a statement of ${ms / 1000} s`,
        value,
        unit: 'ms',
        baseline: { what: 'one-second poll', value: poll },
        budget: { of: 'value', atMost: 60 },
      };
    }),
  );
  const [calls, polls] = await Promise.all([describeCalls(longPolls), describeCalls(pollsEachSecond)]);
  return [
    ...rows,
    {
      what: `DescribeStatement for a statement of ${longServiceTime / 1000} s`,
      value: calls,
      unit: 'calls',
      baseline: { what: 'one-second poll', value: polls },
      budget: { of: 'value', atMost: Math.ceil(longServiceTime / 30_000) },
    },
  ];
}

const longPolls: Run = (client, clock) => runForPage(client, request, { clock });

/** What most clients do. */
const pollsEachSecond: Run = async (client, clock) => {
  const { Id } = await client.send(new ExecuteStatementCommand({ Sql: request.sql }));
  while ((await client.send(new DescribeStatementCommand({ Id }))).Status !== 'FINISHED') {
    await clock.sleep(1000);
  }
  await client.send(new GetStatementResultV2Command({ Id }));
};

async function overhead(run: Run, ms: number): Promise<number> {
  const api = await serviceTaking(ms);
  try {
    return (await timed(() => run(api.client, systemClock))) - ms;
  } finally {
    await api.stop();
  }
}

async function describeCalls(run: Run): Promise<number> {
  const api = await serviceTaking(longServiceTime / speed, speed);
  const clock: StatementClock = {
    now: () => performance.now() * speed,
    sleep: (ms, signal) => systemClock.sleep(ms / speed, signal),
  };
  try {
    await run(api.client, clock);
    return api.operations().filter((operation) => operation === 'DescribeStatement').length;
  } finally {
    await api.stop();
  }
}

/** A Data API whose statement takes this long, and which answers as late as `WaitTimeSeconds` allows. */
function serviceTaking(ms: number, speed = 1): Promise<ScriptedDataApi> {
  let endsAt = Infinity;
  const hasEnded = async ({ input }: DataApiCall): Promise<boolean> => {
    const left = endsAt - performance.now();
    const wait = (Number(input['WaitTimeSeconds'] ?? 0) * 1000) / speed;
    await systemClock.sleep(Math.max(0, Math.min(left, wait)));
    return left <= wait;
  };
  return scriptedDataApi({
    ExecuteStatement: [
      (call) => {
        endsAt = performance.now() + ms;
        return hasEnded(call).then((ended) => executed(ended ? 'FINISHED' : 'STARTED'));
      },
    ],
    DescribeStatement: [async (call) => ((await hasEnded(call)) ? finished : described('STARTED'))],
    GetStatementResultV2: [onePage],
  });
}
