import type { RequestLogEntry } from '../../protocol/requestLog.ts';
import { AwsError, CommonError } from './awsError.ts';
import { wait } from './dataApi/cancellableWait.ts';
import type { Fault } from './faults.ts';
import { readStructure } from './inputModel.ts';
import { validateInput } from './inputValidation.ts';
import type { IssuedSessions, Session } from './issuedSessions.ts';
import type { Cloud } from './operation.ts';
import { redshift, redshiftData, redshiftServerless, redshiftVersion, ssoOidc, sts } from './services.ts';
import type { AwsService } from './services.ts';
import { expiredSession, verifySignature } from './signature.ts';
import type { WireRequest } from './signature.ts';
import type { Answer } from './wireProtocol.ts';

export interface DispatchContext {
  cloud: Cloud;
  requestId: string;
  /** Ends when the client has gone. */
  signal: AbortSignal;
  /** The body could not be read whole. */
  bodyFault: CommonError | undefined;
}

/** What the request log says of a call, filled in as it becomes known. */
export type CallRecord = Omit<RequestLogEntry, 'sequence' | 'time'>;

/** The connection is closed without an answer, by a fault on request. */
class Dropped extends Error {
  override readonly name = 'Dropped';
}

/** Answers one request: finds the operation, checks who calls and with what, and runs it. No answer closes the connection. */
export async function dispatch(
  request: WireRequest,
  context: DispatchContext,
): Promise<{ answer: Answer | undefined; record: CallRecord }> {
  const { service, operation: named } = route(request);
  // What is not a name may be anything, a token too, and would stay in the log.
  const operation = /^[A-Za-z0-9]{1,64}$/.test(named) ? named : 'Unknown';
  const record = {
    service: service.name,
    operation,
    region: '',
    principal: '',
    onBehalfOf: '',
    result: 'OK',
  };
  const faults: Fault[] = [];
  const answering = (answer: Answer): { answer: Answer | undefined; record: CallRecord } => ({
    answer: faults.includes('dropAfter') ? undefined : answer,
    record,
  });
  try {
    const output = await perform(request, service, { ...context, faults }, record);
    return answering(service.protocol.writeOutput(operation, output, context.requestId));
  } catch (error) {
    if (error instanceof Dropped) {
      record.result = 'Dropped';
      return { answer: undefined, record };
    }
    const awsError = toAwsError(error, service);
    record.result = awsError.code;
    return answering(service.protocol.writeError(awsError, context.requestId));
  }
}

async function perform(
  request: WireRequest,
  service: AwsService,
  context: DispatchContext & { faults: Fault[] },
  record: CallRecord,
): Promise<object> {
  const { cloud, signal } = context;
  const operation = service.operations.get(record.operation);
  if (!operation) {
    throw new CommonError('unknownOperation', `The sandbox has no operation ${record.operation}.`);
  }
  if (context.bodyFault) throw context.bodyFault;
  const readInput = (): object => {
    const shape = readStructure(operation.input);
    const input = service.protocol.readInput(Buffer.from(request.body).toString(), shape);
    return validateInput(input, shape, operation.constraints);
  };
  if (!operation.signed) {
    await meetFaults(record, context);
    return await operation.run(readInput(), { cloud, signal, record });
  }
  const { session, region } = verifySignature(request, {
    service: service.name,
    now: cloud.now(),
    allowedSkew: service.allowedSkew,
    session: (accessKeyId) => cloud.sessions.find(accessKeyId),
  });
  record.region = region;
  record.principal = session.principalArn;
  record.onBehalfOf = session.identityContext?.login ?? '';
  await meetFaults(record, context, session);
  const input = readInput();
  if (operation.action !== undefined) {
    const resource = `arn:aws:${service.name}:${region}:${session.account}:*`;
    cloud.iam.authorize(session, operation.action, resource);
  }
  if (service === redshiftData) cloud.callRate.take(record.operation, { account: session.account, region });
  const statementSeconds = context.faults
    .map((fault) => (typeof fault === 'object' && 'statementSeconds' in fault ? fault.statementSeconds : 0))
    .reduce((longest, each) => Math.max(longest, each), 0);
  const mostResultBytes = context.faults
    .map((fault) => (typeof fault === 'object' && 'resultBytes' in fault ? fault.resultBytes : Infinity))
    .reduce((least, each) => Math.min(least, each), Infinity);
  const call = { cloud, signal, record, region, caller: session, statementSeconds, mostResultBytes };
  return await operation.run(input, call);
}

/** Lets the faults on request meet a call before it is carried out. */
async function meetFaults(
  { operation, region }: CallRecord,
  { cloud, faults, signal }: DispatchContext & { faults: Fault[] },
  caller?: Session,
): Promise<void> {
  faults.push(...cloud.faults.meet(operation, region));
  for (const fault of faults) {
    if (fault === 'drop') throw new Dropped();
    if (fault === 'expireCredentials' && caller) endSession(cloud.sessions, caller);
    if (typeof fault !== 'object') continue;
    if ('delayMilliseconds' in fault) await wait(fault.delayMilliseconds, signal);
    if ('error' in fault) throw new AwsError(fault.error, fault.message, fault.status);
  }
}

function endSession(sessions: IssuedSessions, caller: Session): never {
  sessions.expire(caller);
  throw new CommonError('sessionExpired', expiredSession);
}

const servicesByTarget: ReadonlyMap<string, AwsService> = new Map([
  ['RedshiftData', redshiftData],
  ['RedshiftServerless', redshiftServerless],
]);

/** The service and operation that a request names, each protocol in its own way. */
function route(request: WireRequest): { service: AwsService; operation: string } {
  const target = request.headers.find(([name]) => name.toLowerCase() === 'x-amz-target')?.[1];
  if (target !== undefined) {
    const dot = target.indexOf('.');
    const service = servicesByTarget.get(target.slice(0, dot));
    return { service: service ?? redshiftData, operation: service ? target.slice(dot + 1) : '' };
  }
  const [path, query] = request.target.split('?');
  if (path === '/token') {
    const isIam = request.method === 'POST' && new URLSearchParams(query).get('aws_iam') === 't';
    return { service: ssoOidc, operation: isIam ? 'CreateTokenWithIAM' : 'CreateToken' };
  }
  const form = new URLSearchParams(Buffer.from(request.body).toString());
  return {
    service: form.get('Version') === redshiftVersion ? redshift : sts,
    operation: form.get('Action') ?? '',
  };
}

function toAwsError(error: unknown, service: AwsService): AwsError {
  if (error instanceof AwsError) return error;
  if (!(error instanceof CommonError)) reportDefect(error);
  const fault = error instanceof CommonError ? error.fault : 'internal';
  const message = error instanceof CommonError ? error.message : 'An internal error occurred.';
  const [code, status] = service.protocol.faults[fault];
  return new AwsError(code, message, status, service.protocol.faultMembers?.(fault, message));
}

/** Shows where the sandbox itself failed. The message stays out of it: it may quote SQL. */
function reportDefect(error: unknown): void {
  const { name = 'Error', stack = '' } = error instanceof Error ? error : {};
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  console.error([`The sandbox failed with ${name}`, ...frames].join('\n'));
}
