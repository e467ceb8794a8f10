import { SqlError } from '../contract.ts';
import { caseVariable } from '../compatibility.ts';
import { parameterDefaults } from '../sql/settings.ts';
import { quoteName, quoteString } from '../sql/sqlTokens.ts';
import type { Database } from '../database.ts';
import type { Translation } from '../sql/translation.ts';

/** What SET and USE have left behind. A change makes another; this one stays as it is. */
export interface SessionSettings {
  /** Parameters that were set, as SHOW writes them. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Names of `search_path`, where it was set. */
  readonly searchPath: readonly string[] | undefined;
  /** Session context variables by their whole names. */
  readonly variables: Readonly<Record<string, string>>;
  readonly use: { readonly database: string; readonly schema: string | undefined } | undefined;
}

export type SettingsChange = (before: SessionSettings) => SessionSettings;

export const noSettings: SessionSettings = {
  parameters: {},
  searchPath: undefined,
  variables: {},
  use: undefined,
};

/** Parameters that PostgreSQL has as well, under the same names. */
const postgresParameters: readonly string[] = ['datestyle', 'extra_float_digits', 'timezone'];

/** Those that say whether capitals count, which row-level security does not go together with. */
const caseParameters: readonly string[] = [
  'enable_case_sensitive_identifier',
  'enable_case_sensitive_super_attribute',
];

export function isCaseSensitive({ parameters }: SessionSettings): boolean {
  return parameters['enable_case_sensitive_identifier'] === 'on';
}

export function changesCase({ parameters }: SessionSettings): boolean {
  return caseParameters.some((name) => parameters[name] === 'on');
}

export function shownSetting(settings: SessionSettings, name: string): string {
  return settings.parameters[name] ?? parameterDefaults[name] ?? '';
}

/** SQL that brings a connection's settings in force, but for its search path. */
export function settingsSql(settings: SessionSettings): string[] {
  const parameters = postgresParameters.map((name) => {
    const value = settings.parameters[name];
    return `SET SESSION ${name} TO ${value === undefined ? 'DEFAULT' : quoteString(value)}`;
  });
  const variables = Object.entries(settings.variables).map(
    ([name, value]) => `SET SESSION ${quoteName(name)} TO ${quoteString(value)}`,
  );
  return [
    ...parameters,
    ...variables,
    `SET SESSION ${caseVariable} TO ${changesCase(settings) ? 'on' : 'off'}`,
  ];
}

/** Milliseconds that a statement may run; 0 for no limit. */
export function statementTimeout({ parameters }: SessionSettings): number {
  return Number(parameters['statement_timeout'] ?? 0);
}

/**
 * What a SET or RESET of a parameter comes to. PostgreSQL's own are tried out in the current session.
 * @throws SqlError `22023` where the value is not one of the parameter's
 */
export function settingChange(
  database: Database,
  { name, values }: Translation & { kind: 'setting' },
): SettingsChange {
  if (values === undefined) return without(name);
  const [value = ''] = values;
  if (name === 'search_path') {
    const text = values.map((part) => (/^[a-z_][a-z0-9_$]*$/.test(part) ? part : quoteName(part))).join(', ');
    return (before) => ({ ...with_(before, name, text.replace('"$user"', '$user')), searchPath: values });
  }
  const checked = checkedValue(database, name, value, values);
  return (before) => with_(before, name, checked);
}

/** @throws SqlError */
function checkedValue(database: Database, name: string, value: string, values: readonly string[]): string {
  const refused = (): SqlError =>
    new SqlError(`ERROR: invalid value for parameter "${name}": "${value}"`, '22023');
  if (name.startsWith('enable_')) {
    const found = [
      ['on', 'true', 'yes', '1'],
      ['off', 'false', 'no', '0'],
    ].find((words) => words.includes(value.toLowerCase()));
    if (!found?.[0]) throw refused();
    return found[0];
  }
  if (name === 'statement_timeout') {
    if (!/^[0-9]+$/.test(value) || Number(value) > 2147483647) throw refused();
    return String(Number(value));
  }
  if (!postgresParameters.includes(name)) return value;
  database.query(`SET SESSION ${name} TO ${quoteString(values.join(', '))}`);
  return database.query(`SHOW ${name}`)[0]?.[0] ?? value;
}

export function variableChange(name: string, value: string | undefined): SettingsChange {
  return (before) => {
    const { [name]: _gone, ...others } = before.variables;
    return { ...before, variables: value === undefined ? others : { ...others, [name]: value } };
  };
}

function with_(before: SessionSettings, name: string, value: string): SessionSettings {
  return { ...before, parameters: { ...before.parameters, [name]: value } };
}

function without(name: string): SettingsChange {
  return (before) => {
    const { [name]: _gone, ...parameters } = before.parameters;
    return { ...before, parameters, searchPath: name === 'search_path' ? undefined : before.searchPath };
  };
}
