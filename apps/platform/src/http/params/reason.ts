import { InvalidRequestError } from '#contract/dto/index.js';

const LONGEST = 1_000;

/** Stands in the history of a command whose client gave none. */
export const NO_REASON = 'no reason given';

/** The reason in the body of a request that may have none. @throws InvalidRequestError */
export function reasonOf(body: unknown): string {
  if (body === undefined || body === null) return NO_REASON;
  if (typeof body !== 'object' || Array.isArray(body)) throw new InvalidRequestError([{ field: '', message: 'the body must be a JSON object' }]);
  const unknown = Object.keys(body).filter((field) => field !== 'reason');
  if (unknown.length > 0) throw new InvalidRequestError(unknown.map((field) => ({ field, message: `property ${field} should not exist` })));
  const reason: unknown = Reflect.get(body, 'reason');
  if (reason === undefined) return NO_REASON;
  if (typeof reason === 'string' && reason.trim() !== '' && reason.length <= LONGEST) return reason;
  throw new InvalidRequestError([{ field: 'reason', message: `must be 1 to ${LONGEST} characters` }]);
}
