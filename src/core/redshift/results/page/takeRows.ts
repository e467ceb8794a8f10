import type { GetStatementResultV2Command } from '@aws-sdk/client-redshift-data';
import type { CsvFields } from './csv.ts';
import { splitPageBody } from './pageBody.ts';
import type { Scratch } from './scratch.ts';

/** Where the rows of an answer are put. */
export interface TakenRows {
  /** Undefined where the answer's body was left to the SDK: an error, or a form that is not known here. */
  fields: CsvFields | undefined;
}

/**
 * Lets the SDK sign, send and retry the command, and read everything of the answer but the rows: the walk of its
 * schema over megabytes of text costs more than their parsing.
 * @param scratch holds the rows
 */
export function takeRows(command: GetStatementResultV2Command, scratch: Scratch): TakenRows {
  const taken: TakenRows = { fields: undefined };
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { response } = result;
      if (!isSuccess(response)) return result;
      const { body } = response;
      if (!isIterable(body)) return result;
      const whole = await collect(body, scratch);
      const split = await splitPageBody(whole, scratch);
      // A retry answers anew.
      taken.fields = split?.fields;
      response.body = split?.rest ?? whole;
      return result;
    },
    // Inside of the SDK's own deserializer.
    { step: 'deserialize', name: 'takeRows', priority: 'low' },
  );
  return taken;
}

function isSuccess(response: unknown): response is { body: unknown } {
  if (typeof response !== 'object' || response === null || !('body' in response)) return false;
  return 'statusCode' in response && response.statusCode === 200;
}

function isIterable(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

async function collect(body: AsyncIterable<Uint8Array>, scratch: Scratch): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    length += chunk.length;
  }
  const whole = scratch.bytes(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
