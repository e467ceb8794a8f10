import type { CatalogGrant } from '../catalog/contract.ts';

/** Whom Redshift takes the session for, with the roles. */
export interface RedshiftIdentity {
  /** `awsidc:ming@example.com`. */
  readonly currentUser: string;
  readonly sessionUser: string;
  /** Roles by SVV_USER_GRANTS, each with the roles that it holds by SVV_ROLE_GRANTS; undefined where not visible. */
  readonly roles?: readonly RedshiftRole[];
  /** One line for people where something was not visible. */
  readonly notices: readonly string[];
}

export interface RedshiftRole {
  readonly name: string;
  readonly adminOption: boolean;
  /** Roles granted to this role. */
  readonly roles: readonly RedshiftRole[];
}

/** A part of an answer that Redshift may keep from the person who asks. */
export type Visible<T> =
  | { readonly visible: true; readonly value: T }
  /** `reason`: a plain sentence that says so, and who can see it. */
  | { readonly visible: false; readonly reason: string };

/** What one person may see of one table or view, and why. */
export interface TableAccess {
  readonly database: string;
  readonly schema: string;
  readonly name: string;
  readonly currentUser: string;
  /** has_table_privilege for each privilege, for the person who asks. */
  readonly privileges: Visible<readonly { readonly privilege: string; readonly held: boolean }[]>;
  /** Columns with whether the person may read each: has_column_privilege, or by trying none. */
  readonly columns: Visible<readonly { readonly name: string; readonly readable: boolean }[]>;
  readonly grants: Visible<readonly CatalogGrant[]>;
  /** Whether row-level security is on; policies attached, with whom they are for. */
  readonly rowLevelSecurity: Visible<RowLevelSecurity>;
  readonly masking: Visible<readonly MaskingAttachment[]>;
  /** Lines of EXPLAIN for a SELECT of the table; conditions of policies are in them for those with EXPLAIN RLS. */
  readonly explain: Visible<readonly string[]>;
}

export interface RowLevelSecurity {
  readonly on: boolean;
  /** `AND` or `OR`, where told. */
  readonly conjunction?: string;
  readonly policies: readonly PolicyAttachment[];
}

export interface PolicyAttachment {
  readonly policy: string;
  /** The USING expression, where visible. */
  readonly expression?: string;
  readonly grantee: string;
  readonly granteeKind: 'user' | 'role' | 'public';
}

export interface MaskingAttachment {
  readonly policy: string;
  readonly columns: readonly string[];
  readonly grantee: string;
  readonly granteeKind: 'user' | 'role' | 'public';
  readonly priority?: number;
}
