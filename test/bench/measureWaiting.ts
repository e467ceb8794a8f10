import {
  DescribeStatementCommand,
  ExecuteStatementCommand,
  GetStatementResultV2Command,
} from '@aws-sdk/client-redshift-data';
import { CallQuotas } from '../../src/core/redshift/statements/callQuotas.ts';
import { steadyClient, type RenewableSession } from '../../src/core/redshift/statements/steadyClient.ts';
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
import { median, timed, type Measurement } from './measurement.ts';

/** Milliseconds that the statements take at the service, none a whole number of polls. */
const serviceTimes = [300, 700, 1300, 1900, 2700];
const rounds = 3;
/** Milliseconds of a statement that takes a while. */
const someServiceTime = 3000;
/** Milliseconds of one whose calls are counted on a clock that runs faster. */
const longServiceTime = 95_000;
const speed = 25;

type Run = (client: StatementClient, clock: StatementClock) => Promise<unknown>;

/** What waiting for a statement adds to the service's own time, and how often it asks. */
export async function measureWaiting(): Promise<Measurement[]> {
  // The first statement of a process pays for loading the SDK.
  await Promise.all([overhead(longPolls, 10), overhead(pollsEachSecond, 10)]);
  const overheads: number[] = [];
  const ofPolls: number[] = [];
  for (let round = 0; round < rounds; round++) {
    overheads.push(...(await Promise.all(serviceTimes.map((ms) => overhead(longPolls, ms)))));
    ofPolls.push(...(await Promise.all(serviceTimes.map((ms) => overhead(pollsEachSecond, ms)))));
  }
  return [
    {
      name: 'overhead',
      what: 'time on top of the service’s own, in the middle of many statements',
      value: median(overheads),
      unit: 'ms',
      baseline: { what: poll, value: median(ofPolls) },
      budget: { of: 'value', atMost: 60 },
    },
    await calls('threeSeconds', someServiceTime, 1, 1),
    await calls('longStatement', longServiceTime, speed, Math.ceil(longServiceTime / 30_000)),
  ];
}

const poll = 'one-second poll';

async function calls(name: string, ms: number, speed: number, atMost: number): Promise<Measurement> {
  const [value, baseline] = await Promise.all([
    describeCalls(longPolls, ms, speed),
    describeCalls(pollsEachSecond, ms, speed),
  ]);
  return {
    name: `${name}.describeCalls`,
    what: `DescribeStatement for a statement of ${ms / 1000} s`,
    value,
    unit: 'calls',
    baseline: { what: poll, value: baseline },
    budget: { of: 'value', atMost },
  };
}

/** As the product's clients do it. */
const longPolls: Run = (client, clock) =>
  runForPage(steadyClient(client, session, new CallQuotas({ clock })), request, { clock });

const session: RenewableSession = { accessKeyId: async () => 'ASIAEXAMPLE', renew: async () => {} };

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

async function describeCalls(run: Run, ms: number, speed: number): Promise<number> {
  const api = await serviceTaking(ms / speed, speed);
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
