import type { DeviceSettings } from '#contract';
import { Problem } from '../http/problem/problem.js';

/** Protocols that a device can be registered with. */
const KNOWN = new Set(['DLMS 1.0', 'DSMR 2.2', 'DSMR 4.2.2', 'SMR 4.3', 'SMR 5.0.0', 'SMR 5.1', 'SMR 5.2', 'SMR 5.5']);

/**
 * @param named the field that names the protocol, to be blamed for one that nobody knows
 * @throws Problem 422: code 205 when the request names no protocol, 206 when nobody knows it
 */
export function requireKnownProtocol(
  { protocolName, protocolVersion }: Pick<DeviceSettings, 'protocolName' | 'protocolVersion'>,
  named = 'data.device.protocolName',
): void {
  if (protocolName === '' || protocolVersion === '') {
    const field = protocolName === '' ? 'data.device.protocolName' : 'data.device.protocolVersion';
    throw new Problem(422, 205, 'the protocol of the device is not known', [{ field, message: 'is needed to register a device' }]);
  }
  const protocol = `${protocolName} ${protocolVersion}`;
  if (KNOWN.has(protocol)) return;
  const message = `${protocol} is none of ${[...KNOWN].join(', ')}`;
  throw new Problem(422, 206, `unknown protocol: ${message}`, [{ field: named, message }]);
}
