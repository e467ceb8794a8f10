import { GetStatementResultCommand } from '@aws-sdk/client-redshift-data';
import { once } from 'node:events';
import { mostWindowRows, type GridAnswer } from '../../src/protocol/gridMessages.ts';
import { keptResults } from '../node/keptResults.ts';
import { lowerQuartile, timed, type Measurement } from './measurement.ts';
import { startPageServer } from './measureResults.ts';
import { createClient, openResult, rowObject } from './resultPaths.ts';

const rounds = 40;
/** Rows, from the middle of a page. */
const windows = [1_000, 5_000];
const first = 2_000;

/** Rows that the renderer asks for, as the text that a message to it is. */
export async function measureWindows(): Promise<Measurement[]> {
  const server = startPageServer();
  let end = (): void => {};
  try {
    const [port] = (await once(server, 'message')) as [number];
    const client = createClient(`http://127.0.0.1:${port}`);
    const { result } = await openResult(client);
    end = () => {
      // Pages that are on their way would be asked for again and again.
      result.release();
      client.destroy();
    };
    const { Records = [], ColumnMetadata = [] } = await client.send(
      new GetStatementResultCommand({ Id: 'st-1' }),
    );
    const names = ColumnMetadata.map(({ name = '' }) => name);
    const objects = Records.map((fields) => rowObject(names, fields));
    const { keep, send } = keptResults();
    const asked = { kind: 'window', requestId: 1, resultId: keep(result), viewId: '' };
    const columns = names.map((_, index) => index);
    const messages = async (rows: number): Promise<string[]> => {
      const texts: string[] = [];
      for (let from = first; from < first + rows; from += mostWindowRows) {
        const told: GridAnswer[] = await send({ ...asked, from, to: from + mostWindowRows, columns });
        if (told.at(-1)?.kind !== 'answer') throw new Error('The rows were refused.');
        texts.push(JSON.stringify(told.at(-1)));
      }
      return texts;
    };
    const asObjects = (rows: number): string => JSON.stringify(objects.slice(first, first + rows));
    const measurements: Measurement[] = [];
    for (const rows of windows) {
      measurements.push({
        name: `rows${rows}.time`,
        what: `${rows.toLocaleString('en-US')} rows as messages to the renderer`,
        value: await quickest(() => messages(rows)),
        unit: 'ms',
        baseline: { what: 'row objects', value: await quickest(() => asObjects(rows)) },
      });
    }
    const size = (await messages(mostWindowRows)).join('').length;
    return [
      ...measurements,
      {
        name: `rows${mostWindowRows}.size`,
        what: 'the largest message',
        value: size / 1024,
        unit: 'KB',
        baseline: { what: 'row objects', value: asObjects(mostWindowRows).length / 1024 },
        budget: { of: 'ratio', atMost: 1 },
      },
    ];
  } finally {
    end();
    server.disconnect();
  }
}

async function quickest(work: () => unknown): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await timed(work));
  return lowerQuartile(times);
}
