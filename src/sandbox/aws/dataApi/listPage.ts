import { createHash } from 'node:crypto';
import { AwsError } from '../awsError.ts';
import type { Constraints } from '../inputValidation.ts';

/** Members that ListStatements and ListSessions share. */
export interface ListInput {
  NextToken?: string | undefined;
  MaxResults?: number | undefined;
}

const mostItems = 100;

export const listConstraints: Constraints = { MaxResults: { range: [0, mostItems] } };

/**
 * One page of what matches, in an order that new items do not change. Items may cease to match between two pages.
 * @param all items of the caller, also those that do not match
 * @param asked everything that the next page has to be asked for again
 * @throws AwsError ValidationException where the token is of another request, or its item is gone.
 */
export function listPage<Item>(
  all: readonly Item[],
  input: ListInput,
  list: { asked: readonly unknown[]; idOf: (item: Item) => string; matches: (item: Item) => boolean },
): { items: Item[]; nextToken: string | undefined } {
  const { idOf, matches } = list;
  const asked = createHash('sha256').update(JSON.stringify(list.asked)).digest('base64url');
  const first = input.NextToken === undefined ? 0 : indexAfter(all.map(idOf), input.NextToken, asked);
  // Zero is no limit of the caller's own.
  const count = input.MaxResults || mostItems;
  const rest = all.slice(first).filter(matches);
  const items = rest.slice(0, count);
  const last = items.at(-1);
  return {
    items,
    nextToken:
      last && rest.length > count ? Buffer.from(`${asked} ${idOf(last)}`).toString('base64url') : undefined,
  };
}

function indexAfter(ids: readonly string[], token: string, asked: string): number {
  const [own, id = ''] = Buffer.from(token, 'base64url').toString().split(' ');
  const index = ids.indexOf(id);
  if (own !== asked || index < 0) {
    throw new AwsError('ValidationException', 'NextToken is not valid for this request.');
  }
  return index + 1;
}
