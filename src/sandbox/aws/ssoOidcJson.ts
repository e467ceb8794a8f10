import type { CommonFault } from './awsError.ts';
import { readJson } from './awsJson.ts';
import type { WireProtocol } from './wireProtocol.ts';

/** The REST JSON of SSO-OIDC, whose errors carry RFC 6749's members in place of a message. */
export const ssoOidcJson: WireProtocol = {
  readInput: readJson,
  writeOutput: (_operation, output, requestId) => ({
    status: 200,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      'cache-control': 'no-store',
    },
    body: JSON.stringify(output),
  }),
  writeError: (error, requestId) => ({
    status: error.status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-requestid': requestId,
      'x-amzn-errortype': error.code,
    },
    body: JSON.stringify('error' in error.members ? error.members : { message: error.message }),
  }),
  faults: {
    missingAuthentication: ['MissingAuthenticationTokenException', 403],
    incompleteSignature: ['IncompleteSignatureException', 403],
    unknownKey: ['UnrecognizedClientException', 403],
    signatureMismatch: ['InvalidSignatureException', 403],
    sessionExpired: ['ExpiredTokenException', 403],
    accessDenied: ['AccessDeniedException', 400],
    validation: ['InvalidRequestException', 400],
    malformedBody: ['InvalidRequestException', 400],
    bodyTooLarge: ['RequestEntityTooLargeException', 413],
    unknownOperation: ['UnknownOperationException', 404],
    internal: ['InternalServerException', 500],
  },
  faultMembers(fault, message) {
    const error = oauthErrors[fault];
    return error === undefined ? {} : { error, error_description: message };
  },
};

const oauthErrors: Partial<Record<CommonFault, string>> = {
  accessDenied: 'access_denied',
  validation: 'invalid_request',
  malformedBody: 'invalid_request',
  internal: 'server_error',
};
