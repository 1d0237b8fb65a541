import { fault } from '#contract';
import type { DeviceEvent } from '../events/index.js';
import type { ResponseRef } from '../state.js';

/**
 * The end of a command that was not carried out in time: fault 417, whatever else is wrong with it.
 * @param expiresAt epoch milliseconds
 * @param now epoch milliseconds
 * @param responseRef what earlier attempts of a bundle were answered
 */
export function expired(expiresAt: number, now: number, responseRef?: ResponseRef): DeviceEvent {
  const message = `not carried out before ${iso(expiresAt)} (it is ${iso(now)})`;
  return { type: 'CommandExpired', data: { fault: fault(417, message, 'OSGP_CORE'), ...(responseRef === undefined ? {} : { responseRef }) } };
}

const iso = (instant: number): string => new Date(instant).toISOString();
