/** The body of a request that may say why, for {@link ApiBody}. */
export const REASON = { schema: { type: 'object', properties: { reason: { type: 'string', maxLength: 1000 } } }, required: false };
