import { CommonError } from './awsError.ts';
import type { Shape, StructureShape } from './inputModel.ts';

/** What the documentation of a member says beyond its type; the SDK's schemas leave it out. */
export interface Constraint {
  /** Characters of a string, members of a list; both inclusive. */
  length?: readonly [least: number, most: number];
  /** UTF-8 bytes; both inclusive. */
  bytes?: readonly [least: number, most: number];
  /** Both inclusive. */
  range?: readonly [least: number, most: number];
  pattern?: RegExp;
  values?: readonly string[];
}

/** Constraints by path, members of a list without index: `Parameters.name`; `Sqls.member` where they have no names. */
export type Constraints = Readonly<Record<string, Constraint>>;

/**
 * Checks an input against its shape and constraints. Members that the shape does not have are dropped, as AWS does.
 * @throws CommonError `validation`, naming each member but never its value: it may be SQL or a token.
 */
export function validateInput(input: unknown, shape: StructureShape, constraints: Constraints): object {
  const faults: string[] = [];
  const checked = checkStructure(input, shape, { path: '', shown: '', constraints, faults });
  if (faults.length > 0) {
    const count = `${faults.length} validation error${faults.length > 1 ? 's' : ''} detected`;
    throw new CommonError('validation', `${count}: ${faults.join('; ')}`);
  }
  return checked;
}

interface Place {
  /** Key into the constraints. */
  path: string;
  /** Path as AWS writes it: lower camel case, members of a list counted from 1. */
  shown: string;
  constraints: Constraints;
  faults: string[];
}

function checkStructure(value: unknown, shape: StructureShape, place: Place): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report(place, 'Member must be a structure');
    return {};
  }
  const given: Readonly<Record<string, unknown>> = { ...value };
  const checked: [string, unknown][] = [];
  for (const [name, member] of shape.members) {
    const inner = { ...place, path: join(place.path, name), shown: join(place.shown, lowerFirst(name)) };
    const raw = given[name];
    if (raw !== undefined && raw !== null) checked.push([name, check(raw, member.shape, inner)]);
    else if (member.required) report(inner, 'Member must not be null');
  }
  return Object.fromEntries(checked);
}

function check(value: unknown, shape: Shape, place: Place): unknown {
  const constraint = place.constraints[place.path] ?? {};
  switch (shape.kind) {
    case 'structure':
      return checkStructure(value, shape, place);
    case 'list':
      if (!Array.isArray(value)) return report(place, 'Member must be a list');
      checkLength(value.length, constraint.length, place);
      return value.map((member: unknown, index) =>
        check(member, shape.member, {
          ...place,
          path: shape.member.kind === 'structure' ? place.path : `${place.path}.member`,
          shown: `${place.shown}.${index + 1}.member`,
        }),
      );
    case 'string':
      if (typeof value !== 'string') return report(place, 'Member must be a string');
      checkString(value, constraint, place);
      return value;
    case 'number':
      if (!Number.isInteger(value)) return report(place, 'Member must be an integer');
      checkRange(Number(value), constraint.range, place);
      return value;
    case 'boolean':
      if (typeof value !== 'boolean') return report(place, 'Member must be a boolean');
      return value;
    case 'other':
      return report(place, 'Member is of a type that is not offered');
  }
}

function checkString(value: string, constraint: Constraint, place: Place): void {
  checkLength(value.length, constraint.length, place);
  checkLength(Buffer.byteLength(value), constraint.bytes, place, ' in bytes');
  if (constraint.pattern && !new RegExp(`^(?:${constraint.pattern.source})$`, 'u').test(value)) {
    report(place, `Member must satisfy regular expression pattern: ${constraint.pattern.source}`);
  }
  if (constraint.values && !constraint.values.includes(value)) {
    report(place, `Member must satisfy enum value set: [${constraint.values.join(', ')}]`);
  }
}

function checkLength(length: number, limits: Constraint['length'], place: Place, unit = ''): void {
  if (!limits) return;
  const [least, most] = limits;
  if (length < least) report(place, `Member must have length${unit} greater than or equal to ${least}`);
  if (length > most) report(place, `Member must have length${unit} less than or equal to ${most}`);
}

function checkRange(value: number, limits: Constraint['range'], place: Place): void {
  if (!limits) return;
  const [least, most] = limits;
  if (value < least) report(place, `Member must have value greater than or equal to ${least}`);
  if (value > most) report(place, `Member must have value less than or equal to ${most}`);
}

function report(place: Place, rule: string): undefined {
  place.faults.push(`Value at '${place.shown || 'input'}' failed to satisfy constraint: ${rule}`);
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function lowerFirst(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}
