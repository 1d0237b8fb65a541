import { InvalidRequestError } from '#contract/dto/index.js';

/**
 * What `parse` makes of a body. Bodies are looked through by recursion; no request of the contract comes near the end of the stack.
 * @throws InvalidRequestError, also for a body that is nested too deeply
 */
export function parsedBody<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidRequestError([{ field: '', message: 'the body is nested too deeply' }]);
    throw error;
  }
}
