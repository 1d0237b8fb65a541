import { hashApiKey, sameHash } from './api-key.js';
import type { Principal } from './principal.js';

/** The organisation that runs the platform. */
export const OPERATIONS = 'operations';
const BOOTSTRAP = 'bootstrap';

export interface Access {
  /** Undefined when there is no key or nobody has it. */
  authenticate(apiKey: string | undefined): Principal | undefined;
}

/**
 * Access by the bootstrap key alone: organisation `operations`, application `bootstrap`. The key itself is not kept.
 * @throws RangeError when the key is blank: everybody would have it
 */
export function createAccess({ bootstrapKey }: { readonly bootstrapKey: string }): Access {
  if (bootstrapKey.trim() === '') throw new RangeError('the bootstrap API key is blank');
  const bootstrapHash = hashApiKey(bootstrapKey);
  const operations: Principal = { organisation: OPERATIONS, application: BOOTSTRAP };
  return {
    authenticate: (apiKey) => (apiKey !== undefined && sameHash(hashApiKey(apiKey), bootstrapHash) ? operations : undefined),
  };
}
