import { InvalidRequestError } from '#contract/dto/index.js';

const LONGEST = 255;

/** @throws InvalidRequestError */
export function idempotencyKeyOf(header: unknown, field = 'Idempotency-Key'): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && header.trim() !== '' && header.length <= LONGEST) return header;
  throw new InvalidRequestError([{ field, message: `must be 1 to ${LONGEST} characters` }]);
}
