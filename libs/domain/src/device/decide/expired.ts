import { fault } from '#contract';
import type { DeviceEvent } from '../events/index.js';
import type { OpenCommand } from '../state.js';
import { withDoubt } from './doubt.js';

/** The end of a command that was not carried out in time: fault 417, whatever else is wrong with it. @param now epoch milliseconds */
export function expired(open: OpenCommand, now: number): DeviceEvent {
  const refused = withDoubt(faultOfExpiry(open.expiresAt, now), open);
  return { type: 'CommandExpired', data: { fault: refused, ...(open.partialRef === undefined ? {} : { responseRef: open.partialRef }) } };
}

/** The end of a command that came too late. Instants in epoch milliseconds. */
export const expiredOnArrival = (expiresAt: number, now: number): DeviceEvent => ({
  type: 'CommandExpired',
  data: { fault: faultOfExpiry(expiresAt, now) },
});

const faultOfExpiry = (expiresAt: number, now: number) => fault(417, `not carried out before ${iso(expiresAt)} (it is ${iso(now)})`, 'OSGP_CORE');
const iso = (instant: number): string => new Date(instant).toISOString();
