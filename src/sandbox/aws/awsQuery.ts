import { CommonError } from './awsError.ts';
import type { Shape, StructureShape } from './inputModel.ts';
import type { WireProtocol } from './wireProtocol.ts';

/** More than any list of these services may hold, and few enough to count through. */
const mostMembers = 100;

export interface QueryService {
  /** As people call it. */
  name: string;
  version: string;
  /** XML namespace of its answers. */
  namespace: string;
  /** Code of an input that is not valid. */
  validationFault: string;
}

/** AWS Query, the protocol of STS and of Redshift: a form in, XML out. */
export function awsQuery({ name, version, namespace, validationFault }: QueryService): WireProtocol {
  return {
    readInput(body, shape) {
      const form = new URLSearchParams(body);
      if (form.get('Version') !== version) {
        throw new CommonError('unknownOperation', `The Version of ${name} is ${version}.`);
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
      validation: [validationFault, 400],
      malformedBody: ['MalformedInput', 400],
      bodyTooLarge: ['RequestEntityTooLarge', 413],
      unknownOperation: ['InvalidAction', 400],
      internal: ['InternalFailure', 500],
    },
  };
}

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
    const member = `${key}.${memberName(form, key)}`;
    for (let index = 1; index <= mostMembers && hasPrefix(form, `${member}.${index}`); index++) {
      items.push(readMember(form, shape.member, `${member}.${index}`));
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

/** `member`, or the name of its own that a list gives its members. */
function memberName(form: URLSearchParams, key: string): string {
  const first = [...form.keys()].find((name) => name.startsWith(`${key}.`));
  return first?.slice(key.length + 1).split('.')[0] ?? 'member';
}

function hasPrefix(form: URLSearchParams, key: string): boolean {
  return [...form.keys()].some((name) => name === key || name.startsWith(`${key}.`));
}

function xmlAnswer(status: number, requestId: string, body: string) {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}

/** Members as elements, in their order; an array is its element again and again. */
function xml(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .flatMap(([name, member]) => [member].flat().map((each) => `<${name}>${xml(each)}</${name}>`))
      .join('');
  }
  return String(value).replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
