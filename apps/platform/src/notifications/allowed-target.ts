import { lookup as lookupOfSystem, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';

/**
 * - `PRIVATE_ADDRESS` it leads to an address that is not on the internet, and such are not to be called
 * - `PLAIN_HTTP` it leads to the internet, and HTTP is not encrypted
 * - `NO_WEB_URL` neither http nor https, or it holds a user name or a password
 */
export type RefusalReason = 'PRIVATE_ADDRESS' | 'PLAIN_HTTP' | 'NO_WEB_URL';

/** The platform does not call this. */
export class TargetRefusedError extends Error {
  constructor(readonly reason: RefusalReason) {
    super(`the target of a request is refused: ${reason}`);
    this.name = 'TargetRefusedError';
  }
}

/** What a request may lead to. */
export interface TargetPolicy {
  /** `accept`: also what is not on the internet. */
  readonly privateAddresses: 'accept' | 'reject';
}

type Resolve = (hostname: string, options: { readonly all: true }, callback: Resolved) => void;
type Resolved = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;

/**
 * Checks what can be known before a name is resolved; answers how to resolve it for the connection: the addresses that are checked are the very
 * ones that are connected to, so that a name cannot mean one thing to the check and another to the connection.
 * @param resolve default: the system's resolver
 * @throws TargetRefusedError
 */
export function allowedTarget(url: URL, policy: TargetPolicy, resolve: Resolve = lookupOfSystem): LookupFunction {
  if (!/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') throw new TargetRefusedError('NO_WEB_URL');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // An address is connected to without being resolved.
  if (isIP(host) !== 0) requireAllowed(host, url, policy);
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      try {
        if (error !== null) throw error;
        for (const { address } of addresses) requireAllowed(address, url, policy);
      } catch (refusal) {
        callback(refusal as NodeJS.ErrnoException, []);
        return;
      }
      const [first] = addresses;
      if (options.all === true || first === undefined) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

/** @throws TargetRefusedError */
function requireAllowed(address: string, { protocol }: URL, { privateAddresses }: TargetPolicy): void {
  const isPublic = isPublicAddress(address);
  if (!isPublic && privateAddresses === 'reject') throw new TargetRefusedError('PRIVATE_ADDRESS');
  if (isPublic && protocol === 'http:') throw new TargetRefusedError('PLAIN_HTTP');
}
