import { CommonError } from './awsError.ts';
import { exactJson } from './exactJson.ts';
import type { WireProtocol } from './wireProtocol.ts';

const contentType = 'application/x-amz-json-1.1';

/**
 * AWS JSON 1.1: one path, the operation in X-Amz-Target.
 * @param messageMember name of the message in the service's errors: `Message` or `message`.
 */
export function awsJson(messageMember: 'Message' | 'message'): WireProtocol {
  return {
    readInput: readJson,
    writeOutput: (_operation, output, requestId) => ({
      status: 200,
      headers: { 'content-type': contentType, 'x-amzn-requestid': requestId },
      body: exactJson(output),
    }),
    writeError: (error, requestId) => ({
      status: error.status,
      headers: {
        'content-type': contentType,
        'x-amzn-requestid': requestId,
        'x-amzn-errortype': error.code,
      },
      body: JSON.stringify({ __type: error.code, [messageMember]: error.message, ...error.members }),
    }),
    faults: {
      missingAuthentication: ['MissingAuthenticationTokenException', 400],
      incompleteSignature: ['IncompleteSignatureException', 400],
      unknownKey: ['UnrecognizedClientException', 400],
      signatureMismatch: ['InvalidSignatureException', 400],
      sessionExpired: ['ExpiredTokenException', 400],
      accessDenied: ['AccessDeniedException', 400],
      validation: ['ValidationException', 400],
      malformedBody: ['SerializationException', 400],
      bodyTooLarge: ['RequestEntityTooLargeException', 413],
      unknownOperation: ['UnknownOperationException', 400],
      internal: ['InternalServerException', 500],
    },
  };
}

/** @throws CommonError `malformedBody` */
export function readJson(body: string): unknown {
  try {
    return body === '' ? {} : JSON.parse(body);
  } catch {
    throw new CommonError('malformedBody', 'The request body is not valid JSON.');
  }
}
