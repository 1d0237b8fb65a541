import { InvalidRequestError } from '#contract/dto/index.js';

const LONGEST = 255;

/** @throws InvalidRequestError */
export function idempotencyKeyOf(header: unknown): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && header.trim() !== '' && header.length <= LONGEST) return header;
  throw new InvalidRequestError([{ field: 'Idempotency-Key', message: `must be 1 to ${LONGEST} characters` }]);
}
