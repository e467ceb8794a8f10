import { RedshiftIdentityError } from '../../errors.ts';

/**
 * The values of a statement's parameters, as the Data API binds them.
 * @param names parameters that the statement uses
 * @param values from `\set name value`
 * @throws RedshiftIdentityError naming the parameter that has no value, or one that can't be bound
 */
export function bindParameters(
  names: readonly string[],
  values: ReadonlyMap<string, string>,
): { name: string; value: string }[] {
  return names.map((name) => {
    const value = values.get(name);
    if (value === undefined) {
      throw new RedshiftIdentityError(`The parameter :${name} has no value.`, {
        code: 'MissingParameter',
        remedy: `Add a line \\set ${name} value to this cell or to one above it.`,
      });
    }
    if (value === '') {
      throw new RedshiftIdentityError(
        `The parameter :${name} is empty, and the Data API binds no empty value.`,
        {
          code: 'EmptyParameter',
          remedy: `Write '' in the statement in the place of :${name}, or give it a value.`,
        },
      );
    }
    return { name, value };
  });
}
