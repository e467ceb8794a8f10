/** The five hops of the identity chain, in order. */
export const hopNames = [
  'okta',
  'bridgeRole',
  'identityCenter',
  'identityEnhancedSession',
  'redshiftUser',
] as const;

export type HopName = (typeof hopNames)[number];

/** What a person calls each hop; starts a sentence. */
export const hopTitles: Readonly<Record<HopName, string>> = {
  okta: 'Okta sign-in',
  bridgeRole: 'Bridge role',
  identityCenter: 'IAM Identity Center token',
  identityEnhancedSession: 'Identity-enhanced role session',
  redshiftUser: 'Redshift user',
};
