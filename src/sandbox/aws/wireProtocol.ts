import type { AwsError, CommonFault } from './awsError.ts';
import type { StructureShape } from './inputModel.ts';

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** One of AWS's wire protocols: how inputs, outputs and errors are written. */
export interface WireProtocol {
  /** @throws CommonError `malformedBody` */
  readInput(body: string, shape: StructureShape): unknown;
  writeOutput(operation: string, output: object, requestId: string): Answer;
  writeError(error: AwsError, requestId: string): Answer;
  /** Code and HTTP status of the faults that every service has. */
  faults: Readonly<Record<CommonFault, readonly [code: string, status: number]>>;
  /** Members of those faults besides the message. */
  faultMembers?(fault: CommonFault, message: string): Readonly<Record<string, string>>;
}
