import type { Fault, FaultRule } from './faults.ts';

/** A form of rules that is not theirs; the message says what to change. */
export class FaultRuleError extends Error {
  override readonly name = 'FaultRuleError';
}

const members = ['operation', 'region', 'times', 'after', 'fault'];
const words = ['drop', 'dropAfter', 'expireCredentials'] as const;
const errorMembers = ['error', 'status', 'message'];
const longestDelay = 600_000;
const longestStatement = 3600;
const mostResultBytes = 500_000_000;

/**
 * Reads `{"faults": […]}`.
 * @param known operations and Regions that there are
 * @throws FaultRuleError
 */
export function readFaultRules(
  body: string,
  known: { operations: readonly string[]; regions: readonly string[] },
): FaultRule[] {
  const rules = membersOf(parse(body))['faults'];
  if (!Array.isArray(rules))
    throw new FaultRuleError('The body must be {"faults": [{"operation", "fault"}, …]}.');
  return rules.map((rule: unknown, index) => {
    try {
      return readRule(rule, known);
    } catch (error) {
      if (error instanceof FaultRuleError) throw new FaultRuleError(`Fault ${index + 1}: ${error.message}`);
      throw error;
    }
  });
}

function readRule(
  rule: unknown,
  known: { operations: readonly string[]; regions: readonly string[] },
): FaultRule {
  const given = membersOf(rule);
  checkMembers(given, members);
  const { operation, region, times, after } = given;
  if (typeof operation !== 'string' || !['*', ...known.operations].includes(operation)) {
    throw new FaultRuleError(`"operation" must be "*" or one of ${known.operations.join(', ')}.`);
  }
  if (region !== undefined && (typeof region !== 'string' || !known.regions.includes(region))) {
    throw new FaultRuleError(`"region" must be one of ${known.regions.join(', ')}.`);
  }
  return {
    operation,
    ...(region !== undefined && { region }),
    ...(times !== undefined && { times: readNumber(times, '"times"', 1, 1_000_000) }),
    ...(after !== undefined && { after: readNumber(after, '"after"', 0, 1_000_000) }),
    fault: readFault(given['fault']),
  };
}

function readFault(fault: unknown): Fault {
  const word = words.find((each) => each === fault);
  if (word) return word;
  const given = membersOf(fault);
  const [first] = Object.keys(given);
  if (first === 'delayMilliseconds') {
    checkMembers(given, [first]);
    return { delayMilliseconds: readNumber(given[first], '"delayMilliseconds"', 1, longestDelay) };
  }
  if (first === 'statementSeconds') {
    checkMembers(given, [first]);
    return { statementSeconds: readNumber(given[first], '"statementSeconds"', 1, longestStatement) };
  }
  if (first === 'resultBytes') {
    checkMembers(given, [first]);
    return { resultBytes: readNumber(given[first], '"resultBytes"', 0, mostResultBytes) };
  }
  const { error, status = 400, message = 'A fault on request.' } = given;
  if (typeof error !== 'string' || !/^[A-Za-z]{1,64}$/.test(error) || typeof message !== 'string') {
    throw new FaultRuleError(
      `"fault" must be ${words.map((each) => `"${each}"`).join(', ')}, {"delayMilliseconds": N}, ` +
        '{"statementSeconds": N}, {"resultBytes": N} or {"error": "ThrottlingException", "status": 400}.',
    );
  }
  checkMembers(given, errorMembers);
  return { error, status: readNumber(status, '"status"', 400, 599), message };
}

function readNumber(value: unknown, name: string, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw new FaultRuleError(`${name} must be a whole number from ${least} to ${most}.`);
  }
  return value;
}

function checkMembers(given: object, allowed: readonly string[]): void {
  const unknown = Object.keys(given).find((name) => !allowed.includes(name));
  if (unknown !== undefined) {
    throw new FaultRuleError(`"${unknown}" is not known here. Known: ${allowed.join(', ')}.`);
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new FaultRuleError('The body is not JSON.');
  }
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
