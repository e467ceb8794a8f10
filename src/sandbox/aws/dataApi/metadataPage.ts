import { createHash } from 'node:crypto';
import { SqlError } from '../../warehouse/contract.ts';
import { AwsError } from '../awsError.ts';
import { databaseUser } from './databaseUser.ts';
import { endpointConstraints, findEndpoint } from '../findEndpoint.ts';
import type { EndpointInput } from '../findEndpoint.ts';
import type { Constraints } from '../inputValidation.ts';
import type { SignedCall } from '../operation.ts';
import type { Row } from './resultEncoding.ts';

/** Members that the metadata operations of the Data API share. */
export interface MetadataInput extends EndpointInput {
  /** Database to look at. */
  Database?: string | undefined;
  /** Database to log in to; the one to look at if not given. */
  ConnectedDatabase?: string | undefined;
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
}

export interface MetadataQuery {
  operation: string;
  /** A SELECT with an order and without a limit. It may name `:database`. */
  sql: string;
  parameters?: Readonly<Record<string, string>>;
}

export interface MetadataPage {
  rows: readonly Row[];
  nextToken: string | undefined;
}

const mostItems = 1000;

export const metadataConstraints: Constraints = {
  ...endpointConstraints,
  MaxResults: { range: [0, mostItems] },
};

/**
 * One page of what the warehouse's catalogue tells the person of a call.
 * @throws AwsError DatabaseConnectionException, ValidationException
 */
export async function metadataPage(
  call: SignedCall,
  input: MetadataInput,
  query: MetadataQuery,
): Promise<MetadataPage> {
  const { caller } = call;
  const endpoint = findEndpoint(call, input);
  const { Database: database = endpoint.database, ConnectedDatabase: connected = database } = input;
  const parameters = { database, ...query.parameters };
  const asked = digest([endpoint.kind, endpoint.name, query.operation, connected, parameters]);
  const first = input.NextToken === undefined ? 0 : indexOfToken(input.NextToken, asked);
  // Zero is no limit of the caller's own.
  const count = input.MaxResults || mostItems;
  try {
    // One more than asked for tells whether there is a next page.
    const { rows } = await endpoint.warehouse.run({
      user: databaseUser(caller),
      sql: `${query.sql} LIMIT ${count + 1} OFFSET ${first}`,
      database: connected,
      parameters: Object.entries(parameters)
        .filter(([name]) => query.sql.includes(`:${name}`))
        .map(([name, value]) => ({ name, value })),
    });
    return {
      rows: rows.values(0, count),
      nextToken: rows.count > count ? tokenOfIndex(first + count, asked) : undefined,
    };
  } catch (error) {
    throw error instanceof SqlError ? metadataError(error) : error;
  }
}

function metadataError(error: SqlError): AwsError {
  // 3D000: there is no such database to log in to.
  return error.sqlState === '3D000'
    ? new AwsError('DatabaseConnectionException', error.message, 500)
    : new AwsError('ValidationException', error.message);
}

function digest(asked: unknown): string {
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url');
}

function tokenOfIndex(index: number, asked: string): string {
  return Buffer.from(`${asked} ${index}`).toString('base64url');
}

function indexOfToken(token: string, asked: string): number {
  const [own, index = ''] = Buffer.from(token, 'base64url').toString().split(' ');
  if (own !== asked || !/^\d{1,9}$/.test(index)) {
    throw new AwsError('ValidationException', 'NextToken is not valid for this request.');
  }
  return Number(index);
}
