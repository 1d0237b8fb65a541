import { RUNNING_ORGANISATION } from '#contract';
import type { OrganisationDirectory } from '../organisations/directory.js';
import { hashApiKey, sameHash } from './api-key.js';
import type { Principal } from './principal.js';

const BOOTSTRAP = 'bootstrap';

export interface Access {
  /** Undefined when there is no key, nobody has it, or its time is over. @throws DisabledOrganisationError */
  authenticate(apiKey: string | undefined): Principal | undefined;
}

export interface AccessOptions {
  /** Of organisation `operations`, application `bootstrap`. The key itself is not kept. */
  readonly bootstrapKey: string;
  readonly directory: OrganisationDirectory;
  /** Epoch ms. */
  now(this: void): number;
}

/** The key is right, but its organisation may do nothing (contract: 104 DISABLED_ORGANISATION). */
export class DisabledOrganisationError extends Error {
  constructor(readonly organisation: string) {
    super(`organisation ${organisation} is disabled`);
    this.name = 'DisabledOrganisationError';
  }
}

/**
 * Access by the bootstrap key and by the keys that organisations were issued.
 * @throws RangeError when the bootstrap key is blank: everybody would have it
 */
export function createAccess({ bootstrapKey, directory, now }: AccessOptions): Access {
  if (bootstrapKey.trim() === '') throw new RangeError('the bootstrap API key is blank');
  const bootstrapHash = hashApiKey(bootstrapKey);
  const operations: Principal = { organisation: RUNNING_ORGANISATION, application: BOOTSTRAP };
  return {
    authenticate: (apiKey) => {
      if (apiKey === undefined) return undefined;
      const hash = hashApiKey(apiKey);
      if (sameHash(hash, bootstrapHash)) return operations;
      const holder = directory.holderOf(Buffer.from(hash).toString('hex'), now());
      if (holder === undefined || holder.isOver) return undefined;
      if (!holder.isEnabled) throw new DisabledOrganisationError(holder.principal.organisation);
      return holder.principal;
    },
  };
}
