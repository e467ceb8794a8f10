/** Shape of an operation's input, read from the schemas that the AWS SDK generates from AWS's own model. */
export type Shape =
  | { kind: 'string' | 'number' | 'boolean' | 'other' }
  | { kind: 'list'; member: Shape }
  | { kind: 'structure'; members: ReadonlyMap<string, { shape: Shape; required: boolean }> };

export type StructureShape = Extract<Shape, { kind: 'structure' }>;

/** A structure's schema as an SDK client exports it: `[3, namespace, name, traits, names, types, required]`. */
export type SdkStructure = readonly unknown[];

const listSchema = 1;
const structureSchema = 3;
/** Added to a simple type's number: a list of it. */
const listFlag = 64;

const simpleKinds: Readonly<Record<number, 'string' | 'number' | 'boolean'>> = {
  0: 'string',
  1: 'number',
  2: 'boolean',
};

/** @throws TypeError where the SDK changed the form of its schemas. */
export function readStructure(schema: SdkStructure): StructureShape {
  const [kind, , name, , names, types, required = 0] = schema;
  if (kind !== structureSchema || !Array.isArray(names) || !Array.isArray(types)) {
    throw new TypeError(`The schema ${String(name)} is not a structure.`);
  }
  const members = names.map(
    (member: unknown, index) =>
      // Required members come first; the schema holds their number.
      [String(member), { shape: readShape(types[index]), required: index < Number(required) }] as const,
  );
  return { kind: 'structure', members: new Map(members) };
}

function readShape(schema: unknown): Shape {
  if (typeof schema === 'function') return readShape(schema());
  if (typeof schema === 'number') {
    return (schema & listFlag) === listFlag
      ? { kind: 'list', member: readShape(schema & ~listFlag) }
      : { kind: simpleKinds[schema] ?? 'other' };
  }
  if (!Array.isArray(schema)) return { kind: 'other' };
  // A member with traits of its own is a pair of type and traits.
  if (schema.length === 2) return readShape(schema[0]);
  if (schema[0] === listSchema) return { kind: 'list', member: readShape(schema[4]) };
  if (schema[0] === structureSchema) return readStructure(schema);
  return schema[0] === 0 ? readShape(schema[4]) : { kind: 'other' };
}
