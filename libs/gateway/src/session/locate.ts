import type { AddressFinder } from '../address/address-finder.js';
import { SessionSetupError } from '../faults/fault-error.js';
import type { SessionRequest } from '../session-request.js';
import type { TcpTarget } from '../transport/tcp-connection.js';
import type { SessionPlan } from './plan.js';

/** Where the device is now; one whose address is not fixed is woken up for it. @throws SessionSetupError 410 or 419, TransportError ABORTED */
export async function locate(
  { whereabouts, port }: SessionPlan,
  { correlationUid, deviceIdentification, notAfter }: SessionRequest,
  addresses: Pick<AddressFinder, 'find'> | undefined,
  signal: AbortSignal,
): Promise<TcpTarget> {
  if (whereabouts.kind === 'registered') return { host: whereabouts.host, port };
  if (addresses === undefined) throw new SessionSetupError(419, 'no session provider is set');
  const sleeper = { correlationUid, deviceIdentification, iccId: whereabouts.iccId, ...(notAfter === undefined ? {} : { notAfter }) };
  const host = await addresses.find(sleeper, signal);
  return { host, port };
}
