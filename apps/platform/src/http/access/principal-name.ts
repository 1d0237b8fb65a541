/** Names of organisations, applications and users. No slash and no colon: they stand in actors, `organisation/application/user`. */
export const PRINCIPAL_NAME = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,39}$/;

export const A_PRINCIPAL_NAME = '1 to 40 letters, digits, dots, dashes, underscores or @';
