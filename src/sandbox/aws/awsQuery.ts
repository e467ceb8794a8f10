import { CommonError } from './awsError.ts';
import type { Shape, StructureShape } from './inputModel.ts';
import type { WireProtocol } from './wireProtocol.ts';

const version = '2011-06-15';
/** More than any list of STS may hold, and few enough to count through. */
const mostMembers = 100;
const namespace = `https://sts.amazonaws.com/doc/${version}/`;

/** AWS Query, the protocol of STS: a form in, XML out. */
export const awsQuery: WireProtocol = {
  readInput(body, shape) {
    const form = new URLSearchParams(body);
    if (form.get('Version') !== version) {
      throw new CommonError('unknownOperation', `The Version of STS is ${version}.`);
    }
    return readStructure(form, shape, '');
  },
  writeOutput: (operation, output, requestId) =>
    xmlAnswer(
      200,
      requestId,
      `<${operation}Response xmlns="${namespace}"><${operation}Result>${xml(output)}</${operation}Result>` +
        `<ResponseMetadata>${xml({ RequestId: requestId })}</ResponseMetadata></${operation}Response>`,
    ),
  writeError: (error, requestId) =>
    xmlAnswer(
      error.status,
      requestId,
      `<ErrorResponse xmlns="${namespace}">${xml({
        Error: {
          Type: error.status < 500 ? 'Sender' : 'Receiver',
          Code: error.code,
          Message: error.message,
        },
        RequestId: requestId,
      })}</ErrorResponse>`,
    ),
  faults: {
    missingAuthentication: ['MissingAuthenticationToken', 403],
    incompleteSignature: ['IncompleteSignature', 403],
    unknownKey: ['InvalidClientTokenId', 403],
    signatureMismatch: ['SignatureDoesNotMatch', 403],
    sessionExpired: ['ExpiredToken', 403],
    accessDenied: ['AccessDenied', 403],
    validation: ['ValidationError', 400],
    malformedBody: ['MalformedInput', 400],
    bodyTooLarge: ['RequestEntityTooLarge', 413],
    unknownOperation: ['InvalidAction', 400],
    internal: ['InternalFailure', 500],
  },
};

function readStructure(form: URLSearchParams, shape: StructureShape, prefix: string): object {
  const members: [string, unknown][] = [];
  for (const [name, member] of shape.members) {
    const value = readMember(form, member.shape, `${prefix}${name}`);
    if (value !== undefined) members.push([name, value]);
  }
  return Object.fromEntries(members);
}

function readMember(form: URLSearchParams, shape: Shape, key: string): unknown {
  if (shape.kind === 'list') {
    const items: unknown[] = [];
    for (let index = 1; index <= mostMembers && hasPrefix(form, `${key}.member.${index}`); index++) {
      items.push(readMember(form, shape.member, `${key}.member.${index}`));
    }
    return items.length > 0 ? items : undefined;
  }
  if (shape.kind === 'structure') return readStructure(form, shape, `${key}.`);
  const text = form.get(key);
  if (text === null) return undefined;
  if (shape.kind === 'number' && /^-?\d+$/.test(text)) return Number(text);
  if (shape.kind === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  // What is not of its type stays text, which validation then refuses.
  return text;
}

function hasPrefix(form: URLSearchParams, key: string): boolean {
  return [...form.keys()].some((name) => name === key || name.startsWith(`${key}.`));
}

function xmlAnswer(status: number, requestId: string, body: string) {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}

function xml(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => `<${name}>${xml(member)}</${name}>`)
      .join('');
  }
  return String(value).replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
