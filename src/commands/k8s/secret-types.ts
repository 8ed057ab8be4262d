/** How long the logins in a secret work: some hours, or as long as the access key. */
export const SECRET_TYPES = ['long-term', 'temporary'] as const;

export type SecretType = (typeof SECRET_TYPES)[number];
