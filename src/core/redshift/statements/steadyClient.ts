import type { CallQuotas } from './callQuotas.ts';
import type { CallOptions, StatementClient } from './statementContract.ts';
import { isRefusedSession } from './sessionRefused.ts';
import { wasSentBefore } from './statementError.ts';
import { isThrottled } from './statementWait.ts';

/** Times that a throttled call is sent: with pauses that double, about a minute. */
const throttledAttempts = 8;

/** Credentials of an identity-enhanced session, as a client needs to know of them. */
export interface RenewableSession {
  /** Access key of the session that the next call is signed with. @throws HopError, Cancelled */
  accessKeyId(signal?: AbortSignal): Promise<string>;
  /** Walks the chain anew, because AWS refused the session with this access key; one that another call has renewed stays. @throws HopError, Cancelled */
  renew(refusedAccessKeyId: string, signal?: AbortSignal): Promise<void>;
}

/**
 * A client whose calls keep to the quotas, wait out throttling, and are sent once more with a renewed session where
 * AWS no longer takes the one that there was. A call that is sent again carries the same ClientToken.
 */
export function steadyClient(
  client: StatementClient,
  session: RenewableSession,
  quotas: CallQuotas,
): StatementClient {
  const send = async (command: NamedCommand, options: CallOptions = {}): Promise<unknown> => {
    const operation = operationOf(command);
    const { abortSignal: signal } = options;
    let { waitSignal = signal } = options;
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      await quotas.take(operation, { ...options, signal: waitSignal });
      const accessKeyId = await session.accessKeyId(waitSignal);
      try {
        const answer = await sendTo(client, command, signal);
        quotas.succeeded(operation);
        return answer;
      } catch (error) {
        const name = error instanceof Error ? error.name : '';
        // It may have been carried out before this answer: only another one tells.
        if (wasSentBefore(error)) waitSignal = signal;
        if (isThrottled(name) && attempt < throttledAttempts) {
          quotas.throttled(operation);
        } else if (isRefusedSession(name) && !renewed) {
          renewed = true;
          await session.renew(accessKeyId, waitSignal);
        } else {
          throw error;
        }
      }
    }
  };
  // The SDK's own type is a list of overloads, one for each command.
  return { send: send as StatementClient['send'] };
}

/** A command of the SDK. Class names don't survive minifying; the operation's schema `[kind, namespace, name, …]` does. */
interface NamedCommand {
  readonly schema?: unknown;
}

function operationOf({ schema }: NamedCommand): string {
  return Array.isArray(schema) ? String(schema[2]) : '';
}

function sendTo(
  client: StatementClient,
  command: NamedCommand,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const send = client.send as (command: NamedCommand, options?: object) => Promise<unknown>;
  return send.call(client, command, signal ? { abortSignal: signal } : {});
}
