import type { MeterOperation, Destination } from '#contract';
import { encodeSendDestination } from '#cosem';
import { attributeOf, profileObject } from './profile-object.js';
import type { OperationContext } from './operation.js';
import type { Setting } from './setting-effect.js';

/** Send destination and method of a push setup (class 40, attribute 3). @throws OperationError 416 */
export function destinationSetting(
  tag: string,
  transport: 'TCP' | 'UDP',
  { host, port }: Destination,
  { profile }: OperationContext,
  operation: MeterOperation,
): Setting {
  const messageType = profile.pushMessageType === 0 ? 'A_XDR_ENCODED_X_DLMS_APDU' : 'MANUFACTURER_SPECIFIC';
  return {
    ref: attributeOf(profileObject(profile, tag, operation), 3),
    data: encodeSendDestination({ transport, destination: `${host}:${port}`, messageType }),
  };
}
